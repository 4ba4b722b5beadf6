using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>A loss of one value and its target.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IElementLoss<T>
    where T : unmanaged
{
    /// <summary>The largest value that needs no second look.</summary>
    double Limit { get; }

    /// <summary>What is to lie within 0 and the limit.</summary>
    TVector Watched<TLanes, TVector>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;

    /// <summary>The losses where every target is 0 or 1.</summary>
    TVector Hard<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;

    /// <summary>The losses where every target is 0 or 1 and nothing is out of the ordinary; the sign bit of the doubt is set where it is, and the loss any number.</summary>
    (TVector Loss, TVector Doubt) Usual<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;

    /// <summary>The losses for targets of any value.</summary>
    WideLanes Soft<TLanes, TVector>(TVector value, TVector target)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct;
}

/// <summary>Walks values and targets side by side and writes the loss of each pair, in double.</summary>
internal static class ElementKernel
{
    /// <summary>Writes loss(value, target) for every element.</summary>
    /// <returns>Whether all values lie within the loss's limit, and all targets within 0..1, for certain; if not, they may still do.</returns>
    public static (bool Values, bool Targets) Map<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where T : unmanaged
        where TLoss : struct, IElementLoss<T> => Vector512.IsHardwareAccelerated
            ? ElementLanes<Lanes512<T>, Vector512<T>, T>.Map(values, targets, loss, losses)
            : ElementLanes<Lanes256<T>, Vector256<T>, T>.Map(values, targets, loss, losses);

    /// <summary>Writes loss(value, target) for every element in the data type, where every target is 0 or 1 and every value usual.</summary>
    /// <returns>Whether that is so for certain; else what is written means nothing.</returns>
    public static bool MapUsual<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<T> losses)
        where T : unmanaged
        where TLoss : struct, IElementLoss<T> => Vector512.IsHardwareAccelerated
            ? ElementLanes<Lanes512<T>, Vector512<T>, T>.MapUsual(values, targets, loss, losses)
            : ElementLanes<Lanes256<T>, Vector256<T>, T>.MapUsual(values, targets, loss, losses);
}

