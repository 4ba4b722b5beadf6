using System.Numerics;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>The losses of rows of three logits and more, as <see cref="FewClassKernel"/> adds them up, and derivatives made of the same terms.</summary>
internal static class FewClassGradient<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes derivatives.</summary>
    /// <param name="logits">The logits, rows side by side.</param>
    /// <param name="labels">A class number a row.</param>
    /// <param name="derivatives">Where they go.</param>
    /// <returns>The sums of the losses; unknown where a row needs a second look, and what was written of that means nothing.</returns>
    public static unsafe SumAndSpread Sum(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowDerivatives<T> derivatives)
    {
        using TileBuffer<T> buffer = new(logits);
        SumAndSpread sums;
        fixed (T* to = derivatives.Values)
        {
            LineStream<T> stream = new(to, Tiles<T>.Room(logits), derivatives.IsStreamed);
            sums = Sum(logits, labels, derivatives.Scales, ref stream, buffer.Values);
            stream.Complete();
        }

        return sums;
    }

    private static SumAndSpread Sum(TensorBlock<T> logits, ReadOnlySpan<int> labels, ReadOnlySpan<double> scales, ref LineStream<T> stream, Span<T> buffer)
    {
        RowScales<T> ofRows = new(scales, stackalloc T[TailTerm.TableLength]);
        Span<T> logs = stackalloc T[SpreadSums<T>.Stretch];
        Span<T> found = stackalloc T[TailTerm.TableLength];
        RowUnits<T> units = RowUnits<T>.Of(stackalloc T[RowUnits<T>.PerRow * TailTerm.TableLength]);
        SpreadSums<T> sums = default;
        bool isUsual = true;
        for (int row = 0, kept = 0, count; row < labels.Length; row += count)
        {
            count = Math.Min(Tiles<T>.Length(logits, row, TLanes.Count), SpreadSums<T>.Stretch - kept);
            FewClassRows<T> rows = new() { Logs = found, Units = units, Scales = ofRows.Of(row, count) };
            isUsual &= Derive(logits, row, labels.Slice(row, count), rows, ref stream, buffer);
            found[..count].CopyTo(logs[kept..]);
            kept += count;
            if (kept == SpreadSums<T>.Stretch || row + count == labels.Length)
            {
                sums.Add<T>(logs[..kept]);
                kept = 0;
            }
        }

        return isUsual ? sums.Total : SumAndSpread.Unknown;
    }

    // Of rows that are taken together.
    private static bool Derive(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, FewClassRows<T> found, ref LineStream<T> stream, Span<T> buffer)
    {
        int classes = logits.Classes;
        bool isWhole = labels.Length >= TLanes.Count;
        Lanes16<int> last = default;
        if (!isWhole)
        {
            labels.CopyTo(last);
        }

        ReadOnlySpan<int> ofTiles = isWhole ? labels : last;
        Span<T> made = stream.Room(labels.Length * classes);
        Tiles<T> tiles = Tiles<T>.Of(logits, row, labels.Length, TLanes.Count, buffer);
        bool isUsual = FewClassLanes<TLanes, TVector, T>.WalkTiles<TermsToo>(tiles, classes, in ofTiles[0], found, 0);

        // A tile that is not whole is written as if it were.
        Span<T> all = isWhole ? made : buffer.Slice(classes * TLanes.Count, classes * TLanes.Count);
        TermDerivatives<TLanes, TVector, T>.OfTiles<HardTargets>(tiles, default, classes, ofTiles, found.Units, all);
        if (!isWhole)
        {
            all[..made.Length].CopyTo(made);
        }

        stream.Take(made.Length);
        return isUsual;
    }
}
