using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>What a walk over the classes adds up: a term of each value, beside the pivot's.</summary>
internal interface IQualityTerm<TSelf, TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
    where TSelf : struct, IQualityTerm<TSelf, TLanes, TVector, T>
{
    /// <summary>Whether a term is all there is to it, and goes on in double; else terms of the data type are added up and lack a factor that depends on the pivot.</summary>
    static abstract bool IsExact { get; }

    /// <summary>The terms of a row, or of the rows of a tile.</summary>
    TSelf At(TVector pivot);

    /// <summary>The term of some values.</summary>
    TVector Of(TVector values);

    /// <summary>The same in two factors of which the second is a power of two.</summary>
    (TVector Significand, TVector Power) Parts(TVector values);
}
