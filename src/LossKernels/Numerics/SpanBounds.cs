using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>Whether numbers lie within bounds, and how many are zero: two comparisons a vector, where a search for the least and the greatest tells zeros and NaN apart as well.</summary>
internal static class SpanBounds
{
    /// <summary>Whether all numbers lie between two, or are one of these; NaN does not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreWithin(ReadOnlySpan<double> values, double least, double most)
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        nint last = values.Length - Vector512<double>.Count;
        bool areWithin = true;
        if (last < 0)
        {
            foreach (double value in values)
            {
                areWithin &= value >= least && value <= most;
            }

            return areWithin;
        }

        Vector512<double> lower = Vector512.Create(least);
        Vector512<double> upper = Vector512.Create(most);
        Vector512<double> all = AreWithin(Vector512.LoadUnsafe(ref first, (nuint)last), lower, upper);
        for (nint i = 0; i < last; i += Vector512<double>.Count)
        {
            all &= AreWithin(Vector512.LoadUnsafe(ref first, (nuint)i), lower, upper);
        }

        return Vector512.EqualsAll(all.AsInt64(), Vector512<long>.AllBitsSet);
    }

    /// <summary>Whether the magnitudes of all numbers that are not zero lie between two, or are one of these.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool HaveMagnitudes(ReadOnlySpan<double> values, double least, double most)
    {
        Vector512<double> all = Vector512<double>.AllBitsSet;
        Vector512<double> lower = Vector512.Create(least);
        Vector512<double> upper = Vector512.Create(most);
        for (int i = 0; i < values.Length; i += Vector512<double>.Count)
        {
            Vector512<double> magnitudes = Vector512.Abs(Lanes.LoadSome(values, i));
            all &= AreWithin(magnitudes, lower, upper) | Vector512.Equals(magnitudes, Vector512<double>.Zero);
        }

        return Vector512.EqualsAll(all.AsInt64(), Vector512<long>.AllBitsSet);
    }

    /// <summary>How many numbers are zero, of either sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountZeros(ReadOnlySpan<double> values)
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        int whole = values.Length - (values.Length % Vector512<double>.Count);
        Vector512<long> counts = Vector512<long>.Zero;
        for (nint i = 0; i < whole; i += Vector512<double>.Count)
        {
            counts -= Vector512.Equals(Vector512.LoadUnsafe(ref first, (nuint)i), Vector512<double>.Zero).AsInt64();
        }

        long count = Vector512.Sum(counts);
        foreach (double value in values[whole..])
        {
            count += value == 0 ? 1 : 0;
        }

        return (int)count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> AreWithin(Vector512<double> values, Vector512<double> least, Vector512<double> most) =>
        Vector512.GreaterThanOrEqual(values, least) & Vector512.LessThanOrEqual(values, most);
}
