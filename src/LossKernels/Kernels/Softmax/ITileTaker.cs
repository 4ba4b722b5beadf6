using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>What becomes of rows that are walked in tiles.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface ITileTaker<T>
    where T : unmanaged
{
    /// <summary>How many rows it takes next, at most.</summary>
    int Room { get; }

    /// <summary>Of how many rows before it has left the logarithms where they are.</summary>
    int Kept { get; }

    /// <summary>What goes on its way while terms are kept; no reference where none are.</summary>
    ref LineStream<T> Stream { get; }

    /// <summary>Sees tiles before they are walked.</summary>
    /// <param name="tiles">The tiles.</param>
    /// <param name="labels">The labels of their rows, and behind them as many as fill the last tile up.</param>
    /// <param name="row">The number of the first row.</param>
    /// <param name="rows">The number of rows: whole tiles, or less than one.</param>
    /// <returns>Where terms are kept, if they are.</returns>
    Tiles<T> Enter(Tiles<T> tiles, scoped ReadOnlySpan<int> labels, int row, int rows);

    /// <summary>Takes what was found.</summary>
    /// <param name="tiles">The tiles.</param>
    /// <param name="terms">Where terms are kept, if they are.</param>
    /// <param name="found">Their rows.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="row">The number of the first row.</param>
    /// <param name="rows">The number of rows.</param>
    void Take(Tiles<T> tiles, Tiles<T> terms, TileRows<T> found, scoped ReadOnlySpan<int> labels, int row, int rows);
}
