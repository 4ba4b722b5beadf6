using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Verdicts;

/// <summary>Adds up what <see cref="RowVerdicts"/> does, and writes the rest.</summary>
/// <param name="labels">The class of each row; negative for one that is left out.</param>
/// <param name="places">Where the places go.</param>
/// <param name="confidences">Where the winning probabilities go.</param>
/// <param name="scores">The sums of scores so far.</param>
internal ref struct VerdictSink(ref readonly int labels, ref double places, ref double confidences, Vector512<double> scores) : IQualitySink
{
    private readonly ref readonly int _labels = ref labels;
    private readonly ref double _places = ref places;
    private readonly ref double _confidences = ref confidences;
    private Vector512<double> _scores = scores;
    private RankCounts _ranks;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(Vector512<double> ranks, Vector512<double> confidences, Vector512<double> scores, nint row)
    {
        // All bits of what is left out are set, which makes it NaN, and that is of no bin and no rank.
        Vector512<double> isLeftOut = (Lanes512<double>.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in _labels), row)).AsInt64() >> 63).AsDouble();
        _scores += Vector512.AndNot(scores, isLeftOut);
        ranks |= isLeftOut;
        _ranks.Add(ranks);
        Vector512<double> scaled = (confidences | isLeftOut) * ConfidenceBins.Count;
        Vector512<double> last = Vector512.Create<double>(ConfidenceBins.Count - 1);
        Vector512<double> bin = Vector512.Floor(Vector512.MinNative(last, Vector512.MaxNative(Vector512<double>.Zero, scaled)));
        Vector512<double> missed = Vector512.FusedMultiplyAdd(
            Least(ranks, Vector512<double>.One), Vector512.Create<double>(RowVerdicts.PlaceSize), Vector512.Create(VectorMath.IntegerDouble));
        Vector512<double> none = Vector512.Create<double>(ConfidenceBins.Count);
        Vector512.FusedMultiplyAdd(Least(bin, none), Vector512.Create<double>(2 * RowVerdicts.PlaceSize), missed).StoreUnsafe(ref _places, (nuint)row);
        confidences.StoreUnsafe(ref _confidences, (nuint)row);
    }

    /// <summary>Tells the sums, at the end.</summary>
    /// <param name="all">Where they go.</param>
    /// <param name="row">The number of the first row.</param>
    public readonly void Tell(RowQualitySums all, int row)
    {
        _ranks.TakeDown(all.Ranks);
        all.Take(_scores, row);
    }

    // As integers, the bits of a NaN are more than those of any positive number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Least(Vector512<double> a, Vector512<double> b) => Vector512.Min(a.AsUInt64(), b.AsUInt64()).AsDouble();
}
