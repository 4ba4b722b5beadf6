using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>
/// The binary focal loss of a small whole power, w m^gamma B, m the probability of the side that the target is not on, before it is clipped: a product of
/// numbers that have all their digits. Soft targets need a second look, as of them m is a sum of both sides, and so does what is very small.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TInner">B.</typeparam>
/// <param name="inner">The loss of the same values without a focus.</param>
/// <param name="weights">w of targets of one and of zero.</param>
/// <param name="gamma">The power, one that <see cref="FocalPower"/> takes.</param>
internal readonly struct FocalLoss<T, TInner>(TInner inner, TargetWeights<T> weights, int gamma) : IElementLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TInner : struct, ITermLoss<T>
{
    // Of smaller losses a power on the way may have lost digits.
    private static double Least
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 1e-30 : 1e-280;
    }

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
        (TVector loss, TVector doubt, _) = Judge<TLanes, TVector>(value, target, isSoft: false);
        return (loss, doubt);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt) Soft<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => (value, TLanes.OfBits(-1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt, TVector Verdict) Judge<TLanes, TVector>(TVector value, TVector target, bool isSoft)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        if (isSoft)
        {
            return (value, TLanes.OfBits(-1), value);
        }

        (TVector term, TVector doubt, TVector verdict) = inner.Judge<TLanes, TVector>(value, target, isSoft);
        TVector miss = TLanes.AndNot(verdict, TLanes.Of(-0d));
        TVector loss = weights.Weigh<TLanes, TVector>(TLanes.Multiply(FocalPower.Of<TLanes, TVector, T>(miss, gamma), term), target);
        return (loss, TLanes.Or(doubt, TLanes.SubtractBits(loss, TLanes.Of(Least))), verdict);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt, TVector Derivative) Derive<TLanes, TVector>(TVector value, TVector target, TVector scale, bool isSoft)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        if (isSoft)
        {
            return (value, TLanes.OfBits(-1), value);
        }

        (TVector loss, TVector doubt, TVector verdict) = Judge<TLanes, TVector>(value, target, isSoft);
        (TVector term, TVector other, TVector slope) = inner.Derive<TLanes, TVector>(value, target, TLanes.Of(1), isSoft);

        // m^gamma B' + gamma m^(gamma - 1) m' B, both of one sign.
        TVector miss = TLanes.AndNot(verdict, TLanes.Of(-0d));
        TVector derivative = TLanes.Multiply(FocalPower.Of<TLanes, TVector, T>(miss, gamma), slope);
        if (gamma > 0)
        {
            TVector byFocus = TLanes.Multiply(TLanes.Multiply(FocalPower.Of<TLanes, TVector, T>(miss, gamma - 1), TLanes.Of(gamma)), term);
            derivative = TLanes.Fma(byFocus, inner.MissSlope<TLanes, TVector>(target, slope, miss), derivative);
        }

        return (loss, TLanes.Or(doubt, other), TLanes.Multiply(weights.Weigh<TLanes, TVector>(derivative, target), scale));
    }
}
