using LossKernels.Tensors;

namespace LossKernels.Semantics.Inputs;

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

    /// <summary>Whether targets of rows may be class numbers in their place, one for each row of several classes; one-hot rows of these lie along the last axis.</summary>
    public static bool MayBeLabelsOfRows(TargetForm form, Shape prediction, Shape target, int axis) =>
        form == TargetForm.Rows && axis == prediction.Rank - 1 && prediction[axis] > 1 && AreLabels(prediction, target, axis);

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

    /// <summary>Whether the predictions would be labels for rows of targets.</summary>
    public static bool AreSwapped(Shape prediction, Shape target) =>
        target.Rank >= Math.Max(2, prediction.Rank) && AreLabels(target, prediction, target.Rank - 1);

    /// <summary>The shape of targets that each have so many predictions along the class axis.</summary>
    public static Shape Expected(int each, Shape prediction, int axis) => each == 1 ? prediction : prediction.Without(axis).With(axis, prediction[axis] / each);
}
