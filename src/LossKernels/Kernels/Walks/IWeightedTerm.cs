using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>The number that <see cref="WeightedWalk{TLanes, TVector, T}"/> multiplies each target by.</summary>
internal interface IWeightedTerm<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Whether something went over the values just before, so that they need not be called for ahead.</summary>
    static virtual bool AreNear => false;

    /// <summary>What is added to each lane at the end of its row: NaN where the sum is none, else zero.</summary>
    TVector Last { get; }

    /// <summary>Begins a row whose classes are the lanes.</summary>
    /// <param name="row">Its number.</param>
    void EnterRow(int row);

    /// <summary>Begins rows that are the lanes.</summary>
    /// <param name="row">The number of the first.</param>
    void EnterTile(int row);

    /// <summary>The numbers of some values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="targets">Their targets.</param>
    TVector Of(TVector values, TVector targets);
}
