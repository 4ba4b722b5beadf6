using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// The losses of rows of two logits, added up, and their derivatives: the verdict on a row is the probability of the class that is not its own, with all its
/// digits, and both derivatives are that but for the sign.
/// </summary>
internal static class TwoClassGradient<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes derivatives.</summary>
    /// <param name="logits">Rows of two, side by side.</param>
    /// <param name="labels">A class number a row.</param>
    /// <param name="derivatives">Where they go.</param>
    /// <returns>The sums of the losses; unknown where a row needs a second look, and what was written of that means nothing.</returns>
    public static unsafe SumAndSpread Sum(TensorBlock<T> logits, ReadOnlySpan<int> labels, RowDerivatives<T> derivatives)
    {
        int size = OutputPiece<T>.SizeFor(SpreadSums<T>.Stretch);
        T[] room = ArrayPool<T>.Shared.Rent(size);
        SumAndSpread sums;
        fixed (T* to = derivatives.Values)
        {
            LineStream<T> stream = new(to, 2 * OutputPiece<T>.Whole(SpreadSums<T>.Stretch), derivatives.IsStreamed);
            sums = Sum(logits, labels, derivatives.Scales, new OutputPiece<T>(room.AsSpan(0, size)), ref stream);
            stream.Complete();
        }

        ArrayPool<T>.Shared.Return(room);
        return sums;
    }

    private static SumAndSpread Sum(TensorBlock<T> logits, ReadOnlySpan<int> labels, ReadOnlySpan<double> scales, OutputPiece<T> piece, ref LineStream<T> stream)
    {
        RowScales<T> ofRows = new(scales, stackalloc T[SpreadSums<T>.Stretch]);
        Span<T> last = stackalloc T[2 * TLanes.Count];
        SpreadSums<T> sums = default;
        bool isUsual = true;
        for (int row = 0; row < labels.Length; row += SpreadSums<T>.Stretch)
        {
            int rows = Math.Min(SpreadSums<T>.Stretch, labels.Length - row);
            isUsual &= TwoClassLanes<TLanes, TVector, T>.Judge(logits, row, labels.Slice(row, rows), piece);
            sums.Add<T>(piece.Losses[..rows]);
            Span<T> made = stream.Room(2 * rows);
            ReadOnlySpan<T> ofStretch = ofRows.Of(row, rows);
            int whole = rows - (rows % TLanes.Count);
            Write(in piece.Verdicts[0], in piece.Targets[0], in ofStretch[0], whole, ref MemoryMarshal.GetReference(made), ref stream);
            if (whole < rows)
            {
                Write(in piece.Verdicts[whole], in piece.Targets[whole], in ofStretch[whole], TLanes.Count, ref last[0], ref stream);
                last[..(2 * (rows - whole))].CopyTo(made[(2 * whole)..]);
            }

            stream.Take(made.Length);
        }

        return isUsual ? sums.Total : SumAndSpread.Unknown;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Write(ref readonly T verdicts, ref readonly T targets, ref readonly T scales, nint rows, ref T pairs, ref LineStream<T> stream)
    {
        TVector minusTwo = TLanes.Of(-2);
        TVector one = TLanes.Of(1);
        TVector zero = TLanes.Of(0);
        for (nint row = 0; row < rows; row += TLanes.Count)
        {
            // That of the other class is positive: the second's where the target is the first.
            TVector sign = TLanes.Fma(TLanes.Load(in targets, row), minusTwo, one);
            TVector share = TLanes.AndNot(TLanes.Load(in verdicts, row), TLanes.Of(-0d));
            TVector second = TLanes.Multiply(TLanes.Multiply(TLanes.Load(in scales, row), share), sign);
            TLanes.StorePairs(TLanes.Subtract(zero, second), second, ref Unsafe.Add(ref pairs, 2 * row));
            stream.Advance(2 * (row + TLanes.Count));
        }
    }
}
