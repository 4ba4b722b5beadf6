using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// Derivatives of cross-entropy from logits: mass times softmax, less the targets. Written while the block is in cache.
/// </summary>
internal static class GradientKernel
{
    /// <summary>Writes factor e^(x_j - x_pivot) of every row, rows side by side.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="pivots">The class number of each row's pivot; of a row with a negative one, zeros are written.</param>
    /// <param name="factors">The factor of each row.</param>
    /// <param name="tails">What is written at the pivot instead is -factor tail; empty where it is no other class.</param>
    /// <param name="gradient">Where they go.</param>
    public static void Softmax<T>(
        TensorBlock<T> logits, ReadOnlySpan<int> pivots, ReadOnlySpan<double> factors, ReadOnlySpan<double> tails, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            SoftmaxGradient<Lanes512<T>, Vector512<T>, T>.Write(logits, pivots, factors, tails, gradient);
        }
        else
        {
            SoftmaxGradient<Lanes256<T>, Vector256<T>, T>.Write(logits, pivots, factors, tails, gradient);
        }
    }

    /// <summary>Whether derivatives can be written of these rows while they are walked in tiles; one class alone has none but its target.</summary>
    public static bool TakesTiles<T>(TensorBlock<T> logits)
        where T : unmanaged => logits.Classes > 1 && TileKernel.Takes(logits);

    /// <summary>Adds up the losses of rows that are walked in tiles, and writes their derivatives in the same walk.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">A class number a row; of one with a negative one, zeros are written, and the loss is any number. Of two classes none where there are targets to be taken off.</param>
    /// <param name="derivatives">
    /// Where derivatives go, which targets are taken off, if any, of two classes alone, and their scales: one for each row, or one for all.
    /// </param>
    /// <returns>The sums; unknown where a row needs a second look, and what was written of that means nothing.</returns>
    public static SumAndSpread Tiles<T>(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowDerivatives<T> derivatives)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512.IsHardwareAccelerated
            ? Tiles<Lanes512<T>, Vector512<T>, T>(logits, labels, derivatives)
            : Tiles<Lanes256<T>, Vector256<T>, T>(logits, labels, derivatives);

    /// <summary>The same at one vector width.</summary>
    public static SumAndSpread Tiles<TLanes, TVector, T>(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowDerivatives<T> derivatives)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (logits.Classes != 2)
        {
            return derivatives.HasRows
                ? TileGradient<TLanes, TVector, T>.Sum(logits, labels, derivatives)
                : ColumnGradient<TLanes, TVector, T>.Sum(logits, labels, derivatives);
        }

        if (derivatives.HasTargets)
        {
            return TwoClassGradient<TLanes, TVector, T, SoftTargets>.Sum(logits, [], derivatives);
        }

        SumAndSpread sums = TwoClassGradient<TLanes, TVector, T, HardTargets>.Sum(logits, labels, derivatives);
        if (derivatives.HasRows)
        {
            SoftmaxGradient<TLanes, TVector, T>.ClearNegative(labels, logits.Classes, derivatives.Values);
        }
        else
        {
            derivatives.ClearNegative(labels);
        }

        return sums;
    }

    /// <summary>Writes the derivatives of rows that are walked in tiles, rows side by side.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="pivots">The class number of each row's pivot.</param>
    /// <param name="derivatives">Where they go, and which targets are taken off.</param>
    /// <returns>Whether no row needs a second look; what was written of that means nothing.</returns>
    public static bool SoftTiles<T>(TensorBlock<T> logits, ReadOnlySpan<int> pivots, RowDerivatives<T> derivatives)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(logits);
        double[] memory = ArrayPool<double>.Shared.Rent(logits.Rows);
        TileLosses<T> losses = new(memory, []);
        bool areUsual = Vector512.IsHardwareAccelerated
            ? TileGradient<Lanes512<T>, Vector512<T>, T>.Write(logits, pivots, losses, default, derivatives, buffer.Values)
            : TileGradient<Lanes256<T>, Vector256<T>, T>.Write(logits, pivots, losses, default, derivatives, buffer.Values);
        ArrayPool<double>.Shared.Return(memory);
        return areUsual;
    }
}
