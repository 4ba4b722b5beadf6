using LossKernels.Semantics.Inputs;

namespace LossKernels.Diagnostics.Rules;

/// <summary>A divergence over one class.</summary>
public sealed class SingleColumnDivergence : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The loss is a divergence, and a row has one column. A vector whose elements have losses of their own may be a distribution.";

    /// <inheritdoc/>
    public override string Reason => "A distribution over one class is always 1, and two of them never differ: the divergence is 0, or that of numbers that are no distributions.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        bool isDivergence = evidence.Values.Prediction is ValueForm.Distribution or ValueForm.LogProbability;
        return !isDivergence || evidence.Classes > 1 || evidence.Samples == 0 || evidence.Prediction is { Rank: 1, Length: > 1 } ? null : Found(
            $"There is one column of predictions for a divergence.",
            "Give a column for each class; of the probability of yes alone p and 1 - p.",
            evidence.Samples,
            0);
    }
}
