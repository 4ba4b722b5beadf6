using System.Management.Automation;
using LossCmdlets.Errors;
using LossCmdlets.Input;
using LossKernels;

namespace LossCmdlets.Commands.Parameters;

/// <summary>
/// Refuses what is no name of an enumeration, with the names and the one that was meant. PowerShell asks for names that are less similar where there is none, says of
/// $null that its conversion is not valid, and takes a name of another enumeration for the one that has its number here.
/// </summary>
/// <param name="parameter">The parameter.</param>
/// <param name="type">The enumeration.</param>
[AttributeUsage(AttributeTargets.Property)]
internal class OneNameAttribute(string parameter, Type type) : OneValueAttribute(parameter)
{
    private readonly string _parameter = parameter;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? given = base.Transform(engineIntrinsics, inputData);
        object? value = given is null ? null : PowerShellValues.Instance.Unwrap(given);
        object? named = value is Enum other ? other.ToString() : value;
        if (LanguagePrimitives.TryConvertTo(named, type, out object? converted) && converted is not null)
        {
            return converted;
        }

        // The engine shows the message of a failure alone.
        LossException failure = LossErrors.ParameterOutOfRange(_parameter, named, Enum.GetNames(type), named is string word ? OtherNames.Meant(word, Enum.GetNames(type)) : null);
        throw failure.WithMessage($"{failure.Message} {failure.Remedy}").InWords(ParameterSpelling.Of);
    }
}
