using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Verdicts;

/// <summary>Adds rows to the sums of <see cref="RowVerdicts"/>.</summary>
internal ref struct VerdictSink : IQualitySink
{
    private readonly ref readonly int _labels;
    private readonly ref double _places;
    private readonly ref double _pairs;

    // Whether a row is left out, or lies behind the last.
    private readonly bool _leavesOut;

    private readonly int _first;
    private readonly int _count;
    private readonly int _all;
    private Vector512<double> _scores;
    private RankCounts _ranks;

    /// <summary>Goes on with the sums.</summary>
    /// <param name="sums">The sums so far.</param>
    /// <param name="labels">The class of each row, for whole steps; negative for one that is left out.</param>
    /// <param name="first">The number of the first row.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="all">How many rows there are of which these are some.</param>
    public VerdictSink(RowQualitySums sums, ReadOnlySpan<int> labels, int first, int count, int all)
    {
        _labels = ref labels[0];
        _places = ref sums.Places.Taken[0];
        _pairs = ref sums.Places.Pairs[0];
        _leavesOut = HasNegative(labels);
        _first = first;
        _count = count;
        _all = all;
        _scores = sums.Scores(first);
    }

    // What is no number makes the sum of the scores none, and then nobody takes any of the sums.
    public static bool AsksForUnknown
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(Vector512<double> ranks, Vector512<double> confidences, Vector512<double> scores, nint row)
    {
        Vector512<double> scaled = confidences * ConfidenceBins.Count;
        if (_leavesOut)
        {
            // All bits of what is left out are set, which makes it NaN, and that is of no bin and no rank.
            Vector512<double> isLeftOut = (Lanes512<double>.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in _labels), row)).AsInt64() >> 63).AsDouble();
            scores = Vector512.AndNot(scores, isLeftOut);
            ranks |= isLeftOut;
            scaled |= isLeftOut;
        }

        _scores += scores;
        _ranks.Add(ranks);

        // A NaN stays until it is of no bin.
        Vector512<double> last = Vector512.Create<double>(ConfidenceBins.Count - 1);
        Vector512<double> bin = Vector512.Floor(Lanes512<double>.Min(last, Lanes512<double>.Max(Vector512<double>.Zero, scaled)));
        Vector512<double> missed = Vector512.FusedMultiplyAdd(
            Lanes512<double>.Min(ranks, Vector512<double>.One), Vector512.Create<double>(RowPlaces.Size), Vector512.Create(VectorMath.IntegerDouble));
        Vector512<double> none = Vector512.Create<double>(ConfidenceBins.Count);
        Vector512.FusedMultiplyAdd(Lanes512<double>.Min(bin, none), Vector512.Create<double>(2 * RowPlaces.Size), missed).StoreUnsafe(ref _places, (nuint)row);
        Interleaved.Store(confidences, Vector512<double>.One, ref Unsafe.Add(ref _pairs, 2 * row));
    }

    /// <summary>Tells the sums, at the end.</summary>
    /// <param name="all">Where they go.</param>
    public readonly void Tell(RowQualitySums all)
    {
        _ranks.TakeDown(all.Ranks);
        all.Take(_scores, _first);
        all.Places.Add(_first, _count, _all);
    }

    private static bool HasNegative(ReadOnlySpan<int> labels)
    {
        Vector256<int> all = default;
        for (int i = 0; i < labels.Length; i += Vector256<int>.Count)
        {
            all |= Vector256.Create(labels.Slice(i, Vector256<int>.Count));
        }

        return Vector256.LessThanAny(all, Vector256<int>.Zero);
    }
}
