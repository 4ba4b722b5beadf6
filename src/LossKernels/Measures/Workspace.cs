using LossKernels.Kernels;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>The buffers of one thread.</summary>
internal sealed class Workspace<T>(int rows, int classes, int lossesPerRow, int scratchPerRow)
    where T : unmanaged
{
    private readonly LazyArray<double> _masses = new(rows);
    private readonly LazyArray<bool> _singles = new(rows);
    private readonly LazyArray<double> _losses = new(rows * lossesPerRow);
    private readonly LazyArray<double> _scratch = new(rows * scratchPerRow);
    private readonly LazyArray<T> _kept = new(rows * lossesPerRow);

    // Columns have room for two rows at least.
    public LazyArray<T> Predictions { get; } = new(Math.Max(rows, 2) * classes);

    public LazyArray<T> Targets { get; } = new(Math.Max(rows, 2) * classes);

    public LazyArray<T> Line { get; } = new(rows);

    public LazyArray<int> Labels { get; } = new(rows);

    // Labels that are read to be checked, and then scales.
    public LazyArray<double> Wide { get; } = new(rows * lossesPerRow);

    public LazyArray<T> Derivatives { get; } = new(rows * classes);

    public LazyArray<double> Quality { get; } = new(rows * lossesPerRow * PredictionQuality.PerLoss);

    public double[] Losses => _losses.Values;

    public double[] Scratch => _scratch.Values;

    public LazyArray<double> Weights { get; } = new(rows * lossesPerRow);

    public LazyArray<double> ClassWeights { get; } = new(rows);

    public T[] Kept => _kept.Values;

    /// <summary>Room for what is found out about the targets of some rows.</summary>
    public TargetStatistics Statistics(int count) =>
        new(Labels.Values.AsSpan(0, count), _masses.Values.AsSpan(0, count), _singles.Values.AsSpan(0, count));
}
