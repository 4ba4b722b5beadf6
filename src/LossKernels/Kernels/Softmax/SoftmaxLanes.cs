using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>The loops of <see cref="SoftmaxKernel"/> at one vector width.</summary>
internal static class SoftmaxLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The tail of every row; of one with a negative label, any number.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">The class number of each row's pivot.</param>
    /// <param name="tails">Where they go.</param>
    /// <param name="gaps">Which gaps are written in the same walk, if any.</param>
    /// <param name="buffer">Room for a tile.</param>
    public static void Tails(TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> tails, RowGaps<T> gaps, Span<T> buffer)
    {
        Span<T> pivots = stackalloc T[TailTerm.TableLength];
        Span<T> terms = stackalloc T[TailTerm.TableSize];
        Span<int> someLabels = stackalloc int[TailTerm.TableLength];
        Span<double> sums = stackalloc double[TailTerm.TableLength];
        bool goesAlong = RowWalk.GoesAlong(logits);

        // The pivots of more rows than are asked for ahead would be waited for.
        int rowsAlong = Math.Max(1, Prefetch.Farthest<T>() / logits.Classes);
        for (int row = 0, rows; row < logits.Rows; row += rows)
        {
            rows = Math.Min(TailTerm.TableLength, goesAlong ? Math.Min(logits.Rows - row, rowsAlong) : Tiles<T>.Length(logits, row, TLanes.Count));
            labels.Slice(row, rows).CopyTo(someLabels);
            TailOperator<TLanes, TVector, T> walked = new(in someLabels[0], in terms[0]);
            if (goesAlong)
            {
                Picked<TLanes, TVector, T>.Along(logits, row, someLabels[..rows], pivots);
                TailTerm<TLanes, TVector, T>.Tabulate(pivots, rows, terms);
                ClassWalk<TLanes, TVector, T>.Along(in logits[row][0], rows, logits.Classes, ref walked, ref sums[0]);
                GapLanes<TLanes, TVector, T>.Along(logits, row, pivots[..rows], gaps);
            }
            else
            {
                Tiles<T> tiles = Tiles<T>.Of(logits, row, rows, TLanes.Count, buffer);
                Picked<TLanes, TVector, T>.Write(tiles, logits.Classes, someLabels, pivots);
                TailTerm<TLanes, TVector, T>.Tabulate(pivots, rows, terms);
                ClassWalk<TLanes, TVector, T>.Down(tiles, logits.Classes, walked, ref sums[0]);
                GapLanes<TLanes, TVector, T>.Down(tiles, gaps.TilesOf(row, rows, TLanes.Count), row, pivots[..rows], gaps);
            }

            TailTerm.Complete<T>(pivots, terms, sums[..Lanes.Whole(rows, TailTerm.Step)]);
            sums[..rows].CopyTo(tails[row..]);
        }
    }
}
