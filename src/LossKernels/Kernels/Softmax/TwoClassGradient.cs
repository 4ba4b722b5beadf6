using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// The losses of rows of two logits, added up, and their derivatives. Of rows with a class the verdict is the probability of the other one, with all its digits,
/// and both derivatives are that but for the sign.
/// </summary>
internal static class TwoClassGradient<TLanes, TVector, T, TTargets>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTargets : ITargetForm
{
    /// <summary>Writes derivatives.</summary>
    /// <param name="logits">Rows of two.</param>
    /// <param name="labels">A class number a row; none where the derivatives say which targets are taken off.</param>
    /// <param name="derivatives">Where they go.</param>
    /// <returns>The sums of the losses; unknown where a row needs a second look, and what was written of that means nothing.</returns>
    public static unsafe SumAndSpread Sum(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowDerivatives<T> derivatives)
    {
        int size = OutputPiece<T>.SizeFor(SpreadSums<T>.Stretch);
        T[] room = ArrayPool<T>.Shared.Rent(size);
        SumAndSpread sums;
        fixed (T* to = derivatives.Values)
        {
            OutputPiece<T> piece = new(room.AsSpan(0, size));
            sums = derivatives.HasRows ? SumRows(logits, labels, derivatives, piece, to) : SumColumns(logits, labels, derivatives, piece, to);
        }

        ArrayPool<T>.Shared.Return(room);
        return sums;
    }

    private static unsafe SumAndSpread SumRows(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowDerivatives<T> derivatives, OutputPiece<T> piece, T* to)
    {
        RowScales<T> scales = new(derivatives.Scales, stackalloc T[SpreadSums<T>.Stretch]);
        LineStream<T> stream = new(to, 2 * OutputPiece<T>.Whole(SpreadSums<T>.Stretch), derivatives.IsStreamed);
        Span<T> last = stackalloc T[2 * TLanes.Count];
        SpreadSums<T> sums = default;
        bool isUsual = true;
        for (int row = 0, rows; row < logits.Rows; row += rows)
        {
            rows = Math.Min(SpreadSums<T>.Stretch, logits.Rows - row);
            isUsual &= Judge(logits, labels, row, rows, derivatives, piece);
            sums.Add<T>(piece.Losses[..rows]);
            Span<T> made = stream.Room(2 * rows);
            ReadOnlySpan<T> ofStretch = scales.Of(row, rows);
            int whole = rows - (rows % TLanes.Count);
            WriteRows(in piece.Verdicts[0], in piece.Targets[0], in ofStretch[0], whole, ref MemoryMarshal.GetReference(made), ref stream);
            if (whole < rows)
            {
                WriteRows(in piece.Verdicts[whole], in piece.Targets[whole], in ofStretch[whole], TLanes.Count, ref last[0], ref stream);
                last[..(2 * (rows - whole))].CopyTo(made[(2 * whole)..]);
            }

            stream.Take(made.Length);
        }

        stream.Complete();
        return isUsual ? sums.Total : SumAndSpread.Unknown;
    }

    private static unsafe SumAndSpread SumColumns(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowDerivatives<T> derivatives, OutputPiece<T> piece, T* to)
    {
        RowScales<T> scales = new(derivatives.Scales, stackalloc T[SpreadSums<T>.Stretch]);
        LineStream<T> first = new(to, SpreadSums<T>.Stretch, derivatives.IsStreamed);
        LineStream<T> second = new(to + derivatives.ClassStride, SpreadSums<T>.Stretch, derivatives.IsStreamed);
        Span<T> last = stackalloc T[2 * TLanes.Count];
        SpreadSums<T> sums = default;
        bool isUsual = true;
        for (int row = 0, rows; row < logits.Rows; row += rows)
        {
            rows = Math.Min(SpreadSums<T>.Stretch, logits.Rows - row);
            isUsual &= Judge(logits, labels, row, rows, derivatives, piece);
            sums.Add<T>(piece.Losses[..rows]);
            Span<T> ofFirst = first.Room(rows);
            Span<T> ofSecond = second.Room(rows);
            ReadOnlySpan<T> ofStretch = scales.Of(row, rows);
            int whole = rows - (rows % TLanes.Count);
            WriteColumns(
                in piece.Verdicts[0], in piece.Targets[0], in ofStretch[0], whole, ref MemoryMarshal.GetReference(ofFirst), ref MemoryMarshal.GetReference(ofSecond), ref first, ref second);
            if (whole < rows)
            {
                WriteColumns(in piece.Verdicts[whole], in piece.Targets[whole], in ofStretch[whole], TLanes.Count, ref last[0], ref last[TLanes.Count], ref first, ref second);
                last[..(rows - whole)].CopyTo(ofFirst[whole..]);
                last.Slice(TLanes.Count, rows - whole).CopyTo(ofSecond[whole..]);
            }

            first.Take(rows);
            second.Take(rows);
        }

        first.Complete();
        second.Complete();
        return isUsual ? sums.Total : SumAndSpread.Unknown;
    }

    private static bool Judge(TensorBlock<T> logits, ReadOnlySpan<int> labels, int row, int rows, RowDerivatives<T> derivatives, OutputPiece<T> piece) => TTargets.IsSoft
        ? TwoTargetLanes<TLanes, TVector, T>.Derive(logits, derivatives.Targets, row, rows, derivatives.Masses.IsEmpty, piece)
        : TwoClassLanes<TLanes, TVector, T>.Judge(logits, row, labels.Slice(row, rows), piece);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteRows(ref readonly T verdicts, ref readonly T targets, ref readonly T scales, nint rows, ref T pairs, ref LineStream<T> stream)
    {
        for (nint row = 0; row < rows; row += TLanes.Count)
        {
            (TVector first, TVector second) = Derivatives(in verdicts, in targets, in scales, row);
            TLanes.StorePairs(first, second, ref Unsafe.Add(ref pairs, 2 * row));
            stream.Advance(2 * (row + TLanes.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteColumns(
        ref readonly T verdicts,
        ref readonly T targets,
        ref readonly T scales,
        nint rows,
        ref T first,
        ref T second,
        ref LineStream<T> ofFirst,
        ref LineStream<T> ofSecond)
    {
        for (nint row = 0; row < rows; row += TLanes.Count)
        {
            (TVector First, TVector Second) ofRows = Derivatives(in verdicts, in targets, in scales, row);
            TLanes.Store(ofRows.First, ref first, row);
            TLanes.Store(ofRows.Second, ref second, row);
            ofFirst.Advance(row + TLanes.Count);
            ofSecond.Advance(row + TLanes.Count);
        }
    }

    // With soft targets they are there but for the scale. Else that of the other class is positive: the second's where the target is the first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector First, TVector Second) Derivatives(ref readonly T verdicts, ref readonly T targets, ref readonly T scales, nint row)
    {
        TVector scale = TLanes.Load(in scales, row);
        if (TTargets.IsSoft)
        {
            return (TLanes.Multiply(scale, TLanes.Load(in targets, row)), TLanes.Multiply(scale, TLanes.Load(in verdicts, row)));
        }

        TVector sign = TLanes.Fma(TLanes.Load(in targets, row), TLanes.Of(-2), TLanes.Of(1));
        TVector share = TLanes.AndNot(TLanes.Load(in verdicts, row), TLanes.Of(-0d));
        TVector ofSecond = TLanes.Multiply(TLanes.Multiply(scale, share), sign);
        return (TLanes.Subtract(TLanes.Of(0), ofSecond), ofSecond);
    }
}
