using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Details.Verdicts;
using LossKernels.Kernels.Targets;
using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>The buffers of one thread, borrowed.</summary>
internal sealed class Workspace<T>(int rows, int classes, int lossesPerRow, int scratchPerRow) : IDisposable
    where T : unmanaged
{
    private readonly LazyArray<double> _masses = new(rows);
    private readonly LazyArray<bool> _singles = new(rows);
    private readonly LazyArray<double> _losses = new(rows * lossesPerRow);
    private readonly LazyArray<double> _scratch = new(rows * scratchPerRow);
    private readonly LazyArray<T> _kept = new(rows * lossesPerRow);
    private OutputSums? _outputs;
    private RowQualitySums? _rowSums;

    // Columns have room for two rows at least.
    public LazyArray<T> Predictions { get; } = new(Math.Max(rows, 2) * classes);

    public LazyArray<T> Targets { get; } = new(Math.Max(rows, 2) * classes);

    public LazyArray<T> Line { get; } = new(rows);

    public LazyArray<int> Labels { get; } = new(rows);

    public LazyArray<int> OtherLabels { get; } = new(rows);

    // Labels that are read to be checked, then scales, then targets as details count them, then what an examination compares.
    public LazyArray<double> Wide { get; } = new(rows * lossesPerRow);

    public LazyArray<T> Derivatives { get; } = new(rows * classes);

    public LazyArray<double> Quality { get; } = new(PredictionQuality.SizeFor(rows * lossesPerRow));

    public Span<double> Losses => _losses.Values;

    public Span<double> Scratch => _scratch.Values;

    public LazyArray<double> Weights { get; } = new(rows * lossesPerRow);

    public LazyArray<double> ClassWeights { get; } = new(rows);

    public Span<T> Kept => _kept.Values;

    /// <summary>The sums of outputs, of none yet.</summary>
    public OutputSums CreateOutputs()
    {
        _outputs ??= new OutputSums(lossesPerRow);
        _outputs.Clear();
        return _outputs;
    }

    /// <summary>The verdicts on rows, of none yet.</summary>
    /// <param name="count">How many rows there will be.</param>
    public RowVerdicts CreateVerdicts(int count)
    {
        _rowSums ??= new RowQualitySums();
        _rowSums.Clear();
        return new RowVerdicts(count, _rowSums);
    }

    /// <summary>Room for what is found out about the targets of some rows.</summary>
    public TargetStatistics Statistics(int count) =>
        new(Labels.Values[..count], _masses.Values[..count], _singles.Values[..count]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _masses.Dispose();
        _singles.Dispose();
        _losses.Dispose();
        _scratch.Dispose();
        _kept.Dispose();
        Predictions.Dispose();
        Targets.Dispose();
        Line.Dispose();
        Labels.Dispose();
        OtherLabels.Dispose();
        Wide.Dispose();
        Derivatives.Dispose();
        Quality.Dispose();
        Weights.Dispose();
        ClassWeights.Dispose();
    }
}
