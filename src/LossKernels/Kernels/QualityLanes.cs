using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>What a walk over the classes adds up: a term of each value, beside the pivot's.</summary>
internal interface IQualityTerm<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>So many terms of the data type are added up before they go on in double.</summary>
    static abstract int StepsPerPart { get; }

    /// <summary>What begins each part of the sums.</summary>
    TVector Begin(TVector pivot);

    /// <summary>The term of some values.</summary>
    TVector Of(TVector values, TVector pivot);
}

/// <summary>e^(x - pivot) over the unit of a term.</summary>
internal readonly struct TailQuality<TLanes, TVector, T> : IQualityTerm<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    public static int StepsPerPart
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Begin(TVector pivot) => TLanes.Subtract(pivot, pivot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of(TVector values, TVector pivot) => TailTerm.Of<TLanes, TVector, T>(values, pivot);
}

/// <summary>A clipped probability.</summary>
internal readonly struct ClippedQuality<TLanes, TVector, T>(ClipBounds clip) : IQualityTerm<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly TVector _floor = TLanes.Of(clip.Lower);
    private readonly TVector _ceiling = TLanes.Of(clip.Upper);

    public static int StepsPerPart
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Begin(TVector pivot) => TLanes.Of(0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of(TVector values, TVector pivot) => TLanes.Min(_ceiling, TLanes.Max(_floor, values));
}

/// <summary>
/// The sums of <see cref="SoftmaxLanes{TLanes, TVector, T}"/> and <see cref="ProbabilityLanes{TLanes, TVector, T}"/>, to the bit, and beside
/// them of every row the largest term, the sum of the squares in the data type, and how many values are above the pivot's.
/// </summary>
internal static class QualityLanes<TLanes, TVector, T, TTerm>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTerm : struct, IQualityTerm<TLanes, TVector, T>
{
    // As many rows as are walked in one call, along them and across; the latter a multiple of the lanes of any vector.
    private const int RowsAlong = 16;
    private const int RowsAcross = 64;

    /// <summary>Walks all rows.</summary>
    /// <param name="block">The values.</param>
    /// <param name="labels">The class number of each row's pivot, whose own term is left out of everything.</param>
    /// <param name="term">What is added up.</param>
    /// <param name="unit">By what a term is to be multiplied; a power of two.</param>
    /// <param name="sums">Where the sums go.</param>
    /// <param name="quality">Where the numbers above, the largest terms and the squares go, in the place of ranks, confidences and scores.</param>
    /// <param name="buffer">Room for a tile.</param>
    public static void Walk(
        TensorBlock<T> block, ReadOnlySpan<int> labels, TTerm term, double unit, Span<double> sums, PredictionQuality quality, Span<T> buffer)
    {
        if (RowWalk.GoesAlong(block))
        {
            WalkAlong(block, labels, term, unit, sums, quality);
        }
        else
        {
            WalkAcross(block, labels, term, unit, sums, quality, buffer);
        }
    }

    private static void WalkAlong(TensorBlock<T> block, ReadOnlySpan<int> labels, TTerm term, double unit, Span<double> sums, PredictionQuality quality)
    {
        int lanes = ClassWalk<TLanes, TVector, T>.RowStep;
        Span<T> largest = stackalloc T[RowsAlong * lanes];
        Span<T> squares = stackalloc T[RowsAlong * lanes];
        Span<T> above = stackalloc T[RowsAlong * lanes];
        int upper = TLanes.Count < lanes ? TLanes.Count : 0;
        for (int row = 0; row < block.Rows; row += RowsAlong)
        {
            int rows = Math.Min(RowsAlong, block.Rows - row);
            QualityOperator first = new(term, in labels[row], ref largest[0], ref squares[0], ref above[0]);
            QualityOperator second = new(term, in labels[row], ref largest[upper], ref squares[upper], ref above[upper]);
            ClassWalk<TLanes, TVector, T>.Along(in block[row][0], rows, block.Classes, ref first, ref second, ref sums[row], unit);
            for (int r = 0; r < rows; r++)
            {
                int lane = r * lanes;
                quality.Ranks[row + r] = Count(in above[lane]);
                quality.Confidences[row + r] = Largest(in largest[lane]) * unit;
                quality.BrierScores[row + r] = Sum(in squares[lane]) * unit * unit;
            }
        }
    }

    private static void WalkAcross(
        TensorBlock<T> block, ReadOnlySpan<int> labels, TTerm term, double unit, Span<double> sums, PredictionQuality quality, Span<T> buffer)
    {
        Span<T> largest = stackalloc T[RowsAcross];
        Span<T> squares = stackalloc T[RowsAcross];
        Span<T> above = stackalloc T[RowsAcross];
        Span<double> some = stackalloc double[RowsAcross];
        Span<int> someLabels = stackalloc int[RowsAcross];
        for (int row = 0, rows; row < block.Rows; row += rows)
        {
            rows = Math.Min(RowsAcross, Tiles<T>.Length(block, row, TLanes.Count));
            Tiles<T> tiles = Tiles<T>.Of(block, row, rows, TLanes.Count, buffer);
            labels.Slice(row, rows).CopyTo(someLabels);
            ClassWalk<TLanes, TVector, T>.Down(
                tiles, block.Classes, new QualityOperator(term, in someLabels[0], ref largest[0], ref squares[0], ref above[0]), ref some[0], unit);
            some[..rows].CopyTo(sums[row..]);
            WidenCounts(above[..rows], quality.Ranks[row..]);
            Widen(largest[..rows], unit, quality.Confidences[row..]);
            Widen(squares[..rows], unit * unit, quality.BrierScores[row..]);
        }
    }

