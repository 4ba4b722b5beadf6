using System.Management.Automation;
using LossCmdlets.Output;

namespace LossCmdlets.Commands.Parameters;

/// <summary>
/// Refuses reductions that leave more than one number, in words of its own: the engine, which completes a name of an enumeration by the range of its values alone,
/// would speak of that range.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneNumberReductionAttribute() : OneNameAttribute(nameof(Reduction), typeof(Reduction))
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => base.Transform(engineIntrinsics, inputData) is Reduction reduction
        && reduction is Reduction.None or Reduction.PerElement
        ? throw new ArgumentTransformationMetadataException(
            $"Conventions are compared by one number, and with the reduction {reduction} there is one for each loss. Leave out -Reduction, or use -Reduction Sum.")
        : inputData;
}
