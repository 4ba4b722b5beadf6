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
        where TLanes : IWideLanes<TVector, T>
        where TVector : struct;

    /// <summary>The losses where every target is 0 or 1.</summary>
    TVector Hard<TLanes, TVector>(TVector value, TVector target)
        where TLanes : IWideLanes<TVector, T>
        where TVector : struct;

    /// <summary>The losses for targets of any value.</summary>
    WideLanes Soft<TLanes, TVector>(TVector value, TVector target)
        where TLanes : IWideLanes<TVector, T>
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
            : ElementLanes<PairLanes<T>, Pair<Vector256<T>>, T>.Map(values, targets, loss, losses);
}

/// <summary>The loop of <see cref="ElementKernel"/>.</summary>
internal static class ElementLanes<TLanes, TVector, T>
    where TLanes : IWideLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    public static (bool Values, bool Targets) Map<TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where TLoss : struct, IElementLoss<T>
    {
        RangeCheck<TLanes, TVector, T> valueCheck = new(loss.Limit);
        RangeCheck<TLanes, TVector, T> targetCheck = new(1);
        int whole = values.Length - (values.Length % TLanes.Count);
        MapWhole(
            ref MemoryMarshal.GetReference(values),
            ref MemoryMarshal.GetReference(targets),
            whole,
            loss,
            ref MemoryMarshal.GetReference(losses),
            ref valueCheck,
            ref targetCheck);
        if (whole < values.Length)
        {
            Lanes16<T> lastValues = default;
            Lanes16<T> lastTargets = default;
            Lanes16<double> lastLosses = default;
            values[whole..].CopyTo(lastValues);
            targets[whole..].CopyTo(lastTargets);
            MapWhole(ref lastValues[0], ref lastTargets[0], TLanes.Count, loss, ref lastLosses[0], ref valueCheck, ref targetCheck);
            lastLosses[..(values.Length - whole)].CopyTo(losses[whole..]);
        }

        return (valueCheck.IsWithin, targetCheck.IsWithin);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapWhole<TLoss>(
        ref readonly T values,
        ref readonly T targets,
        int count,
        TLoss loss,
        ref double losses,
        ref RangeCheck<TLanes, TVector, T> valueCheck,
        ref RangeCheck<TLanes, TVector, T> targetCheck)
        where TLoss : struct, IElementLoss<T>
    {
        RangeCheck<TLanes, TVector, T> valuesSeen = valueCheck;
        RangeCheck<TLanes, TVector, T> targetsSeen = targetCheck;
        TVector one = TLanes.Of(1);
        TVector zero = TLanes.Of(0);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TVector value = TLanes.Load(in values, i);
            TVector target = TLanes.Load(in targets, i);
            valuesSeen.Add(loss.Watched<TLanes, TVector>(value));
            targetsSeen.Add(target);
            TVector isHard = TLanes.Or(TLanes.Equal(target, zero), TLanes.Equal(target, one));
            if (TLanes.IsZero(TLanes.AndNot(TLanes.OfBits(-1), isHard)))
            {
                WideLanes.Of<TLanes, TVector, T>(loss.Hard<TLanes, TVector>(value, target)).Store<T>(ref losses, i);
            }
            else
            {
                MapSoft(value, target, loss, ref losses, i);
            }
        }

        valueCheck = valuesSeen;
        targetCheck = targetsSeen;
    }

    // Apart, so that the loop of hard targets stays within what the JIT inlines into one method.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MapSoft<TLoss>(TVector value, TVector target, TLoss loss, ref double losses, nint index)
        where TLoss : struct, IElementLoss<T> => loss.Soft<TLanes, TVector>(value, target).Store<T>(ref losses, index);
}
