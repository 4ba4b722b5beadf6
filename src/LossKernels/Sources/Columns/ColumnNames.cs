using System.Globalization;
using LossKernels.Numerics;

namespace LossKernels.Sources.Columns;

/// <summary>The names among which columns are selected: those of a record's properties, or of a file's columns.</summary>
public sealed class ColumnNames
{
    private const int Shown = 20;
    private const int LongestShown = 40;

    private readonly string _where;
    private readonly string? _onlyCell;

    private ColumnNames(IReadOnlyList<string> names, string where, bool areColumns, bool areNamed, string? onlyCell = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        Names = names;
        _where = where;
        HavePositions = areColumns;
        AreNamed = areNamed;
        _onlyCell = onlyCell;
    }

    /// <summary>The names in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether they stand in a fixed order, so that a position means something.</summary>
    public bool HavePositions { get; }

    /// <summary>Whether they are names, and not positions for want of names.</summary>
    public bool AreNamed { get; }

    internal string Singular => HavePositions ? "column" : "property";

    internal string Plural => HavePositions ? "columns" : "properties";

    /// <summary>The properties of a record.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="where">The record, as messages call it at the beginning of a sentence.</param>
    public static ColumnNames OfRecord(IReadOnlyList<string> names, string where = "The record") => new(names, where, areColumns: false, areNamed: true);

    /// <summary>The columns of a file that names them in its first line.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="path">The file.</param>
    public static ColumnNames OfFile(IReadOnlyList<string> names, string path) => new(names, $"The file '{path}'", areColumns: true, areNamed: true);

    /// <summary>The columns of a file that does not name them: they are called 0, 1, 2, ...</summary>
    /// <param name="count">How many.</param>
    /// <param name="path">The file.</param>
    public static ColumnNames Counting(int count, string path) => Counting(count, path, onlyCell: null);

    /// <summary>The columns of a file that does not name them: where there is one, its first cell tells whether other marks part the cells.</summary>
    internal static ColumnNames Counting(IReadOnlyList<string> firstLine, string path) => Counting(firstLine.Count, path, firstLine is [var only] ? only : null);

    /// <summary>A column in words: by its name where it has one, else by its position.</summary>
    /// <param name="position">Its position, counted from zero.</param>
    public string PlaceOf(int position) => AreNamed && Names[position].Length > 0
        ? $"{Singular} '{Shorten(Names[position])}'"
        : string.Create(CultureInfo.InvariantCulture, $"{Singular} {position} (counted from 0)");

    /// <summary>The position of a name: of the very same one, else of one that differs in case only; -1 if there is none.</summary>
    internal int Find(string name)
    {
        int exact = Find(name, StringComparison.Ordinal);
        return exact >= 0 ? exact : Find(name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The position of the next column that has the name of another; null where there is none.</summary>
    internal int? Next(int position)
    {
        for (int next = position + 1; next < Names.Count; next++)
        {
            if (Names[next] == Names[position])
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>The error for a name that two columns have.</summary>
    internal LossException Ambiguous(int position, int next) => LossErrors.OptionNotSupported(
        $"{_where} has a column '{Names[position]}' at position {position}, and another one at position {next}.",
        "Give the position of the column that is meant, counted from zero.");

    /// <summary>The error for a pattern that matches nothing.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="isBeyond">Whether it is a position that no column has, or several.</param>
    internal LossException NotFound(string text, bool isBeyond = false)
    {
        string known = Names.Count == 0 ? "none" : string.Join(", ", Names.Take(Shown).Select(Shorten).Select(LossErrors.InList));
        known = Names.Count > Shown ? known + ", ..." : known;
        string? near = AreNamed && !new NamePattern(text).HasWildcard ? Spelling.Nearest(text, Names) : null;
        if (!HavePositions)
        {
            return LossErrors.PropertyNotFound(text, _where, known, FailureScope.Call, near);
        }

        LossException failure = LossErrors.ColumnNotFound(text, _where, known, _onlyCell, isBeyond && Names.Count > 0 ? Names.Count - 1 : null, near);
        return !isBeyond && Names.Count > 1 && Names.All(name => NumberText.TryParse(name, out _))
            ? failure.WithRemedy("The first line has numbers, and no names: give positions, counted from 0.")
            : failure;
    }

    private static ColumnNames Counting(int count, string path, string? onlyCell) => new(
        [.. Enumerable.Range(0, count).Select(position => position.ToString(CultureInfo.InvariantCulture))], $"The file '{path}'", areColumns: true, areNamed: false, onlyCell);

    // A file that is no table may well have one name, of megabytes.
    private static string Shorten(string name) => name.Length > LongestShown ? $"{name.AsSpan(0, LongestShown)}..." : name;

    private int Find(string name, StringComparison comparison)
    {
        for (int position = 0; position < Names.Count; position++)
        {
            if (string.Equals(Names[position], name, comparison))
            {
                return position;
            }
        }

        return -1;
    }
}
