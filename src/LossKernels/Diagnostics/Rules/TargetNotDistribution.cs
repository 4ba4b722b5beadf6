using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Targets of the kind Categorical that are no distribution.</summary>
public sealed class TargetNotDistribution : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The kind is Categorical, and a row of targets does not sum to 1 within 0.001 or has a negative value; what rounding leaves is less.";

    /// <inheritdoc/>
    public override string Reason => "The cross-entropy of classes is that of distributions; of several labels a sample the terms add up to something else.";

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (evidence.Kind != LossKind.Categorical || evidence.Survey is not { OtherTargets.Count: > 0 } survey || evidence.FittingAxis is not null)
        {
            return null;
        }

        bool takesBinary = evidence.Classes > 1 && evidence.Convention.Forms(LossKind.Binary).HasFlag(evidence.Options.Form);
        return Found(
            $"{Count(survey.OtherTargets.Count, "row of targets is", "rows of targets are")} no distribution, first that of sample {survey.OtherTargets.Row}, which sums to {Round(survey.OtherTargets.Value)}.",
            "Take -Kind Binary if a sample can have several labels; else divide each row by its sum.",
            survey.OtherTargets,
            takesBinary ? Fix.With("Kind", "Binary") : null);
    }
}
