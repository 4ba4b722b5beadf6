using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>What is done with each vector on a walk over the classes.</summary>
internal interface IClassOperator<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Whether each term goes on in double; else some terms of the data type are added up before.</summary>
    static virtual bool IsExact => false;

    /// <summary>Whether the term of a value is the value itself, so that it can be added where it lies.</summary>
    static virtual bool AddsValues => false;

    /// <summary>Whether every value needs the number of its class; else those of the class that is left out alone.</summary>
    static virtual bool IsNumbered => false;

    /// <summary>A sum and the terms of some values.</summary>
    /// <param name="sum">The sum; none where each term goes on in double.</param>
    /// <param name="values">The values.</param>
    /// <param name="index">How far behind the beginning of the row or of the tile they lie.</param>
    /// <param name="numbers">Their class numbers, as bits; of those that were there before, that of the class that is left out.</param>
    /// <param name="isNew">All bits set in the lanes that were not there before; else a lane adds nothing.</param>
    TVector Add(TVector sum, TVector values, nint index, TVector numbers, TVector isNew);
}
