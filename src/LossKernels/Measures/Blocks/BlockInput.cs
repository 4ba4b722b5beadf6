using LossKernels.Kernels.Targets;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>A block as it was read, and where it stands in its source.</summary>
/// <typeparam name="T">float or double: what it is read as.</typeparam>
internal readonly ref struct BlockInput<T>(TensorSource source, long firstRow, TensorBlock<T> predictions, BlockTargets<T> targets, int ignored)
    where T : unmanaged
{
    public TensorSource Source { get; } = source;

    public long FirstRow { get; } = firstRow;

    public TensorBlock<T> Predictions { get; } = predictions;

    public BlockTargets<T> Targets { get; } = targets;

    /// <summary>How many rows are ignored.</summary>
    public int Ignored { get; } = ignored;

    public int Rows => Predictions.Rows;

    public int Classes => Source.Layout.Classes;

    /// <summary>Whether the rows of predictions and targets, where these are as many numbers, lie side by side.</summary>
    public bool HasRows => Predictions.HasRows && (Targets.Block.HasRows || !Targets.Labels.IsEmpty);

    /// <summary>The number by which a row is called in messages.</summary>
    public long SampleNumber(int row) => Source.SampleNumber(FirstRow + row);

    /// <summary>The sum of a row's losses, of which there is one a row or one an element.</summary>
    public double SumOfRow(ReadOnlySpan<double> losses, int row)
    {
        int each = losses.Length / Rows;
        double sum = 0;
        foreach (double loss in losses.Slice(row * each, each))
        {
            sum += loss;
        }

        return sum;
    }
}
