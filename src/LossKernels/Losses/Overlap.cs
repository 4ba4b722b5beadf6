using LossKernels.Numerics;

namespace LossKernels.Losses;

/// <summary>
/// 1 - (above sum t p + epsilon) / (below sum t p + alpha sum (1 - t) p + beta sum t (1 - p) + epsilon): of soft sets, how little they overlap.
/// </summary>
internal readonly record struct Overlap(double Above, double Below, double Alpha, double Beta, double Epsilon)
{
    public const string OneNumber = "Without an axis it is one number for everything; with one, a number for each row.";

    /// <summary>The loss.</summary>
    public double Loss(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target)
    {
        (double above, double below) = Terms(prediction, target);
        return 1 - (above / below);
    }

    /// <summary>Its derivatives to the predictions.</summary>
    public void Slopes(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> slopes)
    {
        (double above, double below) = Terms(prediction, target);
        for (int i = 0; i < slopes.Length; i++)
        {
            double ofBelow = (Below * target[i]) + (Alpha * (1 - target[i])) - (Beta * target[i]);
            slopes[i] = -((Above * target[i]) - (above / below * ofBelow)) / below;
        }
    }

    private (double Above, double Below) Terms(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target)
    {
        double both = CompensatedSum.OfProducts(prediction, target).Value;
        double falsePositives = CompensatedSum.Of(prediction).Value - both;
        double falseNegatives = CompensatedSum.Of(target).Value - both;
        return ((Above * both) + Epsilon, (Below * both) + (Alpha * falsePositives) + (Beta * falseNegatives) + Epsilon);
    }
}
