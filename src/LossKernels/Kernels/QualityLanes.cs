using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>What a walk over the classes adds up: a term of each value, beside the pivot's.</summary>
internal interface IQualityTerm<TSelf, TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
    where TSelf : struct, IQualityTerm<TSelf, TLanes, TVector, T>
{
    /// <summary>Whether a term is all there is to it, and goes on in double; else terms of the data type are added up and lack a factor that depends on the pivot.</summary>
    static abstract bool IsExact { get; }

    /// <summary>The terms of a row, or of the rows of a tile.</summary>
    TSelf At(TVector pivot);

    /// <summary>The term of some values.</summary>
    TVector Of(TVector values);

    /// <summary>The same in two factors of which the second is a power of two.</summary>
    (TVector Significand, TVector Power) Parts(TVector values);
}

/// <summary>e^(x - pivot), but for the factor of the pivot.</summary>
internal readonly struct TailQuality<TLanes, TVector, T> : IQualityTerm<TailQuality<TLanes, TVector, T>, TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly TailTerm<TLanes, TVector, T> _term;

    private TailQuality(TailTerm<TLanes, TVector, T> term) => _term = term;

    public static bool IsExact
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TailQuality<TLanes, TVector, T> At(TVector pivot) => new(new TailTerm<TLanes, TVector, T>(pivot));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Significand, TVector Power) Parts(TVector values) => _term.Parts(values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of(TVector values) => _term.Of(values);
}

