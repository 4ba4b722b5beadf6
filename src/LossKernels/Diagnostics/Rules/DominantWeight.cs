namespace LossKernels.Diagnostics.Rules;

/// <summary>Weights of which few decide.</summary>
public sealed class DominantWeight : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "Of 30 weights or more that are not 0 or negative, the effective number, (sum of w)^2 / sum of w^2, is less than a tenth: the mean is as uncertain as one of so few "
        + "samples.";

    /// <inheritdoc/>
    public override string Reason => "The weighted mean is that of a few samples, whatever the number of the others.";

    private const double Tenth = 0.1;

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (evidence.Survey is not { } survey || evidence.Findings.Has(Sight.NegativeWeight))
        {
            return null;
        }

        long count = survey.WeightCount - survey.ZeroWeights.Count;
        double effective = survey.Weights.Value * survey.Weights.Value / survey.SquaredWeights.Value;
        (double greatest, long row) = survey.GreatestWeight;
        return count < Evidence.FewestSamples || !(effective < Tenth * count) ? null : Found(
            $"The {count} weights count as {Round(effective)} equal ones; the greatest, {Round(greatest)} of sample {row}, is {greatest / survey.Weights.Value:P0} of their sum.",
            "Check that the weights are the right column, or limit them.",
            count,
            row);
    }
}
