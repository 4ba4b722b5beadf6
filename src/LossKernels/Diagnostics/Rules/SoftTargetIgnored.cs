using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Soft targets where only hard ones count.</summary>
public sealed class SoftTargetIgnored : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A target lies between two whole numbers, and the kind is Sparse; or it lies between 0 and 1, and the convention takes what is above 0 for 1.";

    /// <inheritdoc/>
    public override string Reason => "What such a target says of doubt is lost, and the loss is that of other targets.";

    internal override Diagnostic? Check(Evidence evidence) =>
        evidence.Kind != LossKind.Binary || !evidence.Convention.HardensBinaryTargets || evidence.Survey is not { SoftTargets.Count: > 0 } survey
        || evidence.Findings.Has(Sight.TargetOutsideUnit) ? null : Found(
            $"{Count(survey.SoftTargets.Count, "target lies", "targets lie")} between 0 and 1, first {Show(survey.SoftTargets.Value)} in sample {survey.SoftTargets.Row}, and {evidence.Convention.Name} takes what is above 0 for 1.",
            "Take another convention for soft targets; Exact has the formula itself.",
            survey.SoftTargets,
            Fix.With("Convention = Conventions.Exact"));

    internal override Diagnostic? Explain(Failure failure)
    {
        if (failure.Error.Id != nameof(LossErrors.LabelNotInteger))
        {
            return null;
        }

        // With one class there is a value for each prediction, which the kind Binary takes.
        double[] targets = failure.FirstTargets();
        long count = targets.LongCount(target => target != Math.Floor(target));
        return Found(
            $"{Count(count, "target is no whole number", "targets are no whole numbers")}, first {LossErrors.Show(failure.Error.Offender)} in sample {failure.Error.Row ?? 0}, and the kind Sparse takes class numbers.",
            failure.Classes == 1 ? "Take `Kind = LossKind.Binary` for one output that says yes or no." : "Give class numbers, or a value for each class as `Kind = LossKind.Categorical`.",
            count,
            failure.Error.Row ?? 0,
            failure.Classes == 1 ? Fix.With("Kind = LossKind.Binary") : null,
            Severity.Error);
    }
}
