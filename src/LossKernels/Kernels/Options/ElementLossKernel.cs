using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;
using LossKernels.Kernels.Walks;

namespace LossKernels.Kernels.Options;

/// <summary>Binary losses and their derivatives from the probabilities of yes and no.</summary>
internal sealed class ElementLossKernel(ElementNumbers numbers)
{
    private const double Step = 1L << 60;

    private readonly PointLoss _point = numbers.Point;

    private bool IsFocal => _point.Gamma != 0;

    /// <summary>Smooths the targets, and writes the losses of yes and no and the focal factors.</summary>
    /// <param name="count">How many outputs there are.</param>
    /// <param name="shares">Their targets and probabilities.</param>
    public void Prepare(int count, ElementShares shares)
    {
        int padded = ElementShares.Padded(count);
        Span<double> zs = shares.Targets;
        zs[count..padded].Clear();
        for (int i = 0; i < padded; i += Vector256<double>.Count)
        {
            Vector256<double> given = Vector256.Create<double>(zs[i..]);
            Vector256<double> z = Smooth(given);
            Vector256<double> other = Smooth(Vector256<double>.One - given);
            z.CopyTo(zs[i..]);
            other.CopyTo(shares.Others[i..]);
            (IsFocal ? (z * Vector256.Create<double>(shares.No[i..])) + (other * Vector256.Create<double>(shares.Yes[i..])) : default)
                .CopyTo(shares.Missed[i..]);
            if (_point.IsSteep)
            {
                ((z * Vector256.Create<double>(shares.Yes[i..])) + (other * Vector256.Create<double>(shares.No[i..]))).CopyTo(shares.Hit[i..]);
            }
        }

        _point.Base(shares.LogYes[..count], shares.ClippedNo[..count], shares.BaseYes);
        _point.Base(shares.LogNo[..count], shares.ClippedYes[..count], shares.BaseNo);
        _point.Focus(shares.Missed[..count], shares.Hit[..count], ClipBounds.None, shares.Focus);
    }

    /// <summary>Writes the losses.</summary>
    /// <param name="shares">What <see cref="Prepare"/> was given.</param>
    /// <param name="column">The output that the first loss is of.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="losses">Where they go.</param>
    public void Losses(ElementShares shares, int column, int outputs, Span<double> losses)
    {
        Span<double> results = shares.Missed;
        for (int i = 0; i < losses.Length; i += Vector256<double>.Count)
        {
            Vector256<double> z = Vector256.Create<double>(shares.Targets[i..]);
            Vector256<double> yes = z * numbers.YesWeight * Positive(column + i, outputs);
            Vector256<double> other = Vector256.Create<double>(shares.Others[i..]);
            Vector256<double> no = other * numbers.NoWeight;
            Vector256<double> loss = Product(yes, Vector256.Create<double>(shares.BaseYes[i..])) + Product(no, Vector256.Create<double>(shares.BaseNo[i..]));
            if (numbers.Alpha is double alpha)
            {
                loss *= (z * alpha) + (other * (1 - alpha));
            }

            if (IsFocal)
            {
                loss *= Vector256.Create<double>(shares.Focus[i..]);
            }

            (loss * numbers.Unit).CopyTo(results[i..]);
        }

        results[..losses.Length].CopyTo(losses);
    }

    /// <summary>The derivative of one loss to its prediction, once the slopes are there.</summary>
    /// <param name="shares">What <see cref="Prepare"/> was given, and the slopes.</param>
    /// <param name="index">Which prediction.</param>
    /// <param name="column">The output that it is of.</param>
    /// <param name="scale">What the derivative is multiplied by.</param>
    public double Slope(ElementShares shares, int index, int column, double scale)
    {
        double z = shares.Targets[index];
        double other = shares.Others[index];
        double q = numbers.PositiveWeights.Length switch
        {
            0 => 1,
            1 => numbers.PositiveWeights[0],
            _ => numbers.PositiveWeights[column],
        };
        double yes = z * numbers.YesWeight * q;
        double no = other * numbers.NoWeight;
        double clippedYes = shares.ClippedYes[index];
        double clippedNo = shares.ClippedNo[index];
        double share = clippedYes == shares.Yes[index] ? shares.ShareSlope[index] : 0;
        double ofYes = _point.BaseBy(shares.LogYes[index], clippedYes, clippedNo, shares.YesSlope[index], share);
        double ofNo = _point.BaseBy(shares.LogNo[index], clippedNo, clippedYes, shares.NoSlope[index], -share);
        double balance = numbers.Alpha is double alpha ? (z * alpha) + (other * (1 - alpha)) : 1;
        double moved = !IsFocal ? 0 : Product((other - z) * shares.ShareSlope[index], Product(yes, shares.BaseYes[index]) + Product(no, shares.BaseNo[index]));
        double byFocus = _point.FocusSlope(shares.Missed[index], _point.IsSteep ? shares.Hit[index] : 0, moved);
        double slope = balance * ((shares.Focus[index] * (Product(yes, ofYes) + Product(no, ofNo))) + byFocus) * numbers.Unit * scale;
        if (double.IsFinite(slope))
        {
            return slope;
        }

        (double byYes, double beyondYes) = NextToZero(yes, ofYes, shares.LogYes[index], clippedYes, share);
        (double byNo, double beyondNo) = NextToZero(no, ofNo, shares.LogNo[index], clippedNo, -share);
        double beyond = beyondYes + beyondNo;
        return beyond == 0 ? slope : (balance * ((shares.Focus[index] * (byYes + byNo)) + byFocus) * numbers.Unit * scale)
            + (balance * shares.Focus[index] * numbers.Unit * beyond * scale * Step);
    }

    // Of a p so small that one over it has no number, though with its other factors it may have one, the derivative of B without that, and that over a step.
    private (double Slope, double Beyond) NextToZero(double factor, double own, double logarithm, double share, double shareSlope) =>
        factor != 0 && double.IsInfinity(own) && share > 0 && shareSlope != 0
            ? (factor * shareSlope * _point.BaseByShare, factor * _point.BaseByLogarithm(logarithm) * (shareSlope / (share * Step)))
            : (Product(factor, own), 0);

    private Vector256<double> Smooth(Vector256<double> share) =>
        numbers.Smoothing == 0 ? share : (share * (1 - numbers.Smoothing)) + Vector256.Create(numbers.Smoothing / 2);

    private static double Product(double factor, double number) => factor == 0 ? 0 : factor * number;

    private Vector256<double> Positive(int first, int outputs)
    {
        double[] weights = numbers.PositiveWeights;
        return weights.Length switch
        {
            0 => Vector256<double>.One,
            1 => Vector256.Create(weights[0]),
            _ => Vector256.Create(weights[first % outputs], weights[(first + 1) % outputs], weights[(first + 2) % outputs], weights[(first + 3) % outputs]),
        };
    }

    private Vector256<double> Product(Vector256<double> factor, Vector256<double> loss) => PairMath.Product(factor, loss, numbers.SkipsZeros);
}
