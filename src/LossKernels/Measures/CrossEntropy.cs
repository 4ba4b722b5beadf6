using LossKernels.Progress;
using LossKernels.Sources.Columns;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Measures cross-entropy: the way in for C# programs.</summary>
public static class CrossEntropy
{
    /// <summary>
    /// The cross-entropy between targets z and predictions, in nats: binary -(z ln p + (1 - z) ln(1 - p)) an output, categorical -sum of
    /// z_j ln p_j a row, sparse -ln p_z a row, with the clips, weights and denominator of the convention.
    /// </summary>
    /// <param name="prediction">Probabilities or logits, with the classes on one axis.</param>
    /// <param name="target">Class numbers, one a row; or a value for each prediction.</param>
    /// <param name="options">What to compute; null for the mean as TensorFlow gives it.</param>
    /// <param name="sampleWeight">Weights, aligned to the losses from the first axis; null for none.</param>
    /// <param name="context">What ends the measurement early, and what is told how far it has come.</param>
    /// <returns>The loss. Of no samples, a mean is the convention's mean of nothing, and a sum zero.</returns>
    /// <exception cref="LossException">The input or the combination of options has no meaning; see <see cref="LossErrors"/>.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static LossResult Measure(
        TensorView prediction,
        TensorView target,
        CrossEntropyOptions? options = null,
        TensorView? sampleWeight = null,
        MeasureContext context = default) =>
        Loss.Measure(prediction, target, options ?? new CrossEntropyOptions(), sampleWeight, context);

    /// <summary>The cross-entropy of the rows of a CSV file, as <see cref="Measure"/> gives it for the numbers in them. <see cref="TableMeasurement"/> can do more.</summary>
    /// <param name="path">The file, plain or compressed by gzip.</param>
    /// <param name="target">The column, or columns, of the target: a name, a wildcard, or a position counted from zero.</param>
    /// <param name="prediction">The columns of the predictions, in the order of the classes.</param>
    /// <param name="options">What to compute; null for the mean as TensorFlow gives it.</param>
    /// <param name="context">What ends the measurement early, and what is told how far it has come.</param>
    /// <exception cref="LossException">The file, one of its rows, or the combination of options is at fault; see <see cref="LossErrors"/>.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static LossResult MeasureTable(
        string path, ColumnPattern target, ColumnPattern prediction, CrossEntropyOptions? options = null, MeasureContext context = default) =>
        Loss.MeasureTable(path, target, prediction, options ?? new CrossEntropyOptions(), context);
}
