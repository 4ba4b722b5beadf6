using LossCmdlets.Output;
using LossKernels.Sources.Arrays;

namespace LossCmdlets.Input.Files;

/// <summary>Tells the formats of files by their names.</summary>
internal static class TensorFileFormats
{
    /// <summary>Whether a file is text of delimited cells.</summary>
    public static bool IsText(this TensorFileFormat format, string path) => format.Of(path) == TensorFileFormat.Csv;

    /// <summary>The format of a file: what it is said to be, else what its name says; Auto where that says nothing.</summary>
    public static TensorFileFormat Of(this TensorFileFormat format, string path)
    {
        if (format != TensorFileFormat.Auto)
        {
            return format;
        }

        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToUpperInvariant() is ".CSV" or ".TSV" or ".TAB"
            ? TensorFileFormat.Csv
            : TensorFile.FindNamedFormat(name).ToOutput();
    }
}
