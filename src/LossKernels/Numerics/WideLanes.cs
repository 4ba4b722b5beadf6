using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>The lanes of a vector as doubles, in as many of the four vectors as they take: sixteen of float32 all of them, four of float64 the first.</summary>
internal struct WideLanes
{
    public Vector256<double> First;
    public Vector256<double> Second;
    public Vector256<double> Third;
    public Vector256<double> Fourth;

    /// <summary>Widens; exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Of<TLanes, TVector, T>(TVector values)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        WideLanes wide = default;
        if (typeof(T) == typeof(float))
        {
            wide.First = Vector256.WidenLower(TLanes.Lower(values).As<T, float>());
            wide.Second = Vector256.WidenUpper(TLanes.Lower(values).As<T, float>());
            if (TLanes.Count > Vector256<T>.Count)
            {
                wide.Third = Vector256.WidenLower(TLanes.Upper(values).As<T, float>());
                wide.Fourth = Vector256.WidenUpper(TLanes.Upper(values).As<T, float>());
            }
        }
        else
        {
            wide.First = TLanes.Lower(values).As<T, double>();
            wide.Second = TLanes.Upper(values).As<T, double>();
        }

        return wide;
    }

    /// <summary>Writes the doubles of so many lanes, from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref double destination, nint index, int count)
    {
        First.StoreUnsafe(ref destination, (nuint)index);
        if (count > 4)
        {
            Second.StoreUnsafe(ref destination, (nuint)index + 4);
        }

        if (count > 8)
        {
            Third.StoreUnsafe(ref destination, (nuint)index + 8);
            Fourth.StoreUnsafe(ref destination, (nuint)index + 12);
        }
    }
}
