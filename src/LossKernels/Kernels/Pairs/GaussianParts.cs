using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Pairs;

/// <summary>Parts rows of means and then as many variances.</summary>
internal static class GaussianParts
{
    /// <summary>So much more there has to be in memory behind the means and the variances: vectors go beyond a row.</summary>
    public const int Room = 16;

    /// <summary>Writes the means of all rows, and the variances.</summary>
    /// <param name="predictions">The rows, side by side.</param>
    /// <param name="outputs">How many means a row has.</param>
    /// <param name="means">Where the means go, with room behind them.</param>
    /// <param name="variances">Where as many variances go, with room behind them.</param>
    public static void Write<T>(ReadOnlySpan<T> predictions, int outputs, Span<T> means, Span<T> variances)
        where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Write<Lanes512<T>, Vector512<T>, T>(predictions, outputs, means, variances);
        }
        else
        {
            Write<Lanes256<T>, Vector256<T>, T>(predictions, outputs, means, variances);
        }
    }

    private static void Write<TLanes, TVector, T>(ReadOnlySpan<T> predictions, int outputs, Span<T> means, Span<T> variances)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        if (outputs == 1)
        {
            WritePairs<TLanes, TVector, T>(predictions, means, variances);
            return;
        }

        int count = predictions.Length / 2;
        int start = 0;
        for (; (2 * (start + outputs)) + TLanes.Count <= predictions.Length; start += outputs)
        {
            ref readonly T row = ref predictions[2 * start];
            Copy<TLanes, TVector, T>(in row, ref means[start], outputs);
            Copy<TLanes, TVector, T>(in Unsafe.Add(ref Unsafe.AsRef(in row), outputs), ref variances[start], outputs);
        }

        for (; start < count; start += outputs)
        {
            predictions.Slice(2 * start, outputs).CopyTo(means[start..]);
            predictions.Slice((2 * start) + outputs, outputs).CopyTo(variances[start..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<TLanes, TVector, T>(ref readonly T source, ref T destination, nint count)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(in source, i), ref destination, i);
        }
    }

    private static void WritePairs<TLanes, TVector, T>(ReadOnlySpan<T> predictions, Span<T> means, Span<T> variances)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        int count = predictions.Length / 2;
        ref T prediction = ref MemoryMarshal.GetReference(predictions);
        ref T mean = ref MemoryMarshal.GetReference(means);
        ref T variance = ref MemoryMarshal.GetReference(variances);
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            (TVector even, TVector odd) = TLanes.LoadPairs(in prediction, 2 * i);
            TLanes.Store(even, ref mean, i);
            TLanes.Store(odd, ref variance, i);
        }

        for (; i < count; i++)
        {
            means[i] = predictions[2 * i];
            variances[i] = predictions[(2 * i) + 1];
        }
    }
}
