using System.Data;

namespace LossCmdlets.Input.Records;

/// <summary>Gets the value of a column of data rows; the column is looked up once a table.</summary>
internal sealed class DataRowGetter(string name) : PropertyGetter
{
    private DataTable? _table;
    private DataColumn? _column;

    /// <inheritdoc/>
    public override bool TryGet(in Record record, out object? value)
    {
        try
        {
            DataRowView? view = record.Inner as DataRowView;
            DataRow row = view?.Row ?? (DataRow)record.Inner;
            if (_column is null || !ReferenceEquals(row.Table, _table))
            {
                _table = row.Table;
                _column = _table.Columns[name];
            }

            // A view shows the version of the row that it is a view of.
            value = _column is null ? null : view is null ? row[_column] : view[_column.Ordinal];
            return _column is not null;
        }
        catch (Exception failure)
        {
            throw new UnreadablePropertyException(failure);
        }
    }
}
