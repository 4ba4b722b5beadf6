using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

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
            ? ElementWalk<Lanes512<T>, Vector512<T>, T>.Map(values, targets, loss, losses, ref isSoft)
            : ElementWalk<Lanes256<T>, Vector256<T>, T>.Map(values, targets, loss, losses, ref isSoft);
}

/// <summary>The same at one vector width: what is out of the ordinary is looked at once more, a piece at a time.</summary>
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
            if (ElementWalk<TLanes, TVector, T>.Map(some, someTargets, loss, usual, ref isSoft))
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
