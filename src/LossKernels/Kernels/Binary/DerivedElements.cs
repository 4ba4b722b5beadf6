using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>The losses of elements and their derivatives in one walk: both are made of the same exponential, or of the same probability.</summary>
internal static class DerivedElements
{
    // What lies so far from one has no product with a number of either end that would not be one.
    private const double MostScale = 1L << 60;

    /// <summary>Whether derivatives can be multiplied by such numbers in the data type, and lose nothing by it.</summary>
    /// <param name="scales">The numbers.</param>
    /// <param name="mostWeight">By how much the derivatives may be larger, or smaller, for the weights that are in them.</param>
    public static bool Takes(ReadOnlySpan<double> scales, double mostWeight = 1) => SpanBounds.HaveMagnitudes(scales, mostWeight / MostScale, MostScale / mostWeight);

    /// <summary>The sum of the average losses of rows, to the bits of <see cref="ElementSums"/>, and that of the squares of their distances from the mean.</summary>
    /// <param name="values">The values, rows side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="ofRows">Room for a number for each row.</param>
    /// <param name="derivatives">Where those of each element go; the scales are those that <see cref="Takes"/> says.</param>
    /// <returns>The sums; unknown where a value or a target needs a second look, and what was written means nothing.</returns>
    public static SumAndSpread Sum<T, TLoss>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> ofRows, RowDerivatives<T> derivatives)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IElementLoss<T>
    {
        int outputs = values.Length / ofRows.Length;
        if (outputs == 1)
        {
            ElementsAddedUp<T> elements = default;
            return Walk(values, targets, loss, 1, derivatives, ref elements) ? elements.Sums.Total : SumAndSpread.Unknown;
        }

        RowsAveraged<T> rows = new(outputs, ofRows);
        return Walk(values, targets, loss, outputs, derivatives, ref rows) ? SpreadSums<T>.Of<double>(ofRows) : SumAndSpread.Unknown;
    }

    /// <summary>Writes losses, to the bits of <see cref="ElementKernel"/>, and derivatives.</summary>
    /// <param name="values">The values, rows side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="losses">Where the losses go; empty where they are not wanted.</param>
    /// <param name="derivatives">Where the derivatives go.</param>
    /// <param name="outputs">The outputs of a row. From a soft target on slopes are rounded another way: so that it is the same as in <see cref="Sum"/>, as many are walked together.</param>
    /// <returns>Whether no value and no target needs a second look; else of the losses nothing is right, and of the derivatives what the loss says.</returns>
    public static bool Map<T, TLoss>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses, RowDerivatives<T> derivatives, int outputs = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IElementLoss<T>
    {
        ElementsWidened<T> sink = new(losses);
        return Walk(values, targets, loss, outputs, derivatives, ref sink);
    }

    /// <summary>The walk at one vector width.</summary>
    public static unsafe bool Walk<TLanes, TVector, T, TLoss, TSink>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, int outputs, RowDerivatives<T> derivatives, ref TSink sink)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IElementLoss<T>
        where TSink : struct, ILossSink<T>, allows ref struct
    {
        int most = Math.Max(1, SpreadSums<T>.Stretch / outputs) * outputs;
        T[] memory = ArrayPool<T>.Shared.Rent(2 * most);
        Span<T> losses = memory.AsSpan(0, most);
        RowScales<T> scales = new(derivatives.Scales, memory.AsSpan(most, most), values.Length / derivatives.Scales.Length);
        bool isUsual = true;
        bool isSoft = false;
        fixed (T* to = derivatives.Values)
        {
            LineStream<T> stream = new(to, most, derivatives.IsStreamed);
            for (int first = 0; first < values.Length; first += most)
            {
                int count = Math.Min(most, values.Length - first);
                Span<T> made = stream.Room(count);
                isUsual &= ElementWalk<TLanes, TVector, T>.Derive(
                    values.Slice(first, count), targets.Slice(first, count), loss, scales.Of(first, count), losses, ref stream, ref isSoft);
                derivatives.LookAt(made);
                sink.Add(first, losses[..count]);
            }

            stream.Complete();
        }

        ArrayPool<T>.Shared.Return(memory);
        return isUsual;
    }

    private static bool Walk<T, TLoss, TSink>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, int outputs, RowDerivatives<T> derivatives, ref TSink sink)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IElementLoss<T>
        where TSink : struct, ILossSink<T>, allows ref struct => Vector512.IsHardwareAccelerated
            ? Walk<Lanes512<T>, Vector512<T>, T, TLoss, TSink>(values, targets, loss, outputs, derivatives, ref sink)
            : Walk<Lanes256<T>, Vector256<T>, T, TLoss, TSink>(values, targets, loss, outputs, derivatives, ref sink);
}
