using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>What <see cref="TileGradient{TLanes, TVector, T}"/> does, of rows that lie across columns: their derivatives are written down these, and never turned.</summary>
internal static class ColumnGradient<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc cref="TileGradient{TLanes, TVector, T}.Sum"/>
    public static SumAndSpread Sum(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowDerivatives<T> derivatives)
    {
        using TileBuffer<T> buffer = new(logits);
        return Write(logits, labels, new TileLosses<T>(labels.Length), default, derivatives, buffer.Values, out SumAndSpread sums) ? sums : SumAndSpread.Unknown;
    }

    /// <summary>Writes tails, their logarithms and derivatives.</summary>
    /// <param name="logits">The logits, in columns.</param>
    /// <param name="labels">The class number of each row's pivot; of a row with a negative one, the derivatives are zeros and the others any numbers.</param>
    /// <param name="losses">Where the losses go.</param>
    /// <param name="gaps">Which gaps are written in the same walk, if any.</param>
    /// <param name="derivatives">Where the derivatives go.</param>
    /// <param name="buffer">Room for a tile.</param>
    public static void Write(TensorBlock<T> logits, ReadOnlySpan<int> labels, TileLosses<T> losses, RowGaps<T> gaps, RowDerivatives<T> derivatives, Span<T> buffer) =>
        Write(logits, labels, losses, gaps, derivatives, buffer, out _);

    private static unsafe bool Write(
        TensorBlock<T> logits, ReadOnlySpan<int> labels, TileLosses<T> losses, RowGaps<T> gaps, RowDerivatives<T> derivatives, Span<T> buffer, out SumAndSpread sums)
    {
        bool areUsual;
        using TileTerms<T> terms = new(logits, TLanes.Count);
        LineStream<T> nothing = default;
        fixed (T* to = derivatives.Values)
        {
            Taker taker = new(terms, ref nothing)
            {
                Losses = losses,
                Derivatives = derivatives,
                Gaps = gaps,
                To = to,
                Scales = new RowScales<T>(derivatives.Scales, stackalloc T[TileTerms<T>.MostRows]),
                Units = RowUnits<T>.Of(stackalloc T[RowUnits<T>.PerRow * TileTerms<T>.MostRows]),
            };
            areUsual = TileWalk<TLanes, TVector, T>.Over<TailsAndTerms, Taker>(logits, labels, ref taker, TailTerm.LargestTail<T>(), buffer);
            sums = taker.Losses.Total;
        }

        if (derivatives.IsStreamed)
        {
            // What went past the caches is there for others before it is said to be.
            Interlocked.MemoryBarrier();
        }

        derivatives.ClearNegative(labels);
        return areUsual;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe void WriteColumns(TermColumns terms, int rows, RowDerivatives<T> derivatives, T* to, int classes)
    {
        bool isStreamed = derivatives.IsStreamed;
        for (int c = 0; c < classes; c++)
        {
            T* column = to + ((nint)c * derivatives.ClassStride);
            int row = 0;
            if (isStreamed)
            {
                int first = Math.Min(rows, CacheLine.Until(column));
                WriteSome(terms, c, 0, first, column);
                for (row = first; row <= rows - CacheLine.Count<T>(); row += CacheLine.Count<T>())
                {
                    for (int part = row; part < row + CacheLine.Count<T>(); part += TLanes.Count)
                    {
                        TLanes.StorePast(terms.Derivatives(c, part), column + part);
                    }
                }
            }

            for (; row <= rows - TLanes.Count; row += TLanes.Count)
            {
                TLanes.Store(terms.Derivatives(c, row), ref *column, row);
            }

            WriteSome(terms, c, row, rows, column);
        }
    }

    private static unsafe void WriteSome(TermColumns terms, int c, int first, int end, T* column)
    {
        for (int row = first; row < end; row++)
        {
            column[row] = terms.Derivative(c, row);
        }
    }

    private unsafe ref struct Taker(TileTerms<T> terms, ref LineStream<T> nothing) : ITileTaker<T>
    {
        private readonly TileTerms<T> _terms = terms;
        private readonly ref LineStream<T> _nothing = ref nothing;

        public TileLosses<T> Losses;

        public RowDerivatives<T> Derivatives { get; init; }

        public RowGaps<T> Gaps { get; init; }

        public T* To { get; init; }

        public RowScales<T> Scales { get; init; }

        public RowUnits<T> Units { get; init; }

        public readonly int Room => Math.Min(Losses.Room, _terms.Rows);

        public readonly int Kept => Losses.Kept;

        public readonly ref LineStream<T> Stream => ref _nothing;

        public readonly Tiles<T> Enter(Tiles<T> tiles, scoped ReadOnlySpan<int> labels, int row, int rows)
        {
            return _terms.Of(tiles, rows);
        }

        public void Take(Tiles<T> tiles, Tiles<T> terms, TileRows<T> found, scoped ReadOnlySpan<int> labels, int row, int rows)
        {
            Losses.Take(found, row, rows);
            GapLanes<TLanes, TVector, T>.Down(tiles, Gaps.TilesOf(row, rows, TLanes.Count), row, found.Pivots[..rows], Gaps);
            TileUnits<TLanes, TVector, T>.OfHot(found, Scales.Of(row, rows), Units, rows);
            WriteColumns(new TermColumns(in terms.First, terms.Stride, in labels[0], Units), rows, Derivatives, To + row, _terms.Classes);
        }
    }

    // The terms of some rows by column, and what makes derivatives of them.
    private readonly ref struct TermColumns(ref readonly T terms, nint stride, ref readonly int labels, RowUnits<T> units)
    {
        private readonly ref readonly T _terms = ref terms;
        private readonly ref readonly int _labels = ref labels;
        private readonly ref readonly T _units = ref units.Terms[0];
        private readonly ref readonly T _own = ref units.Own[0];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Derivatives(int c, nint row)
        {
            TVector share = TLanes.Multiply(TLanes.Load(in _terms, (c * stride) + row), TLanes.Load(in _units, row));
            TVector label = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in _labels), row));
            return TLanes.SelectEqualBits(label, TLanes.OfBits(c), TLanes.Load(in _own, row), share);
        }

        public T Derivative(int c, nint row) => Unsafe.Add(ref Unsafe.AsRef(in _labels), row) == c
            ? Unsafe.Add(ref Unsafe.AsRef(in _own), row)
            : Unsafe.Add(ref Unsafe.AsRef(in _terms), (c * stride) + row) * Unsafe.Add(ref Unsafe.AsRef(in _units), row);
    }
}
