using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>The sums of rows of two to eight numbers.</summary>
internal static class ShortRows
{
    /// <summary>The longest of them.</summary>
    public const int Longest = 8;

    /// <summary>So many rows are added up at a time: the numbers of sums have to be a multiple of it.</summary>
    public const int Count = 4;

    /// <summary>So much more there has to be in memory behind the numbers, whatever it is: vectors go beyond a row.</summary>
    public const int Room = 4;

    /// <summary>Writes the sum of each row.</summary>
    /// <param name="numbers">The numbers, rows side by side, and room behind them.</param>
    /// <param name="length">How many a row has.</param>
    /// <param name="sums">Where the sums go.</param>
    public static void Write(ReadOnlySpan<double> numbers, int length, Span<double> sums)
    {
        switch (length)
        {
            case 2:
                Write<RowsOfTwo>(numbers, length, sums);
                break;
            case 3:
                Write<RowsOfThree>(numbers, length, sums);
                break;
            case 4:
                Write<RowsOfFour>(numbers, length, sums);
                break;
            default:
                Write<LongerRows>(numbers, length, sums);
                break;
        }
    }

    /// <summary>Adds up the sums of rows, and the squares of their distances from a number.</summary>
    /// <typeparam name="T">What the numbers come from: float or double.</typeparam>
    /// <param name="numbers">The numbers, rows side by side, and room behind them.</param>
    /// <param name="length">How many a row has.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="middle">The number.</param>
    /// <param name="moments">What they are added to.</param>
    public static void Add<T>(ReadOnlySpan<double> numbers, int length, int rows, double middle, ref Moments<T> moments)
        where T : unmanaged
    {
        switch (length)
        {
            case 2:
                Add<T, RowsOfTwo>(numbers, length, rows, middle, ref moments);
                break;
            case 3:
                Add<T, RowsOfThree>(numbers, length, rows, middle, ref moments);
                break;
            case 4:
                Add<T, RowsOfFour>(numbers, length, rows, middle, ref moments);
                break;
            default:
                Add<T, LongerRows>(numbers, length, rows, middle, ref moments);
                break;
        }
    }

    /// <summary>Four sums, and four sums of squares.</summary>
    /// <typeparam name="T">What they come from: float or double.</typeparam>
    public struct Moments<T>
        where T : unmanaged
    {
        /// <summary>The sums.</summary>
        public WideSums<Lanes256<double>, Vector256<double>, T> Sums;

        /// <summary>The squares.</summary>
        public Vector256<double> Squares;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Write<TRows>(ReadOnlySpan<double> numbers, nint length, Span<double> sums)
        where TRows : IRows
    {
        ref double source = ref MemoryMarshal.GetReference(numbers);
        ref double destination = ref MemoryMarshal.GetReference(sums);
        Vector256<double> isOfRow = IsBefore(length - Count);
        for (nint row = 0; row < sums.Length; row += Count)
        {
            TRows.SumsOfFour(ref Unsafe.Add(ref source, row * length), length, isOfRow).StoreUnsafe(ref destination, (nuint)row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Add<T, TRows>(ReadOnlySpan<double> numbers, nint length, nint rows, double middle, ref Moments<T> moments)
        where T : unmanaged
        where TRows : IRows
    {
        ref double source = ref MemoryMarshal.GetReference(numbers);
        Vector256<double> isOfRow = IsBefore(length - Count);
        Vector256<double> center = Vector256.Create(middle);
        WideSums<Lanes256<double>, Vector256<double>, T> sums = moments.Sums;
        Vector256<double> squares = moments.Squares;
        for (nint row = 0; row < rows; row += Count)
        {
            Vector256<double> ofRows = TRows.SumsOfFour(ref Unsafe.Add(ref source, row * length), length, isOfRow);
            sums.Add(ofRows);
            squares = Vector256.FusedMultiplyAdd(ofRows - center, ofRows - center, squares);
        }

        moments.Sums = sums;
        moments.Squares = squares;
    }

    private static Vector256<double> IsBefore(nint lane) => Vector256.LessThan(Vector256.Create(0.0, 1, 2, 3), Vector256.Create((double)lane));

    // How rows lie in vectors.
    private interface IRows
    {
        static abstract Vector256<double> SumsOfFour(ref double source, nint length, Vector256<double> isOfRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> At(ref double source, nint index) => Vector256.LoadUnsafe(ref source, (nuint)index);

    private readonly struct RowsOfTwo : IRows
    {
        // Those of the first and the third row, and of the second and the fourth.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> SumsOfFour(ref double source, nint length, Vector256<double> isOfRow) =>
            Vector256.Shuffle(QuadSums.JoinedPairs(At(ref source, 0), At(ref source, Count)), Vector256.Create(0L, 2, 1, 3));
    }

    private readonly struct RowsOfThree : IRows
    {
        // Three vectors have the rows a, b, c, d as aaab bbcc cddd: in every lane there is one number of each place in a row.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> SumsOfFour(ref double source, nint length, Vector256<double> isOfRow)
        {
            Vector256<double> first = At(ref source, 0);
            Vector256<double> second = At(ref source, Count);
            Vector256<double> third = At(ref source, 2 * Count);
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
        public static Vector256<double> SumsOfFour(ref double source, nint length, Vector256<double> isOfRow) =>
            QuadSums.Joined(At(ref source, 0), At(ref source, Count), At(ref source, 2 * Count), At(ref source, 3 * Count));
    }

    private readonly struct LongerRows : IRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> SumsOfFour(ref double source, nint length, Vector256<double> isOfRow) => QuadSums.Joined(
            At(ref source, 0) + (At(ref source, Count) & isOfRow),
            At(ref source, length) + (At(ref source, length + Count) & isOfRow),
            At(ref source, 2 * length) + (At(ref source, (2 * length) + Count) & isOfRow),
            At(ref source, 3 * length) + (At(ref source, (3 * length) + Count) & isOfRow));
    }
}
