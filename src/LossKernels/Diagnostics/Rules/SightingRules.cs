using static LossKernels.Diagnostics.Rule;

namespace LossKernels.Diagnostics.Rules;

/// <summary>The rules that differ in what they tell of and in their texts alone: a row each.</summary>
internal static class SightingRules
{
    /// <summary>Targets of 0 and 1 for a loss of -1 and 1.</summary>
    public static SightingRule ZeroForMinusOne { get; } = new(
        Sight.ZeroForMinusOne,
        "The loss takes -1 and 1, as those of margins do, and the first targets, 64 at most, are 0 and 1 or 0 alone.",
        "A target of 0 is on neither side: in place of what -1 costs it costs a constant, or what both sides do together.",
        static (seen, evidence) => (
            $"{CountFirst(seen.Count, evidence.PredictionCount, ("target", "targets"), ("is", "are"))} 0, first in sample {seen.Row}, and none is another number than 0 and 1: the loss takes -1 and 1.",
            "Give -1 in place of 0: of targets t that is 2 t - 1."));

    /// <summary>Targets of -1 and 1 for a loss of 0 and 1.</summary>
    public static SightingRule MinusOneForZero { get; } = new(
        Sight.MinusOneForZero,
        "The loss takes 0 and 1, as the hinge of TensorFlowJs and BinaryAccuracy do, and the first targets, 64 at most, are -1 and 1 or -1 alone.",
        "A target of -1 is no answer: the hinge takes it for -3, three times as far on its side, and no prediction is found to be it.",
        static (seen, evidence) => (
            $"{CountFirst(seen.Count, evidence.PredictionCount, ("target", "targets"), ("is", "are"))} -1, first in sample {seen.Row}, and none is another number than -1 and 1: the loss takes 0 and 1.",
            $"Give 0 in place of -1, of targets t (t + 1) / 2; `ClassLabels.Class = {Labels(-1, 1)}` does so too."));

    /// <summary>Targets that are neither 0 nor 1 for a loss of these.</summary>
    public static SightingRule TargetNotBinary { get; } = new(
        Sight.TargetNotBinary,
        "The loss takes 0 and 1, as BinaryAccuracy and the hinge of TensorFlowJs do, and of the first targets, 64 at most, one is another number, and not all are -1 and 1.",
        "What is neither no nor yes no prediction is found to be, however right it is, and the hinge takes it for a side that lies elsewhere.",
        static (seen, evidence) => (
            $"{CountFirst(seen.Count, evidence.PredictionCount, ("target", "targets"), ("is", "are"))} neither 0 nor 1, first {Show(seen.Value)} in sample {seen.Row}: the loss takes these.",
            seen.Value is > 0 and < 1
                ? "Give the targets first, then the predictions; of targets that lie between make 0 or 1."
                : "Give 0 or 1; of class numbers give each sample a row of predictions with a column for each class, which `OneHot.Encode` makes of predicted classes."));

    /// <summary>Probabilities that are compared with what none can be on the other side of.</summary>
    public static SightingRule ThresholdOutsideUnit { get; } = new(
        Sight.ThresholdOutsideUnit,
        "The threshold of BinaryAccuracy is below 0, or 1 or more, and all of the first predictions, 64 at most, lie within 0 to 1.",
        "All probabilities are on the same side of it, so that every output has the same answer, whatever the model says.",
        static (seen, evidence) => (
            $"{(evidence.PredictionCount > Evidence.MostFirst ? "The first predictions lie" : "All predictions lie")} within 0 to 1, as probabilities do, and on the same side of the threshold.",
            "Give a `Threshold` of 0 or more and less than 1, most often 0.5; of logits it is most often 0."));

    /// <summary>Probabilities or scores that are compared with class numbers.</summary>
    public static SightingRule PredictionNotLabel { get; } = new(
        Sight.PredictionNotLabel,
        "The loss is Accuracy, ZeroOne or Hamming, all of the first targets, 64 at most, are whole numbers, and one of the first predictions is not.",
        "It counts the predictions that are equal to their target, and a probability is equal to none, however right it is.",
        static (seen, evidence) => (
            $"{CountFirst(seen.Count, evidence.PredictionCount, ("prediction", "predictions"), ("is no whole number", "are no whole numbers"))}, first {Show(seen.Value)} in sample {seen.Row}; the loss compares for equality.",
            "Take `AccuracyOptions` for probabilities and scores, or round the predictions to class numbers."));

    /// <summary>Predictions of an accuracy that are NaN.</summary>
    public static SightingRule ScoreNotANumber { get; } = new(
        Sight.ScoreNotANumber,
        "The loss is an accuracy, and a prediction is NaN.",
        "It is neither above nor below anything, so that its sample counts as wrong.",
        static (seen, _) => (
            $"{Count(seen.Count, "prediction is", "predictions are")} NaN, first in sample {seen.Row}, which no target makes right.",
            PredictionNotFinite.Remedy(seen.Count == 1 ? "it" : "them", seen.Count == 1 ? "the sample" : "these samples")));

