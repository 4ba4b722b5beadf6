using LossKernels.Measures;
using KernelResult = LossKernels.Measures.LossResult;

namespace LossCmdlets.Output;

/// <summary>What was measured: all of the data, or a group or file of it.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Labels">The labels of the classes, where they are known.</param>
/// <param name="Group">What the samples of a group have in common, or the path of a file; null where there is one result.</param>
internal sealed record Measured(KernelResult Loss, IReadOnlyList<string>? Labels, object? Group = null)
{
    /// <summary>What the library measured.</summary>
    public static Measured Of(GroupResult result) => new(result.Result, result.Labels, result.Group);
}
