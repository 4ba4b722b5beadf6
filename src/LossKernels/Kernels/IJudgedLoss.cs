using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>A loss of binary outputs that tells at once how good a prediction is.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IJudgedLoss<T> : IElementLoss<T>
    where T : unmanaged
{
    /// <summary>
    /// The losses to the bits of <see cref="IElementLoss{T}.Hard"/> or <see cref="IElementLoss{T}.Soft"/>, and the verdicts: the probability of the
    /// side that the target is not on, yes or no, with its sign set where that is above a half, and so wins.
    /// </summary>
    (TVector Loss, TVector Doubt, TVector Verdict) Judge<TLanes, TVector>(TVector value, TVector target, bool isSoft)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;
}
