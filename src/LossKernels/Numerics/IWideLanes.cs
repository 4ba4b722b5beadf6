using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>Lanes of 512 bits: sixteen of float32 or eight of float64, in one vector or in two. What is summed by them has one order on every machine.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal interface IWideLanes<TVector, T> : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The lower half of the lanes.</summary>
    static abstract Vector256<T> Lower(TVector values);

    /// <summary>The upper half of the lanes.</summary>
    static abstract Vector256<T> Upper(TVector values);
}
