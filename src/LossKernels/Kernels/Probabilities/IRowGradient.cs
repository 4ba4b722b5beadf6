namespace LossKernels.Kernels.Probabilities;

/// <summary>What writes the derivatives of a block some rows at a time.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IRowGradient<T>
    where T : unmanaged
{
    /// <summary>Writes those of some rows, no more than <see cref="GradientGroups.MostRows"/>.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="gradient">Where they go, rows side by side.</param>
    void Write(int first, int rows, Span<T> gradient);
}
