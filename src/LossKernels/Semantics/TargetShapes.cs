using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>Which shapes of targets belong to a shape of predictions.</summary>
internal static class TargetShapes
{
    /// <summary>Whether targets are of a form.</summary>
    public static bool Fit(TargetForm form, Shape prediction, Shape target, int axis) => form switch
    {
        TargetForm.Elements => AreElements(prediction, target, axis),
        TargetForm.Rows => AreRows(prediction, target, axis),
        _ => AreLabels(prediction, target, axis),
    };

    /// <summary>The same where each target has so many predictions along the class axis, which targets need not have where there is one in a row.</summary>
    public static bool Fit(TargetForm form, int each, Shape prediction, Shape target, int axis)
    {
        if (each > 1 && prediction[axis] % each != 0)
        {
            return false;
        }

        Shape expected = Expected(each, prediction, axis);
        return Fit(form, expected, target, axis) || (form == TargetForm.Rows && expected[axis] == 1 && target.Equals(expected.Without(axis)));
    }

    /// <summary>Whether targets are one label for each row: the predictions' shape without the class axis, or with length 1 there.</summary>
    public static bool AreLabels(Shape prediction, Shape target, int axis)
    {
        Shape rows = prediction.Without(axis);
        return target.Equals(rows)
            || target.Equals(rows.With(axis, 1))
            || (rows.Length == 1 && target.Length == 1);
    }

    /// <summary>Whether targets are a value for each class: the predictions' shape, or a single row where they are one.</summary>
    public static bool AreRows(Shape prediction, Shape target, int axis) =>
        target.Equals(prediction)
        || (prediction[axis] == prediction.Length && target.Length == prediction.Length && target.Rank is 1 or 2 && target[^1] == target.Length);

    /// <summary>Whether rows of one prediction have targets of several axes that lack that of the predictions: as many rows of one, or rows along the axis before.</summary>
    public static bool MayBeLongerRows(Shape prediction, Shape target, int axis) =>
        target.Rank > 1 && prediction[axis] == 1 && target.Equals(prediction.Without(axis));

    /// <summary>Whether targets are a value for each element: the predictions' shape, with or without an axis of length 1 for a single output.</summary>
    public static bool AreElements(Shape prediction, Shape target, int axis)
    {
        if (target.Equals(prediction) || target.Equals(prediction.With(prediction.Rank, 1)))
        {
            return true;
        }

        Shape rows = prediction.Without(axis);
        return prediction[axis] == 1 && (target.Equals(rows) || target.Equals(rows.With(rows.Rank, 1)) || (rows.Length == 1 && target.Length == 1));
    }

    /// <summary>The error for shapes that do not belong together, for a loss whose targets have one form.</summary>
    public static LossException Mismatch(TargetForm form, Shape prediction, Shape target, int axis) => form != TargetForm.Labels && (prediction.Rank, target.Rank) == (1, 1)
        ? LossErrors.TargetCountMismatch(target.Length, prediction.Length, areOneList: true)
        : LossErrors.ShapeMismatch(
        $"Targets of shape {target} do not belong to predictions of shape {prediction} with the outputs on axis {axis}.",
        form == TargetForm.Labels ? $"Give targets of shape {prediction.Without(axis)}: a class number for each row of predictions."
        : MayBeLongerRows(prediction, target, axis) ? $"Give predictions of shape {target}, or targets of shape {prediction} if each prediction is a row."
        : $"Give targets of shape {prediction}: a value for each prediction.");

    /// <summary>The error for shapes that do not belong together, for a loss with several predictions for each target.</summary>
    public static LossException Mismatch((string Words, string Row) parts, TargetForm form, int each, Shape prediction, Shape target, int axis)
    {
        string given = $"Targets of shape {target} do not belong to predictions of shape {prediction}: the predictions of a sample are its {parts.Words}, on axis {axis}.";
        string predictions = $"{each} predictions for each target, side by side in the row of a sample: {parts.Row}.";
        for (int other = 0; other < prediction.Rank; other++)
        {
            if (other != axis && Fit(form, each, prediction, target, other))
            {
                return LossErrors.ShapeMismatch(given, $"Add -Axis {other} if that is the axis of {parts.Words}; else give {predictions}");
            }
        }

        return LossErrors.ShapeMismatch(given, prediction[axis] % each == 0
            ? $"Give targets of shape {Expected(each, prediction, axis)}, or {predictions}"
            : $"Give {predictions}");
    }

    /// <summary>The error for shapes that do not belong together, naming the axis or the kind that would fit.</summary>
    public static LossException Mismatch(LossKind kind, Shape prediction, Shape target, int axis)
    {
        Shape rows = prediction.Without(axis);
        if (target.Rank == 1 && rows.Rank <= 1)
        {
            // A vector of predictions may be a row of classes or as many samples; of several targets the latter is meant.
            long samples = prediction.Rank == 1 && kind != LossKind.Sparse ? prediction.Length : rows.Length;
            if (target.Length != samples)
            {
                return LossErrors.TargetCountMismatch(target.Length, samples, areOneList: prediction.Rank == 1);
            }
        }

        string given = $"Targets of shape {target} do not belong to predictions of shape {prediction} with the classes on axis {axis}{(kind == LossKind.Auto ? "" : $", for kind {kind}")}.";
        for (int other = 0; other < prediction.Rank; other++)
        {
            if (other != axis && prediction[other] > 1 && kind is LossKind.Auto or LossKind.Sparse && AreLabels(prediction, target, other))
            {
                return LossErrors.ShapeMismatch(given, $"Add -Axis {other} if that is the class axis.");
            }
        }

        string give = AreSwapped(prediction, target) ? "Give the targets first, then the predictions, if the latter are class numbers; else give" : "Give";
        return LossErrors.ShapeMismatch(given, kind switch
        {
            LossKind.Auto => $"{give} targets of shape {rows} (class numbers) or {prediction} (a value for each prediction).",
            LossKind.Sparse => $"{give} targets of shape {rows} (class numbers); a value for each prediction is -Kind Categorical or Binary.",
            _ => $"Give targets of shape {prediction} (a value for each prediction); class numbers are -Kind Sparse.",
        });
    }

    /// <summary>Whether the predictions would be labels for rows of targets.</summary>
    public static bool AreSwapped(Shape prediction, Shape target) =>
        target.Rank >= Math.Max(2, prediction.Rank) && AreLabels(target, prediction, target.Rank - 1);

    private static Shape Expected(int each, Shape prediction, int axis) => each == 1 ? prediction : prediction.Without(axis).With(axis, prediction[axis] / each);
}
