using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Outputs;

/// <summary>What is known of some outputs, a few at a time so that it stays in the first-level cache: room for a whole number of steps of each.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct OutputPiece<T>
    where T : unmanaged
{
    /// <summary>Where in a count, and in a sum of counts, the misses stand: above as many outputs as one vector can have come from.</summary>
    public const int MissShift = 16;

    private const int Parts = 4;

    // The lanes of the widest vector.
    private const int Step = 16;

    /// <summary>Carves a piece out of memory.</summary>
    public OutputPiece(Span<T> memory)
    {
        int length = memory.Length / Parts;
        Losses = memory[..length];
        Verdicts = memory.Slice(length, length);
        Targets = memory.Slice(2 * length, length);
        Counts = memory.Slice(3 * length, length);
    }

    /// <summary>The losses.</summary>
    public Span<T> Losses { get; }

    /// <summary>The verdicts of losses of elements; then the distances of the winning probabilities from a half, as integers.</summary>
    public Span<T> Verdicts { get; }

    /// <summary>The targets.</summary>
    public Span<T> Targets { get; }

    /// <summary>What each counts, as an integer: one, and of a miss one at <see cref="MissShift"/> too.</summary>
    public Span<T> Counts { get; }

    /// <summary>The memory that a piece of some outputs takes.</summary>
    public static int SizeFor(int outputs) => Parts * Whole(outputs);

    /// <summary>Some outputs and what fills their last step up.</summary>
    public static int Whole(int outputs) => Lanes.Whole(outputs, Step);

    /// <summary>Makes what stands behind the outputs, up to a whole step, cost nothing, and certain.</summary>
    public void FillUp(int outputs)
    {
        int rest = Whole(outputs) - outputs;
        Losses.Slice(outputs, rest).Clear();
        Verdicts.Slice(outputs, rest).Clear();
        Targets.Slice(outputs, rest).Clear();
    }
}
