using System.Numerics.Tensors;
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
            TensorPrimitives.Multiply(logarithms, Q, results);
            for (int i = 0; i < logarithms.Length; i++)
            {
                results[i] = Complement.OfExponential(results[i], VectorMath.Exp(results[i])) / Q;
            }
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
        _ => -VectorMath.Exp(Q * logarithm),
    };

    /// <summary>The derivative of a generalised loss to p next to zero, where that to ln p, p times as much, may have no digits.</summary>
    /// <param name="logarithm">ln p.</param>
    public double SlopeNearZero(double logarithm)
    {
        double power = VectorMath.Exp(Q * logarithm);
        double focal = Gamma == 0 ? 0 : Gamma * (Complement.OfExponential(Q * logarithm, power) / Q);
        return -(Q == 1 ? 1 : VectorMath.Exp((Q - 1) * logarithm)) - focal;
    }

    /// <summary>The derivative of B by way of ln p.</summary>
    /// <param name="logarithm">ln p.</param>
    /// <param name="slope">Its derivative, which is infinite where p is zero, or so small that 1 / p is no number though p^(q - 1) is.</param>
    public double BaseBy(double logarithm, double slope) =>
        Q == 1 ? (double.IsNaN(slope) ? slope : 0)
        : Q == 0 || double.IsFinite(slope) ? BaseByLogarithm(logarithm) * slope
        : -double.CopySign(VectorMath.Exp((Q - 1) * logarithm), slope);

    /// <summary>Writes the focal factor, rest^gamma.</summary>
    public void Focus(ReadOnlySpan<double> rests, Span<double> results)
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
    }

    /// <summary>The derivative of rest^gamma to rest, multiplied by a number that is zero where rest is; then zero.</summary>
    public double FocusSlope(double rest, double times) => times == 0 || Gamma == 0 ? 0 : Gamma * Power(rest, Gamma - 1) * times;

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
