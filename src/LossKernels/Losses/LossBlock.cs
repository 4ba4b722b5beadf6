namespace LossKernels.Losses;

/// <summary>A block of samples, as the formula of a custom loss is given it.</summary>
/// <param name="Rows">The number of samples.</param>
/// <param name="Classes">The number of predictions of a sample.</param>
/// <param name="Prediction">Rows x Classes predictions, those of a sample side by side.</param>
/// <param name="Target">As many targets; of class numbers, one for each sample, negative where it is left out.</param>
public sealed record LossBlock(int Rows, int Classes, double[] Prediction, double[] Target);
