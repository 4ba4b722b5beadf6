using System.Collections;
using System.Management.Automation;
using LossCmdlets.Errors;
using LossCmdlets.Input;
using LossKernels;

namespace LossCmdlets.Commands.Parameters;

/// <summary>
/// Reads an option's number strictly. PowerShell would make 0 of $null and of empty text, 15 of '1,5' and 2 of 2.5 for a whole number.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NumberAttribute(string parameter) : ArgumentTransformationAttribute
{
    /// <summary>What is due where there are several, or is text: most often 0,1 in the place of 0.1.</summary>
    public const string OneNumber = "one number, with a decimal point as in 0.1";

    /// <summary>Whether the number has to be a whole one.</summary>
    public bool IsWhole { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is null ? null : PowerShellValues.Instance.Unwrap(inputData);
        bool isNumber = Scalar.Read(value, out double number) is ScalarKind.Number or ScalarKind.Single;
        bool isWhole = number == Math.Floor(number);
        if (isNumber && (!IsWhole || (isWhole && number is >= int.MinValue and <= int.MaxValue)))
        {
            return number;
        }

        LossException failure = LossErrors.ParameterOutOfRange(
            parameter, value is IList several ? OneValueAttribute.Listed(several) : value, IsWhole ? isNumber && isWhole ? $"a whole number from {int.MinValue} to {int.MaxValue}" : "a whole number" : value is IList or string ? OneNumber : "a number", "Give one number.");

        // Of text, what number was meant; the engine shows the message of a failure alone.
        throw (value is string { Length: > 0 } && !isNumber ? failure.WithMessage($"{failure.Message} {LossErrors.NonNumericValue(parameter, null, value).Remedy}") : failure).InWords(ParameterSpelling.Of);
    }
}
