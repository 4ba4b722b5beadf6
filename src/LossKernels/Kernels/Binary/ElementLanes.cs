using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>The walk of <see cref="ElementKernel.Map"/> at one vector width: what is out of the ordinary is looked at once more, a piece at a time.</summary>
internal static class ElementLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    public static (bool Values, bool Targets) Map<TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where TLoss : struct, IAnyElementLoss<T>
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
        where TLoss : struct, IAnyElementLoss<T>
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
