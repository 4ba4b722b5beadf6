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
    public static unsafe void Write(TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> tails, RowDerivatives<T> derivatives, Span<T> buffer)
    {
        fixed (T* to = derivatives.Values)
        {
            Write(logits, labels, tails, derivatives, to, buffer);
        }

        if (derivatives.IsStreamed)
        {
            // What went past the caches is there for others before it is said to be.
            Interlocked.MemoryBarrier();
        }

        derivatives.ClearNegative(labels);
    }

    private static unsafe void Write(TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> tails, RowDerivatives<T> derivatives, T* to, Span<T> buffer)
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

            WriteColumns(new TermColumns(in terms[0], most, in someLabels[0], units), rows, derivatives, to + row, classes);
        }

        ArrayPool<T>.Shared.Return(memory);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe void WriteColumns(TermColumns terms, int rows, RowDerivatives<T> derivatives, T* to, int classes)
    {
        bool isStreamed = derivatives.IsStreamed;
        for (int c = 0; c < classes; c++)
        {
            T* column = to + ((nint)c * derivatives.ClassStride);
            int row = 0;
            if (isStreamed)
            {
                int first = Math.Min(rows, CacheLine.Until(column));
                WriteSome(terms, c, 0, first, column);
                for (row = first; row <= rows - CacheLine.Count<T>(); row += CacheLine.Count<T>())
                {
                    for (int part = row; part < row + CacheLine.Count<T>(); part += TLanes.Count)
                    {
                        TLanes.StorePast(terms.Derivatives(c, part), column + part);
                    }
                }
            }

            for (; row <= rows - TLanes.Count; row += TLanes.Count)
            {
                TLanes.Store(terms.Derivatives(c, row), ref *column, row);
            }

            WriteSome(terms, c, row, rows, column);
        }
    }

    private static unsafe void WriteSome(TermColumns terms, int c, int first, int end, T* column)
    {
        for (int row = first; row < end; row++)
        {
            column[row] = terms.Derivative(c, row);
        }
    }

    // The terms of some rows by column, and what makes derivatives of them.
    private readonly ref struct TermColumns(ref readonly T terms, nint stride, ref readonly int labels, RowUnits<T> units)
    {
        private readonly ref readonly T _terms = ref terms;
        private readonly ref readonly int _labels = ref labels;
        private readonly ref readonly T _units = ref units.Terms[0];
        private readonly ref readonly T _own = ref units.Own[0];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Derivatives(int c, nint row)
        {
            TVector share = TLanes.Multiply(TLanes.Load(in _terms, (c * stride) + row), TLanes.Load(in _units, row));
            TVector label = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in _labels), row));
            return TLanes.SelectEqualBits(label, TLanes.OfBits(c), TLanes.Load(in _own, row), share);
        }

        public T Derivative(int c, nint row) => Unsafe.Add(ref Unsafe.AsRef(in _labels), row) == c
            ? Unsafe.Add(ref Unsafe.AsRef(in _own), row)
            : Unsafe.Add(ref Unsafe.AsRef(in _terms), (c * stride) + row) * Unsafe.Add(ref Unsafe.AsRef(in _units), row);
    }
}
