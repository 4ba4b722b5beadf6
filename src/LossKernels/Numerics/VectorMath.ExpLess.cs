using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ErrorFree = LossKernels.Numerics.ErrorFree<LossKernels.Numerics.Lanes256<double>, System.Runtime.Intrinsics.Vector256<double>, double>;

namespace LossKernels.Numerics;

/// <content>An exponential less a number next to it.</content>
public static partial class VectorMath
{
    // So near the two are where the difference of the rounded exponential would lack digits.
    private const double NearShare = 1.0 / 16;

    // Between these numbers 2^n and 2^-n are normal numbers.
    private const double LeastNear = 1e-300;
    private const double MostNear = 1e300;

    // The argument is halved so often, and (1 + a)^2 - 1 taken as often of e^r - 1.
    private const int Halvings = 6;
    private const double Halved = 1.0 / (1 << Halvings);

    // The terms of the series in all, and of those the first that need no second number.
    private const int Terms = 12;
    private const int FirstRounded = 7;

    /// <summary>e^x - t, where the two are next to each other from an exponential with twice the digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> ExpLess(Vector256<double> x, Vector256<double> t)
    {
        Vector256<double> difference = Exp(x) - t;
        Vector256<double> isNear = Vector256.LessThan(Vector256.Abs(difference), t * NearShare)
            & Vector256.GreaterThan(t, Vector256.Create(LeastNear)) & Vector256.LessThan(t, Vector256.Create(MostNear));
        return isNear == Vector256<double>.Zero ? difference : Vector256.ConditionalSelect(isNear, ExpLessNear(x, t), difference);
    }

    // 2^n (e^r - t / 2^n), x = n ln 2 + r.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<double> ExpLessNear(Vector256<double> x, Vector256<double> t)
    {
        (Vector256<double> reduced, Vector256<double> n, Vector256<double> rounded) = ReducedDouble<Lanes256<double>, Vector256<double>, double>(x);
        Vector256<double> excess = Vector256.Create(LnTwoExcessDouble);
        Vector256<double> less = n * excess;
        (Vector256<double> r, Vector256<double> error) = ErrorFree.Sum(reduced, less);
        error += Vector256.FusedMultiplyAdd(n, excess, -less);
        (Vector256<double> rest, error) = ExpLessOne(r * Halved, error * Halved);
        for (int i = 0; i < Halvings; i++)
        {
            Vector256<double> square = rest * rest;
            Vector256<double> ofSquare = Vector256.FusedMultiplyAdd(rest, rest, -square) + (2 * (rest * error));
            (rest, Vector256<double> ofSum) = ErrorFree.Sum(2 * rest, square);
            error = (2 * error) + ofSquare + ofSum;
        }

        // One less the scaled t is exact.
        Vector256<double> down = ScaleDouble<Lanes256<double>, Vector256<double>, double>(t, -n, Vector256.Create(2 * RoundDouble) - rounded);
        (Vector256<double> sum, Vector256<double> lacking) = ErrorFree.Sum(Vector256<double>.One - down, rest);
        return ScaleDouble<Lanes256<double>, Vector256<double>, double>(sum + (lacking + error), n, rounded);
    }

    // e^(r + carry) - 1 of a small r, and what it lacks: r (1 + r/2 (1 + r/3 (1 + ...))).
    private static (Vector256<double> Value, Vector256<double> Error) ExpLessOne(Vector256<double> r, Vector256<double> carry)
    {
        Vector256<double> sum = Vector256<double>.One;
        for (int k = Terms; k >= FirstRounded; k--)
        {
            sum = Vector256.FusedMultiplyAdd(r / k, sum, Vector256<double>.One);
        }

        Vector256<double> error = Vector256<double>.Zero;
        for (int k = FirstRounded - 1; ; k--)
        {
            Vector256<double> factor = r / k;
            Vector256<double> ofFactor = (Vector256.FusedMultiplyAdd(-factor, Vector256.Create((double)k), r) + carry) / k;
            Vector256<double> product = factor * sum;
            Vector256<double> ofProduct = Vector256.FusedMultiplyAdd(factor, sum, -product) + (factor * error) + (ofFactor * sum);
            if (k == 1)
            {
                return (product, ofProduct);
            }

            (sum, error) = ErrorFree.Sum(Vector256<double>.One, product);
            error += ofProduct;
        }
    }
}
