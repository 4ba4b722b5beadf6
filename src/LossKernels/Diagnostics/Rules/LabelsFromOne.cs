using System.Globalization;
using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Class numbers that count from 1.</summary>
public sealed class LabelsFromOne : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Error;

    /// <inheritdoc/>
    public override string Condition => "The least label is 1 and the greatest the number of classes. A warning where the least is 1, label 0 is expected 20 times or more by the predictions and never "
        + "occurs (by chance once in 1e8), and each label less 1 would cost less.";

    /// <inheritdoc/>
    public override string Reason => "Classes are numbered from 0, so that each sample is measured against the class after its own.";

    private const double ExpectedZeros = 20;

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (evidence.Kind != LossKind.Sparse || evidence.Survey is not { LeastLabel: 1 } survey)
        {
            return null;
        }

        if (survey.LabelsBeyond.Count > 0)
        {
            return survey.GreatestBeyond == evidence.Classes ? FromOne(survey.LabelsBeyond.Row, survey.LabelsBeyond.Count, evidence.Classes) : null;
        }

        return evidence.Samples < Evidence.FewestSamples || survey.ZeroShare < ExpectedZeros || !(survey.ShiftedLoss.Value < survey.PlainLoss.Value) ? null : Found(
            $"Label 0 never occurs, where the predictions expect it {Round(survey.ZeroShare)} times; with each label less 1 the loss would be {Round(survey.ShiftedLoss.Value / evidence.Samples)}.",
            "Name the classes with `LabelEncoding` if they count from 1.",
            evidence.Samples,
            0,
            Fix.With(Names(evidence.Classes)),
            Severity.Warning);
    }

    internal override Diagnostic? Explain(Failure failure)
    {
        if (failure.Error.Id != nameof(LossErrors.LabelOutOfRange) || failure.Error.Offender is string)
        {
            return null;
        }

        double[] labels = failure.CountedTargets();
        return labels.Length > 0 && Failure.AreClassNumbers(labels) && labels.Min() == 1 && labels.Max() == failure.Classes
            ? FromOne(failure.Error.Row ?? 0, labels.LongCount(label => label == failure.Classes), failure.Classes)
            : null;
    }

    private Diagnostic FromOne(long row, long count, int classes) => Found(
        $"The labels count from 1: the least is 1 and the greatest {classes}, of {classes} classes; first {classes} in sample {row}.",
        "Name the classes in the order of the prediction columns with `LabelEncoding`.",
        count,
        row,
        Fix.With(Names(classes)));

    // As C# counts them: a range in brackets would be a list of one range.
    private static string Names(int classes) =>
        string.Create(CultureInfo.InvariantCulture, $"ClassLabels.Class = [.. Enumerable.Range(1, {classes}).Select(label => label.ToString())]");
}
