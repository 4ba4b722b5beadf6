using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Targets;

/// <summary>Reduces the targets of each row to <see cref="TargetStatistics"/>.</summary>
internal static class TargetKernel
{
    /// <summary>Writes the statistics of all rows.</summary>
    /// <returns>Whether all targets lie within 0..1 for certain; if not, they may still do.</returns>
    public static bool Scan<T>(TensorBlock<T> targets, TargetStatistics statistics)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(targets);
        return Vector512.IsHardwareAccelerated
            ? TargetLanes<Lanes512<T>, Vector512<T>, T>.Scan(targets, statistics, buffer.Values)
            : TargetLanes<Lanes256<T>, Vector256<T>, T>.Scan(targets, statistics, buffer.Values);
    }
}
