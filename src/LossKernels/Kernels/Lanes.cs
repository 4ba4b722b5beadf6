using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Kernels;

/// <summary>What every kernel does with the lanes of a vector: load a part, widen, add up in a fixed order.</summary>
internal static class Lanes
{
    /// <summary>The vector that starts at an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load<T>(ReadOnlySpan<T> values, int index)
        where T : unmanaged =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);

    /// <summary>Fewer values than a vector has lanes, the other lanes filled with a value that does no harm.</summary>
    public static Vector512<T> LoadPart<T>(ReadOnlySpan<T> values, T fill)
        where T : unmanaged
    {
        Vector512<T> vector = Vector512.Create(fill);
        values.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<Vector512<T>, T>(ref vector), Vector512<T>.Count));
        return vector;
    }

    /// <summary>The values of a vector of T as two vectors of double; exact. For double, the vector and zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Lower, Vector512<double> Upper) Widen<T>(Vector512<T> values)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Vector512.Widen(values.AsSingle()) : (values.AsDouble(), Vector512<double>.Zero);

    /// <summary>The sum of all lanes, halves first, so that the order is the same on every machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> values) => Sum(values.GetLower() + values.GetUpper());

    /// <summary>The sum of all lanes, halves first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256<double> values)
    {
        Vector128<double> two = values.GetLower() + values.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>The sum of all lanes in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SumWidened<T>(Vector512<T> values)
        where T : unmanaged
    {
        (Vector512<double> lower, Vector512<double> upper) = Widen(values);
        return Sum(lower + upper);
    }

    /// <summary>A double as T; rounds to nearest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T From<T>(double value)
        where T : unmanaged, INumberBase<T> => T.CreateTruncating(value);
}
