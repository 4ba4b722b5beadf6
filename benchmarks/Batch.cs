using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Benchmarks;

/// <summary>Predictions and targets in memory.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Classes">How many classes or outputs each has.</param>
/// <param name="Inner">How many rows lie side by side; 1 where the values of a row do.</param>
/// <param name="PredictionsPerTarget">How many predictions there are for each class or output.</param>
/// <param name="Predictions">As many numbers.</param>
/// <param name="Labels">A class number for each row, or nothing.</param>
/// <param name="Targets">A number for each class or output of each row, or nothing.</param>
internal sealed record Batch<T>(
    int Rows,
    int Classes,
    int Inner,
    int PredictionsPerTarget,
    ReadOnlyMemory<T> Predictions,
    ReadOnlyMemory<int> Labels,
    ReadOnlyMemory<T> Targets)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What a pass over the data reads.</summary>
    public long Bytes => ((Predictions.Length + (long)Targets.Length) * Unsafe.SizeOf<T>()) + ((long)Labels.Length * sizeof(int));

    /// <summary>The shape of the predictions.</summary>
    public int[] Lengths => Inner > 1 ? [Rows / Inner, Classes, Inner] : [Rows, Classes * PredictionsPerTarget];

    /// <summary>The shape of the targets.</summary>
    public int[] TargetLengths => !Labels.IsEmpty ? Inner > 1 ? [Rows / Inner, Inner] : [Rows] : PredictionsPerTarget > 1 ? [Rows, Classes] : Lengths;

    /// <summary>The predictions as the library takes them.</summary>
    public TensorView PredictionView => TensorView.Create(Predictions, new Shape(Lengths));

    /// <summary>The targets as the library takes them.</summary>
    public TensorView TargetView => Labels.IsEmpty
        ? TensorView.Create(Targets, new Shape(TargetLengths))
        : TensorView.Create(Labels, new Shape(TargetLengths));

    /// <summary>Fresh random data, with predictions of about as many bytes as asked for.</summary>
    public static unsafe Batch<T> Random(LossPath path, int classes, long bytes)
    {
        int each = path.PredictionsPerTarget;
        int rows = (int)Math.Max(1, bytes / sizeof(T) / classes / each / path.Inner) * path.Inner;
        T[] predictions = (path.Form, path.Kind) switch
        {
            (InputForm.Logit, _) => RandomData.Uniform<T>(rows * classes * each, -5, 5),
            (_, LossKind.Binary) => RandomData.Uniform<T>(rows * classes * each, 0.001, 0.999),
            _ => RandomData.Distributions<T>(rows, classes),
        };
        int[] labels = path.Targets is TargetValues.Label or TargetValues.OneHot ? RandomData.Labels(rows, classes) : [];
        T[] targets = (path.Targets, path.Kind) switch
        {
            (TargetValues.Label, _) => [],
            (TargetValues.OneHot, _) => OneHot.Encode(labels, classes, T.One, T.Zero),
            (TargetValues.Hard, _) => RandomData.Bits(rows * classes, T.Zero, T.One),
            (TargetValues.Sign, _) => RandomData.Bits(rows * classes, -T.One, T.One),
            (_, LossKind.Binary) => RandomData.Uniform<T>(rows * classes, 0, 1),
            _ => RandomData.Distributions<T>(rows, classes),
        };
        return new Batch<T>(rows, classes, path.Inner, each, predictions, path.Targets == TargetValues.Label ? labels : [], targets);
    }
}
