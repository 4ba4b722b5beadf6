using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LossKernels.Measures.Details;

/// <summary>
/// Counts rows of weight one, and adds up their losses, by their class. There are several tables that take turns, as one row after another of the same class
/// would wait for the sum before it. What is left out has a place too, so that no row is asked. The memory is borrowed.
/// </summary>
internal readonly ref struct RowTally
{
    private const int MostTables = 4;

    // So many rows are taken at a time; those that are left over go to the first table.
    private const int Together = 8;

    // More tables are worth their merging from so many rows each on for a class.
    private const int RowsPerClass = 2;

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
        int worth = rows / (RowsPerClass * Table);
        _tables = worth >= MostTables ? MostTables : worth >= 2 ? 2 : 1;
        _memory = ArrayPool<Vector128<double>>.Shared.Rent(Length);
        _memory.AsSpan(0, Length).Clear();
    }

    private int Length => _tables * Table;

    // The classes and what is left out.
    private int Table => _classes + 1;

    /// <summary>Adds rows.</summary>
    /// <param name="labels">The class of each; negative for one that is left out.</param>
    /// <param name="losses">The losses.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Add(ReadOnlySpan<int> labels, ReadOnlySpan<double> losses)
    {
        ref Vector128<double> first = ref _memory[0];
        ref Vector128<double> second = ref Unsafe.Add(ref first, _tables > 1 ? Table : 0);
        ref Vector128<double> third = ref Unsafe.Add(ref first, _tables > 2 ? 2 * Table : 0);
        ref Vector128<double> fourth = ref Unsafe.Add(ref second, _tables > 2 ? 2 * Table : 0);
        ref int label = ref MemoryMarshal.GetReference(labels);
        ref double loss = ref MemoryMarshal.GetReference(losses[..labels.Length]);
        Vector128<double> ones = Vector128<double>.One;
        uint none = (uint)_classes;
        int r = 0;
        for (; r <= labels.Length - Together; r += Together)
        {
            Add(ref first, 0, in label, in loss, none, ones);
            Add(ref second, 1, in label, in loss, none, ones);
            Add(ref third, 2, in label, in loss, none, ones);
            Add(ref fourth, 3, in label, in loss, none, ones);
            Add(ref first, 4, in label, in loss, none, ones);
            Add(ref second, 5, in label, in loss, none, ones);
            Add(ref third, 6, in label, in loss, none, ones);
            Add(ref fourth, 7, in label, in loss, none, ones);
            label = ref Unsafe.Add(ref label, Together);
            loss = ref Unsafe.Add(ref loss, Together);
        }

        for (int i = 0; r < labels.Length; i++, r++)
        {
            Add(ref first, i, in label, in loss, none, ones);
        }
    }

    /// <summary>Writes the sums of the classes.</summary>
    /// <param name="classes">Where they go.</param>
    /// <param name="target">What a row adds to the share of its class.</param>
    /// <returns>The sum of all losses, and how many there are.</returns>
    public (double Loss, double Count) CopyTo(Span<ClassSums> classes, double target)
    {
        ReadOnlySpan<Vector128<double>> tables = _memory.AsSpan(0, Length);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector128<double> table, nint row, ref readonly int label, ref readonly double loss, uint none, Vector128<double> ones)
    {
        uint place = Math.Min((uint)Unsafe.Add(ref Unsafe.AsRef(in label), row), none);
        ref Vector128<double> sum = ref Unsafe.Add(ref table, place);
        sum = Counted(in Unsafe.Add(ref Unsafe.AsRef(in loss), row), ones) + sum;
    }

    // A number and a count of one; as one instruction where there is one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector128<double> Counted(ref readonly double number, Vector128<double> ones) => Sse2.IsSupported
        ? Sse2.LoadLow(ones, (double*)Unsafe.AsPointer(ref Unsafe.AsRef(in number)))
        : Vector128.Create(number, 1);
}
