using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;
using LossKernels.Progress;
using LossKernels.Sources.Arrays;
using LossKernels.Tensors;

namespace LossCmdlets.Input.Files;

/// <summary>Measures tensors in files: targets in some, predictions in others, and perhaps weights.</summary>
/// <param name="options">What to compute.</param>
/// <param name="labels">What is said of classes by their labels.</param>
/// <param name="targets">The targets.</param>
/// <param name="predictions">The predictions, file by file those of the targets.</param>
/// <param name="weights">The weights, file by file those of the targets; or null.</param>
/// <param name="isPerFile">Whether there is a result for each file of predictions.</param>
/// <param name="beside">Does work beside the pipeline's thread.</param>
/// <param name="report">Reports a failure that does not end the measurement.</param>
internal sealed class TensorFiles(
    LossOptions options,
    ClassLabels labels,
    TensorPaths targets,
    TensorPaths predictions,
    TensorPaths? weights,
    bool isPerFile,
    BesidePipeline beside,
    Action<LossException> report) : InputMeasurement
{
    /// <inheritdoc/>
    public override void Add(object? piped)
    {
    }

    /// <inheritdoc/>
    public override IEnumerable<Measured> Complete()
    {
        CheckCount("targets", targets.Paths.Count);
        CheckCount("weights", weights?.Paths.Count ?? predictions.Paths.Count);
        int[] files = [.. Enumerable.Range(0, predictions.Paths.Count)];
        return isPerFile
            ? FileResults.Each(files, file => predictions.Paths[file], beside, report, Measure)
            : FileResults.Together(files, beside, Measure);
    }

    private void CheckCount(string what, int count)
    {
        if (count != predictions.Paths.Count)
        {
            throw LossErrors.ShapeMismatch(
                $"The number of files of {what} is {count}, and that of predictions {predictions.Paths.Count}.",
                $"Give one file of {what} for each of predictions, in the same order.");
        }
    }

    private IReadOnlyList<Measured> Measure(IReadOnlyList<int> files, MeasureContext context, Action<LossException> skipped)
    {
        using TensorSet prediction = TensorSet.Open(Paths(predictions, files), predictions.Key, context.Cancellation);
        using TensorSet target = TensorSet.Open(Paths(targets, files), targets.Key, context.Cancellation);
        using TensorSet? weight = weights is null ? null : TensorSet.Open(Paths(weights, files), weights.Key, context.Cancellation);
        target.CheckPairs(prediction);
        weight?.CheckWeights(prediction);
        if (prediction.Tensor.Shape.Length == 0)
        {
            throw LossErrors.EmptyInput(predictions.Paths[files[0]]);
        }

        InputArray given = new(prediction.Tensor, ElementOrigin.Untyped);
        (TensorView encoded, LossOptions complete, string[]? classes) = TargetLabels.Encode(
            new InputArray(target.Tensor, ElementOrigin.Untyped), given, labels, options, (order, ignored) => order.Encode(target.Tensor, ignored));
        return [new Measured(Loss.Measure(prediction.Tensor, encoded, complete, weight?.Tensor, context), classes)];
    }

    private static string[] Paths(TensorPaths given, IReadOnlyList<int> files) => [.. files.Select(file => given.Paths[file])];
}
