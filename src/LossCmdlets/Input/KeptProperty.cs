using System.Collections;
using System.Management.Automation;

namespace LossCmdlets.Input;

/// <summary>Properties of what was kept as text and read again: JSON becomes objects or dictionaries.</summary>
internal static class KeptProperty
{
    /// <summary>The value of a property, or of an entry: dictionaries have properties of their own, of which Values are all that they hold.</summary>
    public static object? Of(PSObject kept, string name) => kept.BaseObject is IDictionary entries ? entries[name] : kept.Properties[name]?.Value;

    /// <summary>Whether there are all of some properties, or entries.</summary>
    public static bool HasAll(PSObject kept, string[] names) => kept.BaseObject switch
    {
        IDictionary entries => Array.TrueForAll(names, entries.Contains),
        PSCustomObject => Array.TrueForAll(names, name => kept.Properties[name] is not null),
        _ => false,
    };
}
