using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>The loop of <see cref="DerivedElements"/> at one vector width.</summary>
internal static class DerivedWalk<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Writes losses and derivatives.</summary>
    /// <param name="values">The values.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="scales">By what each derivative is multiplied.</param>
    /// <param name="losses">Where the losses go.</param>
    /// <param name="stream">Where the derivatives go.</param>
    /// <param name="isSoft">Whether targets other than 0 and 1 are expected; set where there are any.</param>
    /// <returns>Whether no value and no target is out of the ordinary, for certain.</returns>
    public static bool Write<TLoss>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, ReadOnlySpan<T> scales, Span<T> losses, ref LineStream<T> stream, ref bool isSoft)
        where TLoss : struct, IElementLoss<T>
    {
        Span<T> made = stream.Room(values.Length);
        bool isUsual = !isSoft && Write<HardTargets, TLoss>(values, targets, loss, scales, losses, made, ref stream);
        if (!isUsual)
        {
            isSoft = true;
            isUsual = Write<SoftTargets, TLoss>(values, targets, loss, scales, losses, made, ref stream);
        }

        stream.Take(values.Length);
        return isUsual;
    }

    private static bool Write<TTargets, TLoss>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, ReadOnlySpan<T> scales, Span<T> losses, Span<T> made, ref LineStream<T> stream)
        where TTargets : ITargetForm
        where TLoss : struct, IElementLoss<T>
    {
        int rest = values.Length % TLanes.Count;
        int whole = values.Length - rest;
        bool isUsual = WriteWhole<TTargets, TLoss>(
            in MemoryMarshal.GetReference(values),
            in MemoryMarshal.GetReference(targets),
            whole,
            loss,
            in MemoryMarshal.GetReference(scales),
            ref MemoryMarshal.GetReference(losses),
            ref MemoryMarshal.GetReference(made),
            ref stream);
        if (rest == 0)
        {
            return isUsual;
        }

        // What is behind the last is one that is there, so that it is as usual.
        Lanes16<T> lastValues = default;
        Lanes16<T> lastTargets = default;
        Lanes16<T> lastScales = default;
        Lanes16<T> lastLosses = default;
        Lanes16<T> last = default;
        ((Span<T>)lastValues).Fill(values[0]);
        ((Span<T>)lastTargets).Fill(targets[0]);
        values[whole..].CopyTo(lastValues);
        targets[whole..].CopyTo(lastTargets);
        scales[whole..values.Length].CopyTo(lastScales);
        isUsual &= WriteWhole<TTargets, TLoss>(
            in lastValues[0], in lastTargets[0], TLanes.Count, loss, in lastScales[0], ref lastLosses[0], ref last[0], ref stream);
        lastLosses[..rest].CopyTo(losses[whole..]);
        last[..rest].CopyTo(made[whole..]);
        return isUsual;
    }

    // What is looked for on the way is kept in vectors: of a structure the JIT would keep it in memory, and each round wait for the one before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool WriteWhole<TTargets, TLoss>(
        ref readonly T values,
        ref readonly T targets,
        nint count,
        TLoss loss,
        ref readonly T scales,
        ref T losses,
        ref T derivatives,
        ref LineStream<T> stream)
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

            (TVector result, TVector doubt, TVector derivative) = loss.Derive<TLanes, TVector>(value, target, TLanes.Load(in scales, index), TTargets.IsSoft);
            doubts = TLanes.Or(doubts, doubt);
            TLanes.Store(result, ref losses, index);
            TLanes.Store(derivative, ref derivatives, index);
            stream.Advance(index + TLanes.Count);
        }

        TVector unusual = TLanes.Or(TLanes.AndNot(soft, TLanes.Of(-0d)), TLanes.And(doubts, TLanes.Of(-0d)));
        return TLanes.IsZero(unusual)
            && RangeCheck<TLanes, TVector, T>.AreWithin(largest, loss.Limit)
            && RangeCheck<TLanes, TVector, T>.AreWithin(largestTarget, 1);
    }
}
