using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>Binary cross-entropy with weights of yes and no and smoothed targets: y(z) B(p) + n(z) B(1 - p), y and n as <see cref="TargetWeights{T}"/> has them.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TInner">B.</typeparam>
/// <typeparam name="TUse">What is made of targets.</typeparam>
/// <param name="inner">The loss of the same values without weights.</param>
/// <param name="weights">The weights.</param>
internal readonly struct WeighedLoss<T, TInner, TUse>(TInner inner, TargetWeights<T> weights) : IElementLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TInner : struct, ITermLoss<T>
    where TUse : ITargetUse
{
    /// <inheritdoc/>
    public double Limit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Math.Min(inner.Limit, TargetWeights<T>.MostValue);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Watched<TLanes, TVector>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => inner.Watched<TLanes, TVector>(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt) Hard<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        if (TUse.Spreads)
        {
            return OfTerms<TLanes, TVector>(value, weights.Of<TLanes, TVector>(target));
        }

        (TVector loss, TVector doubt) = inner.Hard<TLanes, TVector>(value, target);
        return (weights.Weigh<TLanes, TVector>(loss, target), doubt);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt) Soft<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => TUse.Hardens
            ? Hard<TLanes, TVector>(value, Hardened<TLanes, TVector>(target))
            : OfTerms<TLanes, TVector>(value, weights.Of<TLanes, TVector>(target));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt, TVector Verdict) Judge<TLanes, TVector>(TVector value, TVector target, bool isSoft)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        (TVector own, TVector doubt, TVector verdict) = inner.Judge<TLanes, TVector>(value, target, isSoft);
        if (HaveOneTerm(isSoft))
        {
            return (weights.Weigh<TLanes, TVector>(own, target), doubt, verdict);
        }

        (TVector loss, doubt) = OfTerms<TLanes, TVector>(value, weights.Of<TLanes, TVector>(target));
        return (loss, doubt, verdict);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt, TVector Derivative) Derive<TLanes, TVector>(TVector value, TVector target, TVector scale, bool isSoft)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        target = TUse.Hardens && isSoft ? Hardened<TLanes, TVector>(target) : target;
        if (HaveOneTerm(isSoft))
        {
            (TVector own, TVector ownDoubt, TVector slope) = inner.Derive<TLanes, TVector>(value, target, scale, isSoft: false);
            return (weights.Weigh<TLanes, TVector>(own, target), ownDoubt, weights.Weigh<TLanes, TVector>(slope, target));
        }

        TermWeights<TVector> factors = weights.Of<TLanes, TVector>(target);
        (TVector loss, TVector doubt) = OfTerms<TLanes, TVector>(value, factors);
        (TVector derivative, TVector other) = inner.Slope<TLanes, TVector>(value, factors, scale);
        return (loss, TLanes.Or(doubt, other), derivative);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HaveOneTerm(bool isSoft) => TUse.Hardens || (!TUse.Spreads && !isSoft);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Hardened<TLanes, TVector>(TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => TLanes.And(TLanes.Greater(target, TLanes.Of(0)), TLanes.Of(1));

    // No term is negative: what is rounded of any is rounded of the sum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TVector Loss, TVector Doubt) OfTerms<TLanes, TVector>(TVector value, TermWeights<TVector> factors)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        (TVector yes, TVector no, TVector doubt) = inner.Terms<TLanes, TVector>(value);
        TVector lack = TLanes.Fma(yes, factors.YesLack, TLanes.Multiply(no, factors.NoLack));
        return (TLanes.Fma(yes, factors.Yes, TLanes.Fma(no, factors.No, lack)), doubt);
    }
}
