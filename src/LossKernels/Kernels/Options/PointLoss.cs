using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Options;

/// <summary>
/// The loss of a class with probability p: (1 - p)^gamma B(p), with B(p) = -ln p + poly (1 - p), or (1 - p^q) / q.
/// Probabilities come with their logarithm and their complement, so that neither is taken of a rounded number.
/// </summary>
/// <param name="Gamma">The focal power, not negative; zero for none.</param>
/// <param name="Poly">What 1 - p is multiplied by; zero for -ln p alone.</param>
/// <param name="Q">The power in place of the logarithm; zero for the logarithm, its limit.</param>
internal readonly record struct PointLoss(double Gamma, double Poly, double Q)
{
    private const int MostFactors = 8;

    // A rounded rest of more than a half lacks no more than that.
    private const double MostLacking = 1.0 / (1L << 52);

    // p over its logarithm's derivative is that of p, but for rounding, where nothing is added to it or held at a floor.
    private const double MostDiffering = 1.0 / (1L << 48);

    // What is raised to a larger power of e, or a smaller one, is infinite, or zero.
    private const double MostExponent = 1000;

    /// <summary>Whether gamma is so large that what the rest of a small probability is rounded by shows in its power.</summary>
    public bool IsSteep => Gamma > MostFactors;

    /// <summary>Whether what is left of two terms may be far smaller than these where p is near one.</summary>
    public bool Cancels => Q == 0 && Poly < 0;

    /// <summary>The derivative of B to p, where it stands for itself.</summary>
    public double BaseByShare => Q == 1 ? -1 : -Poly;

    /// <summary>Writes B(p).</summary>
    /// <param name="logarithms">ln p.</param>
    /// <param name="rests">1 - p.</param>
    /// <param name="results">Where it goes.</param>
    public void Base(ReadOnlySpan<double> logarithms, ReadOnlySpan<double> rests, Span<double> results)
    {
        if (Q == 1)
        {
            // Without a power, which a probability below zero would have none of.
            rests.CopyTo(results);
        }
        else if (Q != 0)
        {
            for (int i = 0; i < logarithms.Length; i++)
            {
                results[i] = Complement.OfPower(logarithms[i], Q);
            }
        }
        else if (Cancels)
        {
            LogExcess.AddTo(logarithms, rests, Poly, results);
        }
        else if (Poly != 0)
        {
            TensorPrimitives.Multiply(rests, Poly, results);
            TensorPrimitives.Subtract(results[..rests.Length], logarithms, results);
        }
        else
        {
            TensorPrimitives.Negate(logarithms, results);
        }
    }

    /// <summary>The derivative of B to ln p, with p held where it stands for itself.</summary>
    public double BaseByLogarithm(double logarithm) => Q switch
    {
        0 => -1,
        1 => 0,
        _ => -Power(logarithm),
    };

    /// <summary>The derivative of a generalised loss to p, of which that to ln p has fewer digits where the logarithm is large, or none.</summary>
    /// <param name="logarithm">ln p.</param>
    /// <param name="share">p, not negative.</param>
    /// <param name="rest">1 - p.</param>
    /// <param name="focus">The focal factor.</param>
    public double SlopeByShare(double logarithm, double share, double rest, double focus)
    {
        double own = PowerOfShare(share);
        return Gamma == 0 ? -own : -(focus * own) - FocusSlope(rest, share, Q == 1 ? rest : Complement.OfPower(logarithm, Q));
    }

    /// <summary>The derivative of B by way of ln p.</summary>
    /// <param name="logarithm">ln p.</param>
    /// <param name="slope">Its derivative.</param>
    private double BaseBy(double logarithm, double slope) =>
        Q == 1 ? (double.IsNaN(slope) ? slope : 0) : BaseByLogarithm(logarithm) * slope;

    /// <summary>The derivative of B to ln p, the part by way of 1 - p with it, where that cancels: of a poly next to -1 little is left where p is near one.</summary>
    /// <param name="rest">1 - p.</param>
    public double BaseByRest(double rest) => (Poly * rest) - (1 + Poly);

    /// <summary>The derivative of B, by way of ln p and by that of p.</summary>
    /// <param name="logarithm">ln p.</param>
    /// <param name="share">p.</param>
    /// <param name="rest">1 - p.</param>
    /// <param name="slope">The derivative of ln p; infinite where p is zero, or so small that 1 / p is no number though p^(q - 1) is.</param>
    /// <param name="shareSlope">That of p; one, or minus one, where p is given.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double BaseBy(double logarithm, double share, double rest, double slope, double shareSlope) =>
        Q == 0 && Poly >= 0 ? (shareSlope * -Poly) - slope : BaseByParts(logarithm, share, rest, slope, shareSlope);

    private double BaseByParts(double logarithm, double share, double rest, double slope, double shareSlope)
    {
        bool isOfLogarithm = Math.Abs((slope * share) - shareSlope) <= MostDiffering * Math.Abs(shareSlope);
        return Cancels && rest < 0.5 && isOfLogarithm ? slope * BaseByRest(rest)
            : Q is not (0 or 1) && Math.Abs(shareSlope) == 1 && (isOfLogarithm || double.IsInfinity(slope)) ? -shareSlope * PowerOfShare(share)
            : BaseBy(logarithm, slope) + (shareSlope * BaseByShare);
    }

    /// <summary>Writes the focal factor, rest^gamma.</summary>
    /// <param name="rests">1 - p.</param>
    /// <param name="shares">p, of which a small one tells what the rest is rounded by.</param>
    /// <param name="clip">Where p is to be clipped, as 1 - p is.</param>
    /// <param name="results">Where it goes.</param>
    public void Focus(ReadOnlySpan<double> rests, ReadOnlySpan<double> shares, ClipBounds clip, Span<double> results)
    {
        results = results[..rests.Length];
        if (Gamma == 0)
        {
            results.Fill(1);
            return;
        }

        rests.CopyTo(results);
        if (IsProduct(Gamma))
        {
            if (!double.IsInteger(Gamma))
            {
                TensorPrimitives.Sqrt(results, results);
            }

            for (double power = double.IsInteger(Gamma) ? 1 : 0.5; power < Gamma; power++)
            {
                TensorPrimitives.Multiply(results, rests, results);
            }

            return;
        }

        if (double.IsInteger(Gamma))
        {
            // Of a probability above 1 or below 0 the rest may be negative, and a whole power of it is a number.
            TensorPrimitives.Abs(results, results);
        }

        VectorMath.Power(results, Gamma, results);
        if (double.IsOddInteger(Gamma))
        {
            TensorPrimitives.CopySign(results, rests, results);
        }

        for (int i = 0; IsSteep && i < results.Length; i++)
        {
            results[i] *= Lacking(rests[i], clip.Apply(shares[i]), Gamma);
        }
    }

    /// <summary>The derivative of rest^gamma to rest, multiplied by a number that is zero where rest is; then zero.</summary>
    /// <param name="rest">1 - p.</param>
    /// <param name="share">p.</param>
    /// <param name="times">The number.</param>
    public double FocusSlope(double rest, double share, double times) =>
        times == 0 || Gamma == 0 ? 0 : Gamma * Power(rest, Gamma - 1) * (IsSteep ? Lacking(rest, share, Gamma - 1) : 1) * times;

    // What a power of a rounded rest is to be multiplied by: (1 + lacking / rest)^exponent.
    private static double Lacking(double rest, double share, double exponent)
    {
        double lacking = 1 - rest - share;
        return share < 0.5 && Math.Abs(lacking) <= MostLacking ? VectorMath.Exp(exponent * (lacking / rest)) : 1;
    }

    // p^(q - 1); of a small q the difference would be rounded.
    private double PowerOfShare(double share) =>
        Q == 1 ? 1
        : Q > 0.5 || share == 0 ? VectorMath.Power(share, Q - 1)
        : VectorMath.Power(share, Q) / share;

    // p^q from ln p, with what the product with q is rounded by.
    private double Power(double logarithm)
    {
        double exponent = Q * logarithm;
        double carry = Math.Abs(exponent) < MostExponent ? Math.FusedMultiplyAdd(Q, logarithm, -exponent) : 0;
        return VectorMath.Exp(Vector256.Create(exponent), Vector256.Create(carry)).ToScalar();
    }

    private static double Power(double rest, double exponent)
    {
        if (IsProduct(exponent))
        {
            double product = double.IsInteger(exponent) ? 1 : Math.Sqrt(rest);
            for (int factors = (int)exponent; factors > 0; factors--)
            {
                product *= rest;
            }

            return product;
        }

        double power = VectorMath.Power(double.IsInteger(exponent) ? Math.Abs(rest) : rest, exponent);
        return double.IsOddInteger(exponent) ? Math.CopySign(power, rest) : power;
    }

    // A power that is made of a few factors, and perhaps a root, keeps digits that one by way of a logarithm loses where that is large.
    private static bool IsProduct(double exponent) => exponent is >= 0 and <= MostFactors && double.IsInteger(2 * exponent);
}
