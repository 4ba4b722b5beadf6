using System.Runtime.Intrinsics;
using LossKernels.Kernels.Pairs;

namespace LossKernels.Kernels.Options;

/// <summary>Binary losses and their derivatives from the probabilities of yes and no.</summary>
internal sealed class ElementLossKernel(ElementNumbers numbers)
{
    private bool IsFocal => numbers.Point.Gamma != 0;

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
        }

        numbers.Point.Base(shares.LogYes[..count], shares.ClippedNo[..count], shares.BaseYes);
        numbers.Point.Base(shares.LogNo[..count], shares.ClippedYes[..count], shares.BaseNo);
        numbers.Point.Focus(shares.Missed[..count], shares.Focus);
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
    public double Slope(ElementShares shares, int index, int column)
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
        double share = shares.ClippedYes[index] == shares.Yes[index] ? shares.ShareSlope[index] * numbers.Point.BaseByShare : 0;
        double bySlopes = Product(yes, numbers.Point.BaseBy(shares.LogYes[index], shares.YesSlope[index]) + share)
            + Product(no, numbers.Point.BaseBy(shares.LogNo[index], shares.NoSlope[index]) - share);
        double balance = numbers.Alpha is double alpha ? (z * alpha) + (other * (1 - alpha)) : 1;
        double moved = !IsFocal ? 0 : (other - z) * shares.ShareSlope[index] * (Product(yes, shares.BaseYes[index]) + Product(no, shares.BaseNo[index]));
        return balance * ((shares.Focus[index] * bySlopes) + numbers.Point.FocusSlope(shares.Missed[index], moved)) * numbers.Unit;
    }

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
