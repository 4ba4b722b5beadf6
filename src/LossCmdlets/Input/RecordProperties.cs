using System.Collections;
using System.Data;
using System.Management.Automation;

namespace LossCmdlets.Input;

/// <summary>The properties of a record: a dictionary's keys, a data row's columns, or an object's properties.</summary>
internal static class RecordProperties
{
    /// <summary>The names of the properties, in order.</summary>
    public static IReadOnlyList<string> Names(object record) => Inner(record) switch
    {
        IDictionary dictionary => [.. dictionary.Keys.OfType<string>()],
        DataRow row => [.. row.Table.Columns.Cast<DataColumn>().Select(column => column.ColumnName)],
        _ => [.. PSObject.AsPSObject(record).Properties.Select(property => property.Name)],
    };

    /// <summary>The value of a property, or false where the record has none of that name.</summary>
    public static bool TryGet(object record, string name, out object? value)
    {
        switch (Inner(record))
        {
            case IDictionary dictionary:
                value = dictionary[name];
                return value is not null || dictionary.Contains(name);
            case DataRow row:
                int column = row.Table.Columns.IndexOf(name);
                value = column < 0 || row.IsNull(column) ? null : row[column];
                return column >= 0;
            default:
                PSPropertyInfo? property = PSObject.AsPSObject(record).Properties[name];
                value = property?.Value;
                return property is not null;
        }
    }

    private static object Inner(object record) => PowerShellValues.Instance.Unwrap(record);
}
