using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Tests.Reference;

/// <summary>
/// Losses with focal power, poly-1, generalised power, smoothing and temperature in 320-bit arithmetic, with their derivatives: of predictions of which none
/// is a certain or an impossible class, and of which nothing is clipped.
/// </summary>
/// <param name="options">What to compute.</param>
/// <param name="normalises">Whether probabilities are over the sum of their row.</param>
internal sealed class ExactLoss(CrossEntropyOptions options, bool normalises)
{
    private readonly BigReal _gamma = options.FocalGamma ?? 0;
    private readonly BigReal _poly = options.PolyEpsilon ?? 0;
    private readonly BigReal _temperature = options.Temperature;

    /// <summary>The loss of a row, and its derivatives.</summary>
    public (ExactSum Loss, ExactSum[] Gradient) Row(double[] predictions, double[] targets)
    {
        int classes = predictions.Length;
        BigReal[] given = [.. predictions.Select(x => (BigReal)x)];
        ExactPoint[] points = options.Form switch
        {
            InputForm.Logit => ExactPoint.OfLogits([.. given.Select(x => x / _temperature)]),
            InputForm.LogProbability => [.. given.Select(x => ExactPoint.OfLogarithm(x).Yes)],
            _ => normalises ? ExactPoint.OfShares(given) : [.. given.Select(x => ExactPoint.OfProbability(x).Yes)],
        };
        BigReal total = given.Aggregate(BigReal.Zero, (sum, x) => sum + x);
        ExactSum loss = new();
        BigReal[] slopes = new BigReal[classes];
        for (int j = 0; j < classes; j++)
        {
            BigReal factor = Smoothed(targets[j], classes);
            if (factor.Sign != 0)
            {
                BigReal cost = Cost(points[j]);
                loss.Add(factor * ExactPoint.Power(points[j].Rest, _gamma) * cost);
                slopes[j] = factor * ((ExactPoint.Power(points[j].Rest, _gamma) * CostSlope(points[j])) - (FocusSlope(points[j].Rest) * points[j].P * cost));
            }
        }

        ExactSum[] gradient = [.. slopes.Select((_, k) => Derivative(points, slopes, k, total))];
        return (loss, gradient);
    }

    /// <summary>The loss of an output, and its derivative.</summary>
    public (ExactSum Loss, ExactSum Derivative) Element(double prediction, double target)
    {
        (ExactPoint yes, ExactPoint no) = options.Form switch
        {
            InputForm.Logit => ExactPoint.OfLogit((BigReal)prediction / _temperature),
            InputForm.LogProbability => ExactPoint.OfLogarithm(prediction),
            _ => ExactPoint.OfProbability(prediction),
        };
        (BigReal z, BigReal other) = (Smoothed(target, 2), Smoothed(BigReal.One - target, 2));
        BigReal missed = (z * yes.Rest) + (other * yes.P);
        BigReal focus = ExactPoint.Power(missed, _gamma);
        (BigReal ofYes, BigReal ofNo) = (z.Sign == 0 ? BigReal.Zero : z * Cost(yes), other.Sign == 0 ? BigReal.Zero : other * Cost(no));
        ExactSum loss = new();
        loss.Add(focus * ofYes);
        loss.Add(focus * ofNo);

        // Of ln p, of ln(1 - p) and of p.
        (BigReal bySlope, BigReal byRest, BigReal byShare) = options.Form switch
        {
            InputForm.Logit => (yes.Rest / _temperature, yes.P / _temperature, yes.P * yes.Rest / _temperature),
            InputForm.LogProbability => (BigReal.One, yes.P / yes.Rest, yes.P),
            _ => (BigReal.One / yes.P, BigReal.One / yes.Rest, BigReal.One),
        };
        ExactSum derivative = new();
        derivative.Add(focus * z * CostSlope(yes) * bySlope);
        derivative.Add(-focus * other * CostSlope(no) * byRest);
        BigReal moved = FocusSlope(missed) * byShare * (ofYes + ofNo);
        derivative.Add(moved * other);
        derivative.Add(-moved * z);
        return (loss, derivative);
    }

    private BigReal Smoothed(BigReal target, int classes) =>
        (target * (BigReal.One - options.LabelSmoothing)) + ((BigReal)options.LabelSmoothing / (double)classes);

    private BigReal Cost(ExactPoint point) =>
        options.GeneralizedQ is double q ? point.Generalised(q) : options.PolyEpsilon is null ? point.Cost : point.WithPoly(_poly);

    // To ln p.
    private BigReal CostSlope(ExactPoint point) => options.GeneralizedQ is double q ? -point.Power(q) : (_poly * point.Rest) - (BigReal.One + _poly);

    private BigReal FocusSlope(BigReal rest) => _gamma.Sign == 0 ? BigReal.Zero : _gamma * ExactPoint.Power(rest, _gamma - BigReal.One);

    private ExactSum Derivative(ExactPoint[] points, BigReal[] slopes, int k, BigReal total)
    {
        ExactSum sum = new();
        bool isAlone = options.Form == InputForm.LogProbability || (options.Form == InputForm.Probability && !normalises);
        BigReal share = options.Form == InputForm.Probability ? points[k].P : BigReal.One;
        BigReal divisor = options.Form == InputForm.Logit ? _temperature : normalises && options.Form == InputForm.Probability ? total : BigReal.One;
        sum.Add(slopes[k] * (isAlone ? BigReal.One : points[k].Rest) / share / divisor);
        for (int j = 0; j < slopes.Length && !isAlone; j++)
        {
            if (j != k)
            {
                sum.Add(-slopes[j] * (options.Form == InputForm.Logit ? points[k].P : BigReal.One) / divisor);
            }
        }

        return sum;
    }
}
