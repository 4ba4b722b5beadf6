using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>The loop over values and targets side by side, none of which is out of the ordinary: where one is, the walk tells, and what it wrote means nothing.</summary>
internal static class ElementWalk<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Writes losses.</summary>
    /// <param name="values">The values.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="losses">Where they go.</param>
    /// <param name="isSoft">Whether targets other than 0 and 1 are expected; set where there are any.</param>
    /// <returns>Whether no value and no target is out of the ordinary, for certain.</returns>
    public static bool Map<TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<T> losses, ref bool isSoft)
        where TLoss : struct, IElementLoss<T> => Write<LossesAlone, TLoss>(values, targets, loss, OutputPiece<T>.Of(losses), ref isSoft);

    /// <summary>Writes losses and verdicts.</summary>
    /// <param name="values">The values.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="piece">Where the losses and verdicts go, and the targets beside them.</param>
    /// <param name="isSoft">Whether targets other than 0 and 1 are expected; set where there are any.</param>
    /// <returns>Whether no value and no target is out of the ordinary, for certain.</returns>
    public static bool Judge<TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, in OutputPiece<T> piece, ref bool isSoft)
        where TLoss : struct, IElementLoss<T>
    {
        bool isUsual = Write<JudgedLosses, TLoss>(values, targets, loss, piece, ref isSoft);
        piece.FillUp(values.Length);
        return isUsual;
    }

    private static bool Write<TForm, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, in OutputPiece<T> piece, ref bool isSoft)
        where TForm : IOutputForm
        where TLoss : struct, IElementLoss<T>
    {
        if (!isSoft && Write<TForm, HardTargets, TLoss>(values, targets, loss, piece))
        {
            return true;
        }

        isSoft = true;
        return Write<TForm, SoftTargets, TLoss>(values, targets, loss, piece);
    }

    private static bool Write<TForm, TTargets, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, in OutputPiece<T> piece)
        where TForm : IOutputForm
        where TTargets : ITargetForm
        where TLoss : struct, IElementLoss<T>
    {
        int rest = values.Length % TLanes.Count;
        int whole = values.Length - rest;
        bool isUsual = WriteWhole<TForm, TTargets, TLoss>(
            in MemoryMarshal.GetReference(values),
            in MemoryMarshal.GetReference(targets),
            whole,
            loss,
            ref MemoryMarshal.GetReference(piece.Losses),
            ref MemoryMarshal.GetReference(piece.Verdicts),
            ref MemoryMarshal.GetReference(piece.Targets));
        if (rest > 0)
        {
            isUsual &= WriteRest<TForm, TTargets, TLoss>(values[whole..], targets[whole..], loss, piece, whole);
        }

        return isUsual;
    }

    private static bool WriteRest<TForm, TTargets, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, in OutputPiece<T> piece, int place)
        where TForm : IOutputForm
        where TTargets : ITargetForm
        where TLoss : struct, IElementLoss<T>
    {
        Span<T> lastValues = stackalloc T[TLanes.Count];
        Span<T> lastTargets = stackalloc T[TLanes.Count];
        OutputPiece<T> last = new(stackalloc T[OutputPiece<T>.SizeFor(TLanes.Count)]);

        // What is behind the last is one that is there, so that it is as usual.
        lastValues.Fill(values[0]);
        lastTargets.Fill(targets[0]);
        values.CopyTo(lastValues);
        targets.CopyTo(lastTargets);
        bool isUsual = WriteWhole<TForm, TTargets, TLoss>(
            in lastValues[0], in lastTargets[0], TLanes.Count, loss, ref last.Losses[0], ref last.Verdicts[0], ref last.Targets[0]);
        last.Losses[..values.Length].CopyTo(piece.Losses[place..]);
        if (TForm.Judges)
        {
            last.Verdicts[..values.Length].CopyTo(piece.Verdicts[place..]);
            last.Targets[..values.Length].CopyTo(piece.Targets[place..]);
        }

        return isUsual;
    }

    // What is looked for on the way is kept in vectors: of a structure the JIT would keep it in memory, and each round wait for the one before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool WriteWhole<TForm, TTargets, TLoss>(
        ref readonly T values, ref readonly T targets, nint count, TLoss loss, ref T losses, ref T verdicts, ref T kept)
        where TForm : IOutputForm
        where TTargets : ITargetForm
        where TLoss : struct, IElementLoss<T>
    {
        TVector largest = TLanes.Of(0);
        TVector largestTarget = TLanes.Of(0);
        TVector soft = TLanes.Of(0);
        TVector doubts = TLanes.Of(0);
        nint ahead = Prefetch.Farthest<T>();
        for (nint index = 0; index < count; index += TLanes.Count)
        {
            Prefetch.Of(in values, index + ahead);
            Prefetch.Of(in targets, index + ahead);
            TVector target = TLanes.Load(in targets, index);
            TVector value = TLanes.Load(in values, index);
            largest = TLanes.MaxBits(largest, loss.Watched<TLanes, TVector>(value));
            if (TTargets.IsSoft)
            {
                largestTarget = TLanes.MaxBits(largestTarget, target);
            }
            else
            {
                // z (z - 1) is zero for 0 and 1 alone.
                soft = TLanes.Or(soft, TLanes.Multiply(target, TLanes.Subtract(target, TLanes.Of(1))));
            }

            TVector result;
            TVector doubt;
            if (TForm.Judges)
            {
                (result, doubt, TVector verdict) = loss.Judge<TLanes, TVector>(value, target, TTargets.IsSoft);
                TLanes.Store(verdict, ref verdicts, index);
                TLanes.Store(target, ref kept, index);
            }
            else
            {
                (result, doubt) = TTargets.IsSoft ? loss.Soft<TLanes, TVector>(value, target) : loss.Hard<TLanes, TVector>(value, target);
            }

            doubts = TLanes.Or(doubts, doubt);
            TLanes.Store(result, ref losses, index);
        }

        TVector unusual = TLanes.Or(TLanes.AndNot(soft, TLanes.Of(-0d)), TLanes.And(doubts, TLanes.Of(-0d)));
        return TLanes.IsZero(unusual)
            && RangeCheck<TLanes, TVector, T>.AreWithin(largest, loss.Limit)
            && RangeCheck<TLanes, TVector, T>.AreWithin(largestTarget, 1);
    }
}
