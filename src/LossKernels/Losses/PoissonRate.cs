using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Numerics;
using ErrorFree = LossKernels.Numerics.ErrorFree<LossKernels.Numerics.Lanes256<double>, System.Runtime.Intrinsics.Vector256<double>, double>;

namespace LossKernels.Losses;

/// <summary>p - t ln(p + epsilon): the loss of an expected count p.</summary>
/// <param name="epsilon">What is added inside the logarithm.</param>
/// <param name="skipsZeros">Whether a count of zero makes nothing of an infinite logarithm; else the product is NaN.</param>
internal readonly struct PoissonRate(double epsilon, bool skipsZeros) : IPairLoss
{
    private readonly int _epsilonBits = BitConverter.SingleToInt32Bits((float)epsilon);

    public static bool HasUsual => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        TVector logarithm = VectorMath.Log<TLanes, TVector, double>(TLanes.Add(prediction, TLanes.Of(epsilon)));
        return TLanes.Subtract(prediction, PairMath.Product<TLanes, TVector>(target, logarithm, skipsZeros));
    }

    // The larger piece of the product is taken off unrounded, so that little is lost where little is left.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Usual<TLanes, TVector>(TVector prediction, TVector target, TVector inner)
        where TLanes : ILanes<TVector, float>
        where TVector : struct
    {
        TVector added = TLanes.OfBits(_epsilonBits);
        TVector argument = TLanes.Add(prediction, added);
        TVector carry = TLanes.Add(TLanes.Subtract(prediction, argument), added);
        (TVector high, TVector low) = VectorMath.LogInPieces<TLanes, TVector, float>(argument, carry);
        TVector less = TLanes.Subtract(TLanes.Of(0), target);
        return TLanes.Fma(less, low, TLanes.Fma(less, high, prediction));
    }

    // Where the quotient is near one, of the difference of what it is made of.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target)
    {
        Vector256<double> added = Vector256.Create(epsilon);
        Vector256<double> argument = prediction + added;
        Vector256<double> far = Vector256<double>.One - PairMath.Quotient(target, argument, skipsZeros);
        (Vector256<double> difference, Vector256<double> error) = ErrorFree.Difference(prediction, target);
        Vector256<double> isNear = Vector256.LessThan(Vector256.Abs(far), Vector256.Create(0.5));
        return Vector256.ConditionalSelect(isNear, (difference + added + error) / argument, far);
    }
}
