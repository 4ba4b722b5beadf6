using System.Management.Automation;
using LossCmdlets.Errors;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels;

namespace LossCmdlets.Commands.Parameters;

/// <summary>
/// Refuses what is no name of an enumeration, with the names and the one that was meant. PowerShell asks for names that are less similar where there is none, says of
/// $null that its conversion is not valid, and takes a name of another enumeration for the one that has its number here.
/// </summary>
/// <param name="parameter">The parameter.</param>
/// <param name="type">The enumeration.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneNameAttribute(string parameter, Type type) : OneValueAttribute(parameter)
{
    private readonly string _parameter = parameter;

    // Types of numbers as PowerShell calls them, and other words for the same.
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bool"] = nameof(StoredType.Boolean),
        ["byte"] = nameof(StoredType.UInt8),
        ["sbyte"] = nameof(StoredType.Int8),
        ["short"] = nameof(StoredType.Int16),
        ["ushort"] = nameof(StoredType.UInt16),
        ["int"] = nameof(StoredType.Int32),
        ["uint"] = nameof(StoredType.UInt32),
        ["long"] = nameof(StoredType.Int64),
        ["ulong"] = nameof(StoredType.UInt64),
        ["half"] = nameof(StoredType.Float16),
        ["single"] = nameof(StoredType.Float32),
        ["float"] = nameof(StoredType.Float32),
        ["double"] = nameof(StoredType.Float64),
        ["avg"] = nameof(Reduction.Mean),
        ["average"] = nameof(Reduction.Mean),
        ["multiclass"] = nameof(Kind.Categorical),
        ["multilabel"] = nameof(Kind.Binary),
        ["text"] = nameof(TensorFileFormat.Csv),
    };

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
        LossException failure = LossErrors.ParameterOutOfRange(_parameter, named, Enum.GetNames(type), named is string word ? Words.GetValueOrDefault(word) : null);
        throw failure.WithMessage($"{failure.Message} {failure.Remedy}").InWords(ParameterSpelling.Of);
    }
}
