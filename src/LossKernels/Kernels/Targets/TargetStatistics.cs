namespace LossKernels.Kernels.Targets;

/// <summary>What a kernel has to know of dense targets before it looks at the predictions: one read of them.</summary>
/// <param name="labels">Room for a number a row.</param>
/// <param name="masses">Room for a number a row.</param>
/// <param name="isSingle">Room for a flag a row.</param>
internal readonly ref struct TargetStatistics(Span<int> labels, Span<double> masses, Span<bool> isSingle)
{
    /// <summary>The class of the largest target, the first of equals.</summary>
    public Span<int> Labels { get; } = labels;

    /// <summary>The sum of the targets.</summary>
    public Span<double> Masses { get; } = masses;

    /// <summary>Whether no other target than the largest is anything but zero: one-hot rows, and rows of zeros.</summary>
    public Span<bool> IsSingle { get; } = isSingle;
}
