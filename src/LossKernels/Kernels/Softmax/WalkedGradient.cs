using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// Derivatives of cross-entropy from logits, made of the terms that the walk to the tails of some rows has left: what <see cref="SoftmaxGradient{TLanes, TVector, T}"/>
/// writes, to the last bit, without a second exponential. They are right where the tail is not too large: see <see cref="TailTerm.LargestTail"/>.
/// </summary>
internal static class WalkedGradient<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // So many columns are turned together, and where that can be done at most.
    private const int Together = 4;
    private const int Most = 8;

    /// <summary>Writes tails and derivatives.</summary>
    /// <param name="logits">The logits, rows side by side.</param>
    /// <param name="labels">The class number of each row's pivot; of a row with a negative one, the derivatives are zeros and the tail is any number.</param>
    /// <param name="tails">Where the tails go.</param>
    /// <param name="derivatives">Where the derivatives go.</param>
    /// <param name="buffer">Room for a tile.</param>
    public static unsafe void Write(TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> tails, RowDerivatives<T> derivatives, Span<T> buffer)
    {
        // The pivots of more rows than are asked for ahead would be waited for; and of those there are two groups in the cache, one made, one on its way.
        int most = RowWalk.GoesAlong(logits) ? Math.Max(logits.Classes, Prefetch.Farthest<T>() / 2) : Tiles<T>.Room(logits);
        T[] memory = derivatives.IsStreamed ? ArrayPool<T>.Shared.Rent(LineStream<T>.Memory(most)) : [];
        fixed (T* to = derivatives.Values, by = memory)
        {
            Write(logits, labels, tails, derivatives.Scales, new LineStream<T>(to, by, most), most / logits.Classes, buffer);
        }

        if (memory.Length > 0)
        {
            ArrayPool<T>.Shared.Return(memory);
        }
    }

    private static void Write(
        TensorBlock<T> logits,
        ReadOnlySpan<int> labels,
        Span<double> tails,
        ReadOnlySpan<double> scales,
        LineStream<T> stream,
        int most,
        Span<T> buffer)
    {
        int classes = logits.Classes;
        bool goesAlong = RowWalk.GoesAlong(logits);
        bool hasNegative = TensorPrimitives.Min(labels) < 0;
        Span<T> pivots = stackalloc T[TailTerm.TableLength];
        Span<T> table = stackalloc T[TailTerm.TableSize];
        Span<int> labelRoom = stackalloc int[TailTerm.TableLength];
        Span<double> tailRoom = stackalloc double[TailTerm.TableLength];
        Span<double> scaleRoom = stackalloc double[TailTerm.TableLength];
        Span<T> units = stackalloc T[TailTerm.TableLength];
        Span<T> own = stackalloc T[TailTerm.TableLength];
        for (int row = 0, rows; row < logits.Rows; row += rows)
        {
            rows = goesAlong ? Math.Min(logits.Rows - row, most) : Tiles<T>.Length(logits, row, TLanes.Count);

            // Loops read and write whole vectors: rows that do not fill the last one are copied to where there is room for it.
            int whole = Lanes.Whole(rows, TailTerm.Step);
            bool isWhole = rows % TLanes.Count == 0 && whole == rows;
            ReadOnlySpan<int> someLabels = isWhole ? labels.Slice(row, rows) : Copied(labels.Slice(row, rows), labelRoom);
            ReadOnlySpan<double> someScales = isWhole ? scales.Slice(row, rows) : Copied(scales.Slice(row, rows), scaleRoom);
            Span<double> sums = isWhole ? tails.Slice(row, rows) : tailRoom;
            Span<T> made = stream.Room(rows * classes);
            TailOperator<TLanes, TVector, T> tail = new(in someLabels[0], in table[0]);
            KeepingOperator<TLanes, TVector, T> walked = new(tail, ref made[0], classes, ref stream);
            if (goesAlong)
            {
                Picked<TLanes, TVector, T>.Along(logits, row, someLabels[..rows], pivots);
                TailTerm<TLanes, TVector, T>.Tabulate(pivots, rows, table);
                ClassWalk<TLanes, TVector, T>.Along(in logits[row][0], rows, classes, ref walked, ref sums[0]);
                Complete(pivots[..whole], table, someScales, sums, units, own);
                MultiplyRows(rows, classes, units, made);
                SoftmaxGradient<TLanes, TVector, T>.PlaceOwn(own[..rows], someLabels[..rows], classes, made);
            }
            else
            {
                Tiles<T> tiles = Tiles<T>.Of(logits, row, rows, TLanes.Count, buffer);
                Picked<TLanes, TVector, T>.Write(tiles, classes, someLabels, pivots);
                TailTerm<TLanes, TVector, T>.Tabulate(pivots, rows, table);
                ClassWalk<TLanes, TVector, T>.Down(tiles, classes, walked, ref sums[0]);
                Complete(pivots[..whole], table, someScales, sums, units, own);

                // A tile that is not whole is written as if it were.
                Span<T> all = rows >= TLanes.Count ? made : buffer.Slice(classes * TLanes.Count, classes * TLanes.Count);
                TurnTiles(tiles, classes, someLabels, units, own, all);
                if (rows < TLanes.Count)
                {
                    all[..made.Length].CopyTo(made);
                }
            }

            if (!isWhole)
            {
                sums[..rows].CopyTo(tails[row..]);
            }

            if (hasNegative)
            {
                SoftmaxGradient<TLanes, TVector, T>.ClearNegative(someLabels[..rows], classes, made);
            }

            stream.Take(made.Length);
        }

        stream.Complete();
    }

    private static Span<TItem> Copied<TItem>(ReadOnlySpan<TItem> items, Span<TItem> room)
    {
        items.CopyTo(room);
        return room;
    }

    // Multiplies the terms of rows that lie side by side.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyRows(int rows, nint classes, ReadOnlySpan<T> units, Span<T> terms)
    {
        ref T row = ref MemoryMarshal.GetReference(terms);
        nint last = classes - TLanes.Count;
        for (int r = 0; r < rows; r++)
        {
            TVector unit = TLanes.Spread(in units[r], 0);

            // The last vector reaches back to terms that are multiplied before it is written.
            TVector end = TLanes.Multiply(TLanes.Load(in row, last), unit);
            for (nint i = 0; i < last; i += TLanes.Count)
            {
                TLanes.Store(TLanes.Multiply(TLanes.Load(in row, i), unit), ref row, i);
            }

            TLanes.Store(end, ref row, last);
            row = ref Unsafe.Add(ref row, classes);
        }
    }

    // Multiplies the terms of tiles, and writes them as rows, with what is their own at their pivots: those of a whole tile even if it has less.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TurnTiles(Tiles<T> tiles, int classes, ReadOnlySpan<int> labels, ReadOnlySpan<T> units, ReadOnlySpan<T> own, Span<T> rows)
    {
        ref T destination = ref MemoryMarshal.GetReference(rows);
        nint stride = tiles.Stride;
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            ref T corner = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            int row = tile * TLanes.Count;
            TileColumns columns = new(TLanes.LoadBits(in labels[row]), TLanes.Load(in units[row], 0), TLanes.Load(in own[row], 0), ref corner, stride);
            int c = 0;
            for (; TLanes.StoresEight && c <= classes - Most; c += Most)
            {
                TLanes.StoreColumns(
                    columns[c], columns[c + 1], columns[c + 2], columns[c + 3], columns[c + 4], columns[c + 5], columns[c + 6], columns[c + 7], ref Unsafe.Add(ref destination, c), classes);
            }

            for (; c < classes; c += Together)
            {
                // The last classes are written once more together with those before them where they are too few.
                int from = Math.Min(c, classes - Together);
                TLanes.StoreColumns(columns[from], columns[from + 1], columns[from + 2], columns[from + 3], ref Unsafe.Add(ref destination, from), classes);
            }

            destination = ref Unsafe.Add(ref destination, TLanes.Count * classes);
        }
    }

    // Completes the sums, and writes by what the terms are to be multiplied, and what stands in the place of the pivot's. Two loops are faster than one:
    // the shorter a round, the more of them a core works on at a time.
    private static void Complete(ReadOnlySpan<T> pivots, ReadOnlySpan<T> table, ReadOnlySpan<double> scales, Span<double> sums, Span<T> units, Span<T> own)
    {
        Span<double> factors = stackalloc double[TailTerm.TableLength];
        TailTerm.Factors(pivots, table, factors[..pivots.Length]);
        CompleteAll(factors[..pivots.Length], scales, sums, units, own);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void CompleteAll(ReadOnlySpan<double> factors, ReadOnlySpan<double> scales, Span<double> sums, Span<T> units, Span<T> own)
    {
        ref double factor = ref MemoryMarshal.GetReference(factors);
        ref double scale = ref MemoryMarshal.GetReference(scales[..factors.Length]);
        ref double sum = ref MemoryMarshal.GetReference(sums[..factors.Length]);
        ref T unit = ref MemoryMarshal.GetReference(units[..factors.Length]);
        ref T ownUnit = ref MemoryMarshal.GetReference(own[..factors.Length]);
        for (nint i = 0; i < factors.Length; i += TailTerm.Step)
        {
            // mass / (1 + tail), and of the pivot mass / (1 + tail) - mass.
            Vector512<double> ofTerms = Vector512.LoadUnsafe(ref factor, (nuint)i);
            Vector512<double> tail = Vector512.LoadUnsafe(ref sum, (nuint)i) * ofTerms;
            tail.StoreUnsafe(ref sum, (nuint)i);
            Vector512<double> share = Vector512.LoadUnsafe(ref scale, (nuint)i) / (tail + Vector512<double>.One);
            Widened.Store(ofTerms * share, ref unit, i);
            Widened.Store(-(share * tail), ref ownUnit, i);
        }
    }

    // The columns of a tile, as they are to be written.
    private readonly ref struct TileColumns(TVector labels, TVector unit, TVector own, ref T corner, nint stride)
    {
        private readonly ref T _corner = ref corner;

        public TVector this[nint c]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TLanes.SelectEqualBits(TLanes.OfBits(c), labels, own, TLanes.Multiply(TLanes.Load(in _corner, c * stride), unit));
        }
    }
}
