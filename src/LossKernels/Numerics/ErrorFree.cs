using System.Runtime.CompilerServices;

namespace LossKernels.Numerics;

/// <summary>Sums and differences with their rounding errors, after D. E. Knuth's two-sum: together they are exact, unless something is infinite or NaN.</summary>
internal static class ErrorFree<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>a + b, and what it lacks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Sum, TVector Error) Sum(TVector a, TVector b)
    {
        TVector sum = TLanes.Add(a, b);
        TVector added = TLanes.Subtract(sum, a);
        return (sum, TLanes.Add(TLanes.Subtract(a, TLanes.Subtract(sum, added)), TLanes.Subtract(b, added)));
    }

    /// <summary>a - b, and what it lacks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Difference, TVector Error) Difference(TVector a, TVector b)
    {
        TVector difference = TLanes.Subtract(a, b);
        TVector added = TLanes.Subtract(difference, a);
        return (difference, TLanes.Subtract(TLanes.Subtract(a, TLanes.Subtract(difference, added)), TLanes.Add(b, added)));
    }
}
