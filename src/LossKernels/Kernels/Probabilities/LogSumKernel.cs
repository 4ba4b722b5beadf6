using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Probabilities;

/// <summary>The sum of the logarithms of all values of each row, clipped to bounds of the row.</summary>
internal static class LogSumKernel
{
    /// <summary>Writes the sums; NaN for a row with a value that is no normal positive number when it is clipped.</summary>
    /// <param name="values">The values.</param>
    /// <param name="lower">The least value of each row.</param>
    /// <param name="upper">The greatest.</param>
    /// <param name="scales">The power of two by which the values of each row are divided when they are clipped; empty for none.</param>
    /// <param name="sums">Where the sums go.</param>
    /// <param name="powers">As much memory.</param>
    public static void Sums<T>(
        TensorBlock<T> values, ReadOnlySpan<T> lower, ReadOnlySpan<T> upper, ReadOnlySpan<int> scales, Span<double> sums, Span<double> powers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(values);
        if (Vector512.IsHardwareAccelerated)
        {
            LogSumLanes<Lanes512<T>, Vector512<T>, T>.Products(values, lower, upper, sums, powers, buffer.Values);
        }
        else
        {
            LogSumLanes<Lanes256<T>, Vector256<T>, T>.Products(values, lower, upper, sums, powers, buffer.Values);
        }

        for (int r = 0; r < scales.Length; r++)
        {
            powers[r] -= (double)scales[r] * values.Classes;
        }

        VectorMath.Log(sums, sums);
        TensorPrimitives.FusedMultiplyAdd(powers, LogProduct.LnTwo, sums, sums);
    }
}
