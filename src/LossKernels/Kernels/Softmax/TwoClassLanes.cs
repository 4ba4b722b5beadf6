using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>The loop of <see cref="TwoClassKernel"/>.</summary>
internal static class TwoClassLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes the losses of as many rows as there are labels.</summary>
    /// <returns>Whether every difference is far from infinite and every label 0 or 1; else what is written means nothing.</returns>
    public static bool Map(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, Span<T> losses)
    {
        int whole = labels.Length - (labels.Length % TLanes.Count);
        bool isUsual = whole == 0 || MapWhole<LossesAlone>(
            Pairs(logits, row), in MemoryMarshal.GetReference(labels), whole, ref MemoryMarshal.GetReference(losses), ref Nothing, ref Nothing);
        if (whole < labels.Length)
        {
            Lanes16<T> lastLosses = default;
            isUsual &= MapLast<LossesAlone>(logits, row + whole, labels[whole..], ref lastLosses[0], ref Nothing, ref Nothing);
            lastLosses[..(labels.Length - whole)].CopyTo(losses[whole..]);
        }

        return isUsual;
    }

    /// <summary>Writes losses, verdicts and targets of as many rows as there are labels: the second class is yes.</summary>
    /// <returns>Whether every difference is far from infinite and every label 0 or 1; else what is written means nothing.</returns>
    public static bool Judge(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, in OutputPiece<T> piece)
    {
        int whole = labels.Length - (labels.Length % TLanes.Count);
        bool isUsual = whole == 0 || MapWhole<JudgedLosses>(
            Pairs(logits, row), in MemoryMarshal.GetReference(labels), whole, ref piece.Losses[0], ref piece.Verdicts[0], ref piece.Targets[0]);
        isUsual &= whole == labels.Length
            || MapLast<JudgedLosses>(logits, row + whole, labels[whole..], ref piece.Losses[whole], ref piece.Verdicts[whole], ref piece.Targets[whole]);
        piece.FillUp(labels.Length);
        return isUsual;
    }

    private static ref T Nothing => ref Unsafe.NullRef<T>();

    private static RowPairs<TLanes, TVector, T> Pairs(TensorBlock<T> logits, int row) => new(in logits[row, 0], logits.ClassStride);

    // Fewer rows than there are lanes, of which as many are written.
    private static bool MapLast<TForm>(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, ref T losses, ref T verdicts, ref T targets)
        where TForm : IOutputForm
    {
        Span<T> lastLogits = stackalloc T[2 * TLanes.Count];
        Lanes16<int> lastLabels = default;
        labels.CopyTo(lastLabels);
        return MapWhole<TForm>(
            RowPairs<TLanes, TVector, T>.Copied(logits, row, labels.Length, lastLogits), in lastLabels[0], TLanes.Count, ref losses, ref verdicts, ref targets);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool MapWhole<TForm>(
        RowPairs<TLanes, TVector, T> logits, ref readonly int labels, nint rows, ref T losses, ref T verdicts, ref T targets)
        where TForm : IOutputForm
    {
        TVector largest = TLanes.Of(0);
        TVector others = TLanes.OfBits(0);
        for (nint row = 0; row < rows; row += TLanes.Count)
        {
            (TVector first, TVector second) = logits[row];
            TVector label = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in labels), row));
            TVector isSecond = TLanes.EqualBits(label, TLanes.OfBits(1));
            TVector own = TLanes.Select(isSecond, second, first);
            TVector other = TLanes.Select(isSecond, first, second);
            (TVector difference, TVector error) = ErrorFree<TLanes, TVector, T>.Difference(other, own);
            largest = TLanes.MaxBits(largest, TLanes.AndNot(difference, TLanes.Of(-0d)));
            others = TLanes.Or(others, TLanes.AndNot(label, TLanes.OfBits(1)));
            TVector decay = VectorMath.Decay<TLanes, TVector, T>(difference, error);
            TLanes.Store(VectorMath.SoftplusOf<TLanes, TVector, T>(difference, error, decay), ref losses, row);
            if (TForm.Judges)
            {
                TLanes.Store(LogitLoss<T>.Verdict<TLanes, TVector>(difference, decay), ref verdicts, row);
                TLanes.Store(TLanes.And(isSecond, TLanes.Of(1)), ref targets, row);
            }
        }

        return TLanes.IsZero(others) && RangeCheck<TLanes, TVector, T>.AreWithin(largest, TwoClassKernel.Farthest<T>());
    }
}
