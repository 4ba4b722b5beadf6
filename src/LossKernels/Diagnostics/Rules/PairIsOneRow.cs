using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Two vectors that are perhaps one sample of several classes.</summary>
public sealed class PairIsOneRow : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "Without `Kind`, two vectors of the same length of which one target is 1 and the others are 0: an error where both sum to 1 within 0.001, a warning where a "
        + "prediction lies outside 0..1 and so is no probability of a sample, and information where they are logits.";

    /// <inheritdoc/>
    public override string Reason => "A list of two numbers has one axis, so that what was meant as one row of two classes is two samples of one output.";

    private static string Remedy => "A list is made one row by `TensorView.Reshape`. `Kind = LossKind.Categorical` takes two vectors for one row.";

    internal override Diagnostic? Check(Evidence evidence)
    {
        Survey? survey = evidence.Survey;
        bool isOutside = evidence.Findings.Has(Sight.PredictionOutsideUnit);
        if (survey is null || evidence is not { Kind: LossKind.Binary, Prediction.Rank: 1, Target.Rank: 1, AskedKind: LossKind.Auto } || evidence.Samples < 2
            || survey.SoftTargets.Count > 0 || evidence.ClassCounts[1] != 1 || !(isOutside || evidence.FromLogits))
        {
            return null;
        }

        return Found(
            $"The {evidence.Samples} targets have a single 1: one row of {evidence.Samples} classes may be meant, and {evidence.Samples} samples of one output were measured.",
            Remedy,
            evidence.Samples,
            0,
            isOutside && evidence.Convention.Forms(LossKind.Categorical).HasFlag(InputForm.Logit) ? FromLogits() : Fix.With("Kind = LossKind.Categorical"),
            isOutside ? Severity.Warning : Severity.Information);
    }

    internal override Diagnostic? Explain(Failure failure) =>
        failure.Error.Id != nameof(LossErrors.AmbiguousKind) || failure.Prediction.Shape.Rank != 1 ? null : Found(
            $"Targets and predictions are {failure.Prediction.Shape.Length} numbers each, and both sum to 1: one row of classes, or so many samples of one output.",
            Remedy,
            failure.Prediction.Shape.Length,
            0,
            Fix.With("Kind = LossKind.Categorical"),
            Severity.Error);

    private static Fix FromLogits() => Fix.With("Kind = LossKind.Categorical", "Form = InputForm.Logit");
}
