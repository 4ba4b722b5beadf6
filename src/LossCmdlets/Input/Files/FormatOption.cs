using LossCmdlets.Output;
using LossKernels;

namespace LossCmdlets.Input.Files;

/// <summary>A parameter of Import-Tensor and Export-Tensor that means something in files of some formats alone.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Use">What it is for, in words that begin with a verb and end with the formats.</param>
/// <param name="Instead">What there is in its place.</param>
/// <param name="Formats">The formats; Auto where the content decides between those of tensors.</param>
internal sealed record FormatOption(string Parameter, string Use, string Instead, TensorFileFormat[] Formats)
{
    private const string SaysText = "-Format Csv says that a file is text";

    private static readonly FormatOption[] All =
    [
        new("Column", "chooses columns of CSV files", $"-Key chooses a tensor of several, and {SaysText}", [TensorFileFormat.Csv]),
        new("Delimiter", "stands between the cells of CSV files", SaysText, [TensorFileFormat.Csv]),
        new("NoHeader", "is about the first line of CSV files", SaysText, [TensorFileFormat.Csv]),
        new("Key", "names a tensor in npz and safetensors files", "npy files have one tensor and no name, and CSV files columns, of which -Column of Import-Tensor chooses", [TensorFileFormat.Auto, TensorFileFormat.Npz, TensorFileFormat.Safetensors]),
        new("Compress", "makes npz files smaller", "npz files have names that end in .npz", [TensorFileFormat.Auto, TensorFileFormat.Npz]),
    ];

    /// <summary>Refuses a parameter that means nothing in a file.</summary>
    /// <param name="isAsked">Whether a parameter was typed.</param>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format; Auto where it is one of tensors.</param>
    /// <exception cref="LossException">OptionNotSupported.</exception>
    public static void Check(Func<string, bool> isAsked, string path, TensorFileFormat format)
    {
        if (All.FirstOrDefault(option => !option.Formats.Contains(format) && isAsked(option.Parameter)) is { } misplaced)
        {
            throw LossErrors.OptionNotSupported(
                $"-{misplaced.Parameter} {misplaced.Use}, and '{path}' is none.", $"Leave out -{misplaced.Parameter}; {misplaced.Instead}.");
        }
    }
}
