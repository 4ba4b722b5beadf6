using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// The loop over rows of two logits and as many targets a, b: (a + b) ln(1 + e^-|d|) + c |d| of the difference d of the logits, with c the target of the class
/// whose logit is the smaller. Of a row with one target, of one, that is what <see cref="TwoClassLanes{TLanes, TVector, T}"/> writes, to the last bit.
/// </summary>
internal static class TwoTargetLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes the losses of some rows.</summary>
    /// <returns>Whether every difference is far from infinite and every target within 0..1; else what is written means nothing.</returns>
    public static bool Map(TensorBlock<T> logits, TensorBlock<T> targets, int row, int rows, Span<T> losses)
    {
        int whole = rows - (rows % TLanes.Count);
        bool isUsual = whole == 0 || MapWhole<LossesAlone>(
            Pairs(logits, row), Pairs(targets, row), whole, areDistributions: false, ref MemoryMarshal.GetReference(losses), ref Nothing, ref Nothing);
        if (whole < rows)
        {
            Lanes16<T> lastLosses = default;
            isUsual &= MapLast<LossesAlone>(logits, targets, row + whole, rows - whole, areDistributions: false, ref lastLosses[0], ref Nothing, ref Nothing);
            lastLosses[..(rows - whole)].CopyTo(losses[whole..]);
        }

        return isUsual;
    }

    /// <summary>Writes the losses of some rows and, in the place of verdicts and targets, their derivatives by the second logits and by the first.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="areDistributions">Whether the derivatives take the targets of each row for such that sum to one.</param>
    /// <param name="piece">Where it goes.</param>
    /// <returns>As of <see cref="Map"/>.</returns>
    public static bool Derive(TensorBlock<T> logits, TensorBlock<T> targets, int row, int rows, bool areDistributions, in OutputPiece<T> piece)
    {
        int whole = rows - (rows % TLanes.Count);
        bool isUsual = whole == 0 || MapWhole<JudgedLosses>(
            Pairs(logits, row), Pairs(targets, row), whole, areDistributions, ref piece.Losses[0], ref piece.Verdicts[0], ref piece.Targets[0]);
        return (whole == rows
            || MapLast<JudgedLosses>(
                logits, targets, row + whole, rows - whole, areDistributions, ref piece.Losses[whole], ref piece.Verdicts[whole], ref piece.Targets[whole]))
            && isUsual;
    }

    private static ref T Nothing => ref Unsafe.NullRef<T>();

    private static RowPairs<TLanes, TVector, T> Pairs(TensorBlock<T> block, int row) => new(in block[row, 0], block.ClassStride);

    // Fewer rows than there are lanes, of which as many are written.
    private static bool MapLast<TForm>(
        TensorBlock<T> logits, TensorBlock<T> targets, int row, int rows, bool areDistributions, ref T losses, ref T seconds, ref T firsts)
        where TForm : IOutputForm
    {
        Span<T> lastLogits = stackalloc T[2 * TLanes.Count];
        Span<T> lastTargets = stackalloc T[2 * TLanes.Count];
        return MapWhole<TForm>(
            RowPairs<TLanes, TVector, T>.Copied(logits, row, rows, lastLogits),
            RowPairs<TLanes, TVector, T>.Copied(targets, row, rows, lastTargets),
            TLanes.Count,
            areDistributions,
            ref losses,
            ref seconds,
            ref firsts);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool MapWhole<TForm>(
        RowPairs<TLanes, TVector, T> logits, RowPairs<TLanes, TVector, T> targets, nint rows, bool areDistributions, ref T losses, ref T seconds, ref T firsts)
        where TForm : IOutputForm
    {
        TVector farthest = TLanes.Of(0);
        TVector most = TLanes.Of(0);
        for (nint row = 0; row < rows; row += TLanes.Count)
        {
            (TVector first, TVector second) = logits[row];
            (TVector ofFirst, TVector ofSecond) = targets[row];
            most = TLanes.MaxBits(TLanes.MaxBits(most, ofFirst), ofSecond);

            // The class of the larger target is the row's own: then the smaller terms of the loss are those that need the digits of the exponential.
            TVector isSecond = TLanes.Greater(ofSecond, ofFirst);
            TVector larger = TLanes.Select(isSecond, ofSecond, ofFirst);
            TVector smaller = TLanes.Select(isSecond, ofFirst, ofSecond);
            (TVector difference, TVector error) = ErrorFree<TLanes, TVector, T>.Difference(
                TLanes.Select(isSecond, first, second), TLanes.Select(isSecond, second, first));
            TVector distance = TLanes.AndNot(difference, TLanes.Of(-0d));
            farthest = TLanes.MaxBits(farthest, distance);
            TVector decay = VectorMath.Decay<TLanes, TVector, T>(difference, error);
            TVector log = VectorMath.LogOfOneAnd<TLanes, TVector, T>(decay);

            TVector isBehind = TLanes.Greater(difference, TLanes.Of(0));
            TVector behind = TLanes.Select(isBehind, larger, smaller);
            TVector carry = TLanes.Select(isBehind, error, TLanes.Subtract(TLanes.Of(0), error));
            TVector mass = TLanes.Add(larger, smaller);
            TVector lack = TLanes.Subtract(smaller, TLanes.Subtract(mass, larger));
            TVector tail = TLanes.Fma(behind, carry, TLanes.Fma(mass, log, TLanes.Multiply(lack, log)));
            TLanes.Store(TLanes.Fma(behind, distance, tail), ref losses, row);
            if (TForm.Judges)
            {
                // The error of a difference above zero is to be taken from the exponential, to which it was added.
                TVector odds = TLanes.Fma(decay, TLanes.And(isBehind, TLanes.Multiply(error, TLanes.Of(-2))), decay);
                TVector share = TLanes.Divide(odds, TLanes.Add(odds, TLanes.Of(1)));
                TVector slope = areDistributions ? TLanes.Subtract(share, behind) : TLanes.Fma(mass, share, TLanes.Subtract(TLanes.Of(0), behind));
                TVector otherSlope = TLanes.Subtract(TLanes.Of(0), slope);
                if (areDistributions)
                {
                    TVector ahead = TLanes.Select(isBehind, smaller, larger);
                    otherSlope = TLanes.Subtract(TLanes.Subtract(TLanes.Of(1), ahead), share);
                }

                TVector isSecondBehind = TLanes.EqualBits(isSecond, isBehind);
                TLanes.Store(TLanes.Select(isSecondBehind, slope, otherSlope), ref seconds, row);
                TLanes.Store(TLanes.Select(isSecondBehind, otherSlope, slope), ref firsts, row);
            }
        }

        return RangeCheck<TLanes, TVector, T>.AreWithin(most, 1) && RangeCheck<TLanes, TVector, T>.AreWithin(farthest, TwoClassKernel.Farthest<T>());
    }
}
