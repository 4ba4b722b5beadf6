using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels;
using LossKernels.Numerics;

namespace LossKernels.Measures;

/// <summary>
/// Counts rows of weight one, by the bin of their confidence and their rank, and by their class. There are several tables of each that take turns,
/// as one row after another in the same place would wait for the sum before it. The memory is borrowed.
/// </summary>
internal readonly ref struct RowTally
{
    // Ranks beyond the last that is told have one place together.
    private const int RanksPerBin = BlockDetail.MostRanks + 1;
    private const int Places = ConfidenceBins.Count * RanksPerBin;

    private const int MostTables = 4;

    // More tables are worth their merging from so many rows each on for a place.
    private const int RowsPerPlace = 2;

    // So many rows are taken at a time: they stay in the first-level cache.
    private const int PartLength = 256;

    // A number up to so much less, added to it, stands in its last bits as an integer.
    private const double Integer = 4503599627370496;

    // Sums, and counts beside them.
    private readonly Vector128<double>[] _memory;
    private readonly int _classes;
    private readonly int _tables;

    /// <summary>Borrows the tables.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="rows">The number of rows.</param>
    public RowTally(int classes, int rows)
    {
        _classes = classes;
        int worth = rows / (RowsPerPlace * (Places + classes));
        _tables = worth >= MostTables ? MostTables : worth >= 2 ? 2 : 1;
        _memory = ArrayPool<Vector128<double>>.Shared.Rent(Table * _tables);
        _memory.AsSpan(0, Table * _tables).Clear();
    }

    private int Table => Places + _classes;

    /// <summary>Adds rows.</summary>
    /// <param name="quality">The quality of their predictions.</param>
    /// <param name="labels">The class of each; negative for one that is left out.</param>
    /// <param name="losses">The losses.</param>
    /// <returns>The sum of the Brier scores.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public double Add(PredictionQuality quality, ReadOnlySpan<int> labels, ReadOnlySpan<double> losses)
    {
        Span<double> places = stackalloc double[PartLength];
        Vector256<double> scores = default;
        double rest = 0;
        for (int first = 0; first < labels.Length; first += PartLength)
        {
            int count = Math.Min(PartLength, labels.Length - first);
            int whole = count - (count % Vector256<double>.Count);
            ReadOnlySpan<int> some = labels.Slice(first, count);
            ReadOnlySpan<double> confidences = quality.Confidences.Slice(first, count);
            ReadOnlySpan<double> ranks = quality.Ranks.Slice(first, count);
            ReadOnlySpan<double> ofScores = quality.BrierScores.Slice(first, count);
            scores = WritePlaces(confidences[..whole], ranks, ofScores, some, places, scores);
            for (int r = whole; r < count; r++)
            {
                places[r] = Integer + (ConfidenceBins.Of(confidences[r]) * RanksPerBin) + Math.Min(ranks[r], BlockDetail.MostRanks);
                rest += some[r] < 0 ? 0 : ofScores[r];
            }

            AddPart(places, confidences, some, losses.Slice(first, count));
        }

        return Lanes.Sum(scores) + rest;
    }

    /// <summary>The sum of the confidences of a bin and a rank, and how many there are.</summary>
    public (double Confidence, long Count) OfPlace(int bin, int rank) => Total((bin * RanksPerBin) + rank);

    /// <summary>The sum of the losses of a class, and how many there are.</summary>
    public (double Loss, long Count) OfClass(int label) => Total(Places + label);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<Vector128<double>>.Shared.Return(_memory);

    private (double Sum, long Count) Total(int place)
    {
        double sum = 0;
        long count = 0;
        for (int table = 0; table < _tables; table++)
        {
            Vector128<double> entry = _memory[(table * Table) + place];
            sum += entry.ToScalar();
            count += (long)entry.GetElement(1);
        }

        return (sum, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector256<double> WritePlaces(
        ReadOnlySpan<double> confidences, ReadOnlySpan<double> ranks, ReadOnlySpan<double> scores, ReadOnlySpan<int> labels, Span<double> places, Vector256<double> sum)
    {
        ref double confidence = ref MemoryMarshal.GetReference(confidences);
        ref double rank = ref MemoryMarshal.GetReference(ranks);
        ref double score = ref MemoryMarshal.GetReference(scores);
        ref int label = ref MemoryMarshal.GetReference(labels);
        ref double place = ref MemoryMarshal.GetReference(places);
        Vector256<double> last = Vector256.Create<double>(ConfidenceBins.Count - 1);
        Vector256<double> mostRanks = Vector256.Create<double>(BlockDetail.MostRanks);
        for (nuint i = 0; i < (nuint)confidences.Length; i += (nuint)Vector256<double>.Count)
        {
            Vector256<double> scaled = Vector256.LoadUnsafe(ref confidence, i) * ConfidenceBins.Count;
            Vector256<double> bin = Vector256.MinNative(Vector256.Floor(scaled & Vector256.GreaterThan(scaled, Vector256<double>.Zero)), last);
            Vector256<double> ranked = Vector256.MinNative(Vector256.LoadUnsafe(ref rank, i), mostRanks);
            ((bin * RanksPerBin) + ranked + Vector256.Create(Integer)).StoreUnsafe(ref place, i);
            Vector128<int> numbers = Vector128.LoadUnsafe(ref label, i);
            Vector256<long> isLeftOut = Vector256.Create(Vector128.WidenLower(numbers), Vector128.WidenUpper(numbers)) >> 63;
            sum += Vector256.AndNot(Vector256.LoadUnsafe(ref score, i), isLeftOut.AsDouble());
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void AddPart(ReadOnlySpan<double> places, ReadOnlySpan<double> confidences, ReadOnlySpan<int> labels, ReadOnlySpan<double> losses)
    {
        ref Vector128<double> first = ref MemoryMarshal.GetArrayDataReference(_memory);
        ref Vector128<double> second = ref Unsafe.Add(ref first, _tables > 1 ? Table : 0);
        ref Vector128<double> third = ref Unsafe.Add(ref first, _tables > 2 ? 2 * Table : 0);
        ref Vector128<double> fourth = ref Unsafe.Add(ref second, _tables > 2 ? 2 * Table : 0);
        int r = 0;
        for (; r <= labels.Length - MostTables; r += MostTables)
        {
            Add(ref first, places[r], confidences[r], labels[r], losses[r]);
            Add(ref second, places[r + 1], confidences[r + 1], labels[r + 1], losses[r + 1]);
            Add(ref third, places[r + 2], confidences[r + 2], labels[r + 2], losses[r + 2]);
            Add(ref fourth, places[r + 3], confidences[r + 3], labels[r + 3], losses[r + 3]);
        }

        for (; r < labels.Length; r++)
        {
            Add(ref first, places[r], confidences[r], labels[r], losses[r]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector128<double> table, double place, double confidence, int label, double loss)
    {
        if (label < 0)
        {
            return;
        }

        Unsafe.Add(ref table, (int)BitConverter.DoubleToInt64Bits(place)) += Vector128.Create(confidence, 1);
        Unsafe.Add(ref table, Places + label) += Vector128.Create(loss, 1);
    }
}
