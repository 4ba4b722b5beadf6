using LossKernels.Semantics;
using LossKernels.Semantics.Inputs;
using LossKernels.Tensors;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Targets given as predictions and predictions as targets.</summary>
public sealed class ArgumentsSwapped : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Error;

    /// <inheritdoc/>
    public override string Condition => "The predictions are labels for rows of targets, or they are all 0 or 1 while more than half of the targets are neither; a measurement looks at the first, 64 at most.";

    /// <inheritdoc/>
    public override string Reason => "The loss is not symmetric: with the two swapped it is another number or none.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    private const string Remedy = "Give the targets first, then the predictions.";

    private static readonly Fix Swap = new() { Target = Fix.AsPrediction, Prediction = Fix.AsTarget };

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (evidence.Survey is not { } survey)
        {
            Sighting seen = evidence.Findings[Sight.ArgumentsSwapped];
            return seen.Count == 0 ? null : Found(
                $"{(evidence.PredictionCount > Evidence.MostFirst ? "The first predictions" : "All predictions")} are 0 or 1, and {CountFirst(seen.Count, evidence.PredictionCount, ("target", "targets"), ("lies", "lie")).ToLowerInvariant()} between.", Remedy, seen, Swap);
        }

        bool areSwapped = evidence.Form == InputForm.Probability && !evidence.Findings.Has(Sight.TargetOutsideUnit)
            && survey.AreHard && survey.SoftTargets.Count * 2 > evidence.Target.Length;
        return !areSwapped ? null : Found($"All predictions are 0 or 1, and {survey.SoftTargets.Count} targets lie between.", Remedy, survey.SoftTargets, Swap);
    }

    internal override Diagnostic? Explain(Failure failure)
    {
        Shape target = failure.Target.Shape;
        Shape prediction = failure.Prediction.Shape;
        return !TargetShapes.AreSwapped(prediction, target) || !Failure.AreClassNumbers(failure.FirstPredictions())
            ? null
            : Found(
                $"The targets are of shape {target}, and the predictions are {prediction.Length} whole numbers: one for each row of targets.",
                Remedy,
                prediction.Length,
                0,
                Swap);
    }
}