/// <summary>A clipped probability.</summary>
internal readonly struct ClippedQuality<TLanes, TVector, T>(ClipBounds clip) : IQualityTerm<ClippedQuality<TLanes, TVector, T>, TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly TVector _floor = TLanes.Of(clip.Lower);
    private readonly TVector _ceiling = TLanes.Of(clip.Upper);

    public static bool IsExact
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ClippedQuality<TLanes, TVector, T> At(TVector pivot) => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Significand, TVector Power) Parts(TVector values) => (Of(values), TLanes.Of(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of(TVector values) => TLanes.Min(_ceiling, TLanes.Max(_floor, values));
}

/// <summary>
/// The sums of <see cref="SoftmaxLanes{TLanes, TVector, T}"/> and <see cref="ProbabilityLanes{TLanes, TVector, T}"/>, to the bit, and beside
/// them of every row the largest term, the sum of the squares in the data type, and how many values are above the pivot's.
/// </summary>
internal static class QualityLanes<TLanes, TVector, T, TTerm>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTerm : struct, IQualityTerm<TTerm, TLanes, TVector, T>
{
    // As many rows as are walked in one call, along them and across; the latter a multiple of the lanes of any vector.
    private const int RowsAlong = 16;
    private const int RowsAcross = 64;

    /// <summary>Walks all rows.</summary>
    /// <param name="block">The values.</param>
    /// <param name="labels">The class number of each row's pivot, whose own term is left out of everything.</param>
    /// <param name="term">What is added up.</param>
    /// <param name="sums">Where the sums go.</param>
    /// <param name="quality">Where the numbers above, the largest terms and the squares go, in the place of ranks, confidences and scores.</param>
    /// <param name="buffer">Room for a tile.</param>
    public static void Walk(TensorBlock<T> block, ReadOnlySpan<int> labels, TTerm term, Span<double> sums, PredictionQuality quality, Span<T> buffer)
    {
        if (RowWalk.GoesAlong(block))
        {
            WalkAlong(block, labels, term, sums, quality);
        }
        else
        {
            WalkAcross(block, labels, term, sums, quality, buffer);
        }
    }

    private static void WalkAlong(TensorBlock<T> block, ReadOnlySpan<int> labels, TTerm term, Span<double> sums, PredictionQuality quality)
    {
        int lanes = ClassWalk<TLanes, TVector, T>.RowStep;
        Span<T> pivots = stackalloc T[RowsAlong];
        Span<T> largest = stackalloc T[RowsAlong * lanes];
        Span<T> squares = stackalloc T[RowsAlong * lanes];
        Span<T> above = stackalloc T[RowsAlong * lanes];
        Span<double> factors = stackalloc double[RowsAlong];
        for (int row = 0; row < block.Rows; row += RowsAlong)
        {
            int rows = Math.Min(RowsAlong, block.Rows - row);
            QualityOperator walked = new(term, in labels[row], ref pivots[0], ref largest[0], ref squares[0], ref above[0]);
            ClassWalk<TLanes, TVector, T>.Along(in block[row][0], rows, block.Classes, ref walked, ref sums[row]);
            Factors(pivots, factors);
            for (int r = 0; r < rows; r++)
            {
                int lane = r * lanes;
                quality.Ranks[row + r] = Count(in above[lane]);
                quality.Confidences[row + r] = Largest(in largest[lane]);
                quality.BrierScores[row + r] = Sum(in squares[lane]);
            }

            Complete(factors[..rows], sums[row..], quality, row);
        }
    }

    private static void WalkAcross(
        TensorBlock<T> block, ReadOnlySpan<int> labels, TTerm term, Span<double> sums, PredictionQuality quality, Span<T> buffer)
    {
        Span<T> pivots = stackalloc T[RowsAcross];
        Span<T> largest = stackalloc T[RowsAcross];
        Span<T> squares = stackalloc T[RowsAcross];
        Span<T> above = stackalloc T[RowsAcross];
        Span<double> factors = stackalloc double[RowsAcross];
        Span<double> some = stackalloc double[RowsAcross];
        Span<int> someLabels = stackalloc int[RowsAcross];
        for (int row = 0, rows; row < block.Rows; row += rows)
        {
            rows = Math.Min(RowsAcross, Tiles<T>.Length(block, row, TLanes.Count));
            Tiles<T> tiles = Tiles<T>.Of(block, row, rows, TLanes.Count, buffer);
            labels.Slice(row, rows).CopyTo(someLabels);
            ClassWalk<TLanes, TVector, T>.Down(
                tiles, block.Classes, new QualityOperator(term, in someLabels[0], ref pivots[0], ref largest[0], ref squares[0], ref above[0]), ref some[0]);
            Factors(pivots, factors);
            some[..rows].CopyTo(sums[row..]);
            WidenCounts(above[..rows], quality.Ranks[row..]);
            TensorPrimitives.ConvertTruncating<T, double>(largest[..rows], quality.Confidences[row..]);
            TensorPrimitives.ConvertTruncating<T, double>(squares[..rows], quality.BrierScores[row..]);
            Complete(factors[..rows], sums[row..], quality, row);
        }
    }

    private static void Factors(ReadOnlySpan<T> pivots, Span<double> factors)
    {
        if (!TTerm.IsExact)
        {
            TailTerm.Factors(pivots, factors);
        }
    }

    private static void Complete(ReadOnlySpan<double> factors, Span<double> sums, PredictionQuality quality, int row)
    {
        if (!TTerm.IsExact)
        {
            Span<double> largest = quality.Confidences.Slice(row, factors.Length);
            Span<double> squares = quality.BrierScores.Slice(row, factors.Length);
            TensorPrimitives.Multiply(sums[..factors.Length], factors, sums);
            TensorPrimitives.Multiply(largest, factors, largest);
            TensorPrimitives.Multiply(squares, factors, squares);
            TensorPrimitives.Multiply(squares, factors, squares);
        }
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
        private readonly ref readonly int _labels;
        private readonly ref T _pivotsOut;
        private readonly ref T _largestOut;
        private readonly ref T _squaresOut;
        private readonly ref T _aboveOut;
        private TTerm _term;
        private TVector _pivot;
        private TVector _own;
        private TVector _largest;
        private TVector _squares;

        // Less the number of values above the pivot.
        private TVector _above;
        private int _label;

        public QualityOperator(TTerm term, ref readonly int labels, ref T pivots, ref T largest, ref T squares, ref T above)
        {
            _term = term;
            _labels = ref labels;
            _pivotsOut = ref pivots;
            _largestOut = ref largest;
            _squaresOut = ref squares;
            _aboveOut = ref above;
        }

        public static bool IsExact
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TTerm.IsExact;
        }

        public static bool IsNumbered
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => false;
        }

        public static bool SkipsZeros
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => false;
        }

        public readonly int LeftOut
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _label;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EnterTile(ref readonly T first, nint stride, int classes, int row)
        {
            ref readonly int labels = ref Unsafe.Add(ref Unsafe.AsRef(in _labels), row);
            _own = TLanes.LoadBits(in labels);
            _pivot = Picked<TLanes, TVector, T>.Of(in first, stride, classes, in labels);
            TLanes.Store(_pivot, ref _pivotsOut, row);
            Reset();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void LeaveTile(int row) => Store(row);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EnterRow(ref readonly T row, int number)
        {
            _label = Math.Max(0, Unsafe.Add(ref Unsafe.AsRef(in _labels), number));
            ref readonly T value = ref Unsafe.Add(ref Unsafe.AsRef(in row), _label);
            Unsafe.Add(ref _pivotsOut, number) = value;
            _own = TLanes.OfBits(_label);
            _pivot = TLanes.Spread(in value, 0);
            Reset();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void LeaveRow(int lane) => Store(lane);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Add(TVector sum, TVector values, TVector numbers, TVector isNew) =>
            Add(sum, values, TLanes.EqualBits(numbers, _own), TLanes.And(TLanes.Greater(values, _pivot), isNew), masked: true);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector AddOthers(TVector sum, TVector values) => Add(sum, values, default, TLanes.Greater(values, _pivot), masked: false);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TVector Add(TVector sum, TVector values, TVector isOwn, TVector isAbove, bool masked)
        {
            (TVector significand, TVector power) = _term.Parts(values);
            TVector term = significand;
            if (TTerm.IsExact)
            {
                term = masked ? TLanes.Select(isOwn, TLanes.Of(0), term) : term;
            }
            else
            {
                power = masked ? TLanes.Select(isOwn, TLanes.Of(0), power) : power;
                term = TLanes.Multiply(significand, power);
            }

            _above = TLanes.AddBits(_above, isAbove);
            _largest = TLanes.Max(_largest, term);
            _squares = TLanes.Fma(term, term, _squares);
            return TTerm.IsExact ? term : TLanes.Fma(significand, power, sum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Reset()
        {
            _term = _term.At(_pivot);
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
