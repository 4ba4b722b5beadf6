using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>Parts rows of means and then as many variances.</summary>
internal static class NormalParts
{
    /// <summary>Writes the means of all rows, and the variances.</summary>
    /// <param name="predictions">The rows, side by side.</param>
    /// <param name="outputs">How many means a row has.</param>
    /// <param name="means">Where the means go.</param>
    /// <param name="variances">Where as many variances go.</param>
    public static void Write<T>(ReadOnlySpan<T> predictions, int outputs, Span<T> means, Span<T> variances)
        where T : unmanaged
    {
        if (outputs == 1)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                WritePairs<Lanes512<T>, Vector512<T>, T>(predictions, means, variances);
            }
            else
            {
                WritePairs<Lanes256<T>, Vector256<T>, T>(predictions, means, variances);
            }

            return;
        }

        for (int start = 0; start < means.Length; start += outputs)
        {
            predictions.Slice(2 * start, outputs).CopyTo(means[start..]);
            predictions.Slice((2 * start) + outputs, outputs).CopyTo(variances[start..]);
        }
    }

    private static void WritePairs<TLanes, TVector, T>(ReadOnlySpan<T> predictions, Span<T> means, Span<T> variances)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        ref T prediction = ref MemoryMarshal.GetReference(predictions);
        ref T mean = ref MemoryMarshal.GetReference(means);
        ref T variance = ref MemoryMarshal.GetReference(variances);
        int i = 0;
        for (; i <= means.Length - TLanes.Count; i += TLanes.Count)
        {
            (TVector even, TVector odd) = TLanes.LoadPairs(in prediction, 2 * i);
            TLanes.Store(even, ref mean, i);
            TLanes.Store(odd, ref variance, i);
        }

        for (; i < means.Length; i++)
        {
            means[i] = predictions[2 * i];
            variances[i] = predictions[(2 * i) + 1];
        }
    }
}
