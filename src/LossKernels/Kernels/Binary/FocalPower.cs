using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>Small whole powers: products of numbers that have all their digits.</summary>
internal static class FocalPower
{
    /// <summary>Whether a power is one of these.</summary>
    public static bool Takes(double gamma) => gamma is 0 or 1 or 2 or 3 or 4;

    /// <summary>The power of numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TLanes, TVector, T>(TVector number, int gamma)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        TVector square = TLanes.Multiply(number, number);
        return gamma switch
        {
            0 => TLanes.Of(1),
            1 => number,
            2 => square,
            3 => TLanes.Multiply(square, number),
            _ => TLanes.Multiply(square, square),
        };
    }
}
