using LossKernels.Sources.Files;

namespace LossKernels.Sources.Text;

/// <summary>How a text file of delimited cells is written, where that is known.</summary>
public sealed record CsvFormat
{
    /// <summary>
    /// What stands between two cells; null for a tab in files named <c>.tsv</c> or <c>.tab</c> and a comma in others, a further <c>.gz</c> aside.
    /// It is an ASCII character that no number, quote or line end has.
    /// </summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first line names the columns; null where that is to be told from what it holds.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Whether a path, by its extension, is that of such a file, compressed or not.</summary>
    /// <param name="path">The path; a file need not be there.</param>
    public static bool IsNamed(string path) => DelimiterOfName(path) is not null;

    /// <summary>What stands between two cells of a file.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: the delimiter can be none.</exception>
    public char DelimiterOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Delimiter is not char delimiter)
        {
            return DelimiterOfName(path) ?? ',';
        }

        return char.IsAscii(delimiter) && (delimiter == '\t' || !char.IsControl(delimiter)) && !char.IsAsciiLetterOrDigit(delimiter) && delimiter is not ('.' or '+' or '-' or '"')
            ? delimiter
            : throw LossErrors.ParameterOutOfRange(nameof(Delimiter), delimiter.ToString(), "an ASCII character that is no letter, digit, sign, point, quote or line end", "Give the mark that stands between the cells: `CsvFormat.Delimiter = ';'`, or `CsvFormat.Delimiter = '\\t'` for a tab.");
    }

    private static char? DelimiterOfName(string path) => Path.GetExtension(CompressedName.WithoutExtension(path)).ToUpperInvariant() switch
    {
        ".CSV" => ',',
        ".TSV" or ".TAB" => '\t',
        _ => null,
    };
}
