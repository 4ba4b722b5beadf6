using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>A loss that is defined for values and targets out of the ordinary too; of others it has the same bits.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IAnyElementLoss<T> : IElementLoss<T>
    where T : unmanaged
{
    /// <summary>The losses of any values and targets.</summary>
    TVector Any<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;
}
