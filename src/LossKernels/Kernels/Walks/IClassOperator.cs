using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>What is done on a walk over the classes: at the ends of a row or of a tile, and with each vector between them.</summary>
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

    /// <summary>The number of the class that is left out of a row.</summary>
    int LeftOut { get; }

    /// <summary>Begins a row.</summary>
    /// <param name="row">Its first value.</param>
    /// <param name="number">Its number.</param>
    void EnterRow(ref readonly T row, int number);

    /// <summary>Ends a walk along a row.</summary>
    /// <param name="lane">The number of its first lane, counted over all rows.</param>
    void LeaveRow(int lane);

    /// <summary>Begins a tile.</summary>
    /// <param name="first">The first class of its first row.</param>
    /// <param name="stride">How far apart the classes lie.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="row">The number of its first row.</param>
    void EnterTile(ref readonly T first, nint stride, int classes, int row);

    /// <summary>Ends a tile.</summary>
    /// <param name="row">The number of its first row.</param>
    void LeaveTile(int row);

    /// <summary>A sum and the terms of some values.</summary>
    /// <param name="sum">The sum; none where each term goes on in double.</param>
    /// <param name="values">The values.</param>
    /// <param name="index">How far behind the beginning of the row or of the tile they lie.</param>
    /// <param name="numbers">Their class numbers, as bits; of those that were there before, that of the class that is left out.</param>
    /// <param name="isNew">All bits set in the lanes that were not there before; else a lane adds nothing.</param>
    TVector Add(TVector sum, TVector values, nint index, TVector numbers, TVector isNew);

    /// <summary>The same of values that are all new and none of the class that is left out.</summary>
    TVector AddOthers(TVector sum, TVector values, nint index);
}
