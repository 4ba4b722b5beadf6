using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Verdicts;

/// <summary>How good predictions of classes are, all of weight one, added up.</summary>
/// <param name="rows">How many rows there are.</param>
/// <param name="sums">The sums.</param>
internal readonly ref struct RowVerdicts(int rows, RowQualitySums sums)
{
    /// <summary>The rows that are taken at a time; the last of them need not be there.</summary>
    public const int Step = 8;

    /// <summary>So many rows can be taken before the sums are told.</summary>
    public const int MostTaken = RankCounts.MostAdded * Step;

    /// <summary>Some rows, and as many more as make it whole steps.</summary>
    public static int Whole(int rows) => Lanes.Whole(rows, Step);

    /// <summary>Whether nobody asks.</summary>
    public bool IsEmpty => Sums is null;

    /// <summary>The sums.</summary>
    public RowQualitySums Sums { get; } = sums;

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
            int count = Math.Min(MostTaken, labels.Length - first);
            VerdictSink sink = Sink(labels.Slice(first, count), some, first);
            Take(ref sink, in ranks[first], in confidences[first], in scores[first], count);
            sink.Tell(Sums);
        }
    }

    /// <summary>What takes the rows from a row on.</summary>
    /// <param name="labels">Their classes.</param>
    /// <param name="memory">Room for whole steps of these, if they are none, as long as it takes.</param>
    /// <param name="row">The first row.</param>
    public VerdictSink Sink(ReadOnlySpan<int> labels, Span<int> memory, int row)
    {
        int count = labels.Length;
        int whole = Whole(count);
        if (whole > count)
        {
            labels.CopyTo(memory);
            memory[count..whole].Fill(-1);
            labels = memory[..whole];
        }

        return new VerdictSink(Sums, labels, row, count, rows);
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
