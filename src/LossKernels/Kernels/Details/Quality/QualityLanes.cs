using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Kernels.Details.Verdicts;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Details.Quality;

/// <summary>
/// The sums that softmax and probabilities are completed with, to the bit those of walks that ask for nothing else, and beside
/// them the quality of every row, as of a target of one: the squares are added up in the data type.
/// </summary>
internal static class QualityLanes<TLanes, TVector, T, TTerm, TCompletion>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTerm : struct, IQualityTerm<TTerm, TLanes, TVector, T>
    where TCompletion : struct, IQualityCompletion<T>
{
    // As many rows as are walked in one call, along them and across; multiples of eight, the latter of the lanes of any vector.
    private const int RowsAlong = 32;
    private const int RowsAcross = QualityCompletion.MostRows;

    /// <summary>Walks all rows.</summary>
    /// <param name="block">The values.</param>
    /// <param name="labels">The class number of each row's pivot, whose own term is left out of the sum; of a negative one that of the first class, or of none.</param>
    /// <param name="term">What is added up.</param>
    /// <param name="completion">What becomes of the sums.</param>
    /// <param name="sums">Where the sums go.</param>
    /// <param name="completing">Where what <see cref="IQualityCompletion{T}.Prepare"/> writes goes; empty where nobody asks.</param>
    /// <param name="quality">Where the quality goes; the rank of a row whose score is no finite number is NaN.</param>
    /// <param name="buffer">Room for a tile.</param>
    /// <returns>Whether all values lie within 0..1 for certain, where they are to be probabilities.</returns>
    public static bool Walk(TensorBlock<T> block, ReadOnlySpan<int> labels, TTerm term, TCompletion completion, Span<double> sums, Span<double> completing, PredictionQuality quality, Span<T> buffer) =>
        RowWalk.GoesAlong(block) ? WalkAlong(block, labels, term, completion, sums, completing, quality) : WalkAcross(block, labels, term, completion, sums, completing, quality, buffer);

    private static bool WalkAlong(TensorBlock<T> block, ReadOnlySpan<int> labels, TTerm term, TCompletion completion, Span<double> sums, Span<double> completing, PredictionQuality quality)
    {
        int lanes = ClassWalk<TLanes, TVector, T>.RowStep;
        Span<T> pivots = stackalloc T[RowsAlong];
        Span<T> terms = stackalloc T[TailTerm.TableSize];
        Span<T> largest = stackalloc T[RowsAlong * lanes];
        Span<T> squares = stackalloc T[RowsAlong * lanes];
        Span<T> above = stackalloc T[RowsAlong * lanes];
        Span<double> some = stackalloc double[RowsAlong];
        Span<double> needed = stackalloc double[RowsAlong];
        RangeCheck<TLanes, TVector, T> check = new(1);
        for (int row = 0, rows; row < block.Rows; row += rows)
        {
            rows = Math.Min(RowsAlong, block.Rows - row);
            Picked<TLanes, TVector, T>.Along(block, row, labels.Slice(row, rows), pivots);
            Picked<TLanes, TVector, T>.AskAlong(block, row + rows, labels.Slice(row + rows, Math.Min(RowsAlong, block.Rows - row - rows)));
            TTerm.Tabulate(pivots, rows, terms);
            QualityOperator walked = new(term, in labels[row], in pivots[0], in terms[0], ref check, ref largest[0], ref squares[0], ref above[0]);
            ClassWalk<TLanes, TVector, T>.Along(in block[row][0], rows, block.Classes, ref walked, ref some[0]);
            StepLanes.ToSums(ref above[0], rows);
            StepLanes.ToLargest(ref largest[0], rows);
            StepLanes.ToSums(ref squares[0], rows);
            completion.Prepare(pivots[..RowVerdicts.Whole(rows)], terms, needed);
            QualityCompletion.Complete(completion, labels.Slice(row, rows), row, above, largest, squares, needed, some, quality);
            some[..rows].CopyTo(sums[row..]);
            if (!completing.IsEmpty)
            {
                needed[..rows].CopyTo(completing[row..]);
            }
        }

        return check.IsWithin;
    }

    private static bool WalkAcross(
        TensorBlock<T> block, ReadOnlySpan<int> labels, TTerm term, TCompletion completion, Span<double> sums, Span<double> completing, PredictionQuality quality, Span<T> buffer)
    {
        Span<T> pivots = stackalloc T[RowsAcross];
        Span<T> terms = stackalloc T[TailTerm.TableSize];
        Span<T> largest = stackalloc T[RowsAcross];
        Span<T> squares = stackalloc T[RowsAcross];
        Span<T> above = stackalloc T[RowsAcross];
        Span<double> some = stackalloc double[RowsAcross];
        Span<double> needed = stackalloc double[RowsAcross];
        Span<int> someLabels = stackalloc int[RowsAcross];
        RangeCheck<TLanes, TVector, T> check = new(1);
        for (int row = 0, rows; row < block.Rows; row += rows)
        {
            rows = Math.Min(RowsAcross, Tiles<T>.Length(block, row, TLanes.Count));
            Tiles<T> tiles = Tiles<T>.Of(block, row, rows, TLanes.Count, buffer);
            ReadOnlySpan<int> ofRows = labels.Slice(row, rows);

            // Of whole tiles nothing has to be copied to where there is room for them.
            bool isWhole = rows >= TLanes.Count && RowVerdicts.Whole(rows) == rows;
            Span<double> made = isWhole ? sums.Slice(row, rows) : some;
            Span<double> ofPivots = isWhole && !completing.IsEmpty ? completing.Slice(row, rows) : needed;
            if (!isWhole)
            {
                ofRows.CopyTo(someLabels);
            }

            ReadOnlySpan<int> ofTiles = isWhole ? ofRows : someLabels;
            Picked<TLanes, TVector, T>.Write(tiles, block.Classes, ofTiles, pivots);
            TTerm.Tabulate(pivots, rows, terms);
            QualityOperator walked = new(term, in ofTiles[0], in pivots[0], in terms[0], ref check, ref largest[0], ref squares[0], ref above[0]);
            ClassWalk<TLanes, TVector, T>.Down(tiles, block.Classes, walked, ref made[0]);
            completion.Prepare(pivots[..RowVerdicts.Whole(rows)], terms, ofPivots);
            QualityCompletion.Complete(completion, ofRows, row, above, largest, squares, ofPivots, made, quality);
            if (!isWhole)
            {
                some[..rows].CopyTo(sums[row..]);
                needed[..(completing.IsEmpty ? 0 : rows)].CopyTo(completing[(completing.IsEmpty ? 0 : row)..]);
            }
        }

        return check.IsWithin;
    }

    // The term of each class but the pivot's: of one row, or of the rows of a tile, whose pivots stand at their labels.
    private ref struct QualityOperator : IClassOperator<TLanes, TVector, T>
    {
        private readonly ref readonly int _labels;
        private readonly ref readonly T _pivots;
        private readonly ref readonly T _terms;
        private readonly ref RangeCheck<TLanes, TVector, T> _result;
        private readonly ref T _largestOut;
        private readonly ref T _squaresOut;
        private readonly ref T _aboveOut;
        private TTerm _term;
        private TVector _pivot;
        private TVector _own;
        private TVector _largest;
        private TVector _squares;

        // The number of values above the pivot.
        private TVector _above;
        private int _label;

        public QualityOperator(
            TTerm term,
            ref readonly int labels,
            ref readonly T pivots,
            ref readonly T terms,
            ref RangeCheck<TLanes, TVector, T> check,
            ref T largest,
            ref T squares,
            ref T above)
        {
            _term = term;
            _labels = ref labels;
            _pivots = ref pivots;
            _terms = ref terms;
            _result = ref check;
            _largestOut = ref largest;
            _squaresOut = ref squares;
            _aboveOut = ref above;
        }

        public static bool IsExact => TTerm.IsExact;

        public readonly int LeftOut
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _label;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EnterTile(ref readonly T first, nint stride, int classes, int row)
        {
            _own = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in _labels), row));
            _pivot = TLanes.Load(in _pivots, row);
            _term = _term.Load(in _terms, row);
            Reset();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void LeaveTile(int row) => Store(row);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EnterRow(ref readonly T row, int number)
        {
            _label = Math.Max(0, Unsafe.Add(ref Unsafe.AsRef(in _labels), number));
            _own = TLanes.OfBits(_label);
            _pivot = TLanes.Spread(in _pivots, number);
            _term = _term.Spread(in _terms, number);
            Reset();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void LeaveRow(int lane) => Store(lane);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Add(TVector sum, TVector values, nint index, TVector numbers, TVector isNew)
        {
            _above = TLanes.Select(TLanes.Greater(values, _pivot), TLanes.Add(_above, TLanes.And(isNew, TLanes.Of(1))), _above);
            if (TTerm.IsExact)
            {
                return AddExact(values, TLanes.ClearEqualBits(_term.Of(values), numbers, _own));
            }

            return AddRounded(sum, TLanes.ClearEqualBits(_term.Of(values), numbers, _own));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector AddOthers(TVector sum, TVector values, nint index)
        {
            _above = TLanes.Select(TLanes.Greater(values, _pivot), TLanes.Add(_above, TLanes.Of(1)), _above);
            if (TTerm.IsExact)
            {
                return AddExact(values, _term.Of(values));
            }

            return AddRounded(sum, _term.Of(values));
        }

        // One maximum finds what is most and what is no probability: of these, a row that has any is looked at once more.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TVector AddExact(TVector values, TVector term)
        {
            _largest = TLanes.MaxBits(_largest, values);
            _squares = TLanes.Fma(term, term, _squares);
            return term;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TVector AddRounded(TVector sum, TVector term)
        {
            _largest = TLanes.Max(_largest, term);
            _squares = TLanes.Fma(term, term, _squares);
            return TLanes.Add(sum, term);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Reset()
        {
            _largest = TLanes.Of(0);
            _squares = TLanes.Of(0);
            _above = TLanes.Of(0);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Store(int index)
        {
            TLanes.Store(_largest, ref _largestOut, index);
            TLanes.Store(_squares, ref _squaresOut, index);
            TLanes.Store(_above, ref _aboveOut, index);
            if (TTerm.IsExact)
            {
                _result.Add(_largest);
            }
        }
    }
}
