using System.Buffers;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Options;

/// <summary>
/// The probabilities of yes and no of some outputs in double, with their logarithms, and what losses are made of: what every binary loss can be
/// computed from. The memory is borrowed; vectors may go past the last output, to the end of the vector.
/// </summary>
internal readonly ref struct ElementShares
{
    /// <summary>The most outputs that there is room for: a multiple of the lanes of any vector.</summary>
    public const int Length = 512;

    private const int Arrays = 16;

    private readonly double[] _memory = ArrayPool<double>.Shared.Rent(Arrays * Length);

    /// <summary>Borrows the memory.</summary>
    public ElementShares()
    {
    }

    /// <summary>p, not clipped.</summary>
    public Span<double> Yes => Array(0);

    /// <summary>1 - p, not clipped.</summary>
    public Span<double> No => Array(1);

    /// <summary>ln p, as the formula has it.</summary>
    public Span<double> LogYes => Array(2);

    /// <summary>ln(1 - p), as the formula has it.</summary>
    public Span<double> LogNo => Array(3);

    /// <summary>p clipped: what stands beside its logarithm.</summary>
    public Span<double> ClippedYes => Array(4);

    /// <summary>1 - p of the clipped p.</summary>
    public Span<double> ClippedNo => Array(5);

    /// <summary>The targets, as the formula has them.</summary>
    public Span<double> Targets => Array(6);

    /// <summary>The loss of yes.</summary>
    public Span<double> BaseYes => Array(7);

    /// <summary>The loss of no.</summary>
    public Span<double> BaseNo => Array(8);

    /// <summary>1 - p_t, the probability of what is not the target.</summary>
    public Span<double> Missed => Array(9);

    /// <summary>The focal factor.</summary>
    public Span<double> Focus => Array(10);

    /// <summary>The derivative of ln p to the prediction.</summary>
    public Span<double> YesSlope => Array(11);

    /// <summary>The derivative of ln(1 - p) to the prediction.</summary>
    public Span<double> NoSlope => Array(12);

    /// <summary>The derivative of p to the prediction, not clipped.</summary>
    public Span<double> ShareSlope => Array(13);

    /// <summary>What of the targets is no, as the formula has it: a little of smoothing, taken from one, would have lost its digits.</summary>
    public Span<double> Others => Array(14);

    /// <summary>p_t, the probability of the target; where the focal power is steep.</summary>
    public Span<double> Hit => Array(15);

    /// <summary>How many outputs vectors go over for some.</summary>
    public static int Padded(int count) => Lanes.Whole(count, Vector256<double>.Count);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<double>.Shared.Return(_memory);

    private Span<double> Array(int number) => _memory.AsSpan(number * Length, Length);
}
