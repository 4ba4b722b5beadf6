using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>
/// Looks on the way for values that are not within 0 and a limit, at one operation a vector: as integers, the bits of everything else, negative,
/// infinite or NaN, are larger than those of the limit. What it reports is to be looked at once more: -0 is within.
/// </summary>
internal struct RangeCheck<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly TVector _limit;
    private TVector _largest;

    /// <summary>Nothing was seen yet.</summary>
    public RangeCheck(double limit)
    {
        _limit = TLanes.Of(limit);
        _largest = _limit;
    }

    /// <summary>Whether all values lie within 0 and the limit for certain.</summary>
    public readonly bool IsWithin => TLanes.IsZero(TLanes.SubtractBits(_largest, _limit));

    /// <summary>Whether values lie within 0 and a limit for certain, of which the largest bits are given.</summary>
    public static bool AreWithin(TVector largest, double limit) =>
        TLanes.IsZero(TLanes.SubtractBits(TLanes.MaxBits(largest, TLanes.Of(limit)), TLanes.Of(limit)));

    /// <summary>Looks at some values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TVector values) => _largest = TLanes.MaxBits(_largest, values);
}
