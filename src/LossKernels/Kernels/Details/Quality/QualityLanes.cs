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
    // As many rows as are walked in one call along them, and as are completed together, in which case they are walked across in one call; multiples of eight,
    // the latter of the lanes of any vector.
    private const int RowsAlong = 32;
    private const int RowsTogether = QualityCompletion.MostRows;

    /// <summary>Walks all rows.</summary>
    /// <param name="block">The values.</param>
    /// <param name="labels">
    /// The class number of each row's pivot, whose own term is left out of the sum; of a negative one that of the first class, or of none.
    /// </param>
    /// <param name="term">What is added up.</param>
    /// <param name="completion">What becomes of the sums.</param>
    /// <param name="sums">Where the sums go.</param>
    /// <param name="completing">Where what <see cref="IQualityCompletion{T}.Prepare"/> writes goes; empty where nobody asks.</param>
    /// <param name="quality">Where the quality goes; the rank of a row whose score is no finite number is NaN.</param>
    /// <param name="buffer">Room for a tile.</param>
    /// <returns>Whether all values lie within 0..1 for certain, where they are to be probabilities.</returns>
    public static bool Walk(
        TensorBlock<T> block,
        ReadOnlySpan<int> labels,
        TTerm term,
        TCompletion completion,
        Span<double> sums,
        Span<double> completing,
        PredictionQuality quality,
        Span<T> buffer) => RowWalk.GoesAlong(block)
            ? WalkAlong(block, labels, term, completion, sums, completing, quality)
            : WalkAcross(block, labels, term, completion, sums, completing, quality, buffer);

    private static bool WalkAlong(
        TensorBlock<T> block,
        ReadOnlySpan<int> labels,
        TTerm term,
        TCompletion completion,
        Span<double> sums,
        Span<double> completing,
        PredictionQuality quality)
    {
        int lanes = ClassWalk<TLanes, TVector, T>.RowStep;
        Span<T> pivots = stackalloc T[TailTerm.TableLength];
        Span<T> terms = stackalloc T[TailTerm.TableSize];
        Span<T> largest = stackalloc T[RowsTogether];
        Span<T> squares = stackalloc T[RowsTogether];
        Span<T> above = stackalloc T[RowsTogether];
        Span<T> largestLanes = stackalloc T[RowsAlong * lanes];
        Span<T> squaresLanes = stackalloc T[RowsAlong * lanes];
        Span<T> aboveLanes = stackalloc T[RowsAlong * lanes];
        Span<double> some = stackalloc double[RowsTogether];
        Span<double> needed = stackalloc double[RowsTogether];
        RangeCheck<TLanes, TVector, T> check = new(1);
        QualityOperator walked = new(in term, ref check, ref largestLanes[0], ref squaresLanes[0], ref aboveLanes[0]);
        for (int row = 0, rows; row < block.Rows; row += rows)
        {
            rows = Math.Min(RowsTogether, block.Rows - row);
            ReadOnlySpan<int> ofRows = labels.Slice(row, rows);
            for (int first = 0; first < rows; first += RowsAlong)
            {
                int together = Math.Min(RowsAlong, rows - first);
                int next = row + first + together;
                Picked<TLanes, TVector, T>.Along(block, row + first, ofRows.Slice(first, together), pivots[first..]);
                Picked<TLanes, TVector, T>.AskAlong(block, next, labels.Slice(next, Math.Min(RowsAlong, block.Rows - next)));
                TTerm.Tabulate(pivots[first..], together, terms[first..]);
                walked.Labels = ref ofRows[first];
                walked.Pivots = ref pivots[first];
                walked.Terms = ref terms[first];
                ClassWalk<TLanes, TVector, T>.Along(in block[row + first][0], together, block.Classes, ref walked, ref some[first]);
                StepLanes.ToSums(ref aboveLanes[0], together);
                StepLanes.ToLargest(ref largestLanes[0], together);
                StepLanes.ToSums(ref squaresLanes[0], together);
                aboveLanes[..together].CopyTo(above[first..]);
                largestLanes[..together].CopyTo(largest[first..]);
                squaresLanes[..together].CopyTo(squares[first..]);
            }

            completion.Prepare(pivots[..RowVerdicts.Whole(rows)], terms, needed);
            QualityCompletion.Complete(completion, ofRows, row, above, largest, squares, needed, some, quality);
            some[..rows].CopyTo(sums[row..]);
            if (!completing.IsEmpty)
            {
                needed[..rows].CopyTo(completing[row..]);
            }
        }

        return check.IsWithin;
    }

    private static bool WalkAcross(
        TensorBlock<T> block,
        ReadOnlySpan<int> labels,
        TTerm term,
        TCompletion completion,
        Span<double> sums,
        Span<double> completing,
        PredictionQuality quality,
        Span<T> buffer)
    {
        Span<T> pivots = stackalloc T[RowsTogether];
        Span<T> terms = stackalloc T[TailTerm.TableSize];
        Span<T> largest = stackalloc T[RowsTogether];
        Span<T> squares = stackalloc T[RowsTogether];
        Span<T> above = stackalloc T[RowsTogether];
        Span<double> some = stackalloc double[RowsTogether];
        Span<double> needed = stackalloc double[RowsTogether];
        Span<int> someLabels = stackalloc int[RowsTogether];
        RangeCheck<TLanes, TVector, T> check = new(1);
        QualityOperator walked = new(in term, ref check, ref largest[0], ref squares[0], ref above[0]);
        for (int row = 0, rows; row < block.Rows; row += rows)
        {
            rows = Math.Min(RowsTogether, Tiles<T>.Length(block, row, TLanes.Count));
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
            walked.Labels = ref ofTiles[0];
            walked.Pivots = ref pivots[0];
            walked.Terms = ref terms[0];
            ClassWalk<TLanes, TVector, T>.Down(tiles, block.Classes, in walked, ref made[0]);
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
    private ref struct QualityOperator : IRowOperator<TLanes, TVector, T>, ITileOperator<TLanes, TVector, T>
    {
        // Of so large a structure a new one for the next rows would cost as much as some rows: these are set instead.
        public ref readonly int Labels;
        public ref readonly T Pivots;
        public ref readonly T Terms;
        private readonly ref RangeCheck<TLanes, TVector, T> _result;
        private readonly ref T _largestOut;
        private readonly ref T _squaresOut;
        private readonly ref T _aboveOut;
        private TTerm _term;
        private TVector _pivot;
        private TVector _own;
        private TVector _largest;
        private TVector _squares;
        private TVector _shares;

        // The number of values above the pivot.
        private TVector _above;
        private int _label;

        public QualityOperator(ref readonly TTerm term, ref RangeCheck<TLanes, TVector, T> check, ref T largest, ref T squares, ref T above)
        {
            _term = term;
            _result = ref check;
            _largestOut = ref largest;
            _squaresOut = ref squares;
            _aboveOut = ref above;
        }

        public static bool IsExact => TTerm.IsExact;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector TakeRest()
        {
            TVector rest = _shares;
            _shares = TLanes.Of(0);
            return rest;
        }

        public readonly int LeftOut
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _label;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EnterTile(ref readonly T first, nint stride, int classes, int row)
        {
            _own = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in Labels), row));
            _pivot = TLanes.Load(in Pivots, row);
            _term = _term.Load(in Terms, row);
            Reset();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void LeaveTile(int row) => Store(row);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EnterRow(ref readonly T row, int number)
        {
            _label = Math.Max(0, Unsafe.Add(ref Unsafe.AsRef(in Labels), number));
            _own = TLanes.OfBits(_label);
            _pivot = TLanes.Spread(in Pivots, number);
            _term = _term.Spread(in Terms, number);
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

            (TVector power, TVector share) = _term.Parts(values);
            return AddRounded(sum, TLanes.ClearEqualBits(power, numbers, _own), share);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector AddOthers(TVector sum, TVector values, nint index)
        {
            _above = TLanes.Select(TLanes.Greater(values, _pivot), TLanes.Add(_above, TLanes.Of(1)), _above);
            if (TTerm.IsExact)
            {
                return AddExact(values, _term.Of(values));
            }

            (TVector power, TVector share) = _term.Parts(values);
            return AddRounded(sum, power, share);
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
        private TVector AddRounded(TVector sum, TVector power, TVector share)
        {
            TVector term = TLanes.Fma(power, share, power);
            _largest = TLanes.Max(_largest, term);
            _squares = TLanes.Fma(term, term, _squares);
            _shares = TLanes.Fma(power, share, _shares);
            return TLanes.Add(sum, power);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Reset()
        {
            _largest = TLanes.Of(0);
            _squares = TLanes.Of(0);
            _above = TLanes.Of(0);
            _shares = TLanes.Of(0);
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
