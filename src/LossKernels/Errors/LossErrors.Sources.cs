namespace LossKernels;

// What is not there, or not as it should be, where data come from or go to.
public static partial class LossErrors
{
    /// <summary>A record lacks a property.</summary>
    /// <param name="property">The property.</param>
    /// <param name="where">The record.</param>
    /// <param name="known">What it has.</param>
    /// <param name="scope">Whether the call named it without need, as the first record shows, or a sample lacks it that others have.</param>
    /// <param name="near">The property that was meant, where the name is a misspelt one.</param>
    public static LossException PropertyNotFound(string property, string where, string known, FailureScope scope, string? near = null) => Make(
        FailureKind.NotFound,
        scope,
        $"{where} has no property '{property}'; it has {known}.",
        DelimiterIn(known) is (string marks, string mark) ? $"If {marks} stand between the cells of the file, add `CsvFormat.Delimiter = {mark}` to `CsvTable.Open`."
            : InOneText(property) is string names ? $"Give each property quotes of its own: {names}."
            : near is not null ? $"Choose {Show(near)}, or another property that the records have; wildcards are allowed."
            : "Name a property that the records have; wildcards are allowed.",
        offender: property);

    /// <summary>A property of a record gives an error when it is read.</summary>
    public static LossException PropertyNotFound(string property, string where, Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return OfSample($"The property '{property}' of {where} cannot be read: {reason.Message}", "Leave the record out, or mend the property.", offender: property, kind: FailureKind.Unavailable);
    }

    /// <summary>A file has no column, or no tensor, of a name.</summary>
    /// <param name="column">The name.</param>
    /// <param name="where">The file.</param>
    /// <param name="known">What it has.</param>
    /// <param name="onlyCell">What its first line holds, where that is one cell and no name.</param>
    /// <param name="lastPosition">Where the last column stands, where the name is a position, or several, beyond it.</param>
    /// <param name="near">The column that was meant, where the name is a misspelt one.</param>
    public static LossException ColumnNotFound(string column, string where, string known, string? onlyCell = null, int? lastPosition = null, string? near = null) => OfCall(
        $"{where} has no column {(lastPosition is null ? $"'{column}'" : $"at position {column}")}; it has {known}.",
        OtherDelimiter(onlyCell ?? known) is string remedy ? remedy
            : lastPosition is int last ? $"Columns are counted from 0: give positions up to {last}, or names."
            : InOneText(column) is string names ? $"Give each column quotes of its own: {names}."
            : column.Contains("..") ? "A range is one of positions, counted from zero, as 2..4; names are chosen by wildcards, as p*."
            : near is not null ? $"Choose {Show(near)}, or another column that the file has, by its name or its position, counted from zero; wildcards are allowed in names."
            : "Name a column that the file has, or give its position, counted from zero; wildcards are allowed in names.",
        column,
        FailureKind.NotFound);

    /// <summary>A file has no tensor of a name, or several and none was named.</summary>
    /// <param name="key">The name; null where none was given.</param>
    /// <param name="path">The file.</param>
    /// <param name="keys">The names of its tensors.</param>
    public static LossException ColumnNotFound(string? key, string path, IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        string known = keys.Count == 0 ? "" : $": {string.Join(", ", keys.Take(MostNames).Select(Show))}{(keys.Count > MostNames ? ", ..." : "")}";
        return OfCall(
            key is null
                ? $"The file '{path}' has {Many(keys.Count, "tensor")}{known}; none was chosen."
                : $"The file '{path}' has no tensor '{key}'; it has {Many(keys.Count, "tensor")}{known}.",
            keys.Count == 0 ? "Give a file that holds a tensor."
                : key is not null && Spelling.Nearest(key, keys) is string near ? $"Choose {Show(near)}, or another of the file's tensors, with `TensorFile.Open(path, key)`."
                : "Choose one of the file's tensors by its name, with `TensorFile.Open(path, key)`.",
            key,
            FailureKind.NotFound);
    }

