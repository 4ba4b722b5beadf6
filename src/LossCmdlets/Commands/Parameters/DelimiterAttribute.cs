using System.Management.Automation;
using LossCmdlets.Input;
using LossKernels;

namespace LossCmdlets.Commands.Parameters;

/// <summary>Refuses what is no single character between cells. PowerShell says of a tab as other languages write it, \t, that a text is too long, and not what a tab is here.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DelimiterAttribute : OneValueAttribute
{
    private const string Parameter = "Delimiter";
    private const string Range = "one character, such as ';', or \"`t\" for a tab";

    public DelimiterAttribute()
        : base(Parameter, Range) => MayHaveCommas = true;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is not null && PowerShellValues.Instance.Unwrap(inputData) is string { Length: not 1 } text
            ? throw LossErrors.ParameterOutOfRange(Parameter, text, Range, "Give the mark that stands between two cells.")
            : base.Transform(engineIntrinsics, inputData);
}
