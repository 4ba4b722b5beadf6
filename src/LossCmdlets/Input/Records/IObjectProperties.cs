namespace LossCmdlets.Input.Records;

/// <summary>What records that are neither dictionaries nor data rows have for properties: what PowerShell shows of an object.</summary>
internal interface IObjectProperties
{
    /// <summary>The names of the properties, in order.</summary>
    IReadOnlyList<string> Names(in Record record);

    /// <summary>What gets a property of records of the same type.</summary>
    /// <param name="first">The first of these records.</param>
    /// <param name="name">The property.</param>
    PropertyGetter Getter(in Record first, string name);
}
