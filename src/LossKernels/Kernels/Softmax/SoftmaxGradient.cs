using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>The loops of <see cref="GradientKernel.Softmax"/> at one vector width.</summary>
internal static class SoftmaxGradient<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // So many columns are turned together.
    private const int Together = 4;

    /// <summary>See <see cref="GradientKernel.Softmax"/>.</summary>
    public static void Write(TensorBlock<T> logits, ReadOnlySpan<int> pivots, ReadOnlySpan<double> factors, ReadOnlySpan<double> tails, Span<T> gradient)
    {
        int classes = logits.Classes;
        using TileBuffer<T> buffer = new(logits);
        Span<T> rowPivots = stackalloc T[TailTerm.TableLength];
        Span<T> table = stackalloc T[TailTerm.TableSize];
        Span<double> wide = stackalloc double[TailTerm.TableLength];
        Span<T> units = stackalloc T[TailTerm.TableLength];
        for (int first = 0, rows; first < logits.Rows; first += rows)
        {
            rows = Math.Min(TailTerm.TableLength, logits.Rows - first);
            ReadOnlySpan<int> somePivots = pivots.Slice(first, rows);
            ReadOnlySpan<double> someFactors = factors.Slice(first, rows);
            Span<T> derivatives = gradient[(first * classes)..];
            Pick(logits, first, somePivots, rowPivots);
            TailTerm<TLanes, TVector, T>.Tabulate(rowPivots, rows, table);
            WriteUnits(rowPivots, table, someFactors, wide, units);
            WriteTerms(logits, first, rows, table, units, derivatives, buffer.Values);
            if (!tails.IsEmpty)
            {
                WriteOwn(someFactors, tails.Slice(first, rows), wide, units);
                PlaceOwn(units, somePivots, classes, derivatives);
            }

            ClearNegative(somePivots, classes, derivatives);
        }
    }

    // factor e^rest, by which terms are to be multiplied.
    private static void WriteUnits(ReadOnlySpan<T> pivots, ReadOnlySpan<T> table, ReadOnlySpan<double> factors, Span<double> wide, Span<T> units)
    {
        TailTerm.Factors(pivots[..Lanes.Whole(factors.Length, TailTerm.Step)], table, wide);
        TensorPrimitives.Multiply(wide[..factors.Length], factors, wide);
        TensorPrimitives.ConvertTruncating<double, T>(wide[..factors.Length], units);
    }

    private static void WriteOwn(ReadOnlySpan<double> factors, ReadOnlySpan<double> tails, Span<double> wide, Span<T> own)
    {
        TensorPrimitives.Multiply(factors, tails, wide);
        TensorPrimitives.Negate<double>(wide[..tails.Length], wide);
        TensorPrimitives.ConvertTruncating<double, T>(wide[..tails.Length], own);
    }

    private static void WriteTerms(TensorBlock<T> logits, int first, int rows, ReadOnlySpan<T> table, ReadOnlySpan<T> units, Span<T> gradient, Span<T> buffer)
    {
        int classes = logits.Classes;
        int start = first * classes;
        int written = !logits.HasRows || classes < TLanes.Count
            ? WriteTiles(logits, first, rows, table, units, gradient, buffer)
            : WriteRows(in logits.Values[start], rows, classes, Math.Min(logits.Values.Length - start, gradient.Length), in table[0], in units[0], ref gradient[0]);
        for (int r = written; r < rows; r++)
        {
            TailTerm<TLanes, TVector, T> term = TailTerm<TLanes, TVector, T>.Spread(in table[0], r);
            WriteRow(logits.Row(first + r, buffer), term, TLanes.Spread(in units[0], r), gradient.Slice(r * classes, classes));
        }
    }

    // Rows that do not lie side by side, or have fewer classes than a vector has lanes, as many at once as it has; those that do not fill one are left.
    private static int WriteTiles(
        TensorBlock<T> logits, int first, int rows, ReadOnlySpan<T> table, ReadOnlySpan<T> units, Span<T> gradient, Span<T> buffer)
    {
        int classes = logits.Classes;
        int whole = rows - (rows % TLanes.Count);
        for (int row = 0, count; row < whole; row += count)
        {
            count = Math.Min(whole - row, Tiles<T>.Length(logits, first + row, TLanes.Count));
            Tiles<T> tiles = Tiles<T>.Of(logits, first + row, count, TLanes.Count, buffer);
            Span<T> some = gradient.Slice(row * classes, count * classes);
            if (classes < Together)
            {
                WriteFew(tiles, classes, in table[row], in units[row], some);
            }
            else
            {
                WriteColumns(tiles, classes, in table[row], in units[row], ref some[0]);
            }
        }

        return whole;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteColumns(Tiles<T> tiles, nint classes, ref readonly T table, ref readonly T units, ref T gradient)
    {
        for (nint tile = 0, row = 0; tile < tiles.Count; tile++, row += TLanes.Count)
        {
            ref readonly T corner = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            SoftmaxColumns columns = new(in corner, tiles.Stride, TailTerm<TLanes, TVector, T>.Load(in table, row), TLanes.Load(in units, row));
            for (nint c = 0; c < classes; c += Together)
            {
                // The last classes are written once more together with those before them where they are too few.
                nint from = Math.Min(c, classes - Together);
                TLanes.StoreColumns(columns[from], columns[from + 1], columns[from + 2], columns[from + 3], ref Unsafe.Add(ref gradient, (row * classes) + from), classes);
            }
        }
    }

    // Fewer classes than are turned together.
    private static void WriteFew(Tiles<T> tiles, int classes, ref readonly T table, ref readonly T units, Span<T> gradient)
    {
        Lanes16<T> column = default;
        for (nint tile = 0, row = 0; tile < tiles.Count; tile++, row += TLanes.Count)
        {
            ref readonly T corner = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            SoftmaxColumns columns = new(in corner, tiles.Stride, TailTerm<TLanes, TVector, T>.Load(in table, row), TLanes.Load(in units, row));
            for (int c = 0; c < classes; c++)
            {
                TLanes.Store(columns[c], ref column[0], 0);
                for (int lane = 0; lane < TLanes.Count; lane++)
                {
                    gradient[(((int)row + lane) * classes) + c] = column[lane];
                }
            }
        }
    }

    // The pivots of some rows; of a negative one, any number.
    private static void Pick(TensorBlock<T> logits, int first, ReadOnlySpan<int> pivots, Span<T> picked)
    {
        ref T row = ref Unsafe.AsRef(in logits[first, 0]);
        nint stride = logits.HasRows ? logits.Classes : 1;
        for (int r = 0; r < pivots.Length; r++)
        {
            picked[r] = Unsafe.Add(ref row, (r * stride) + (Math.Max(pivots[r], 0) * logits.ClassStride));
        }
    }

    /// <summary>Writes zeros in the rows of a negative pivot.</summary>
    public static void ClearNegative(ReadOnlySpan<int> pivots, int classes, Span<T> gradient)
    {
        for (int r = IgnoredRows.First(pivots); r >= 0 && r < pivots.Length; r++)
        {
            if (pivots[r] < 0)
            {
                gradient.Slice(r * classes, classes).Clear();
            }
        }
    }

    // The last vector of a row goes on into the next one, which is written after it; so rows after which there is too little are left.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int WriteRows(
        ref readonly T logits, int rows, int classes, nint length, ref readonly T terms, ref readonly T units, ref T gradient)
    {
        nint steps = Lanes.Whole(classes, TLanes.Count);
        int row = 0;
        for (nint start = 0; row < rows && start + steps <= length; row++, start += classes)
        {
            TailTerm<TLanes, TVector, T> term = TailTerm<TLanes, TVector, T>.Spread(in terms, row);
            TVector unit = TLanes.Spread(in units, row);
            for (nint i = start; i < start + steps; i += TLanes.Count)
            {
                TLanes.Store(TLanes.Multiply(term.Of(TLanes.Load(in logits, i)), unit), ref gradient, i);
            }
        }

        return row;
    }

    private static void WriteRow(ReadOnlySpan<T> row, TailTerm<TLanes, TVector, T> term, TVector unit, Span<T> gradient)
    {
        int i = 0;
        for (; i <= row.Length - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Multiply(term.Of(TLanes.Load(in row[i], 0)), unit), ref gradient[i], 0);
        }

        if (i < row.Length)
        {
            Lanes16<T> last = default;
            row[i..].CopyTo(last);
            TLanes.Store(TLanes.Multiply(term.Of(TLanes.Load(in last[0], 0)), unit), ref last[0], 0);
            last[..(row.Length - i)].CopyTo(gradient[i..]);
        }
    }

    /// <summary>Writes what stands in the place of each row's pivot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void PlaceOwn(ReadOnlySpan<T> own, ReadOnlySpan<int> pivots, nint classes, Span<T> gradient)
    {
        ref T first = ref MemoryMarshal.GetReference(gradient);
        for (int r = 0; r < pivots.Length; r++)
        {
            Unsafe.Add(ref first, (r * classes) + Math.Max(pivots[r], 0)) = own[r];
        }
    }

    // The terms of a tile by column, each times the unit of its row.
    private readonly ref struct SoftmaxColumns(ref readonly T corner, nint stride, TailTerm<TLanes, TVector, T> term, TVector unit)
    {
        private readonly ref readonly T _corner = ref corner;
        private readonly TailTerm<TLanes, TVector, T> _term = term;

        public TVector this[nint c]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TLanes.Multiply(_term.Of(TLanes.Load(in _corner, c * stride)), unit);
        }
    }
}
