using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>
/// Writes tensors to npy, npz and safetensors files, the format being what the name says, byte for byte as numpy.save, numpy.savez and the safetensors
/// library do. The file is there when it is complete, and not before.
/// </summary>
public static class TensorFileWriter
{
    private const string OnlyKey = "arr_0";
    private const int LongestKey = 1000;

    /// <summary>Writes one tensor. In npz and safetensors it is called arr_0, as numpy.savez calls it.</summary>
    /// <param name="path">The file: .npy, .npz or .safetensors.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="overwrite">Whether to replace a file that is there.</param>
    /// <exception cref="LossException">FileExists, FileNotFound, NotFileSystemPath, or UnsupportedFileFormat where the name says no format, or npy and npz have no such type.</exception>
    public static void Save(string path, TensorView tensor, bool overwrite = false) => Save(path, [new(OnlyKey, tensor)], overwrite);

    /// <summary>Writes tensors with names.</summary>
    /// <param name="path">The file: .npz or .safetensors, or .npy for one tensor, whose name is then not written.</param>
    /// <param name="tensors">The tensors and their names.</param>
    /// <param name="overwrite">Whether to replace a file that is there.</param>
    /// <param name="compress">Whether to compress the members of an npz file, as numpy.savez_compressed does.</param>
    /// <param name="format">The format, where it is not what the name says.</param>
    /// <param name="cancellation">Ends the writing, and leaves nothing.</param>
    /// <exception cref="LossException">What the other overload throws; ParameterOutOfRange for a name; OptionNotSupported where the format cannot do it.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static void Save(
        string path,
        IReadOnlyList<KeyValuePair<string, TensorView>> tensors,
        bool overwrite = false,
        bool compress = false,
        TensorFormat? format = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensors);
        NewFile.CheckName(path);
        TensorFormat written = TensorFormats.Asked(format) ?? TensorFormats.OfName(path) ?? throw LossErrors.UnsupportedFileFormat(
            path, "its name says no format of tensors", $"Call it {TensorFormats.Listed}, or .csv for text; or say what it is with `format`.");
        Check(written, tensors, compress);
        using NewFile file = new(path, overwrite, cancellation);
        using FileAppender output = new(file);
        switch (written)
        {
            case TensorFormat.Npy:
                NpyWriter.Write(path, tensors[0].Value, output.Write);
                break;
            case TensorFormat.Npz:
                WriteNpz(file, tensors, compress);
                break;
            default:
                SafetensorsWriter.Write(output, tensors);
                break;
        }

        file.Commit();
    }

    private static void WriteNpz(NewFile file, IReadOnlyList<KeyValuePair<string, TensorView>> tensors, bool compress)
    {
        using ZipWriter zip = new(file, compress);
        foreach ((string name, TensorView tensor) in tensors)
        {
            zip.Add($"{name}.npy", write => NpyWriter.Write(file.Path, tensor, write));
        }

        zip.Complete();
    }

    private static void Check(TensorFormat format, IReadOnlyList<KeyValuePair<string, TensorView>> tensors, bool compress)
    {
        if (compress && format != TensorFormat.Npz)
        {
            throw LossErrors.OptionNotSupported("Only npz files are compressed.", "Write an .npz file, or do not compress.");
        }

        if (format == TensorFormat.Npy && tensors.Count != 1)
        {
            throw LossErrors.OptionNotSupported($"An npy file holds one tensor, and there are {tensors.Count}.", "Write an .npz or .safetensors file.");
        }

        HashSet<string> names = [];
        foreach ((string name, _) in tensors)
        {
            if (name.Length is 0 or > LongestKey || !names.Add(name))
            {
                throw LossErrors.ParameterOutOfRange("Key", name, $"a name of 1 to {LongestKey} characters that no other tensor of the file has", "Give each tensor a short name of its own.");
            }

            if (name == SafetensorsArchive.MetadataKey && format == TensorFormat.Safetensors)
            {
                throw LossErrors.ParameterOutOfRange("Key", name, "another name, because safetensors keeps this one for itself", "Give the tensor another name, or write an .npz file.");
            }
        }
    }
}