    /// <summary>There is no such file, or it cannot be opened, read or written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">Why not; null where it does not exist.</param>
    /// <param name="use">What cannot be done with it.</param>
    public static LossException FileNotFound(string path, string? reason = null, string use = "opened") => OfCall(
        reason is null ? $"There is no file '{path}'." : $"The file '{path}' cannot be {use}: {reason}",
        reason is not null ? "Check the path and its permissions."
            : path.Contains(',') ? "Check the path. Each of several has quotes of its own; of a CSV file give the path, and not its lines."
            : "Check the path.",
        path,
        reason is null ? FailureKind.NotFound : FailureKind.Unavailable);

    /// <summary>There is no such file in a folder.</summary>
    /// <param name="path">The file, or the wildcards that match none.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="names">The names of the files in it, the likeliest first; null where there is no such folder.</param>
    public static LossException FileNotFound(string path, string folder, IReadOnlyList<string>? names)
    {
        const int Shown = 5;
        LossException failure = FileNotFound(path);
        string seen = names switch
        {
            null => $"There is no folder '{folder}'.",
            [] => $"The folder '{folder}' has no files.",
            _ => $"The folder '{folder}' has {string.Join(", ", names.Take(Shown).Select(InList))}{(names.Count > Shown ? $" and {Many(names.Count - Shown, "other file")}" : "")}.",
        };
        return failure.WithMessage($"{failure.Message} {seen}");
    }

    /// <summary>A file that would be written is there already.</summary>
    public static LossException FileExists(string path) => OfCall(
        $"The file '{path}' exists.",
        "Choose another path, or add `overwrite` to replace the file.", path, FailureKind.Exists);

    /// <summary>A path leads to something else than files.</summary>
    public static LossException NotFileSystemPath(string path, string what) => OfCall(
        $"The path '{path}' leads to {what}.",
        "Give the path of a file in the file system.", offender: path);

    /// <summary>A file is not what its format promises.</summary>
    /// <param name="path">The file.</param>
    /// <param name="place">Where, as in "byte 128" or "line 7".</param>
    /// <param name="what">What is wrong there, as a sentence without its full stop.</param>
    public static LossException MalformedFile(string path, string place, string what) => OfData(
        $"The file '{path}' is damaged or is not what its name says: at {place}, {what}.",
        "Write the file again; if it is of another format, name it so.", offender: path);

    /// <summary>A file is of a format, or holds a type of value, that is not read or written.</summary>
    public static LossException UnsupportedFileFormat(string path, string what, string remedy) => OfCall(
        $"The file '{path}' cannot be used: {what}.", remedy, offender: path);

    /// <summary>A failure over a cell of a file that has one column: the call is at fault, and not the cell, where the first line tells that other marks stand between cells.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="firstLine">What the first line holds.</param>
    public static LossException OfOnlyColumn(LossException failure, string firstLine)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(firstLine);
        return OtherDelimiter(firstLine) is string remedy ? OfCall(failure.Message, remedy, failure.Offender, id: failure.Id) : failure;
    }

    private static string? OtherDelimiter(string known) =>
        DelimiterIn(known) is (string marks, string mark) ? $"If {marks} stand between its cells, add `CsvFormat.Delimiter = {mark}`." : null;

    // Several names in one text, each with quotes of its own; null where there is one.
    private static string? InOneText(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 1 } names
            ? $"{string.Join(", ", names.Take(MostNames).Select(Show))}{(names.Length > MostNames ? ", ..." : "")}"
            : null;

    // What should part several names and stands in the only one.
    private static (string Name, string Text)? DelimiterIn(string known) => known.Contains(", ") ? null
        : known.Contains(';') ? ("semicolons", "';'")
        : known.Contains('\t') ? ("tabs", "'\\t'")
        : known.Contains('|') ? ("bars", "'|'")
        : known.Contains(',') ? ("commas", "','")
        : null;
}
