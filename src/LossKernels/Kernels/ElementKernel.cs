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

    /// <summary>The losses for targets of any value.</summary>
    WideLanes Soft<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
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
}

/// <summary>The loop of <see cref="ElementKernel"/>.</summary>
internal static class ElementLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    public static (bool Values, bool Targets) Map<TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where TLoss : struct, IElementLoss<T>
    {
        Checks checks = new(loss.Limit);
        int whole = values.Length - (values.Length % TLanes.Count);
        MapWhole(
            ref MemoryMarshal.GetReference(values),
            ref MemoryMarshal.GetReference(targets),
            whole,
            loss,
            ref MemoryMarshal.GetReference(losses),
            ref checks);
        if (whole < values.Length)
        {
            Lanes16<T> lastValues = default;
            Lanes16<T> lastTargets = default;
            Lanes16<double> lastLosses = default;
            values[whole..].CopyTo(lastValues);
            targets[whole..].CopyTo(lastTargets);
            MapWhole(ref lastValues[0], ref lastTargets[0], TLanes.Count, loss, ref lastLosses[0], ref checks);
            lastLosses[..(values.Length - whole)].CopyTo(losses[whole..]);
        }

        return (checks.Values.IsWithin, checks.Targets.IsWithin);
    }

    // Two loops that hand over to each other: each stays within what the JIT inlines into one method, and has no call, across which it would
    // keep nothing in registers.
    private static void MapWhole<TLoss>(ref readonly T values, ref readonly T targets, nint count, TLoss loss, ref double losses, ref Checks checks)
        where TLoss : struct, IElementLoss<T>
    {
        nint index = 0;
        while (index < count)
        {
            index = MapHard(in values, in targets, index, count, loss, ref losses, ref checks);

            // Not called where there is nothing left: the first call would have it compiled.
            if (index < count)
            {
                index = MapSoft(in values, in targets, index, count, loss, ref losses, ref checks);
            }
        }
    }

    // Goes on until a vector has a target other than 0 and 1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint MapHard<TLoss>(
        ref readonly T values, ref readonly T targets, nint index, nint count, TLoss loss, ref double losses, ref Checks checks)
        where TLoss : struct, IElementLoss<T>
    {
        Checks seen = checks;
        for (; index < count; index += TLanes.Count)
        {
            TVector target = TLanes.Load(in targets, index);
            if (!IsHard(target))
            {
                break;
            }

            TVector value = TLanes.Load(in values, index);
            seen.Values.Add(loss.Watched<TLanes, TVector>(value));
            WideLanes.Of<TLanes, TVector, T>(loss.Hard<TLanes, TVector>(value, target)).Store(ref losses, index, TLanes.Count);
        }

        checks = seen;
        return index;
    }

    // Goes on until a vector has no such target.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint MapSoft<TLoss>(
        ref readonly T values, ref readonly T targets, nint index, nint count, TLoss loss, ref double losses, ref Checks checks)
        where TLoss : struct, IElementLoss<T>
    {
        Checks seen = checks;
        for (; index < count; index += TLanes.Count)
        {
            TVector target = TLanes.Load(in targets, index);
            if (IsHard(target))
            {
                break;
            }

            TVector value = TLanes.Load(in values, index);
            seen.Values.Add(loss.Watched<TLanes, TVector>(value));
            seen.Targets.Add(target);
            loss.Soft<TLanes, TVector>(value, target).Store(ref losses, index, TLanes.Count);
        }

        checks = seen;
        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsHard(TVector target)
    {
        TVector isHard = TLanes.Or(TLanes.Equal(target, TLanes.Of(0)), TLanes.Equal(target, TLanes.Of(1)));

        // -1 + 1 in every lane. Not the complement of the mask: of four lanes in a mask register, .NET 10 compares eight.
        return TLanes.IsZero(TLanes.AddBits(isHard, TLanes.OfBits(1)));
    }

    private struct Checks(double limit)
    {
        public RangeCheck<TLanes, TVector, T> Values = new(limit);
        public RangeCheck<TLanes, TVector, T> Targets = new(1);
    }
}
