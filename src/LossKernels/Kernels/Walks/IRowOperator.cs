using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>What is done on a walk along rows: at the ends of each, and with the vectors between them.</summary>
internal interface IRowOperator<TLanes, TVector, T> : IClassOperator<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The number of the class that is left out of a row.</summary>
    int LeftOut { get; }

    /// <summary>Begins a row.</summary>
    /// <param name="row">Its first value.</param>
    /// <param name="number">Its number.</param>
    void EnterRow(ref readonly T row, int number);

    /// <summary>What the sums of rounded terms lack, which is added up apart, since it was last taken.</summary>
    TVector TakeRest();

    /// <summary>Ends a walk along a row.</summary>
    /// <param name="lane">The number of its first lane, counted over all rows.</param>
    void LeaveRow(int lane);

    /// <summary>A sum and the terms of values that are all new and none of the class that is left out.</summary>
    TVector AddOthers(TVector sum, TVector values, nint index);
}
