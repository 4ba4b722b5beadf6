using System.Numerics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>The walk down tiles, a row in each lane: ln(1 + tail) of every row, in the data type, and what else a form asks for.</summary>
internal static class TileLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Of so few classes, the rounding errors of their differences cost less than a factor of each row; one alone makes no difference.
    private const int FewestDifferences = 2;
    private const int MostDifferences = 5;

    /// <summary>Walks some tiles.</summary>
    /// <param name="tiles">The tiles.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="labels">A class number for each row; of a negative one, what is found means nothing.</param>
    /// <param name="rows">Where what is found goes.</param>
    /// <param name="terms">Where terms are kept, if they are.</param>
    /// <param name="stream">What goes on its way while terms are kept.</param>
    /// <param name="mostTail">The largest tail that is wanted.</param>
    /// <returns>Whether no tail is larger.</returns>
    public static bool Walk<TForm>(Tiles<T> tiles, int classes, ReadOnlySpan<int> labels, TileRows<T> rows, Tiles<T> terms, ref LineStream<T> stream, double mostTail)
        where TForm : ITileForm
    {
        TVector most = classes is >= FewestDifferences and <= MostDifferences
            ? DifferenceLanes<TLanes, TVector, T>.Walk<TForm>(tiles, classes, in labels[0], rows, terms, ref stream)
            : TailLanes<TLanes, TVector, T>.Walk<TForm>(tiles, classes, in labels[0], rows, terms, ref stream);
        return RangeCheck<TLanes, TVector, T>.AreWithin(most, mostTail);
    }
}
