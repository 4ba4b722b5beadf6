using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Kernels.Details.Verdicts;

/// <summary>
/// Adds up the winning probabilities of rows, all of weight one, and counts the rows, by place: of each bin, and at last of those that are of none, the hits
/// and the misses. There are several tables that take turns, as one row after another in the same place would wait for the sum before it.
/// </summary>
internal sealed class RowPlaces
{
    /// <summary>The places of a table.</summary>
    public const int Count = 2 * (ConfidenceBins.Count + 1);

    /// <summary>By how much places are apart: so many bytes have a sum and a count.</summary>
    public const int Size = 16;

    private const int Tables = RowVerdicts.Step;

    private readonly Vector128<double>[] _sums = new Vector128<double>[Tables * Count];

    /// <summary>The places of rows that are taken together, in bytes: integers in the low bits, below those of 2^52.</summary>
    public double[] Taken { get; } = new double[RowVerdicts.MostTaken];

    /// <summary>Their winning probabilities, and one behind each.</summary>
    public double[] Pairs { get; } = new double[2 * RowVerdicts.MostTaken];

    /// <summary>The sum and the count of a place.</summary>
    public (double Sum, double Count) Of(int place)
    {
        Vector128<double> sum = default;
        for (int table = 0; table < Tables; table++)
        {
            sum += _sums[(table * Count) + place];
        }

        return (sum.ToScalar(), sum.GetElement(1));
    }

    /// <summary>Adds the rows that are taken.</summary>
    /// <param name="row">The number of the first of them.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="all">How many rows there are in all; those at their end that make no whole turn go to the first table, however rows are cut.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Add(int row, int count, int all)
    {
        ref Vector128<double> sums = ref _sums[0];
        ref double place = ref Taken[0];
        ref double pair = ref Pairs[0];
        int turns = all - (all % Tables);
        int whole = row % Tables == 0 ? count - (count % Tables) : 0;
        for (int i = 0; i < whole; i += Tables)
        {
            Add(ref sums, 0, in place, in pair, 0);
            Add(ref sums, 1, in place, in pair, 1);
            Add(ref sums, 2, in place, in pair, 2);
            Add(ref sums, 3, in place, in pair, 3);
            Add(ref sums, 4, in place, in pair, 4);
            Add(ref sums, 5, in place, in pair, 5);
            Add(ref sums, 6, in place, in pair, 6);
            Add(ref sums, 7, in place, in pair, 7);
            place = ref Unsafe.Add(ref place, Tables);
            pair = ref Unsafe.Add(ref pair, 2 * Tables);
        }

        for (int i = 0, next = row + whole; next < row + count; i++, next++)
        {
            Add(ref sums, next < turns ? next % Tables : 0, in place, in pair, i);
        }
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => _sums.AsSpan().Clear();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector128<double> sums, nint table, ref readonly double place, ref readonly double pair, nint row)
    {
        nuint offset = Unsafe.As<double, uint>(ref Unsafe.Add(ref Unsafe.AsRef(in place), row));
        ref Vector128<double> sum = ref Unsafe.Add(ref Unsafe.AddByteOffset(ref sums, offset), table * Count);
        sum = Vector128.LoadUnsafe(in pair, (nuint)(2 * row)) + sum;
    }
}
