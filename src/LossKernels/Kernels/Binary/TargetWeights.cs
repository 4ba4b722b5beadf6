using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>
/// What a binary target z multiplies the terms of yes and no by: y(z) = w_1 (z (1 - s) + s / 2) and n(z) = w_0 ((1 - z)(1 - s) + s / 2), both linear in z.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="smoothing">s, the share of a target that is spread over yes and no.</param>
/// <param name="yes">w_1, the weight of yes.</param>
/// <param name="no">w_0, the weight of no.</param>
internal readonly struct TargetWeights<T>(double smoothing, double yes, double no)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>No weight is larger: losses and derivatives that are far from the ends of the data type could leave it; nor is one smaller than one over it.</summary>
    public const double Most = 1 << 20;

    /// <summary>Values further from zero need a second look: a loss is no larger, and its product with a weight is to be a number too.</summary>
    public const double MostValue = 1e30;

    private readonly LinearWeight<T> _yes = new(yes * (1 - (smoothing / 2)), yes * (smoothing / 2));
    private readonly LinearWeight<T> _no = new(no * (smoothing / 2), no * (1 - (smoothing / 2)));
    private readonly LinearWeight<T> _own = new(yes, no);

    /// <summary>Whether products with such weights have all digits wherever losses and derivatives do that need no second look.</summary>
    public static bool Takes(double smoothing, double yes, double no) =>
        yes >= 0 && no >= 0 && SpanBounds.HaveMagnitudes([smoothing, yes, no], 1 / Most, Most);

    /// <summary>y and n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TermWeights<TVector> Of<TLanes, TVector>(TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        _yes.Of<TLanes, TVector>(target, out TVector yes, out TVector yesLack);
        _no.Of<TLanes, TVector>(target, out TVector no, out TVector noLack);
        return new TermWeights<TVector>(yes, yesLack, no, noLack);
    }

    /// <summary>What of hard targets, of which nothing is spread, is made of one term: its product with its weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Weigh<TLanes, TVector>(TVector term, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        _own.Of<TLanes, TVector>(target, out TVector own, out TVector lack);
        return TLanes.Fma(term, own, TLanes.Multiply(term, lack));
    }
}
