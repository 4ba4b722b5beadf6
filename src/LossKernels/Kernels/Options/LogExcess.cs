using System.Runtime.Intrinsics;

namespace LossKernels.Kernels.Options;

/// <summary>-ln p - (1 - p), of a p near one without the difference of two numbers that are nearly the same.</summary>
internal static class LogExcess
{
    // The last power of the series; up to a rest of a half, 2^-56 of the excess is left out.
    private const int LastPower = 35;

    // By how much the logarithm may differ from that of its rest, in shares of it, and still be the same but for rounding.
    private const double MostRounded = 1.0 / (1L << 48);

    private static readonly Vector256<double> Half = Vector256.Create(0.5);

    /// <summary>-ln p + poly (1 - p) of a poly below zero, as (1 + poly) (1 - p) and the excess: at -1 that is all.</summary>
    /// <param name="logarithms">ln p; where something is added inside the logarithm, not that of the rest.</param>
    /// <param name="rests">1 - p.</param>
    /// <param name="poly">What the rest is multiplied by.</param>
    /// <param name="results">Where it goes.</param>
    public static void AddTo(ReadOnlySpan<double> logarithms, ReadOnlySpan<double> rests, double poly, Span<double> results)
    {
        int whole = rests.Length - (rests.Length % Vector256<double>.Count);
        for (int i = 0; i < whole; i += Vector256<double>.Count)
        {
            Base(Vector256.Create(logarithms[i..]), Vector256.Create(rests[i..]), poly).CopyTo(results[i..]);
        }

        for (int i = whole; i < rests.Length; i++)
        {
            results[i] = Base(Vector256.Create(logarithms[i]), Vector256.Create(rests[i]), poly).ToScalar();
        }
    }

    private static Vector256<double> Base(Vector256<double> logarithm, Vector256<double> rest, double poly)
    {
        Vector256<double> plain = (rest * poly) - logarithm;
        Vector256<double> excess = OfSmall(rest);
        Vector256<double> isSmall = Vector256.LessThanOrEqual(Vector256.Abs(rest), Half)
            & Vector256.LessThanOrEqual(Vector256.Abs(logarithm + (rest + excess)), Vector256.Abs(rest) * MostRounded);
        return Vector256.ConditionalSelect(isSmall, (rest * (1 + poly)) + excess, plain);
    }

    // With s = r / (2 - r), -ln(1 - r) is 2 artanh(s) and r is 2 s - r s: what is left is r s + 2 s^3 (1/3 + s^2/5 + ...).
    private static Vector256<double> OfSmall(Vector256<double> rest)
    {
        Vector256<double> s = rest / (Vector256.Create(2.0) - rest);
        Vector256<double> square = s * s;
        Vector256<double> sum = Vector256<double>.Zero;
        for (int power = LastPower; power >= 3; power -= 2)
        {
            sum = (sum * square) + Vector256.Create(1.0 / power);
        }

        return (rest * s) + ((s + s) * square * sum);
    }
}
