using LossCmdlets.Output;

namespace LossCmdlets.Input.Files;

/// <summary>Tells the formats of files by their names.</summary>
internal static class TensorFileFormats
{
    /// <summary>Whether a file is text of delimited cells.</summary>
    public static bool IsText(this TensorFileFormat format, string path) => format.Of(path) == TensorFileFormat.Csv;

    /// <summary>The format of a file: what it is said to be, else what its name says; Auto where that says nothing.</summary>
    public static TensorFileFormat Of(this TensorFileFormat format, string path) => format != TensorFileFormat.Auto ? format
        : Path.GetExtension(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path).ToUpperInvariant() switch
        {
            ".CSV" or ".TSV" or ".TAB" => TensorFileFormat.Csv,
            ".NPY" => TensorFileFormat.Npy,
            ".NPZ" => TensorFileFormat.Npz,
            ".SAFETENSORS" => TensorFileFormat.Safetensors,
            _ => TensorFileFormat.Auto,
        };
}
