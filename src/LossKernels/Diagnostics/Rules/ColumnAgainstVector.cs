using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Diagnostics.Rules;

/// <summary>A column against a vector.</summary>
public sealed class ColumnAgainstVector : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Information;

    /// <inheritdoc/>
    public override string Condition => "One of targets and predictions is a column of shape (N, 1), the other a vector of N, and N is more than 1.";

    /// <inheritdoc/>
    public override string Reason => "Here they belong together; arithmetic that broadcasts, as in NumPy, TensorFlow and PyTorch, makes N times N losses of them.";

    internal override Diagnostic? Check(Evidence evidence)
    {
        (Shape prediction, Shape target) = (evidence.Prediction, evidence.Target);
        return !evidence.AreSingleSamples && evidence.Kind == LossKind.Binary && prediction.Length > 1 && prediction.Length == target.Length
            && Math.Min(prediction.Rank, target.Rank) == 1 && Math.Max(prediction.Rank, target.Rank) == 2
            ? Found(
                $"Targets of shape {target} were taken with predictions of shape {prediction}, one by one.",
                "Nothing is to be done here; give both the same shape where a formula is written by hand.",
                prediction.Length,
                0)
            : null;
    }
}
