using System.Collections;
using System.Management.Automation;
using LossCmdlets.Input;

namespace LossCmdlets.Commands.Parameters;

/// <summary>
/// Refuses nothing, and empty text, also among several. PowerShell says of empty text that it is null, or a collection that contains one, and neither which of several it is nor
/// where nothing comes from most often.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotEmptyAttribute : ValidateArgumentsAttribute
{
    private const string Remedy = "A variable or property that is not there, because its name is misspelt, is $null.";

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        object? given = Bare(arguments);
        if (given is not IList several)
        {
            Check(given, "It");
            return;
        }

        if (several.Count == 0)
        {
            throw new ValidationMetadataException("It is an empty list. Give at least one value, or leave the parameter out.");
        }

        for (int i = 0; i < several.Count; i++)
        {
            Check(Bare(several[i]), several.Count == 1 ? "It" : $"Value {i} of {several.Count}, counted from 0,");
        }
    }

    private static object? Bare(object? value) => value is null ? null : PowerShellValues.Instance.Unwrap(value);

    private static void Check(object? value, string what)
    {
        if (value is null)
        {
            throw new ValidationMetadataException($"{what} is $null. Give a value, or leave the parameter out. {Remedy}");
        }

        if (value is "")
        {
            throw new ValidationMetadataException($"{what} is empty text. Give a value, or leave the parameter out.");
        }
    }
}
