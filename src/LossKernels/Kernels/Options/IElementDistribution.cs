using System.Numerics;

namespace LossKernels.Kernels.Options;

/// <summary>How predictions of single outputs become probabilities of yes and no.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IElementDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes the probabilities of some predictions, no more than there is room for, and their logarithms.</summary>
    void Fill(ReadOnlySpan<T> predictions, ElementShares shares);

    /// <summary>Writes the derivatives of what <see cref="Fill"/> wrote to the predictions.</summary>
    void FillSlopes(int count, ElementShares shares);
}
