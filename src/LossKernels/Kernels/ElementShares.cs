using System.Buffers;

namespace LossKernels.Kernels;

/// <summary>
/// The probabilities of yes and no of some outputs in double, with their logarithms and what these do as the prediction moves: what every
/// binary loss can be computed from. The memory is borrowed.
/// </summary>
internal readonly ref struct ElementShares
{
    /// <summary>The most outputs that there is room for.</summary>
    public const int Length = 2048;

    private const int Arrays = 8;

    private readonly double[] _memory = ArrayPool<double>.Shared.Rent(Arrays * Length);

    /// <summary>Borrows the memory.</summary>
    public ElementShares()
    {
    }

    /// <summary>p, not clipped.</summary>
    public Span<double> Yes => _memory.AsSpan(0, Length);

    /// <summary>1 - p, not clipped.</summary>
    public Span<double> No => _memory.AsSpan(Length, Length);

    /// <summary>ln p, as the formula has it.</summary>
    public Span<double> LogYes => _memory.AsSpan(2 * Length, Length);

    /// <summary>ln(1 - p), as the formula has it.</summary>
    public Span<double> LogNo => _memory.AsSpan(3 * Length, Length);

    /// <summary>The derivative of ln p to the prediction.</summary>
    public Span<double> YesSlope => _memory.AsSpan(4 * Length, Length);

    /// <summary>The derivative of ln(1 - p) to the prediction.</summary>
    public Span<double> NoSlope => _memory.AsSpan(5 * Length, Length);

    /// <summary>The derivative of p to the prediction, not clipped.</summary>
    public Span<double> ShareSlope => _memory.AsSpan(6 * Length, Length);

    /// <summary>p clipped: what stands beside its logarithm.</summary>
    public Span<double> Clipped => _memory.AsSpan(7 * Length, Length);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<double>.Shared.Return(_memory);
}
