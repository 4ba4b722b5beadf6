using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>A loss z B(p) + (1 - z) B(1 - p) whose two terms, that of yes and that of no, can be had each by itself.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface ITermLoss<T> : IElementLoss<T>
    where T : unmanaged
{
    /// <summary>Whether there are derivatives of terms that are weighted.</summary>
    bool DerivesTerms { get; }

    /// <summary>B(p) and B(1 - p); the sign bit of the doubt is set where either is out of the ordinary.</summary>
    (TVector Yes, TVector No, TVector Doubt) Terms<TLanes, TVector>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;

    /// <summary>The derivatives of y B(p) + n B(1 - p) to the values, multiplied by a scale; the sign bit of the doubt is set where one is out of the ordinary.</summary>
    /// <param name="value">The values.</param>
    /// <param name="weights">y and n, and what each lacks.</param>
    /// <param name="scale">The scale.</param>
    (TVector Derivative, TVector Doubt) Slope<TLanes, TVector>(TVector value, TermWeights<TVector> weights, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;

    /// <summary>The derivatives to the values of the probability m of the side that a hard target is not on.</summary>
    /// <param name="target">The targets.</param>
    /// <param name="slope">The derivatives of the loss.</param>
    /// <param name="miss">m.</param>
    TVector MissSlope<TLanes, TVector>(TVector target, TVector slope, TVector miss)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;
}
