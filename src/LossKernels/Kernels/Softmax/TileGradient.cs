using System.Numerics;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>The losses of rows as <see cref="TileKernel"/> finds them, and derivatives made of the same terms, which are written side by side.</summary>
internal static class TileGradient<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes derivatives of rows of one target, of one.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">A class number a row.</param>
    /// <param name="derivatives">Where they go.</param>
    /// <returns>The sums of the losses; unknown where a row needs a second look, and what was written of that means nothing.</returns>
    public static SumAndSpread Sum(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowDerivatives<T> derivatives)
    {
        TileLosses<T> losses = new(labels.Length);
        using TileBuffer<T> buffer = new(logits);
        return Write<HardTargets>(logits, labels, losses, default, derivatives, buffer.Values, out SumAndSpread sums) ? sums : SumAndSpread.Unknown;
    }

    /// <summary>Writes tails, their logarithms and derivatives.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">The class number of each row's pivot; of one with a negative one, the derivatives are zeros and the others any numbers.</param>
    /// <param name="losses">Where the losses go.</param>
    /// <param name="gaps">Which gaps are written in the same walk, if any.</param>
    /// <param name="derivatives">Where the derivatives go.</param>
    /// <param name="buffer">Room for tiles.</param>
    /// <returns>Whether no row needs a second look, of which what was written means nothing.</returns>
    public static bool Write(
        TensorBlock<T> logits, ReadOnlySpan<int> labels, TileLosses<T> losses, RowGaps<T> gaps, RowDerivatives<T> derivatives, Span<T> buffer) => derivatives.HasTargets
            ? Write<SoftTargets>(logits, labels, losses, gaps, derivatives, buffer, out _)
            : Write<HardTargets>(logits, labels, losses, gaps, derivatives, buffer, out _);

    private static unsafe bool Write<TTargets>(
        TensorBlock<T> logits, ReadOnlySpan<int> labels, TileLosses<T> losses, RowGaps<T> gaps, RowDerivatives<T> derivatives, Span<T> buffer, out SumAndSpread sums)
        where TTargets : ITargetForm
    {
        using TileTerms<T> terms = new(logits, TLanes.Count);
        using TileBuffer<T> targetBuffer = new(derivatives.Targets);
        bool areUsual;
        fixed (T* to = derivatives.Values)
        {
            LineStream<T> stream = new(to, logits.Classes * terms.Rows, derivatives.IsStreamed);
            Taker<TTargets> taker = new(terms, ref stream)
            {
                Losses = losses,
                Derivatives = derivatives,
                Gaps = gaps,
                TargetBuffer = targetBuffer.Values,
                Scales = TTargets.IsSoft ? default : new RowScales<T>(derivatives.Scales, stackalloc T[TileTerms<T>.MostRows]),
                Units = RowUnits<T>.Of(stackalloc T[RowUnits<T>.PerRow * TileTerms<T>.MostRows]),
                Picked = stackalloc T[TileTerms<T>.MostRows],
            };
            areUsual = TileWalk<TLanes, TVector, T>.Over<TailsAndTerms, Taker<TTargets>>(logits, labels, ref taker, TailTerm.LargestTail<T>(), buffer);
            sums = taker.Losses.Total;
            stream.Complete();
        }

        SoftmaxGradient<TLanes, TVector, T>.ClearNegative(labels, logits.Classes, derivatives.Values);
        return areUsual;
    }

    private ref struct Taker<TTargets>(TileTerms<T> terms, ref LineStream<T> stream) : ITileTaker<T>
        where TTargets : ITargetForm
    {
        private readonly TileTerms<T> _terms = terms;
        private readonly ref LineStream<T> _stream = ref stream;
        private Tiles<T> _targets;

        public TileLosses<T> Losses;

        public RowDerivatives<T> Derivatives { get; init; }

        public RowGaps<T> Gaps { get; init; }

        public Span<T> TargetBuffer { get; init; }

        public RowScales<T> Scales { get; init; }

        public RowUnits<T> Units { get; init; }

        public Span<T> Picked { get; init; }

        public readonly int Room => Math.Min(Losses.Room, _terms.Rows);

        public readonly int Kept => Losses.Kept;

        public readonly ref LineStream<T> Stream => ref _stream;

        public Tiles<T> Enter(Tiles<T> tiles, scoped ReadOnlySpan<int> labels, int row, int rows)
        {
            if (!Gaps.IsEmpty)
            {
                // The terms may take the place of the logits.
                _targets = Gaps.TilesOf(row, rows, TLanes.Count);
                Picked<TLanes, TVector, T>.Write(tiles, _terms.Classes, labels, Picked);
                GapLanes<TLanes, TVector, T>.Down(tiles, _targets, row, Picked[..rows], Gaps);
            }
            else if (TTargets.IsSoft)
            {
                _targets = Tiles<T>.Of(Derivatives.Targets, row, rows, TLanes.Count, TargetBuffer);
            }

            return _terms.Of(tiles, rows);
        }

        public void Take(Tiles<T> tiles, Tiles<T> terms, TileRows<T> found, scoped ReadOnlySpan<int> labels, int row, int rows)
        {
            Losses.Take(found, row, rows);
            if (TTargets.IsSoft)
            {
                Picked<TLanes, TVector, T>.Write(_targets, _terms.Classes, labels, Picked);
                ReadOnlySpan<double> masses = Derivatives.Masses.IsEmpty ? [] : Derivatives.Masses.Slice(row, rows);
                TileUnits<TLanes, TVector, T>.OfSoft(found, Derivatives.Scales.Slice(row, rows), masses, Picked, Units);
            }
            else
            {
                TileUnits<TLanes, TVector, T>.OfHot(found, Scales.Of(row, rows), Units, rows);
            }

            // A tile that is not whole is written as if it were.
            Span<T> made = _stream.Room(rows * _terms.Classes);
            Span<T> all = rows >= TLanes.Count ? made : _terms.Spare;
            TermDerivatives<TLanes, TVector, T>.OfTiles<TTargets>(terms, _targets, _terms.Classes, labels, Units, all);
            if (rows < TLanes.Count)
            {
                all[..made.Length].CopyTo(made);
            }

            _stream.Take(made.Length);
        }
    }
}
