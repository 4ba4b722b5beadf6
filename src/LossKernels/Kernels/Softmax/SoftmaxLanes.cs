using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>The walk of <see cref="SoftmaxKernel"/> along rows.</summary>
internal static class SoftmaxLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The tail of every row that lies side by side; of one with a negative label, any number.</summary>
    /// <param name="logits">The logits, of at least as many classes as a step along a row has lanes.</param>
    /// <param name="labels">The class number of each row's pivot.</param>
    /// <param name="tails">Where they go.</param>
    /// <param name="gaps">Which gaps are written in the same walk, if any.</param>
    public static void Tails(TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> tails, RowGaps<T> gaps)
    {
        Span<T> pivots = stackalloc T[TailTerm.TableLength];
        Span<T> terms = stackalloc T[TailTerm.TableSize];
        Span<double> sums = stackalloc double[TailTerm.TableLength];

        // The pivots of more rows than are asked for ahead would be waited for.
        int most = Math.Clamp(Prefetch.Farthest<T>() / logits.Classes, 1, TailTerm.TableLength);
        for (int row = 0, rows; row < logits.Rows; row += rows)
        {
            rows = Math.Min(most, logits.Rows - row);
            ReadOnlySpan<int> someLabels = labels.Slice(row, rows);
            Picked<TLanes, TVector, T>.Along(logits, row, someLabels, pivots);
            TailTerm<TLanes, TVector, T>.Tabulate(pivots, rows, terms);
            TailOperator<TLanes, TVector, T> walked = new(in someLabels[0], in terms[0]);
            ClassWalk<TLanes, TVector, T>.Along(in logits[row][0], rows, logits.Classes, ref walked, ref sums[0]);
            GapLanes<TLanes, TVector, T>.Along(logits, row, pivots[..rows], gaps);
            TailTerm.Complete<T>(pivots, terms, sums[..Lanes.Whole(rows, TailTerm.Step)]);
            sums[..rows].CopyTo(tails[row..]);
        }
    }
}
