using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Details.Verdicts;

namespace LossKernels.Measures.Details;

/// <summary>
/// Counts rows of weight one, by the bin of their confidence and whether they hit, and by their class. There are several tables of each that take turns,
/// as one row after another in the same place would wait for the sum before it. What belongs nowhere has a place too, so that no row is asked.
/// The memory is borrowed.
/// </summary>
internal readonly ref struct RowTally
{
    // How many tables of places there are, and how many of classes at most.
    private const int PlaceTables = 8;
    private const int MostClassTables = 4;

    // More tables of the classes are worth their merging from so many rows each on for a class.
    private const int RowsPerClass = 2;

    private const int Places = RowVerdicts.PlaceCount;
    private const int FirstClass = PlaceTables * Places;

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
        _memory.AsSpan(0, Length).Clear();
    }

    private int Length => FirstClass + (_tables * Table);

    // The classes and what is left out.
    private int Table => _classes + 1;

    /// <summary>Adds rows.</summary>
    /// <param name="verdicts">The verdicts on their predictions.</param>
    /// <param name="labels">The class of each; negative for one that is left out.</param>
    /// <param name="losses">The losses.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Add(RowVerdicts verdicts, ReadOnlySpan<int> labels, ReadOnlySpan<double> losses)
    {
        ref Vector128<double> ofPlaces = ref _memory[0];
        ref Vector128<double> first = ref _memory[FirstClass];
        ref Vector128<double> second = ref Unsafe.Add(ref first, _tables > 1 ? Table : 0);
        ref Vector128<double> third = ref Unsafe.Add(ref first, _tables > 2 ? 2 * Table : 0);
        ref Vector128<double> fourth = ref Unsafe.Add(ref second, _tables > 2 ? 2 * Table : 0);
        ref double place = ref MemoryMarshal.GetReference(verdicts.Places[..labels.Length]);
        ref double confidence = ref MemoryMarshal.GetReference(verdicts.Confidences[..labels.Length]);
        ref int label = ref MemoryMarshal.GetReference(labels);
        ref double loss = ref MemoryMarshal.GetReference(losses[..labels.Length]);
        uint none = (uint)_classes;
        nint r = 0;
        for (; r <= labels.Length - PlaceTables; r += PlaceTables)
        {
            Add(ref ofPlaces, 0, in place, in confidence, r);
            Add(ref ofPlaces, Places, in place, in confidence, r + 1);
            Add(ref ofPlaces, 2 * Places, in place, in confidence, r + 2);
            Add(ref ofPlaces, 3 * Places, in place, in confidence, r + 3);
            Add(ref ofPlaces, 4 * Places, in place, in confidence, r + 4);
            Add(ref ofPlaces, 5 * Places, in place, in confidence, r + 5);
            Add(ref ofPlaces, 6 * Places, in place, in confidence, r + 6);
            Add(ref ofPlaces, 7 * Places, in place, in confidence, r + 7);
            Add(ref first, in label, in loss, none, r);
            Add(ref second, in label, in loss, none, r + 1);
            Add(ref third, in label, in loss, none, r + 2);
            Add(ref fourth, in label, in loss, none, r + 3);
            Add(ref first, in label, in loss, none, r + 4);
            Add(ref second, in label, in loss, none, r + 5);
            Add(ref third, in label, in loss, none, r + 6);
            Add(ref fourth, in label, in loss, none, r + 7);
        }

        for (; r < labels.Length; r++)
        {
            Add(ref ofPlaces, 0, in place, in confidence, r);
            Add(ref first, in label, in loss, none, r);
        }
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
            sum += _memory[(table * Places) + place];
        }

        return (sum.ToScalar(), sum.GetElement(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector128<double> tables, nint table, ref readonly double place, ref readonly double confidence, nint row)
    {
        // The last bits of a number.
        nuint offset = Unsafe.As<double, uint>(ref Unsafe.Add(ref Unsafe.AsRef(in place), row));
        ref Vector128<double> sum = ref Unsafe.Add(ref Unsafe.AddByteOffset(ref tables, offset), table);
        sum = Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in confidence), row), 1) + sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector128<double> table, ref readonly int label, ref readonly double loss, uint none, nint row)
    {
        uint place = Math.Min((uint)Unsafe.Add(ref Unsafe.AsRef(in label), row), none);
        ref Vector128<double> sum = ref Unsafe.Add(ref table, place);
        sum = Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in loss), row), 1) + sum;
    }
}
