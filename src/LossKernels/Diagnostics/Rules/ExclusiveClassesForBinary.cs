using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Exclusive classes given to the kind Binary.</summary>
public sealed class ExclusiveClassesForBinary : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Information;

    /// <inheritdoc/>
    public override string Condition => "The kind is Binary with several outputs, and every row of two targets or more is one-hot.";

    /// <inheritdoc/>
    public override string Reason => "The mean over the outputs looks small, because of the many easy negatives; exclusive classes are Categorical.";

    internal override Diagnostic? Check(Evidence evidence) =>
        evidence.Kind != LossKind.Binary || evidence.Classes < 2 || evidence.Samples < 2 || evidence.Survey?.OneHotTargets != evidence.Survey?.Rows
        || evidence.Survey is null ? null : Found(
            $"All {evidence.Survey.Rows} rows of targets have a single 1 among {evidence.Classes}.",
            "Take `Kind = LossKind.Categorical` if the classes exclude each other; outputs that do not are right as they are.",
            evidence.Survey.Rows,
            0,
            evidence.MayBe(LossKind.Categorical) ? Fix.With("Kind = LossKind.Categorical") : null);
}
