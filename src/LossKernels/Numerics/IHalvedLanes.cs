using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>Lanes that two vectors of 256 bits have room for, which is how sums in double are made of them.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal interface IHalvedLanes<TVector, T> : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The first 256 bits of lanes.</summary>
    static abstract Vector256<T> Lower(TVector values);

    /// <summary>The lanes behind the first 256 bits; of a vector that has none, zeros.</summary>
    static abstract Vector256<T> Upper(TVector values);

    /// <summary>The first eight lanes in double; of a vector that has fewer, all of them and zeros.</summary>
    static abstract Vector512<double> WideLower(TVector values);
}
