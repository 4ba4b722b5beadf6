using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>Where the losses of elements go, some at a time.</summary>
internal interface ILossSink<T>
    where T : unmanaged
{
    /// <summary>Takes losses.</summary>
    /// <param name="first">How many there were before.</param>
    /// <param name="losses">The losses, of whole rows.</param>
    void Add(int first, ReadOnlySpan<T> losses);
}

/// <summary>Adds them up.</summary>
internal struct ElementsAddedUp<T> : ILossSink<T>
    where T : unmanaged
{
    /// <summary>What they come to.</summary>
    public SpreadSums<T> Sums;

    public void Add(int first, ReadOnlySpan<T> losses) => Sums.Add(losses);
}

/// <summary>Writes the average of each row.</summary>
internal readonly ref struct RowsAveraged<T>(int outputs, Span<double> averages) : ILossSink<T>
    where T : unmanaged
{
    private readonly Span<double> _averages = averages;

    public void Add(int first, ReadOnlySpan<T> losses) => RowSums.Averages(losses, losses.Length / outputs, _averages[(first / outputs)..]);
}

/// <summary>Writes them in double, if there is room.</summary>
internal readonly ref struct ElementsWidened<T>(Span<double> destination) : ILossSink<T>
    where T : unmanaged
{
    private readonly Span<double> _destination = destination;

    public void Add(int first, ReadOnlySpan<T> losses)
    {
        if (!_destination.IsEmpty)
        {
            Widened.All(losses, _destination.Slice(first, losses.Length));
        }
    }
}
