using System.Buffers;
using System.Numerics;
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
    // So many columns are turned together.
    private const int Together = 4;

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
        Span<T> pivots = stackalloc T[TailTerm.TableLength];
        Span<T> table = stackalloc T[TailTerm.TableSize];
        Span<int> someLabels = stackalloc int[TailTerm.TableLength];
        Span<double> sums = stackalloc double[TailTerm.TableLength];
        Span<double> someScales = stackalloc double[TailTerm.TableLength];
        Span<T> units = stackalloc T[TailTerm.TableLength];
        Span<T> own = stackalloc T[TailTerm.TableLength];
        for (int row = 0, rows; row < logits.Rows; row += rows)
        {
            rows = goesAlong ? Math.Min(logits.Rows - row, most) : Tiles<T>.Length(logits, row, TLanes.Count);
            int whole = Lanes.Whole(rows, Vector512<double>.Count);
            Span<T> made = stream.Room(rows * classes);
            labels.Slice(row, rows).CopyTo(someLabels);
            scales.Slice(row, rows).CopyTo(someScales);
            TailOperator<TLanes, TVector, T> tail = new(in someLabels[0], in table[0]);
            KeepingOperator<TLanes, TVector, T> walked = new(tail, ref made[0], classes, ref stream);
            if (goesAlong)
            {
                Picked<TLanes, TVector, T>.Along(logits, row, someLabels[..rows], pivots);
                TailTerm<TLanes, TVector, T>.Tabulate(pivots, rows, table);
                ClassWalk<TLanes, TVector, T>.Along(in logits[row][0], rows, classes, ref walked, ref sums[0]);
                Complete(pivots[..whole], someScales, sums, units, own);
                MultiplyRows(rows, classes, units, made);
            }
            else
            {
                Tiles<T> tiles = Tiles<T>.Of(logits, row, rows, TLanes.Count, buffer);
                Picked<TLanes, TVector, T>.Write(tiles, classes, someLabels, pivots);
                TailTerm<TLanes, TVector, T>.Tabulate(pivots, rows, table);
                ClassWalk<TLanes, TVector, T>.Down(tiles, classes, walked, ref sums[0]);
                Complete(pivots[..whole], someScales, sums, units, own);
                if (rows >= TLanes.Count)
                {
                    TurnTiles(tiles, classes, units, made);
                }
                else
                {
                    // A tile that is not whole is written as if it were.
                    Span<T> all = buffer.Slice(classes * TLanes.Count, classes * TLanes.Count);
                    TurnTiles(tiles, classes, units, all);
                    all[..made.Length].CopyTo(made);
                }
            }

            sums[..rows].CopyTo(tails[row..]);
            SoftmaxGradient<TLanes, TVector, T>.PlaceOwn(own[..rows], someLabels[..rows], classes, made);
            SoftmaxGradient<TLanes, TVector, T>.ClearNegative(someLabels[..rows], classes, made);
            stream.Take(made.Length);
        }

        stream.Complete();
    }

    // Completes the sums, and writes by what the terms are to be multiplied, and what stands in the place of the pivot's.
    private static void Complete(ReadOnlySpan<T> pivots, ReadOnlySpan<double> scales, Span<double> sums, Span<T> units, Span<T> own)
    {
        Span<double> factors = stackalloc double[TailTerm.TableLength];
        TailTerm.Factors(pivots, factors[..pivots.Length]);
        CompleteAll(factors[..pivots.Length], scales, sums, units, own);
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

    // Multiplies the terms of tiles, and writes them as rows: those of a whole tile even if it has less.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TurnTiles(Tiles<T> tiles, nint classes, ReadOnlySpan<T> units, Span<T> rows)
    {
        ref T destination = ref MemoryMarshal.GetReference(rows);
        nint stride = tiles.Stride;
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            ref T corner = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            TVector unit = TLanes.Load(in units[0], tile * TLanes.Count);
            for (nint c = 0; c < classes; c += Together)
            {
                // The last classes are written once more together with those before them where they are too few.
                nint from = Math.Min(c, classes - Together);
                ref T column = ref Unsafe.Add(ref corner, from * stride);
                TLanes.StoreColumns(
                    TLanes.Multiply(TLanes.Load(in column, 0), unit),
                    TLanes.Multiply(TLanes.Load(in column, stride), unit),
                    TLanes.Multiply(TLanes.Load(in column, 2 * stride), unit),
                    TLanes.Multiply(TLanes.Load(in column, 3 * stride), unit),
                    ref Unsafe.Add(ref destination, from),
                    classes);
            }

            destination = ref Unsafe.Add(ref destination, TLanes.Count * classes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void CompleteAll(ReadOnlySpan<double> factors, ReadOnlySpan<double> scales, Span<double> sums, Span<T> units, Span<T> own)
    {
        ref double factor = ref MemoryMarshal.GetReference(factors);
        ref double scale = ref MemoryMarshal.GetReference(scales[..factors.Length]);
        ref double sum = ref MemoryMarshal.GetReference(sums[..factors.Length]);
        ref T unit = ref MemoryMarshal.GetReference(units[..factors.Length]);
        ref T ownUnit = ref MemoryMarshal.GetReference(own[..factors.Length]);
        for (nint i = 0; i < factors.Length; i += Vector512<double>.Count)
        {
            // mass / (1 + tail), and of the pivot mass / (1 + tail) - mass.
            Vector512<double> ofTerms = Vector512.LoadUnsafe(ref factor, (nuint)i);
            Vector512<double> tail = Vector512.LoadUnsafe(ref sum, (nuint)i) * ofTerms;
            tail.StoreUnsafe(ref sum, (nuint)i);
            Vector512<double> share = Vector512.LoadUnsafe(ref scale, (nuint)i) / (tail + Vector512<double>.One);
            Store(ofTerms * share, ref unit, i);
            Store(-(share * tail), ref ownUnit, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<double> values, ref T destination, nint index)
    {
        if (typeof(T) == typeof(float))
        {
            Vector256.Narrow(values.GetLower(), values.GetUpper()).StoreUnsafe(ref Unsafe.As<T, float>(ref destination), (nuint)index);
        }
        else
        {
            values.StoreUnsafe(ref Unsafe.As<T, double>(ref destination), (nuint)index);
        }
    }
}
