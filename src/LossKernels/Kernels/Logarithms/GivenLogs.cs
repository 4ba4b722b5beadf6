using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Logarithms;

/// <summary>What soft targets make of logarithms that are given: the sum of -t_j l_j of every row, in double.</summary>
internal static class GivenLogs
{
    /// <summary>The sums of all rows of a block.</summary>
    /// <param name="logarithms">The block.</param>
    /// <param name="targets">As many targets, which lie as they do.</param>
    /// <param name="skipsZeros">Whether a target of zero makes nothing of what is no finite number; else the product is NaN.</param>
    /// <param name="sums">Where the sums go.</param>
    public static void Sum<T>(TensorBlock<T> logarithms, TensorBlock<T> targets, bool skipsZeros, Span<double> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            GivenLogLanes<Lanes512<T>, Vector512<T>, T>.Sum(logarithms, targets, skipsZeros, sums);
        }
        else
        {
            GivenLogLanes<Lanes256<T>, Vector256<T>, T>.Sum(logarithms, targets, skipsZeros, sums);
        }
    }
}
