using System.Globalization;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Class numbers that are of no class.</summary>
public sealed class LabelBeyondClasses : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Error;

    /// <inheritdoc/>
    public override string Condition => "A label is less than 0 or not less than the number of classes, and the labels do not count from 1.";

    /// <inheritdoc/>
    public override string Reason => "There is no prediction for it: frameworks give an error, NaN, or a loss of 0 without a word.";

    internal override Diagnostic? Check(Evidence evidence) =>
        evidence.Survey is not { LabelsBeyond.Count: > 0 } survey || (survey.LeastLabel == 1 && survey.GreatestBeyond == evidence.Classes) ? null : Beyond(
            survey.LabelsBeyond.Count, survey.LabelsBeyond.Row, survey.LabelsBeyond.Value, survey.GreatestBeyond, evidence.Classes) with
        { Rows = survey.LabelsBeyond.Rows };

    internal override Diagnostic? Explain(Failure failure)
    {
        if (failure.Error.Id != nameof(LossErrors.LabelOutOfRange) || failure.Error.Offender is string)
        {
            return null;
        }

        double[] labels = failure.CountedTargets();
        double[] beyond = [.. labels.Where(label => label < 0 || label >= failure.Classes)];
        return beyond.Length == 0 || (labels.Min() == 1 && labels.Max() == failure.Classes)
            ? null
            : Beyond(beyond.Length, failure.Error.Row ?? 0, beyond[0], beyond.Max(), failure.Classes);
    }

    private Diagnostic Beyond(long count, long row, double first, double greatest, int classes)
    {
        bool isMark = greatest < 0;
        return Found(
            $"{Count(count, "label is", "labels are")} none of the {classes} classes 0 to {classes - 1}, first {Show(first)} in sample {row}.",
            isMark ? "Leave samples out that are marked so with `IgnoreClass`." : "Check which classes the columns of the predictions are of.",
            count,
            row,
            isMark ? Fix.With(string.Create(CultureInfo.InvariantCulture, $"IgnoreClass = {first}")) : null);
    }
}
