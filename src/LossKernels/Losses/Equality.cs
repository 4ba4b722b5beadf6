using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;

namespace LossKernels.Losses;

/// <summary>1 where p = t, else 0.</summary>
internal readonly struct Equality : IPairLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
        where TLanes : ILanes<TVector, double>
        where TVector : struct => TLanes.And(TLanes.Equal(prediction, target), TLanes.Of(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target) => Vector256<double>.Zero;
}
