using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>Adds up the columns of rows that lie side by side, in double.</summary>
internal static class ColumnSums
{
    // So long at least is what is added at once: of short rows several.
    private const int ShortestStretch = 64;

    /// <summary>Adds all rows.</summary>
    /// <param name="values">The rows.</param>
    /// <param name="sums">The sums of their columns.</param>
    public static void Add<T>(ReadOnlySpan<T> values, Span<double> sums)
        where T : unmanaged
    {
        if (sums.Length >= ShortestStretch)
        {
            for (int first = 0; first < values.Length; first += sums.Length)
            {
                AddRow(values.Slice(first, sums.Length), 1, sums);
            }

            return;
        }

        // Several short rows are one long one of as many more columns.
        int stretch = sums.Length * ((ShortestStretch + sums.Length - 1) / sums.Length);
        Span<double> columns = stackalloc double[2 * ShortestStretch];
        columns = columns[..stretch];
        columns.Clear();
        for (int first = 0; first < values.Length; first += stretch)
        {
            AddRow(values.Slice(first, Math.Min(stretch, values.Length - first)), 1, columns);
        }

        for (int i = 0; i < stretch; i++)
        {
            sums[i % sums.Length] += columns[i];
        }
    }

    /// <summary>Adds one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="weight">By what it is multiplied.</param>
    /// <param name="sums">As many sums, or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddRow<T>(ReadOnlySpan<T> row, double weight, Span<double> sums)
        where T : unmanaged
    {
        ref T value = ref MemoryMarshal.GetReference(row);
        ref double sum = ref MemoryMarshal.GetReference(sums[..row.Length]);
        Vector256<double> factor = Vector256.Create(weight);
        nint i = 0;
        for (; i <= row.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256.FusedMultiplyAdd(Widened.Four(ref value, i), factor, Vector256.LoadUnsafe(ref sum, (nuint)i)).StoreUnsafe(ref sum, (nuint)i);
        }

        for (int rest = (int)i; rest < row.Length; rest++)
        {
            sums[rest] = Math.FusedMultiplyAdd(Widened.One(row[rest]), weight, sums[rest]);
        }
    }
}
