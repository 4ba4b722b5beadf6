using System.Numerics;

namespace LossKernels.Kernels;

/// <summary>How predictions of single outputs become probabilities of yes and no.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IElementDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes the probabilities of some predictions, no more than there is room for.</summary>
    void Fill(ReadOnlySpan<T> predictions, ElementShares shares);
}