/// <summary>The loops of <see cref="ElementKernel"/>.</summary>
internal static class ElementLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    // With the registers of AVX-512 two vectors go side by side; of 256 bits there are too few for that.
    private static bool HasPairs
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Count > Vector256<T>.Count;
    }

    private static int Step
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => HasPairs ? 2 * TLanes.Count : TLanes.Count;
    }

    public static (bool Values, bool Targets) Map<TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where TLoss : struct, IElementLoss<T>
    {
        Checks checks = new() { AreValuesWithin = true, AreTargetsWithin = true };
        int whole = values.Length - (values.Length % Step);
        MapWhole(
            ref MemoryMarshal.GetReference(values),
            ref MemoryMarshal.GetReference(targets),
            whole,
            loss,
            ref MemoryMarshal.GetReference(losses),
            ref checks);
        if (whole < values.Length)
        {
            Lanes32<T> lastValues = default;
            Lanes32<T> lastTargets = default;
            Lanes32<double> lastLosses = default;
            values[whole..].CopyTo(lastValues);
            targets[whole..].CopyTo(lastTargets);
            MapWhole(ref lastValues[0], ref lastTargets[0], Step, loss, ref lastLosses[0], ref checks);
            lastLosses[..(values.Length - whole)].CopyTo(losses[whole..]);
        }

        return (checks.AreValuesWithin, checks.AreTargetsWithin);
    }

    public static bool MapUsual<TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<T> losses)
        where TLoss : struct, IElementLoss<T>
    {
        int whole = values.Length - (values.Length % TLanes.Count);
        bool isCertain = MapAllUsual(in MemoryMarshal.GetReference(values), in MemoryMarshal.GetReference(targets), whole, loss, ref MemoryMarshal.GetReference(losses));
        if (whole < values.Length)
        {
            Lanes16<T> lastValues = default;
            Lanes16<T> lastTargets = default;
            Lanes16<T> lastLosses = default;
            values[whole..].CopyTo(lastValues);
            targets[whole..].CopyTo(lastTargets);
            isCertain &= MapAllUsual(in lastValues[0], in lastTargets[0], TLanes.Count, loss, ref lastLosses[0]);
            lastLosses[..(values.Length - whole)].CopyTo(losses[whole..]);
        }

        return isCertain;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool MapAllUsual<TLoss>(ref readonly T values, ref readonly T targets, nint count, TLoss loss, ref T losses)
        where TLoss : struct, IElementLoss<T>
    {
        RangeCheck<TLanes, TVector, T> seen = new(loss.Limit);
        TVector soft = TLanes.Of(0);
        TVector doubts = TLanes.Of(0);
        for (nint index = 0; index < count; index += TLanes.Count)
        {
            // z (z - 1) is zero for 0 and 1 alone.
            TVector target = TLanes.Load(in targets, index);
            TVector value = TLanes.Load(in values, index);
            soft = TLanes.Or(soft, TLanes.Multiply(target, TLanes.Subtract(target, TLanes.Of(1))));
            seen.Add(loss.Watched<TLanes, TVector>(value));
            (TVector result, TVector doubt) = loss.Usual<TLanes, TVector>(value, target);
            doubts = TLanes.Or(doubts, doubt);
            TLanes.Store(result, ref losses, index);
        }

        return seen.IsWithin && TLanes.IsZero(TLanes.Or(TLanes.AndNot(soft, TLanes.Of(-0d)), TLanes.And(doubts, TLanes.Of(-0d))));
    }

    // Two loops that hand over to each other: each stays within what the JIT inlines into one method, and has no call, across which it would
    // keep nothing in registers.
    private static void MapWhole<TLoss>(ref readonly T values, ref readonly T targets, nint count, TLoss loss, ref double losses, ref Checks checks)
        where TLoss : struct, IElementLoss<T>
    {
        nint index = 0;
        while (index < count)
        {
            index = HasPairs
                ? MapHard<PairLanes<TLanes, TVector, T>, Pair<TVector>, TLoss>(in values, in targets, index, count, loss, ref losses, ref checks)
                : MapHard<TLanes, TVector, TLoss>(in values, in targets, index, count, loss, ref losses, ref checks);

            // Not called where there is nothing left: the first call would have it compiled.
            if (index < count)
            {
                index = MapSoft(in values, in targets, index, count, loss, ref losses, ref checks);
            }
        }
    }

    // Goes on until a step has a target other than 0 and 1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint MapHard<TStep, TStepVector, TLoss>(
        ref readonly T values, ref readonly T targets, nint index, nint count, TLoss loss, ref double losses, ref Checks checks)
        where TStep : ILanes<TStepVector, T>
        where TStepVector : struct
        where TLoss : struct, IElementLoss<T>
    {
        RangeCheck<TStep, TStepVector, T> seen = new(loss.Limit);
        for (; index < count; index += TStep.Count)
        {
            TStepVector target = TStep.Load(in targets, index);
            if (!IsHard<TStep, TStepVector>(target))
            {
                break;
            }

            TStepVector value = TStep.Load(in values, index);
            seen.Add(loss.Watched<TStep, TStepVector>(value));
            TStep.StoreWide(loss.Hard<TStep, TStepVector>(value, target), ref losses, index);
        }

        checks.AreValuesWithin &= seen.IsWithin;
        return index;
    }

    // Goes on until a step has no such target.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint MapSoft<TLoss>(
        ref readonly T values, ref readonly T targets, nint index, nint count, TLoss loss, ref double losses, ref Checks checks)
        where TLoss : struct, IElementLoss<T>
    {
        RangeCheck<TLanes, TVector, T> seen = new(loss.Limit);
        RangeCheck<TLanes, TVector, T> seenTargets = new(1);
        nint end = index;
        for (; index < count; index += TLanes.Count)
        {
            if (index == end)
            {
                end += Step;
                bool isHard = HasPairs
                    ? IsHard<PairLanes<TLanes, TVector, T>, Pair<TVector>>(PairLanes<TLanes, TVector, T>.Load(in targets, index))
                    : IsHard<TLanes, TVector>(TLanes.Load(in targets, index));
                if (isHard)
                {
                    break;
                }
            }

            TVector target = TLanes.Load(in targets, index);
            TVector value = TLanes.Load(in values, index);
            seen.Add(loss.Watched<TLanes, TVector>(value));
            seenTargets.Add(target);
            loss.Soft<TLanes, TVector>(value, target).Store(ref losses, index, TLanes.Count);
        }

        checks.AreValuesWithin &= seen.IsWithin;
        checks.AreTargetsWithin &= seenTargets.IsWithin;
        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsHard<TStep, TStepVector>(TStepVector target)
        where TStep : ILanes<TStepVector, T>
        where TStepVector : struct
    {
        TStepVector isHard = TStep.Or(TStep.Equal(target, TStep.Of(0)), TStep.Equal(target, TStep.Of(1)));

        // -1 + 1 in every lane. Not the complement of the mask: of four lanes in a mask register, .NET 10 compares eight.
        return TStep.IsZero(TStep.AddBits(isHard, TStep.OfBits(1)));
    }

    private struct Checks
    {
        public bool AreValuesWithin;
        public bool AreTargetsWithin;
    }
}
