namespace LossKernels.Measures;

/// <summary>What a group of samples came to.</summary>
/// <param name="Group">What they have in common; null where samples are not grouped.</param>
/// <param name="Result">The loss.</param>
/// <param name="Labels">The labels of the classes, where they are known.</param>
public sealed record GroupResult(string? Group, LossResult Result, IReadOnlyList<string>? Labels);