    private static void Widen(ReadOnlySpan<T> values, double unit, Span<double> results)
    {
        TensorPrimitives.ConvertTruncating(values, results);
        TensorPrimitives.Multiply(results[..values.Length], unit, results);
    }

    private static void WidenCounts(ReadOnlySpan<T> counts, Span<double> results)
    {
        if (typeof(T) == typeof(float))
        {
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<T, int>(counts), results);
        }
        else
        {
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<T, long>(counts), results);
        }
    }

    // Of the lanes of a row.
    private static double Largest(ref readonly T lanes)
    {
        Vector256<T> four = Vector256.Max(Vector256.LoadUnsafe(in lanes), Vector256.LoadUnsafe(in lanes, (nuint)Vector256<T>.Count));
        Vector128<T> two = Vector128.Max(four.GetLower(), four.GetUpper());
        T most = two.GetElement(0);
        for (int lane = 1; lane < Vector128<T>.Count; lane++)
        {
            most = T.Max(most, two.GetElement(lane));
        }

        return double.CreateTruncating(most);
    }

    private static double Sum(ref readonly T lanes)
    {
        LaneSums lower = default;
        LaneSums upper = default;
        lower.Add(Vector256.LoadUnsafe(in lanes));
        upper.Add(Vector256.LoadUnsafe(in lanes, (nuint)Vector256<T>.Count));
        return LaneSums.Total<T>(lower, upper);
    }

    private static double Count(ref readonly T lanes)
    {
        Vector256<T> lower = Vector256.LoadUnsafe(in lanes);
        Vector256<T> upper = Vector256.LoadUnsafe(in lanes, (nuint)Vector256<T>.Count);
        return typeof(T) == typeof(float) ? Vector256.Sum(lower.AsInt32() + upper.AsInt32()) : Vector256.Sum(lower.AsInt64() + upper.AsInt64());
    }

    // The term of each class but the pivot's: of one row, or of the rows of a tile, whose pivots stand at their labels.
    private ref struct QualityOperator : IClassOperator<TLanes, TVector, T>
    {
        private readonly TTerm _term;
        private readonly ref readonly int _labels;
        private readonly ref T _largestOut;
        private readonly ref T _squaresOut;
        private readonly ref T _aboveOut;
        private TVector _pivot;
        private TVector _own;
        private TVector _largest;
        private TVector _squares;

        // Less the number of values above the pivot.
        private TVector _above;

        public QualityOperator(TTerm term, ref readonly int labels, ref T largest, ref T squares, ref T above)
        {
            _term = term;
            _labels = ref labels;
            _largestOut = ref largest;
            _squaresOut = ref squares;
            _aboveOut = ref above;
        }

        public readonly TVector Begin
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _term.Begin(_pivot);
        }

        public static int StepsPerPart
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TTerm.StepsPerPart;
        }

        public readonly TVector LeftOut
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _own;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EnterTile(ref readonly T first, nint stride, int classes, int row)
        {
            ref readonly int labels = ref Unsafe.Add(ref Unsafe.AsRef(in _labels), row);
            _own = TLanes.LoadBits(in labels);
            _pivot = Picked<TLanes, TVector, T>.Of(in first, stride, classes, in labels);
            Reset();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void LeaveTile(int row) => Store(row);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EnterRow(ref readonly T row, int number)
        {
            int label = Math.Max(0, Unsafe.Add(ref Unsafe.AsRef(in _labels), number));
            T value = Unsafe.Add(ref Unsafe.AsRef(in row), label);
            _own = TLanes.OfBits(label);
            _pivot = TLanes.Of(typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value));
            Reset();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void LeaveRow(int number) => Store(number * ClassWalk<TLanes, TVector, T>.RowStep);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Term(TVector values, TVector numbers, TVector isNew)
        {
            TVector term = TLanes.AndNot(_term.Of(values, _pivot), TLanes.EqualBits(numbers, _own));
            _above = TLanes.AddBits(_above, TLanes.And(TLanes.Greater(values, _pivot), isNew));
            _largest = TLanes.Max(_largest, term);
            _squares = TLanes.Fma(term, term, _squares);
            return term;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Reset()
        {
            _largest = TLanes.Of(0);
            _squares = TLanes.Of(0);
            _above = TLanes.OfBits(0);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Store(int index)
        {
            TLanes.Store(_largest, ref _largestOut, index);
            TLanes.Store(_squares, ref _squaresOut, index);
            TLanes.Store(TLanes.SubtractBits(TLanes.OfBits(0), _above), ref _aboveOut, index);
        }
    }
}
