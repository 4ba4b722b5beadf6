using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels;
using LossKernels.Numerics;

namespace LossKernels.Measures;

/// <summary>
/// Counts rows of weight one, by the bin of their confidence and whether they hit, and by their class. There are several tables of each that take turns,
/// as one row after another in the same place would wait for the sum before it. What belongs nowhere has a place too, so that no row is asked.
/// The memory is borrowed.
/// </summary>
internal readonly ref struct RowTally
{
    // Those of no bin come last.
    private const int Bins = ConfidenceBins.Count + 1;

    // Of each bin the hits and the others.
    private const int Places = 2 * Bins;

    // How many tables of places there are, and how many of classes at most.
    private const int PlaceTables = 8;
    private const int MostClassTables = 4;

    // More tables of the classes are worth their merging from so many rows each on for a class.
    private const int RowsPerClass = 2;

    // So many rows are taken at a time, whole vectors of them: they stay in the first-level cache.
    private const int PartLength = RankCounts.MostAdded * Step;
    private const int Step = 8;

    // The bytes of a sum and a count.
    private const int Size = 1 << SizeShift;
    private const int SizeShift = 4;

    // Where in the memory the tables are, behind the counts of the ranks, which have as much room as two each.
    private const int FirstPlace = BlockDetail.MostRanks / 2;
    private const int FirstClass = FirstPlace + (PlaceTables * Places);

    // Sums, and counts beside them: of the places, and behind them of the classes, each in all tables.
    private readonly Vector128<double>[] _memory;
    private readonly int _classes;
    private readonly int _tables;

    /// <summary>Borrows the tables.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="rows">The number of rows.</param>
    public RowTally(int classes, int rows)
    {
        _classes = classes;
        int worth = rows / (RowsPerClass * Table);
        _tables = worth >= MostClassTables ? MostClassTables : worth >= 2 ? 2 : 1;
        _memory = ArrayPool<Vector128<double>>.Shared.Rent(Length);
        Clear();
    }

    /// <summary>How many rows of each rank there are.</summary>
    public ReadOnlySpan<long> Ranks => OfRanks;

    private int Length => FirstClass + (_tables * Table);

    private Span<long> OfRanks => MemoryMarshal.Cast<Vector128<double>, long>(_memory.AsSpan(0, FirstPlace));

    // The classes and what is left out.
    private int Table => _classes + 1;

    /// <summary>Begins anew.</summary>
    public void Clear() => _memory.AsSpan(0, Length).Clear();

    /// <summary>Adds rows.</summary>
    /// <param name="quality">The quality of their predictions.</param>
    /// <param name="labels">The class of each; negative for one that is left out.</param>
    /// <param name="losses">The losses.</param>
    /// <returns>The sum of the Brier scores.</returns>
    public double Add(PredictionQuality quality, ReadOnlySpan<int> labels, ReadOnlySpan<double> losses)
    {
        Span<double> places = stackalloc double[PartLength];
        Span<int> classes = stackalloc int[PartLength];
        Vector512<double> scores = default;
        for (int first = 0, count; first < labels.Length; first += count)
        {
            count = Math.Min(PartLength, labels.Length - first);
            count -= count < Step ? 0 : count % Step;
            Rows rows = new(quality, labels, losses, first, count);
            if (count < Step)
            {
                scores = AddFew(rows, places, classes, scores);
            }
            else
            {
                scores = AddPart(rows, places, classes, scores);
            }
        }

        return Lanes.Sum(scores.GetLower() + scores.GetUpper());
    }

    /// <summary>The sums of a bin.</summary>
    public BinSums OfBin(int bin)
    {
        (double hitConfidence, double hits) = OfPlace(2 * bin);
        (double confidence, double misses) = OfPlace((2 * bin) + 1);
        return new BinSums { Count = (long)(hits + misses), Weight = hits + misses, Hits = hits, Confidence = hitConfidence + confidence };
    }

    /// <summary>Writes the sums of the classes.</summary>
    /// <param name="classes">Where they go.</param>
    /// <param name="target">What a row adds to the share of its class.</param>
    /// <returns>The sum of all losses, and how many there are.</returns>
    public (double Loss, double Count) CopyTo(Span<ClassSums> classes, double target)
    {
        ReadOnlySpan<Vector128<double>> tables = _memory.AsSpan(FirstClass, _tables * Table);
        Vector128<double> all = default;
        Vector128<double> shares = Vector128.Create(1, target);
        for (int label = 0; label < classes.Length; label++)
        {
            Vector128<double> sum = tables[label];
            for (int place = label + Table; place < tables.Length; place += Table)
            {
                sum += tables[place];
            }

            all += sum;
            classes[label] = ClassSums.Of(Vector256.Create(sum, Vector128.Create(sum.GetElement(1)) * shares));
        }

        return (all.ToScalar(), all.GetElement(1));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<Vector128<double>>.Shared.Return(_memory);

    private (double Sum, double Count) OfPlace(int place)
    {
        Vector128<double> sum = default;
        for (int table = 0; table < PlaceTables; table++)
        {
            sum += _memory[FirstPlace + (table * Places) + place];
        }

        return (sum.ToScalar(), sum.GetElement(1));
    }

    // Fewer rows than a vector has lanes: what fills it up is left out.
    private Vector512<double> AddFew(Rows rows, Span<double> places, Span<int> classes, Vector512<double> scores)
    {
        Span<double> memory = stackalloc double[(PredictionQuality.PerLoss + 1) * Step];
        Span<int> labels = stackalloc int[Step];
        PredictionQuality quality = new(memory, Step);
        Span<double> losses = memory.Slice(PredictionQuality.PerLoss * Step, Step);
        labels.Fill(-1);
        rows.Labels.CopyTo(labels);
        rows.Confidences.CopyTo(quality.Confidences);
        rows.Ranks.CopyTo(quality.Ranks);
        rows.Scores.CopyTo(quality.BrierScores);
        rows.Losses.CopyTo(losses);
        return AddPart(new Rows(quality, labels, losses, 0, Step), places, classes, scores);
    }

    private Vector512<double> AddPart(Rows rows, Span<double> places, Span<int> classes, Vector512<double> scores)
    {
        scores = Find(rows, _classes, places, classes, OfRanks, scores);
        Scatter(rows, places, classes);
        return scores;
    }

    // Writes where in a table each row belongs, in bytes, counts the ranks and adds the scores up.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector512<double> Find(Rows rows, int count, Span<double> places, Span<int> classes, Span<long> ranks, Vector512<double> sum)
    {
        ref double confidences = ref MemoryMarshal.GetReference(rows.Confidences);
        ref double ofRanks = ref MemoryMarshal.GetReference(rows.Ranks);
        ref double scores = ref MemoryMarshal.GetReference(rows.Scores);
        ref int labels = ref MemoryMarshal.GetReference(rows.Labels);
        ref double place = ref MemoryMarshal.GetReference(places);
        ref int ofClass = ref MemoryMarshal.GetReference(classes);
        Vector512<double> one = Vector512<double>.One;
        Vector512<double> last = Vector512.Create<double>(ConfidenceBins.Count - 1);
        Vector512<double> none = Vector512.Create<double>(ConfidenceBins.Count);
        Vector512<double> uncounted = Vector512.Create<double>(BlockDetail.MostRanks);
        Vector512<double> some = default;
        RankCounts counted = default;
        for (nuint i = 0; i < (nuint)rows.Labels.Length; i += Step)
        {
            ref int label = ref Unsafe.Add(ref labels, i);
            Vector256.ShiftLeft(Vector256.Min(Vector256.LoadUnsafe(ref label).AsUInt32(), Vector256.Create((uint)count)).AsInt32(), SizeShift).StoreUnsafe(ref ofClass, i);

            // All bits of what is left out are set, which makes it NaN, and that is of no bin and no rank.
            Vector512<double> isLeftOut = (Lanes512<double>.LoadBits(in label).AsInt64() >> 63).AsDouble();
            some += Vector512.AndNot(Vector512.LoadUnsafe(ref scores, i), isLeftOut);
            Vector512<double> rank = Least(Vector512.LoadUnsafe(ref ofRanks, i) | isLeftOut, uncounted);
            counted.Add(rank);
            Vector512<double> scaled = (Vector512.LoadUnsafe(ref confidences, i) | isLeftOut) * ConfidenceBins.Count;
            Vector512<double> bin = Vector512.Floor(Vector512.MinNative(last, Vector512.MaxNative(Vector512<double>.Zero, scaled)));
            Vector512<double> missed = Vector512.FusedMultiplyAdd(Vector512.MinNative(rank, one), Vector512.Create<double>(Size), Vector512.Create(VectorMath.IntegerDouble));
            Vector512.FusedMultiplyAdd(Least(bin, none), Vector512.Create<double>(2 * Size), missed).StoreUnsafe(ref place, i);
        }

        counted.TakeDown(ranks);
        return sum + some;
    }

    // As integers, the bits of a NaN are more than those of any positive number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Least(Vector512<double> a, Vector512<double> b) => Vector512.Min(a.AsUInt64(), b.AsUInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Scatter(Rows rows, ReadOnlySpan<double> places, ReadOnlySpan<int> classes)
    {
        ref Vector128<double> ofPlaces = ref _memory[FirstPlace];
        ref Vector128<double> first = ref _memory[FirstClass];
        ref Vector128<double> second = ref Unsafe.Add(ref first, _tables > 1 ? Table : 0);
        ref Vector128<double> third = ref Unsafe.Add(ref first, _tables > 2 ? 2 * Table : 0);
        ref Vector128<double> fourth = ref Unsafe.Add(ref second, _tables > 2 ? 2 * Table : 0);
        ref double place = ref MemoryMarshal.GetReference(places);
        ref int ofClass = ref MemoryMarshal.GetReference(classes);
        ref double confidence = ref MemoryMarshal.GetReference(rows.Confidences);
        ref double loss = ref MemoryMarshal.GetReference(rows.Losses);
        for (nint r = 0; r < rows.Labels.Length; r += Step)
        {
            Add(ref ofPlaces, 0, in place, in confidence, r);
            Add(ref ofPlaces, Places, in place, in confidence, r + 1);
            Add(ref ofPlaces, 2 * Places, in place, in confidence, r + 2);
            Add(ref ofPlaces, 3 * Places, in place, in confidence, r + 3);
            Add(ref ofPlaces, 4 * Places, in place, in confidence, r + 4);
            Add(ref ofPlaces, 5 * Places, in place, in confidence, r + 5);
            Add(ref ofPlaces, 6 * Places, in place, in confidence, r + 6);
            Add(ref ofPlaces, 7 * Places, in place, in confidence, r + 7);
            Add(ref first, 0, in ofClass, in loss, r);
            Add(ref second, 0, in ofClass, in loss, r + 1);
            Add(ref third, 0, in ofClass, in loss, r + 2);
            Add(ref fourth, 0, in ofClass, in loss, r + 3);
            Add(ref first, 0, in ofClass, in loss, r + 4);
            Add(ref second, 0, in ofClass, in loss, r + 5);
            Add(ref third, 0, in ofClass, in loss, r + 6);
            Add(ref fourth, 0, in ofClass, in loss, r + 7);
        }
    }

    // The place is an integer, or the last bits of a number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TPlace>(ref Vector128<double> tables, nint table, ref readonly TPlace place, ref readonly double value, nint row)
        where TPlace : unmanaged
    {
        nuint offset = Unsafe.As<TPlace, uint>(ref Unsafe.Add(ref Unsafe.AsRef(in place), row));
        ref Vector128<double> sum = ref Unsafe.Add(ref Unsafe.AddByteOffset(ref tables, offset), table);
        sum = Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in value), row), 1) + sum;
    }

    // What is known of some rows.
    private readonly ref struct Rows(PredictionQuality quality, ReadOnlySpan<int> labels, ReadOnlySpan<double> losses, int first, int count)
    {
        public readonly ReadOnlySpan<int> Labels = labels.Slice(first, count);
        public readonly ReadOnlySpan<double> Losses = losses.Slice(first, count);
        public readonly ReadOnlySpan<double> Confidences = quality.Confidences.Slice(first, count);
        public readonly ReadOnlySpan<double> Ranks = quality.Ranks.Slice(first, count);
        public readonly ReadOnlySpan<double> Scores = quality.BrierScores.Slice(first, count);
    }
}
