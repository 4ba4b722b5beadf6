using System.Collections;
using System.Management.Automation;
using LossCmdlets.Input;
using LossKernels;

namespace LossCmdlets.Commands.Parameters;

/// <summary>
/// Refuses several values where one is due. PowerShell would add up the numbers of names, Binary, Categorical to Sparse, and says of several texts that a method
/// is not supported.
/// </summary>
/// <param name="parameter">The parameter.</param>
/// <param name="range">What it takes.</param>
[AttributeUsage(AttributeTargets.Property)]
internal class OneValueAttribute(string parameter, string range = "one name") : ArgumentTransformationAttribute
{
    /// <summary>Whether commas belong to a text, and part no values.</summary>
    public bool MayHaveCommas { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is null ? null : PowerShellValues.Instance.Unwrap(inputData);
        string[] parts = value switch
        {
            IList several => Texts(several),
            string text when !MayHaveCommas => text.Split(','),
            _ => [],
        };
        return parts.Length > 1 ? throw LossErrors.ParameterOutOfRange(parameter, string.Join(", ", parts), range, "Give one.") : inputData;
    }

    /// <summary>Several values as one text.</summary>
    public static string Listed(IList several) => string.Join(", ", Texts(several));

    private static string[] Texts(IList several) => [.. several.Cast<object?>().Select(one => LanguagePrimitives.ConvertTo<string>(one))];
}
