using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>The lanes of 512 bits as doubles: sixteen of float32, or eight of float64 in the first two vectors.</summary>
internal struct WideLanes
{
    public Vector256<double> First;
    public Vector256<double> Second;
    public Vector256<double> Third;
    public Vector256<double> Fourth;

    /// <summary>Widens; exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Of<TLanes, TVector, T>(TVector values)
        where TLanes : IWideLanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        WideLanes wide = default;
        if (typeof(T) == typeof(float))
        {
            wide.First = Vector256.WidenLower(TLanes.Lower(values).As<T, float>());
            wide.Second = Vector256.WidenUpper(TLanes.Lower(values).As<T, float>());
            wide.Third = Vector256.WidenLower(TLanes.Upper(values).As<T, float>());
            wide.Fourth = Vector256.WidenUpper(TLanes.Upper(values).As<T, float>());
        }
        else
        {
            wide.First = TLanes.Lower(values).As<T, double>();
            wide.Second = TLanes.Upper(values).As<T, double>();
        }

        return wide;
    }

    /// <summary>Writes as many doubles as T has lanes, from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<T>(ref double destination, nint index)
    {
        First.StoreUnsafe(ref destination, (nuint)index);
        Second.StoreUnsafe(ref destination, (nuint)index + 4);
        if (typeof(T) == typeof(float))
        {
            Third.StoreUnsafe(ref destination, (nuint)index + 8);
            Fourth.StoreUnsafe(ref destination, (nuint)index + 12);
        }
    }
}
