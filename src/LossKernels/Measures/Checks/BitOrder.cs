using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Tensors;

namespace LossKernels.Measures.Checks;

/// <summary>
/// Judges numbers by the integers that their bits are, one cheap comparison each. Unsigned, these go from 0 up to infinity, and then from -0 down to
/// minus infinity; signed, those of negative numbers are less than all others. NaN is beyond all numbers.
/// </summary>
internal static class BitOrder
{
    /// <summary>Whether no number comes after the last one in the unsigned order.</summary>
    public static bool IsUpTo<T>(ReadOnlySpan<T> values, T last)
        where T : unmanaged => typeof(T) == typeof(float)
        ? TensorPrimitives.Max<uint>(MemoryMarshal.Cast<T, uint>(values)) <= Unsafe.BitCast<T, uint>(last)
        : TensorPrimitives.Max<ulong>(MemoryMarshal.Cast<T, ulong>(values)) <= Unsafe.BitCast<T, ulong>(last);

    /// <summary>Whether no number is more than one that is positive.</summary>
    public static bool IsAtMost<T>(ReadOnlySpan<T> values, T most)
        where T : unmanaged => typeof(T) == typeof(float)
        ? TensorPrimitives.Max<int>(MemoryMarshal.Cast<T, int>(values)) <= Unsafe.BitCast<T, int>(most)
        : TensorPrimitives.Max<long>(MemoryMarshal.Cast<T, long>(values)) <= Unsafe.BitCast<T, long>(most);

    /// <summary>Whether no number is 0, of either sign.</summary>
    public static bool HasNoZero<T>(ReadOnlySpan<T> values)
        where T : unmanaged => typeof(T) == typeof(float)
        ? IsNoneWithoutBits(MemoryMarshal.Cast<T, uint>(values))
        : IsNoneWithoutBits(MemoryMarshal.Cast<T, ulong>(values));

    /// <summary>Whether no number in the second half of a row has the sign of negative ones.</summary>
    public static bool HaveLastHalvesNoSign<T>(TensorBlock<T> block)
        where T : unmanaged, INumberBase<T> =>
        block is { Classes: 2, HasRows: true } ? HaveSecondsNoSign(block.Values) : HaveColumnsNoSign(block);

    // Twice a number has the sign no more.
    private static bool IsNoneWithoutBits<TBits>(ReadOnlySpan<TBits> numbers)
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        ReadOnlySpan<Vector512<TBits>> vectors = MemoryMarshal.Cast<TBits, Vector512<TBits>>(numbers);
        Vector512<TBits> least = Vector512<TBits>.AllBitsSet;
        foreach (Vector512<TBits> vector in vectors)
        {
            least = Vector512.Min(least, vector + vector);
        }

        bool hasNone = !Vector512.EqualsAny(least, Vector512<TBits>.Zero);
        foreach (TBits number in numbers[(vectors.Length * Vector512<TBits>.Count)..])
        {
            hasNone &= !TBits.IsZero(number + number);
        }

        return hasNone;
    }

    // The bits of pairs are collected side by side.
    private static bool HaveSecondsNoSign<T>(ReadOnlySpan<T> pairs)
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<Vector512<T>> vectors = MemoryMarshal.Cast<T, Vector512<T>>(pairs);
        Vector512<T> bits = Vector512<T>.Zero;
        foreach (Vector512<T> vector in vectors)
        {
            bits |= vector;
        }

        const ulong Seconds = 0xAAAA;
        bool hasNone = (bits.ExtractMostSignificantBits() & Seconds) == 0;
        for (int i = (vectors.Length * Vector512<T>.Count) + 1; i < pairs.Length; i += 2)
        {
            hasNone &= !T.IsNegative(pairs[i]);
        }

        return hasNone;
    }

    private static bool HaveColumnsNoSign<T>(TensorBlock<T> block)
        where T : unmanaged, INumberBase<T>
    {
        bool hasNone = true;
        int half = block.Classes / 2;
        if (!block.HasRows)
        {
            for (int column = half; column < block.Classes; column++)
            {
                hasNone &= HasNoSign<T>(block.Values.Slice((int)(column * block.ClassStride), block.Rows));
            }

            return hasNone;
        }

        for (int row = 0; row < block.Rows; row++)
        {
            hasNone &= HasNoSign<T>(block[row][half..]);
        }

        return hasNone;
    }

    // The last vector begins where the one before has not ended yet.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasNoSign<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        if (values.Length >= Vector512<T>.Count)
        {
            int last = values.Length - Vector512<T>.Count;
            Vector512<T> bits = Vector512.LoadUnsafe(in values[last]);
            ref T first = ref MemoryMarshal.GetReference(values);
            for (int i = 0; i < last; i += Vector512<T>.Count)
            {
                bits |= Vector512.LoadUnsafe(in first, (nuint)i);
            }

            return bits.ExtractMostSignificantBits() == 0;
        }

        bool hasNone = true;
        foreach (T value in values)
        {
            hasNone &= !T.IsNegative(value);
        }

        return hasNone;
    }
}
