using LossCmdlets.Output;
using LossKernels.Sources.Arrays;
using LossKernels.Sources.Files;
using LossKernels.Sources.Text;

namespace LossCmdlets.Input.Files;

/// <summary>Tells the formats of files by their names.</summary>
internal static class TensorFileFormats
{
    /// <summary>Whether a file is text of delimited cells.</summary>
    public static bool IsText(this TensorFileFormat format, string path) => format.Of(path) == TensorFileFormat.Csv;

    /// <summary>The format of a file: what it is said to be, else what its name says; Auto where that says nothing.</summary>
    public static TensorFileFormat Of(this TensorFileFormat format, string path) =>
        format != TensorFileFormat.Auto ? format
        : CsvFormat.IsNamed(path) ? TensorFileFormat.Csv
        : TensorFile.FindNamedFormat(CompressedName.WithoutExtension(path)).ToOutput();
}