    /// <summary>Numbers without the logarithm that a loss takes of them.</summary>
    public static SightingRule NegativeValue { get; } = new(
        Sight.NegativeValue,
        "A target or prediction of the mean squared logarithmic error is negative, and the convention raises it to its epsilon; or it is -1 or less, and nothing is raised.",
        "What is raised costs what another number would, and of -1 and less there is no logarithm of 1 more.",
        static (seen, evidence) =>
        {
            bool raises = evidence.Epsilon > 0;
            return (
                $"{Count(seen.Count, "target or prediction is", "targets and predictions are")} {(raises ? "negative" : "-1 or less")}, first {Show(seen.Value)} in sample {seen.Row}; {(raises ? FormattableString.Invariant($"{evidence.Convention.Name} takes it for {evidence.Epsilon:R}") : "1 more has no logarithm")}.",
                "Give numbers of 0 and more; the mean squared error takes any.");
        });

    /// <summary>Counts that are negative.</summary>
    public static SightingRule NegativeCount { get; } = new(
        Sight.NegativeCount,
        "A target of Poisson or PoissonNegativeLogLikelihood is negative.",
        "It is a count, and of less than none there is no likelihood: the loss falls without end as the prediction does.",
        static (seen, _) => (
            $"{Count(seen.Count, "target is", "targets are")} negative, first {Show(seen.Value)} in sample {seen.Row}; the loss is made for counts.",
            "Give counts, 0 and more; of numbers of either sign take the mean squared or the absolute error."));

    /// <summary>Targets of 0, of which an error is no percentage.</summary>
    public static SightingRule ZeroTarget { get; } = new(
        Sight.ZeroTarget,
        "A target of MeanAbsolutePercentageError is 0.",
        "An error is no percentage of nothing: divided by an epsilon in place of the target, one such sample outweighs all others.",
        static (seen, evidence) =>
        {
            string divisor = evidence.Epsilon > 0 ? FormattableString.Invariant($"{evidence.Epsilon:R} in its place") : "it";
            return (
                $"{Count(seen.Count, "target is", "targets are")} 0, first that of sample {seen.Row}; the error there is divided by {divisor}.",
                "Leave out samples without a target to compare with, or take MeanAbsoluteError or MeanSquaredLogarithmicError, which divide by none.");
        });

    /// <summary>Weights below zero.</summary>
    public static SightingRule NegativeWeight { get; } = new(
        Sight.NegativeWeight,
        "A sample weight is negative.",
        "A sample of negative weight lowers the loss the worse it is predicted.",
        static (seen, _) => (
            $"{Count(seen.Count, "weight is", "weights are")} negative, first {Show(seen.Value)} in sample {seen.Row}.",
            "Give weights of 0 and more; 0 leaves a loss out of the sum."));

    /// <summary>Losses that the data type has no numbers for.</summary>
    public static SightingRule LossOverflow { get; } = new(
        Sight.LossOverflow,
        "The losses are kept, in the result or in a file, and one that is finite is beyond the largest number of the data type.",
        "What is kept of it is infinite; mean and sum are taken in Float64, and stay finite.",
        static (seen, _) => (
            $"{Count(seen.Count, "loss is", "losses are")} beyond single precision and kept as {Infinite(seen)}, first {Round(seen.Value)} of sample {seen.Row}.",
            WidenType));

    /// <summary>Derivatives that the data type has no numbers for.</summary>
    public static SightingRule GradientOverflow { get; } = new(
        Sight.GradientOverflow,
        "Derivatives are asked for, and one of a finite loss is beyond the largest number of the data type.",
        "What is written of it is infinite, of which the next step of a training makes NaN.",
        static (seen, evidence) =>
        {
            bool fitsDouble = double.IsFinite(seen.Value);
            string first = fitsDouble || seen.Count > 1 ? $" {Round(seen.Value)}" : "";
            return (
                $"{Count(seen.Count, "derivative is", "derivatives are")} beyond {(fitsDouble ? "single" : "double")} precision and written as {Infinite(seen)}, first{first} in sample {seen.Row}.",
                fitsDouble ? $"Add `DataType = ElementType.Float64`, or {LessSteep(evidence)}." : $"To have a number, {LessSteep(evidence)}.");
        });

    /// <summary>Derivatives that are infinite, or not there.</summary>
    public static SightingRule GradientNotFinite { get; } = new(
        Sight.GradientNotFinite,
        "Derivatives are asked for, and a finite loss has none that is finite, as a root or a power below 1 at 0.",
        "The loss has an end or a corner there, and no direction in which a step makes it less.",
        static (seen, _) => (
            $"{Count(seen.Count, "derivative is", "derivatives are")} infinite or NaN where the loss is finite, first {Show(seen.Value)} in sample {seen.Row}: the formula has none that is finite there.",
            "Leave the sample out where its derivatives are used, or give a prediction that is not at the end of the formula, as 0 is of a root or a power."));

    // Others may have another sign than the first.
    private static string Infinite(Sighting seen) =>
        seen.Count > 1 ? "infinite" : Show(seen.Value < 0 ? double.NegativeInfinity : double.PositiveInfinity);

    private static string LessSteep(Evidence evidence) =>
        evidence.FromLogits ? "give smaller weights or a larger temperature"
            : evidence.IsCrossEntropy ? "give smaller weights, or choose a convention that clips"
            : "give smaller weights, or scale targets and predictions";
}
