using System.Collections;

namespace LossCmdlets.Input.Records;

/// <summary>Gets the value of a key: of the very same one, else of one that differs in case only.</summary>
internal sealed class DictionaryGetter(string name) : PropertyGetter
{
    /// <inheritdoc/>
    public override bool TryGet(in Record record, out object? value)
    {
        try
        {
            return record.Inner is IDictionary dictionary
                ? TryGet(dictionary, out value)
                : TryGet((IDictionary<string, object?>)record.Inner, out value);
        }
        catch (Exception failure)
        {
            throw new UnreadablePropertyException(failure);
        }
    }

    private bool TryGet(IDictionary dictionary, out object? value)
    {
        value = dictionary[name];
        if (value is null && !dictionary.Contains(name) && Respelled(dictionary.Keys.OfType<string>()) is string key)
        {
            value = dictionary[key];
            return true;
        }

        return value is not null || dictionary.Contains(name);
    }

    private bool TryGet(IDictionary<string, object?> dictionary, out object? value) =>
        dictionary.TryGetValue(name, out value) || (Respelled(dictionary.Keys) is string key && dictionary.TryGetValue(key, out value));

    private string? Respelled(IEnumerable<string> keys) => keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));
}
