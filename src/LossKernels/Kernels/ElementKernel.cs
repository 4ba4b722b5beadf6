using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>Walks values and targets side by side and writes the loss of each pair.</summary>
internal static class ElementKernel
{
    /// <summary>The elements of a piece: where there is anything unusual, little was done in vain, and what is written stays in the first-level cache.</summary>
    public const int Piece = 1024;

    /// <summary>Writes loss(value, target) for every element, in double.</summary>
    /// <returns>Whether all values lie within the loss's limit, and all targets within 0..1, for certain; if not, they may still do.</returns>
    public static (bool Values, bool Targets) Map<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where T : unmanaged
        where TLoss : struct, IElementLoss<T> => Vector512.IsHardwareAccelerated
            ? ElementLanes<Lanes512<T>, Vector512<T>, T>.Map(values, targets, loss, losses)
            : ElementLanes<Lanes256<T>, Vector256<T>, T>.Map(values, targets, loss, losses);

    /// <summary>Writes loss(value, target) for every element in the data type, where no value and no target is out of the ordinary.</summary>
    /// <param name="values">The values.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="losses">As many losses.</param>
    /// <param name="isSoft">Whether targets other than 0 and 1 are expected; set where there are any.</param>
    /// <returns>Whether that is so for certain; else what is written means nothing.</returns>
    public static bool MapUsual<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<T> losses, ref bool isSoft)
        where T : unmanaged
        where TLoss : struct, IElementLoss<T> => Vector512.IsHardwareAccelerated
            ? ElementLanes<Lanes512<T>, Vector512<T>, T>.MapUsual(values, targets, loss, losses, ref isSoft)
            : ElementLanes<Lanes256<T>, Vector256<T>, T>.MapUsual(values, targets, loss, losses, ref isSoft);
}

/// <summary>The loops of <see cref="ElementKernel"/>.</summary>
internal static class ElementLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    public static (bool Values, bool Targets) Map<TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where TLoss : struct, IElementLoss<T>
    {
        Span<T> usual = stackalloc T[ElementKernel.Piece];
        (bool Values, bool Targets) areWithin = (true, true);
        bool isSoft = false;
        for (int i = 0; i < values.Length; i += ElementKernel.Piece)
        {
            int count = Math.Min(ElementKernel.Piece, values.Length - i);
            ReadOnlySpan<T> some = values.Slice(i, count);
            ReadOnlySpan<T> someTargets = targets.Slice(i, count);
            if (MapUsual(some, someTargets, loss, usual, ref isSoft))
            {
                Widened.All(usual[..count], losses.Slice(i, count));
            }
            else
            {
                MapAny(some, someTargets, loss, losses.Slice(i, count), ref areWithin);
            }
        }

        return areWithin;
    }

    public static bool MapUsual<TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<T> losses, ref bool isSoft)
        where TLoss : struct, IElementLoss<T>
    {
        if (!isSoft && MapUsual<HardTargets, TLoss>(values, targets, loss, losses))
        {
            return true;
        }

        isSoft = true;
        return MapUsual<SoftTargets, TLoss>(values, targets, loss, losses);
    }

    private static bool MapUsual<TForm, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<T> losses)
        where TForm : ITargetForm
        where TLoss : struct, IElementLoss<T>
    {
        int whole = values.Length - (values.Length % TLanes.Count);
        bool isCertain = MapWhole<TForm, TLoss>(
            in MemoryMarshal.GetReference(values), in MemoryMarshal.GetReference(targets), whole, loss, ref MemoryMarshal.GetReference(losses));
        if (whole < values.Length)
        {
            Lanes16<T> lastValues = default;
            Lanes16<T> lastTargets = default;
            Lanes16<T> lastLosses = default;
            values[whole..].CopyTo(lastValues);
            targets[whole..].CopyTo(lastTargets);
            isCertain &= MapWhole<TForm, TLoss>(in lastValues[0], in lastTargets[0], TLanes.Count, loss, ref lastLosses[0]);
            lastLosses[..(values.Length - whole)].CopyTo(losses[whole..]);
        }

        return isCertain;
    }

    // What is looked for on the way is kept in vectors: of a structure the JIT would keep it in memory, and each round wait for the one before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool MapWhole<TForm, TLoss>(ref readonly T values, ref readonly T targets, nint count, TLoss loss, ref T losses)
        where TForm : ITargetForm
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
            TVector result;
            TVector doubt;
            if (TForm.IsSoft)
            {
                largestTarget = TLanes.MaxBits(largestTarget, target);
                (result, doubt) = loss.Soft<TLanes, TVector>(value, target);
            }
            else
            {
                // z (z - 1) is zero for 0 and 1 alone.
                soft = TLanes.Or(soft, TLanes.Multiply(target, TLanes.Subtract(target, TLanes.Of(1))));
                (result, doubt) = loss.Hard<TLanes, TVector>(value, target);
            }

            doubts = TLanes.Or(doubts, doubt);
            TLanes.Store(result, ref losses, index);
        }

        TVector unusual = TLanes.Or(TLanes.AndNot(soft, TLanes.Of(-0d)), TLanes.And(doubts, TLanes.Of(-0d)));
        return TLanes.IsZero(unusual)
            && RangeCheck<TLanes, TVector, T>.AreWithin(largest, loss.Limit)
            && RangeCheck<TLanes, TVector, T>.AreWithin(largestTarget, 1);
    }

    private static void MapAny<TLoss>(
        ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses, ref (bool Values, bool Targets) areWithin)
        where TLoss : struct, IElementLoss<T>
    {
        RangeCheck<TLanes, TVector, T> seen = new(loss.Limit);
        RangeCheck<TLanes, TVector, T> seenTargets = new(1);
        Lanes16<T> someValues = default;
        Lanes16<T> someTargets = default;
        Lanes16<double> someLosses = default;
        for (int i = 0; i < values.Length; i += TLanes.Count)
        {
            int count = Math.Min(TLanes.Count, values.Length - i);
            values.Slice(i, count).CopyTo(someValues);
            targets.Slice(i, count).CopyTo(someTargets);
            TVector value = TLanes.Load(in someValues[0], 0);
            TVector target = TLanes.Load(in someTargets[0], 0);
            seen.Add(loss.Watched<TLanes, TVector>(value));
            seenTargets.Add(target);
            TLanes.StoreWide(loss.Any<TLanes, TVector>(value, target), ref someLosses[0], 0);
            someLosses[..count].CopyTo(losses[i..]);
        }

        areWithin.Values &= seen.IsWithin;
        areWithin.Targets &= seenTargets.IsWithin;
    }
}
