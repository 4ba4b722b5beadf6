using System.Management.Automation;
using LossCmdlets.Input;
using LossKernels;

namespace LossCmdlets.Commands.Parameters;

/// <summary>Refuses what is no single character between cells. PowerShell says of a tab as other languages write it, \t, that a text is too long, and not what a tab is here; of 5 it makes the character of that number, which nobody sees.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DelimiterAttribute : OneValueAttribute
{
    private const string Parameter = "Delimiter";
    private const string Range = "one character, such as ';', or \"`t\" for a tab";

    public DelimiterAttribute()
        : base(Parameter, Range) => MayHaveCommas = true;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is null ? null : PowerShellValues.Instance.Unwrap(inputData);
        object? mark = value is not char && Scalar.Read(value, out _) is ScalarKind.Number ? Scalar.ToLabel(value!) : value;
        return mark is string { Length: not 1 } text
            ? throw LossErrors.ParameterOutOfRange(Parameter, text, Range, "Give the mark that stands between two cells.")
            : base.Transform(engineIntrinsics, mark);
    }
}
