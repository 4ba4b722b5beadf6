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
        where TLoss : struct, IElementLoss<T> => Write(values, targets, loss, losses, default(PlainForm<T>), ref isSoft);

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
        bool isUsual = Write(values, targets, loss, piece.Losses, new JudgedForm<T>(piece), ref isSoft);
        piece.FillUp(values.Length);
        return isUsual;
    }

    /// <summary>Writes losses and derivatives.</summary>
    /// <param name="values">The values.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="scales">By what each derivative is multiplied.</param>
    /// <param name="losses">Where the losses go.</param>
    /// <param name="stream">Where the derivatives go.</param>
    /// <param name="isSoft">Whether targets other than 0 and 1 are expected; set where there are any.</param>
    /// <returns>Whether no value and no target is out of the ordinary, for certain.</returns>
    public static bool Derive<TLoss>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, ReadOnlySpan<T> scales, Span<T> losses, ref LineStream<T> stream, ref bool isSoft)
        where TLoss : struct, IElementLoss<T>
    {
        bool isUsual = Write(values, targets, loss, losses, new DerivedForm<T>(scales, stream.Room(values.Length), ref stream), ref isSoft);
        stream.Take(values.Length);
        return isUsual;
    }

    private static bool Write<TForm, TLoss>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<T> losses, TForm form, ref bool isSoft)
        where TForm : struct, IElementForm<T, TForm>, allows ref struct
        where TLoss : struct, IElementLoss<T>
    {
        if (!isSoft && Write<HardTargets, TForm, TLoss>(values, targets, loss, losses, form))
        {
            return true;
        }

        isSoft = true;
        return Write<SoftTargets, TForm, TLoss>(values, targets, loss, losses, form);
    }

    private static bool Write<TTargets, TForm, TLoss>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<T> losses, TForm form)
        where TTargets : ITargetForm
        where TForm : struct, IElementForm<T, TForm>, allows ref struct
        where TLoss : struct, IElementLoss<T>
    {
        int rest = values.Length % TLanes.Count;
        int whole = values.Length - rest;
        bool isUsual = WriteWhole<TTargets, TForm, TLoss>(
            in MemoryMarshal.GetReference(values), in MemoryMarshal.GetReference(targets), whole, loss, ref MemoryMarshal.GetReference(losses), form);
        if (rest > 0)
        {
            isUsual &= WriteRest<TTargets, TForm, TLoss>(values[whole..], targets[whole..], loss, losses[whole..], form, whole);
        }

        return isUsual;
    }

    private static bool WriteRest<TTargets, TForm, TLoss>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<T> losses, TForm form, int place)
        where TTargets : ITargetForm
        where TForm : struct, IElementForm<T, TForm>, allows ref struct
        where TLoss : struct, IElementLoss<T>
    {
        Lanes16<T> lastValues = default;
        Lanes16<T> lastTargets = default;
        Lanes16<T> lastLosses = default;
        TForm last = TForm.Rest(form, place, values.Length, stackalloc T[2 * TLanes.Count]);

        // What is behind the last is one that is there, so that it is as usual.
        ((Span<T>)lastValues).Fill(values[0]);
        ((Span<T>)lastTargets).Fill(targets[0]);
        values.CopyTo(lastValues);
        targets.CopyTo(lastTargets);
        bool isUsual = WriteWhole<TTargets, TForm, TLoss>(in lastValues[0], in lastTargets[0], TLanes.Count, loss, ref lastLosses[0], last);
        lastLosses[..values.Length].CopyTo(losses);
        TForm.TakeRest(last, form, place, values.Length);
        return isUsual;
    }

    // What is looked for on the way is kept in vectors: of a structure the JIT would keep it in memory, and each round wait for the one before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool WriteWhole<TTargets, TForm, TLoss>(
        ref readonly T values, ref readonly T targets, nint count, TLoss loss, ref T losses, TForm form)
        where TTargets : ITargetForm
        where TForm : struct, IElementForm<T, TForm>, allows ref struct
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

            (TVector result, TVector doubt) = form.Write<TLanes, TVector, TTargets, TLoss>(ref loss, value, target, index);
            doubts = TLanes.Or(doubts, doubt);
            TLanes.Store(result, ref losses, index);
        }

        TVector unusual = TLanes.Or(TLanes.AndNot(soft, TLanes.Of(-0d)), TLanes.And(doubts, TLanes.Of(-0d)));
        return TLanes.IsZero(unusual)
            && RangeCheck<TLanes, TVector, T>.AreWithin(largest, loss.Limit)
            && RangeCheck<TLanes, TVector, T>.AreWithin(largestTarget, 1);
    }
}
