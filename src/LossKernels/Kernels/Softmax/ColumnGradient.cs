using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>What <see cref="WalkedGradient{TLanes, TVector, T}"/> does, of rows that lie across columns: their derivatives are written down these, and never turned.</summary>
internal static class ColumnGradient<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Terms of as many rows, in whole tiles, as stay in the cache until their sums are known.
    private const int Values = 8192;

    /// <summary>Writes tails and derivatives.</summary>
    /// <param name="logits">The logits, in columns.</param>
    /// <param name="labels">The class number of each row's pivot; of a row with a negative one, the derivatives are zeros and the tail is any number.</param>
    /// <param name="tails">Where the tails go; empty where nobody asks.</param>
    /// <param name="derivatives">Where the derivatives go.</param>
    /// <param name="buffer">Room for a tile.</param>
    public static void Write(TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> tails, RowDerivatives<T> derivatives, Span<T> buffer)
    {
        int classes = logits.Classes;
        int most = Math.Clamp(Values / classes / TLanes.Count * TLanes.Count, TLanes.Count, TailTerm.TableLength);
        T[] memory = ArrayPool<T>.Shared.Rent(classes * most);
        Span<T> terms = memory.AsSpan(0, classes * most);
        Span<int> someLabels = stackalloc int[TailTerm.TableLength];
        Span<double> scales = stackalloc double[TailTerm.TableLength];
        Span<double> sums = stackalloc double[TailTerm.TableLength];
        Span<T> pivots = stackalloc T[TailTerm.TableLength];
        Span<T> table = stackalloc T[TailTerm.TableSize];
        RowUnits<T> units = RowUnits<T>.Of(stackalloc T[RowUnits<T>.PerRow * TailTerm.TableLength]);
        for (int row = 0, rows; row < logits.Rows; row += rows)
        {
            rows = Math.Min(most, Tiles<T>.Length(logits, row, TLanes.Count));
            int whole = Lanes.Whole(rows, TailTerm.Step);
            labels.Slice(row, rows).CopyTo(someLabels);
            derivatives.Scales.Slice(row, rows).CopyTo(scales);
            Tiles<T> tiles = Tiles<T>.Of(logits, row, rows, TLanes.Count, buffer);
            Picked<TLanes, TVector, T>.Write(tiles, classes, someLabels, pivots);
            TailTerm<TLanes, TVector, T>.Tabulate(pivots, rows, table);
            TailOperator<TLanes, TVector, T> tail = new(in someLabels[0], in table[0]);
            ClassWalk<TLanes, TVector, T>.Down(tiles, classes, new ColumnOperator<TLanes, TVector, T>(tail, ref terms[0], most), ref sums[0]);

            // Neither masses nor targets of pivots are asked for where these are one.
            WalkedGradient<TLanes, TVector, T>.Complete<HardTargets>(pivots[..whole], table, scales, scales, pivots, sums, units);
            if (!tails.IsEmpty)
            {
                sums[..rows].CopyTo(tails[row..]);
            }

            WriteColumns(terms, most, someLabels[..rows], units, derivatives.Values[row..], derivatives.ClassStride, classes);
        }

        ArrayPool<T>.Shared.Return(memory);
        derivatives.ClearNegative(labels);
    }

    private static void WriteColumns(
        ReadOnlySpan<T> terms, int termStride, ReadOnlySpan<int> labels, RowUnits<T> units, Span<T> derivatives, int classStride, int classes)
    {
        if (labels.Length >= TLanes.Count)
        {
            WriteWhole(in terms[0], termStride, labels, units, ref derivatives[0], classStride, classes);
            return;
        }

        for (int c = 0; c < classes; c++)
        {
            for (int r = 0; r < labels.Length; r++)
            {
                derivatives[(c * classStride) + r] = labels[r] == c ? units.Own[r] : terms[(c * termStride) + r] * units.Terms[r];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteWhole(
        ref readonly T terms, nint termStride, ReadOnlySpan<int> labels, RowUnits<T> units, ref T derivatives, nint classStride, int classes)
    {
        ref readonly int label = ref labels[0];
        ref readonly T unit = ref units.Terms[0];
        ref readonly T own = ref units.Own[0];
        for (int c = 0; c < classes; c++)
        {
            TVector number = TLanes.OfBits(c);
            ref readonly T ofClass = ref Unsafe.Add(ref Unsafe.AsRef(in terms), c * termStride);
            ref T column = ref Unsafe.Add(ref derivatives, c * classStride);
            for (nint r = 0; r < labels.Length; r += TLanes.Count)
            {
                TVector share = TLanes.Multiply(TLanes.Load(in ofClass, r), TLanes.Load(in unit, r));
                TVector labelled = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in label), r));
                TLanes.Store(TLanes.SelectEqualBits(labelled, number, TLanes.Load(in own, r), share), ref column, r);
            }
        }
    }
}
