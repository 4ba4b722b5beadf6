namespace LossKernels.Sources;

/// <summary>Where a sample came from.</summary>
/// <param name="Source">Which of several sources, counted from zero.</param>
/// <param name="Line">The line in it, counted from one.</param>
public readonly record struct SampleOrigin(int Source, long Line);
