using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>Class numbers and masks of them, as the bit patterns of a vector's lanes.</summary>
internal static class ClassNumbers
{
    private const int Most = 16;

    private static ReadOnlySpan<int> Consecutive => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    private static ReadOnlySpan<int> NoneThenAll =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    ];

    /// <summary>As many numbers as there are lanes, from one on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector From<TLanes, TVector, T>(int first)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged => TLanes.AddBits(TLanes.LoadBits(in Consecutive[0]), TLanes.OfBits(first));

    /// <summary>All bits set from a lane on, none below it; the lane may be one that is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MaskFrom<TLanes, TVector, T>(int lane)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged => TLanes.LoadBits(in NoneThenAll[Most - Math.Min(Math.Max(lane, 0), TLanes.Count)]);
}
