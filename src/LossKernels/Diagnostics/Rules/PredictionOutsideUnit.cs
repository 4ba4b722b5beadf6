using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Probabilities outside 0..1, which are most likely logits, or percentages.</summary>
public sealed class PredictionOutsideUnit : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "A prediction that is taken for a probability lies below 0 or above 1; an error where the convention refuses it. One of the first predictions, 64 at most, of BinaryAccuracy without a threshold of one's own.";

    /// <inheritdoc/>
    public override string Reason => "Logits taken for probabilities are clipped, and the loss says nothing of the model.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    // What lies so near has been rounded and is no logit.
    private const double Rounding = 1e-3;

    internal override Diagnostic? Check(Evidence evidence)
    {
        // Class numbers beside class numbers are no logits.
        Sighting chance = evidence.Findings[Sight.ChanceOutsideUnit];
        if (chance.Count > 0 && !evidence.Findings.Has(Sight.TargetNotBinary))
        {
            return Found(
                $"{CountFirst(chance.Count, evidence.PredictionCount, ("prediction", "predictions"), ("lies", "lie"))} outside 0 to 1, first {Show(chance.Value)} in sample {chance.Row}; the threshold of 0.5 is one of probabilities.",
                NoProbability.Remedy("Add `Threshold = 0`", chance.Value),
                chance);
        }

        Sighting seen = evidence.Findings[Sight.PredictionOutsideUnit];
        if (seen.Count == 0)
        {
            return null;
        }

        bool arePercentages = evidence.Survey is { Least: >= 0 } && NoProbability.MayBePercentage(evidence.Survey.Greatest);
        string takes = !evidence.IsCrossEntropy ? "is made for probabilities"
            : evidence.Numbers.HasEpsilon && evidence.Numbers.Use.HasFlag(EpsilonUse.ClipBelow) ? "takes them as they come and clips" : "takes them as they come";
        string meant = evidence.TakesLogits && double.IsFinite(evidence.OtherFormMean) ? $" Taken for logits they have a loss of {Round(evidence.OtherFormMean)}." : "";
        return Found(
            $"{Count(seen.Count, "prediction lies", "predictions lie")} outside 0 to 1, first {Show(seen.Value)} in sample {seen.Row}; the formula of {evidence.Convention.Name} {takes}.{meant}",
            NoProbability.Remedy(evidence.TakesLogits, arePercentages ? evidence.Survey!.Greatest : seen.Value),
            seen,
            !evidence.IsCrossEntropy || arePercentages || (evidence.Survey is { } survey && IsRounded(survey.Least) && IsRounded(survey.Greatest)) ? null : FixOf(evidence.TakesLogits, evidence.Kind == LossKind.Binary));
    }

    internal override Diagnostic? Explain(Failure failure)
    {
        if (failure.Error is not { Id: nameof(LossErrors.ProbabilityOutOfRange), Offender: double value })
        {
            return null;
        }

        LossKind kind = failure.Kind != LossKind.Auto ? failure.Kind : failure.Classes == 1 || failure.Prediction.Shape.Rank == 1 ? LossKind.Binary : LossKind.Sparse;
        bool takesLogits = failure.Convention.Forms(kind).HasFlag(InputForm.Logit);
        return Found(
            $"Prediction {Show(value)} of sample {failure.Error.Row ?? 0} lies outside 0 to 1, which {failure.Convention.Name} refuses.",
            NoProbability.Remedy(takesLogits, value),
            1,
            failure.Error.Row ?? 0,
            IsRounded(value) || NoProbability.MayBePercentage(value) ? null : FixOf(takesLogits, kind == LossKind.Binary),
            Severity.Error);
    }

    private static bool IsRounded(double value) => value is >= -Rounding and <= 1 + Rounding;

    private static Fix FixOf(bool takesLogits, bool isBinary) =>
        takesLogits ? Fix.With("Form = InputForm.Logit") : new Fix { Prediction = isBinary ? "Activation.Sigmoid(prediction)" : "Activation.Softmax(prediction)" };
}
