using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>-ln p.</summary>
internal readonly struct Surprisal<T> : ISurprisal<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static bool Adds => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Logarithm, TVector Doubt) Usual<TLanes, TVector>(TVector p, TVector rest, TVector added)
        where TLanes : ILanes<TVector, T>
        where TVector : struct =>
        (VectorMath.Surprisal<TLanes, TVector, T>(p, rest), TLanes.SubtractBits(p, TLanes.Of(VectorMath.SmallestNormal<T>())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Any<TLanes, TVector>(TVector p, TVector rest, TVector added)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TVector isUsual = TLanes.Equal(p, TLanes.Min(TLanes.Of(1), TLanes.Max(TLanes.Of(VectorMath.SmallestNormal<T>()), p)));
        TVector carry = TLanes.Subtract(TLanes.Subtract(TLanes.Of(1), p), rest);

        // Not the negative: of 1 it is 0, not -0.
        TVector unusual = TLanes.Subtract(TLanes.Of(0), VectorMath.Log<TLanes, TVector, T>(p, carry));
        return TLanes.Select(isUsual, VectorMath.Surprisal<TLanes, TVector, T>(p, rest), unusual);
    }
}

/// <summary>-ln(p + added).</summary>
internal readonly struct AddedSurprisal<T> : ISurprisal<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static bool Adds => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Logarithm, TVector Doubt) Usual<TLanes, TVector>(TVector p, TVector rest, TVector added)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        // Near one it is taken of what is left of the rest, which has all its digits, and from there on of one.
        TVector sum = TLanes.Add(p, added);
        TVector share = TLanes.Min(TLanes.Of(1), sum);
        TVector excess = TLanes.Subtract(TLanes.Subtract(sum, p), added);
        TVector logarithm = VectorMath.Surprisal<TLanes, TVector, T>(share, TLanes.Subtract(rest, added), excess);
        return (logarithm, TLanes.SubtractBits(sum, TLanes.Of(VectorMath.SmallestNormal<T>())));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Any<TLanes, TVector>(TVector p, TVector rest, TVector added)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        (TVector usual, _) = Usual<TLanes, TVector>(p, rest, added);

        // What the sum lacks, and p where that was rounded and not the rest.
        (TVector sum, TVector carry) = ErrorFree<TLanes, TVector, T>.Sum(p, added);
        (TVector whole, carry) = ErrorFree<TLanes, TVector, T>.Sum(sum, TLanes.Add(carry, TLanes.Subtract(TLanes.Subtract(TLanes.Of(1), p), rest)));
        TVector isUsual = TLanes.And(
            TLanes.Equal(p, TLanes.Min(TLanes.Of(1), TLanes.Max(TLanes.Of(0), p))),
            TLanes.Equal(sum, TLanes.Max(TLanes.Of(VectorMath.SmallestNormal<T>()), sum)));
        return TLanes.Select(isUsual, usual, TLanes.Subtract(TLanes.Of(0), VectorMath.Log<TLanes, TVector, T>(whole, carry)));
    }
}
