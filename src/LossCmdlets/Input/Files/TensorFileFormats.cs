using LossCmdlets.Output;

namespace LossCmdlets.Input.Files;

/// <summary>Tells text files from the others, whose formats the library tells apart.</summary>
internal static class TensorFileFormats
{
    private static readonly string[] TextExtensions = [".csv", ".tsv", ".tab"];

    /// <summary>Whether a file is text of delimited cells: as it is said to be, else by its name.</summary>
    public static bool IsText(this TensorFileFormat format, string path)
    {
        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return format == TensorFileFormat.Csv
            || (format == TensorFileFormat.Auto && TextExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase));
    }
}
