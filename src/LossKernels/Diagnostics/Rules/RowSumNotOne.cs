using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Rows that do not sum to 1.</summary>
public sealed class RowSumNotOne : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "Of several classes, the probabilities of a row (of log-probabilities the exponentials) do not sum to 1 within 0.004: more than what rounding leaves, to bfloat16 too. "
        + "Information where the convention divides each row by its sum.";

    /// <inheritdoc/>
    public override string Reason => "Of rows that are no distributions the loss is no cross-entropy: a row of larger numbers has a smaller one.";

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (evidence.Kind == LossKind.Binary || evidence.FromLogits || evidence.Survey is not { Unnormalised.Count: > 0 } survey
            || evidence.Findings.Has(Sight.PredictionOutsideUnit) || evidence.Findings.Has(Sight.LogProbabilityAboveZero) || evidence.FittingAxis is not null || survey.NotANumber.Count > 0)
        {
            return null;
        }

        bool divides = evidence.Form == InputForm.Probability && evidence.Numbers.Normalisation != Normalisation.None;
        bool areLogits = evidence.Form == InputForm.LogProbability && evidence.TakesLogits;
        return Found(
            $"{Count(survey.Unnormalised.Count, "row does", "rows do")} not sum to 1, first that of sample {survey.Unnormalised.Row} ({Round(survey.Unnormalised.Value)}), at worst {Round(survey.WorstSum)}; {evidence.Convention.Name} {(divides ? "divides each row by its sum" : "takes them as they are")}.",
            areLogits ? "Give `Form = InputForm.Logit` in place of `Form = InputForm.LogProbability` if the predictions are logits."
                : survey.Unnormalised.Value == 0 ? "Check that each row holds all classes, and leave out the samples of rows that are all zeros."
                : "Check that each row holds all classes and nothing else, or divide it by its sum.",
            survey.Unnormalised,
            areLogits ? Fix.With("Form = InputForm.Logit") : null,
            divides ? Severity.Information : Severity.Warning);
    }
}
