namespace LossKernels.Measures;

/// <summary>The buffers of one thread.</summary>
internal sealed class Workspace<T>(int rows, int classes, int scratchPerRow)
    where T : unmanaged
{
    private T[]? _predictions;
    private T[]? _targets;
    private T[]? _line;
    private T[]? _kept;
    private int[]? _labels;
    private double[]? _weights;

    public T[] Predictions => _predictions ??= new T[rows * classes];

    public T[] Targets => _targets ??= new T[rows * classes];

    public T[] Line => _line ??= new T[rows];

    public T[] Kept => _kept ??= new T[rows * classes];

    public int[] Labels => _labels ??= new int[rows];

    public double[] Losses { get; } = new double[rows * classes];

    public double[] Weights => _weights ??= new double[rows * classes];

    public double[] Scratch { get; } = new double[rows * scratchPerRow];
}
