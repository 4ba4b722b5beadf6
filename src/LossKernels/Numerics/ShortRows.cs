using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>The sums of rows of two to sixteen numbers.</summary>
internal static class ShortRows
{
    /// <summary>The longest of them.</summary>
    public const int Longest = 16;

    /// <summary>So much more there has to be in memory behind the numbers, whatever it is: vectors go beyond a row, and beyond the last.</summary>
    public const int Room = Count * Longest;

    // So many rows are added up at a time.
    private const int Count = 4;

    /// <summary>Writes the sum of each row.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="numbers">The numbers, rows side by side, and room behind them.</param>
    /// <param name="length">How many a row has.</param>
    /// <param name="sums">Where the sums go.</param>
    public static void Write<T>(ReadOnlySpan<T> numbers, int length, Span<double> sums)
        where T : unmanaged
    {
        switch (length)
        {
            case 2:
                Write<T, RowsOfTwo>(numbers, length, sums);
                break;
            case 3:
                Write<T, RowsOfThree>(numbers, length, sums);
                break;
            case 4:
                Write<T, RowsOfFour>(numbers, length, sums);
                break;
            default:
                Write<T, LongerRows>(numbers, length, sums);
                break;
        }
    }

    private static void Write<T, TRows>(ReadOnlySpan<T> numbers, int length, Span<double> sums)
        where T : unmanaged
        where TRows : IRows
    {
        int rest = sums.Length % Count;
        int whole = sums.Length - rest;
        WriteWhole<T, TRows>(numbers, length, sums[..whole]);
        if (rest > 0)
        {
            Span<double> last = stackalloc double[Count];
            WriteWhole<T, TRows>(numbers[(whole * length)..], length, last);
            last[..rest].CopyTo(sums[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteWhole<T, TRows>(ReadOnlySpan<T> numbers, nint length, Span<double> sums)
        where T : unmanaged
        where TRows : IRows
    {
        ref T source = ref MemoryMarshal.GetReference(numbers);
        ref double destination = ref MemoryMarshal.GetReference(sums);
        Vector256<double> isOfRow = Vector256.LessThan(Vector256.Create(0.0, 1, 2, 3), Vector256.Create((double)((length - 1) % Count) + 1));
        for (nint row = 0; row < sums.Length; row += Count)
        {
            TRows.SumsOfFour(ref Unsafe.Add(ref source, row * length), length, isOfRow).StoreUnsafe(ref destination, (nuint)row);
        }
    }

    // How rows lie in vectors.
    private interface IRows
    {
        static abstract Vector256<double> SumsOfFour<T>(ref T source, nint length, Vector256<double> isOfRow)
            where T : unmanaged;
    }

    private readonly struct RowsOfTwo : IRows
    {
        // Those of the first and the third row, and of the second and the fourth.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> SumsOfFour<T>(ref T source, nint length, Vector256<double> isOfRow)
            where T : unmanaged =>
            Vector256.Shuffle(QuadSums.JoinedPairs(Widened.Four(ref source, 0), Widened.Four(ref source, Count)), Vector256.Create(0L, 2, 1, 3));
    }

    private readonly struct RowsOfThree : IRows
    {
        // Three vectors have the rows a, b, c, d as aaab bbcc cddd: in every lane there is one number of each place in a row.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> SumsOfFour<T>(ref T source, nint length, Vector256<double> isOfRow)
            where T : unmanaged
        {
            Vector256<double> first = Widened.Four(ref source, 0);
            Vector256<double> second = Widened.Four(ref source, Count);
            Vector256<double> third = Widened.Four(ref source, 2 * Count);
            Vector256<double> sums = Pick(third, second, first) + Vector256.Shuffle(Pick(first, third, second), Vector256.Create(1L, 2, 3, 0))
                + Vector256.Shuffle(Pick(second, first, third), Vector256.Create(2L, 3, 0, 1));
            return Vector256.Shuffle(sums, Vector256.Create(0L, 3, 2, 1));
        }

        // The second lane of one, the third of another, and the outer lanes of the last.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Pick(Vector256<double> second, Vector256<double> third, Vector256<double> outer) =>
            Vector256.ConditionalSelect(
                Vector256.Create(0L, -1, 0, 0).AsDouble(), second, Vector256.ConditionalSelect(Vector256.Create(0L, 0, -1, 0).AsDouble(), third, outer));
    }

    private readonly struct RowsOfFour : IRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> SumsOfFour<T>(ref T source, nint length, Vector256<double> isOfRow)
            where T : unmanaged =>
            QuadSums.Joined(Widened.Four(ref source, 0), Widened.Four(ref source, Count), Widened.Four(ref source, 2 * Count), Widened.Four(ref source, 3 * Count));
    }

    private readonly struct LongerRows : IRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> SumsOfFour<T>(ref T source, nint length, Vector256<double> isOfRow)
            where T : unmanaged
        {
            nint last = (length - 1) / Count * Count;
            Vector256<double> first = Widened.Four(ref source, last) & isOfRow;
            Vector256<double> second = Widened.Four(ref source, length + last) & isOfRow;
            Vector256<double> third = Widened.Four(ref source, (2 * length) + last) & isOfRow;
            Vector256<double> fourth = Widened.Four(ref source, (3 * length) + last) & isOfRow;
            for (nint i = 0; i < last; i += Count)
            {
                first += Widened.Four(ref source, i);
                second += Widened.Four(ref source, length + i);
                third += Widened.Four(ref source, (2 * length) + i);
                fourth += Widened.Four(ref source, (3 * length) + i);
            }

            return QuadSums.Joined(first, second, third, fourth);
        }
    }
}
