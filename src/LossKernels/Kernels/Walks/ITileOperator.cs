using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>What is done on a walk down tiles: at the ends of each, and with the vectors between them.</summary>
internal interface ITileOperator<TLanes, TVector, T> : IClassOperator<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Begins a tile.</summary>
    /// <param name="first">The first class of its first row.</param>
    /// <param name="stride">How far apart the classes lie.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="row">The number of its first row.</param>
    void EnterTile(ref readonly T first, nint stride, int classes, int row);

    /// <summary>Ends a tile.</summary>
    /// <param name="row">The number of its first row.</param>
    void LeaveTile(int row);
}
