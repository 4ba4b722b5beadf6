using LossKernels.Tensors;

namespace LossKernels.Semantics.Inputs;

/// <summary>The errors for shapes of targets that do not belong to the shape of the predictions: which other shape or axis would.</summary>
internal static class TargetMismatch
{
    private const string ValuesAre = "A value for each prediction is";

    /// <summary>Of a loss whose targets have one form.</summary>
    public static LossException Of(TargetForm form, Shape prediction, Shape target, int axis) => form != TargetForm.Labels && (prediction.Rank, target.Rank) == (1, 1)
        ? LossErrors.TargetCountMismatch(target.Length, prediction.Length, areOneList: true)
        : LossErrors.ShapeMismatch(
        $"Targets of shape {target} do not belong to predictions of shape {prediction} with the outputs on axis {axis}.",
        form == TargetForm.Labels ? $"Give targets of shape {prediction.Without(axis)}: a class number for each row of predictions."
        : TargetShapes.MayBeLongerRows(prediction, target, axis) ? $"Give predictions of shape {target}, or targets of shape {prediction} if each prediction is a row."
        : TargetShapes.MayBeLabelsOfRows(form, prediction, target, axis)
            ? $"Give targets of shape {prediction}: a value for each prediction. `OneHot.Encode` makes such rows of class numbers: (`OneHot.Encode(target, classes: {prediction[axis]})`)."
        : $"Give targets of shape {prediction}: a value for each prediction.");

    /// <summary>Of a loss with several predictions for each target.</summary>
    public static LossException Of((string Words, string Row) parts, TargetForm form, int each, Shape prediction, Shape target, int axis)
    {
        string given = $"Targets of shape {target} do not belong to predictions of shape {prediction}: the predictions of a sample are its {parts.Words}, on axis {axis}.";
        string predictions = $"{each} predictions for each target, side by side in the row of a sample: {parts.Row}.";
        for (int other = 0; other < prediction.Rank; other++)
        {
            if (other != axis && TargetShapes.Fit(form, each, prediction, target, other))
            {
                return LossErrors.ShapeMismatch(given, $"Add `Axis = {other}` if that is the axis of {parts.Words}; else give {predictions}");
            }
        }

        return LossErrors.ShapeMismatch(given, prediction[axis] % each == 0
            ? $"Give targets of shape {TargetShapes.Expected(each, prediction, axis)}, or {predictions}"
            : $"Give {predictions}");
    }

    /// <summary>Of a cross-entropy, naming the axis or the kind that would fit.</summary>
    public static LossException Of(LossKind kind, Shape prediction, Shape target, int axis)
    {
        Shape rows = prediction.Without(axis);
        int? labelled = LabelledAxis(kind, prediction, target, axis);
        if (target.Rank == 1 && rows.Rank <= 1)
        {
            // A vector of predictions may be a row of classes or as many samples; of several targets the latter is meant.
            bool isOneRow = prediction.Rank == 1 && kind == LossKind.Sparse;
            long samples = prediction.Rank == 1 && !isOneRow ? prediction.Length : rows.Length;
            if (target.Length != samples)
            {
                LossException failure = isOneRow ? OfOneRow(target.Length, prediction.Length)
                    : LossErrors.TargetCountMismatch(target.Length, samples, areOneList: prediction.Rank == 1, areRows: prediction.Rank > 1 && prediction[axis] > 1 && kind != LossKind.Binary);
                return labelled is null ? failure : failure.WithRemedy($"Give one target for each row of predictions; or add `Axis = {labelled}`, if that is the class axis.");
            }
        }

        string given = $"Targets of shape {target} do not belong to predictions of shape {prediction} with the classes on axis {axis}{(kind == LossKind.Auto ? "" : $", for kind {kind}")}.";
        if (labelled is not null)
        {
            return LossErrors.ShapeMismatch(given, $"Add `Axis = {labelled}` if that is the class axis.");
        }

        string give = TargetShapes.AreSwapped(prediction, target) ? "Give the targets first, then the predictions, if the latter are class numbers; else give" : "Give";
        string numbers = rows.Rank == 0 ? "one class number" : $"targets of shape {rows} (class numbers)";
        return kind switch
        {
            LossKind.Auto => LossErrors.ShapeMismatch(given, $"{give} {numbers} or targets of shape {prediction} (a value for each prediction)."),
            LossKind.Sparse => new OtherKindException(LossErrors.ShapeMismatch(given, $"{give} {numbers}."), ValuesAre, LossKind.Categorical, LossKind.Binary),
            _ => new OtherKindException(
                LossErrors.ShapeMismatch(given, $"Give targets of shape {prediction} (a value for each prediction)."), "Class numbers are", LossKind.Sparse),
        };
    }

    private static LossException OfOneRow(long targets, long classes)
    {
        LossException failure = LossErrors.TargetsForOneRow(targets, classes);
        return targets == classes ? new OtherKindException(failure, ValuesAre, LossKind.Categorical, LossKind.Binary) : failure;
    }

    // The axis of the predictions besides which the targets could be class numbers.
    private static int? LabelledAxis(LossKind kind, Shape prediction, Shape target, int axis)
    {
        for (int other = 0; other < prediction.Rank; other++)
        {
            if (other != axis && prediction[other] > 1 && kind is LossKind.Auto or LossKind.Sparse && TargetShapes.AreLabels(prediction, target, other))
            {
                return other;
            }
        }

        return null;
    }
}
