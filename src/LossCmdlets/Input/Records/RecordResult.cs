using LossKernels.Measures;

namespace LossCmdlets.Input.Records;

/// <summary>What records came to, or a group of them.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Labels">The labels of the classes, where they are known.</param>
/// <param name="Group">What the records of a group have in common, as it stood in the first of them; null where records are not grouped.</param>
internal sealed record RecordResult(LossResult Loss, IReadOnlyList<string>? Labels, object? Group);
