namespace LossKernels.Diagnostics;

/// <summary>A sample and what it costs.</summary>
/// <param name="Row">The sample.</param>
/// <param name="Loss">Its loss, with its weight.</param>
/// <param name="Class">Its class; negative where it has several or none.</param>
/// <param name="Probability">What was predicted for that class.</param>
public readonly record struct CostlySample(long Row, double Loss, int Class, double Probability);
