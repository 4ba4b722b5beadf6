using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>
/// A loss of one value and its target. Where neither is out of the ordinary all forms of it have the same bits; with its loss a form says
/// where something is: the sign bit of the doubt is set there, and the loss any number.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IElementLoss<T>
    where T : unmanaged
{
    /// <summary>The largest value that needs no second look.</summary>
    double Limit { get; }

    /// <summary>What is to lie within 0 and the limit.</summary>
    TVector Watched<TLanes, TVector>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;

    /// <summary>The losses where every target is 0 or 1.</summary>
    (TVector Loss, TVector Doubt) Hard<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;

    /// <summary>The losses where every target is in 0..1.</summary>
    (TVector Loss, TVector Doubt) Soft<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;

    /// <summary>
    /// The losses to the bits of <see cref="Hard"/> or <see cref="Soft"/>, and the verdicts: the probability of the side that the target is not on,
    /// yes or no, with its sign set where that is above a half, and so wins.
    /// </summary>
    (TVector Loss, TVector Doubt, TVector Verdict) Judge<TLanes, TVector>(TVector value, TVector target, bool isSoft)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;

    /// <summary>
    /// The losses to the bits of <see cref="Hard"/> or <see cref="Soft"/>, and their derivatives to the values, multiplied by a scale. The sign bit of the doubt
    /// is also set where a derivative is out of the ordinary.
    /// </summary>
    (TVector Loss, TVector Doubt, TVector Derivative) Derive<TLanes, TVector>(TVector value, TVector target, TVector scale, bool isSoft)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;
}
