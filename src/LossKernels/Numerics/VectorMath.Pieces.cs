using System.Runtime.CompilerServices;

namespace LossKernels.Numerics;

/// <content>Functions whose results are more exact than a number of float32: what is subtracted from them may leave little.</content>
public static partial class VectorMath
{
    /// <summary>
    /// log(x + carry) of float32 as the sum of two numbers, at most 2^-26 off: the first is the sum of an integer multiple of ln 2 and of the significand less one, rounded, the second
    /// the rest. NaN where <paramref name="x"/> is no normal positive number.
    /// </summary>
    /// <param name="x">The argument, rounded; not infinite.</param>
    /// <param name="carry">What the argument lacks, at most half its ulp.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector High, TVector Low) LogInPieces<TLanes, TVector, T>(TVector x, TVector carry)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        (TVector high, TVector low) = LogInPieces<TLanes, TVector, T>(x);

        // The carry over the argument: bits taken from a constant are its reciprocal, at most 0.12 of it off, which of so little is near enough; those of the
        // largest arguments are no number, or a negative one, and nothing is.
        TVector reciprocal = TLanes.Max(TLanes.SubtractBits(TLanes.OfBits(0x7ef311c7), x), TLanes.Of(0));
        return (high, TLanes.Fma(carry, reciprocal, low));
    }

    /// <summary>log(x) so.</summary>
    /// <param name="x">The argument, not infinite.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector High, TVector Low) LogInPieces<TLanes, TVector, T>(TVector x)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector bits = TLanes.AddBits(x, TLanes.OfBits(OneBitsSingle - LowestBitsSingle));
        TVector e = ExponentSingle<TLanes, TVector, T>(bits, TLanes.Of(BiasSingleNumber));
        TVector f = FractionSingle<TLanes, TVector, T>(bits);
        TVector square = TLanes.Multiply(f, f);
        TVector rest = TLanes.Fma(square, LogTailSingle<TLanes, TVector, T>(f, square), TLanes.Multiply(e, TLanes.Of(LnTwoLowSingle)));
        TVector high = TLanes.Multiply(e, TLanes.Of(LnTwoHighSingle));
        TVector sum = TLanes.Add(high, f);
        rest = TLanes.Add(TLanes.Add(TLanes.Subtract(high, sum), f), rest);
        return (TLanes.Select(TLanes.Greater(TLanes.Of(SmallestNormalSingle), x), TLanes.Of(float.NaN), sum), rest);
    }

    /// <summary>
    /// e^x of float32 as the sum of two numbers, at most 2^-26 of it off from e^-70 on: the first is the exponential of x rounded, as if by its first two terms, the second the rest.
    /// Infinite or NaN where e^x is.
    /// </summary>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector High, TVector Low) ExpInPieces<TLanes, TVector, T>(TVector x)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        (TVector exact, TVector n, TVector rounded) = ReducedSingle<TLanes, TVector, T>(TLanes.Min(TLanes.Of(89f), TLanes.Max(TLanes.Of(-104f), x)));
        (TVector high, TVector low) = ExpOfReducedInPieces<TLanes, TVector, T>(exact, TLanes.Multiply(n, TLanes.Of(LnTwoExcessSingle)));
        return (ScaleSingle<TLanes, TVector, T>(high, n, rounded), ScaleSingle<TLanes, TVector, T>(low, n, rounded));
    }

    /// <summary>e^(exact + less) as the sum of two numbers: 1 + r, r their sum, rounded, and the rest with r^2 P(r).</summary>
    /// <param name="exact">At most half of ln 2, and a little more.</param>
    /// <param name="less">What that lacks.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (TVector High, TVector Low) ExpOfReducedInPieces<TLanes, TVector, T>(TVector exact, TVector less)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector r = TLanes.Add(exact, less);
        TVector lost = TLanes.Add(TLanes.Subtract(exact, r), less);
        TVector square = TLanes.Multiply(r, r);
        TVector tail = typeof(T) == typeof(float) ? ExpTailSingle<TLanes, TVector, T>(r, square) : ExpTailDouble<TLanes, TVector, T>(r, square);

        // 1 + r with what that is rounded by; then r^2 P(r), and what r itself lacks.
        TVector high = TLanes.Add(r, TLanes.Of(1));
        TVector low = TLanes.Add(TLanes.Subtract(TLanes.Of(1), high), r);
        return (high, TLanes.Fma(square, tail, TLanes.Fma(lost, high, low)));
    }

    /// <summary>
    /// e^x of float32 numbers that are not positive, as exact as e^x of those from -20 to 0: below that it is off by more ulp, but by less.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ExpOfSmallNegative<TLanes, TVector>(TVector x)
        where TLanes : ILanes<TVector, float>
        where TVector : struct
    {
        (TVector reduced, TVector n, TVector rounded) = ReducedSingle<TLanes, TVector, float>(TLanes.Max(TLanes.Of(-104f), x));
        return ExpOfReducedSingle<TLanes, TVector, float>(reduced, n, rounded);
    }
}
