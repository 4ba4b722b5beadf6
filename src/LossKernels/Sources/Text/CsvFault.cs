using System.Text;
using LossKernels.Sources.Columns;

namespace LossKernels.Sources.Text;

/// <summary>What is wrong with a record, as places in its part: its message is made for who asks for it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Record">The record, from zero in the part.</param>
/// <param name="Line">The line, from zero in the part.</param>
/// <param name="Column">The column, or how many cells there are where that is at fault.</param>
/// <param name="Cell">The cell.</param>
internal readonly record struct CsvFault(CsvFaultKind Kind, long Record, long Line, int Column, CsvCell Cell)
{
    /// <summary>The key of the record; null where none is known.</summary>
    public string? Key { get; init; }

    // More of a cell's text than messages show.
    private const int MostShown = 64;

    /// <summary>The error.</summary>
    /// <param name="table">Where the part is from.</param>
    /// <param name="text">The part.</param>
    /// <param name="line">The line in the file, from one.</param>
    public LossException ToError(CsvLayout table, ReadOnlySpan<byte> text, long line)
    {
        string path = table.Path;
        string place = $"line {line}";
        switch (Kind)
        {
            case CsvFaultKind.CellCount:
                return LossErrors.RaggedRow(path, place, Column, table.Width);
            case CsvFaultKind.OpenQuote:
                return LossErrors.MalformedFile(path, place, "a quote opens that is never closed, so nothing behind it can be read");
            case CsvFaultKind.TooLong:
                return LossErrors.MalformedFile(path, place, $"a record begins that is longer than {table.MostRecordBytes} bytes, so nothing behind it can be read; a quote may be open");
        }

        ColumnNames names = table.Names is { } given ? ColumnNames.OfFile(given, path) : ColumnNames.Counting(table.Width, path);
        string cell = $"{place}, {names.PlaceOf(Column)}";
        return Kind switch
        {
            CsvFaultKind.EmptyCell => LossErrors.EmptyString(path, cell),
            CsvFaultKind.NotANumber => LossErrors.NonNumericValue(path, cell, Shown(text), isCell: true),
            CsvFaultKind.Rounded => LossErrors.UnsupportedFileFormat(
                path,
                $"its whole number '{Shown(text)}' at {cell} has more digits than a double",
                "Leave the column out with `columns` where it holds identifiers, or round them knowingly, with `refusesRounded: false`."),
            CsvFaultKind.NullByte => LossErrors.MalformedFile(path, cell, "the text has a null character"),
            _ => LossErrors.MalformedFile(path, cell, "text follows a closing quote"),
        };
    }

    private string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(Cell.In(text)[..Math.Min(Cell.Length, MostShown)]);
}
