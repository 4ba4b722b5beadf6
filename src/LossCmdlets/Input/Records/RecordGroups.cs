using System.Collections;
using System.Globalization;
using LossCmdlets.Errors;
using LossKernels;

namespace LossCmdlets.Input.Records;

/// <summary>
/// Tells to which group a record belongs: values with the same text, without regard to case, are one group, so that 1, 1.0 and '1' are.
/// </summary>
/// <param name="properties">What gets the properties.</param>
/// <param name="position">The position of the group among those that are wanted.</param>
internal sealed class RecordGroups(RecordProperties properties, int position)
{
    private readonly Dictionary<string, object> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of the record's group.</summary>
    /// <exception cref="LossException">PropertyNotFound or NullValue: the record has none; OptionNotSupported: it has a list of values.</exception>
    public string Read()
    {
        object? value = properties.GetInner(position);
        string name = value switch
        {
            null or DBNull => throw PromptErrors.NullValue(properties.NameOf(position), properties.Place),
            string text => text,
            IEnumerable => throw LossErrors.OptionNotSupported(
                $"The property '{properties.NameOf(position)}' of {properties.Place} holds several values, and a record belongs to one group.",
                "Group by a property that holds one value."),
            DateTime or DateTimeOffset => ((IFormattable)value).ToString("o", CultureInfo.InvariantCulture),
            _ => Scalar.ToLabel(value),
        };
        _values.TryAdd(name, value);
        return name;
    }

    /// <summary>The value of a group as it stood in its first record.</summary>
    public object ValueOf(string name) => _values[name];
}
