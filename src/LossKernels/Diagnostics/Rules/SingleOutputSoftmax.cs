using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>A softmax of one output.</summary>
public sealed class SingleOutputSoftmax : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Error;

    /// <inheritdoc/>
    public override string Condition => "The kind is Categorical or Sparse, and there is one class.";

    /// <inheritdoc/>
    public override string Reason => "A softmax of one output is always 1, so that the loss is 0 whatever the model says.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence) => evidence.Kind is not (LossKind.Categorical or LossKind.Sparse) || evidence.Classes > 1 || evidence.Samples == 0 ? null : Found(
        $"There is one column of predictions for the kind {evidence.Kind.ToString()}.",
        "Take `Kind = LossKind.Binary` for one output that says yes or no; exclusive classes have a column each.",
        evidence.Samples,
        0,
        Fix.With("Kind = LossKind.Binary"));
}
