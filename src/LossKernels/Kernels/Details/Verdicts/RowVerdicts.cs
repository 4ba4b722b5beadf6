using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Verdicts;

/// <summary>
/// How good predictions of classes are, all of weight one: ranks and scores added up, and of each row the winning probability, and the place of its bin in a
/// table of hits and misses.
/// </summary>
internal readonly ref struct RowVerdicts
{
    /// <summary>The places of a table: of each bin, and at last of those that are of none, the hits and the misses.</summary>
    public const int PlaceCount = 2 * (ConfidenceBins.Count + 1);

    /// <summary>By how much places are apart: so many bytes have a sum and a count.</summary>
    public const int PlaceSize = 16;

    /// <summary>The rows that are taken at a time; the last of them need not be there.</summary>
    public const int Step = 8;

    /// <summary>So many rows can be taken before the sums are told.</summary>
    public const int MostTaken = RankCounts.MostAdded * Step;

    private const int PerRow = 2;

    private RowVerdicts(Span<double> places, Span<double> confidences, RowQualitySums sums)
    {
        Places = places;
        Confidences = confidences;
        Sums = sums;
    }

    /// <summary>Carves the numbers of some rows out of memory.</summary>
    public RowVerdicts(Span<double> memory, int rows, RowQualitySums sums)
        : this(memory[..(rows + Step)], memory.Slice(rows + Step, rows + Step), sums)
    {
    }

    /// <summary>The doubles that some rows take.</summary>
    public static int SizeFor(int rows) => PerRow * (rows + Step);

    /// <summary>Some rows, and as many more as make it whole steps.</summary>
    public static int Whole(int rows) => Lanes.Whole(rows, Step);

    /// <summary>Whether nobody asks.</summary>
    public bool IsEmpty => Sums is null;

    /// <summary>The places, in bytes: integers in the low bits, below those of 2^52.</summary>
    public Span<double> Places { get; }

    /// <summary>The winning probabilities.</summary>
    public Span<double> Confidences { get; }

    /// <summary>The sums.</summary>
    public RowQualitySums Sums { get; }

    /// <summary>Takes rows that are written down, each with memory for a whole number of steps.</summary>
    /// <param name="ranks">How many classes are above the target's.</param>
    /// <param name="confidences">The winning probabilities.</param>
    /// <param name="scores">The Brier scores.</param>
    /// <param name="labels">The class of each; negative for one that is left out.</param>
    public void Take(ReadOnlySpan<double> ranks, ReadOnlySpan<double> confidences, ReadOnlySpan<double> scores, ReadOnlySpan<int> labels)
    {
        Span<int> some = stackalloc int[MostTaken];
        for (int first = 0; first < labels.Length; first += MostTaken)
        {
            int rows = Math.Min(MostTaken, labels.Length - first);
            VerdictSink sink = Sink(labels.Slice(first, rows), some, first);
            Take(ref sink, in ranks[first], in confidences[first], in scores[first], rows);
            sink.Tell(Sums, first);
        }
    }

    /// <summary>What takes the rows from a row on.</summary>
    /// <param name="labels">Their classes.</param>
    /// <param name="memory">Room for whole steps of these, if they are none, as long as it takes.</param>
    /// <param name="row">The first row.</param>
    public VerdictSink Sink(ReadOnlySpan<int> labels, Span<int> memory, int row)
    {
        int whole = Whole(labels.Length);
        if (whole > labels.Length)
        {
            labels.CopyTo(memory);
            memory[labels.Length..whole].Fill(-1);
            labels = memory;
        }

        return new VerdictSink(in labels[0], ref Places[row], ref Confidences[row], Sums.Scores(row));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Take(
        ref VerdictSink sink, ref readonly double ranks, ref readonly double confidences, ref readonly double scores, int rows)
    {
        VerdictSink taking = sink;
        for (nint row = 0; row < rows; row += Step)
        {
            taking.Take(
                Vector512.LoadUnsafe(in ranks, (nuint)row), Vector512.LoadUnsafe(in confidences, (nuint)row), Vector512.LoadUnsafe(in scores, (nuint)row), row);
        }

        sink = taking;
    }
}
