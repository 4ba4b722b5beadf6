using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>
/// A tensor in an npy, npz or safetensors file. It is read block by block when it is used, by as many threads as like to, and takes no memory of its own;
/// arrays of a compressed npz file are decompressed once, large ones to a temporary file that goes with this object.
/// </summary>
public sealed class TensorFile : IDisposable
{
    private readonly ByteSource _bytes;
    private readonly ByteSource? _unpacked;

    private TensorFile(ByteSource bytes, ByteSource? unpacked, IReadOnlyList<string> keys, TensorView tensor)
    {
        _bytes = bytes;
        _unpacked = unpacked;
        Keys = keys;
        Tensor = tensor;
    }

    /// <summary>The tensor, of use until this object is disposed of.</summary>
    public TensorView Tensor { get; }

    /// <summary>The path of the file, as it was given.</summary>
    public string Path => _bytes.Path;

    /// <summary>The names of the tensors in the file, in its order; empty for npy, where the only one has no name.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Opens a file. Its content says what format it has, but for safetensors, which the name says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The name of the tensor; not needed where there is but one.</param>
    /// <param name="format">The format, where it is to be no other.</param>
    /// <param name="cancellation">Ends the opening, which takes long where much is decompressed, and all reading.</param>
    /// <exception cref="LossException">FileNotFound, NotFileSystemPath, MalformedFile, UnsupportedFileFormat, or ColumnNotFound, which lists the names.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static TensorFile Open(string path, string? key = null, TensorFormat? format = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Open(FileBytes.Open(path, cancellation), key, format);
    }

    /// <summary>Whether a path, by its extension, is that of a file of tensors.</summary>
    /// <param name="path">The path; a file need not be there.</param>
    public static bool IsNamed(string path) => FindNamedFormat(path) is not null;

    /// <summary>The format that the name of a file says; null where it says none.</summary>
    /// <param name="path">The path; a file need not be there.</param>
    public static TensorFormat? FindNamedFormat(string path) => TensorFormats.OfName(path);

    /// <summary>The format that the content of a file says; null where it says none, as that of safetensors does not.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="LossException">FileNotFound or NotFileSystemPath.</exception>
    public static TensorFormat? FindFormat(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileBytes bytes = FileBytes.Open(path);
        return TensorFormats.OfContent(bytes);
    }

    /// <summary>The names of the tensors in a file, in its order; empty for npy.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The format, where it is to be no other.</param>
    /// <exception cref="LossException">FileNotFound, NotFileSystemPath, MalformedFile or UnsupportedFileFormat.</exception>
    public static IReadOnlyList<string> ListKeys(string path, TensorFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileBytes bytes = FileBytes.Open(path);
        return OpenArchive(bytes, format)?.Keys ?? [];
    }

    /// <summary>The tensors of several files as one, joined along the first axis.</summary>
    /// <exception cref="LossException">ShapeMismatch, naming the first file that does not go with the first of all.</exception>
    public static TensorView Join(IReadOnlyList<TensorFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentOutOfRangeException.ThrowIfZero(files.Count, nameof(files));
        foreach (TensorFile file in files)
        {
            ArgumentNullException.ThrowIfNull(file, nameof(files));
        }

        return ConcatView.Join([.. files.Select(file => file.Tensor)], [.. files.Select(file => file.Path)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _unpacked?.Dispose();
        _bytes.Dispose();
    }

    /// <summary>Opens a file whose bytes are at hand, and owns them.</summary>
    internal static TensorFile Open(ByteSource bytes, string? key, TensorFormat? format = null)
    {
        try
        {
            return OpenArchive(bytes, format) is ITensorArchive archive ? OpenMember(bytes, archive, key)
                : key is null ? new TensorFile(bytes, null, [], NpyHeader.Open(bytes))
                : throw LossErrors.ColumnNotFound(key, bytes.Path, [])
                    .WithMessage($"The file '{bytes.Path}' has no tensor '{key}'; it has one, without a name.")
                    .WithRemedy("Leave out the key: an npy file holds one tensor, which has no name.");
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static TensorFile OpenMember(ByteSource bytes, ITensorArchive archive, string? key)
    {
        ByteSource? unpacked = null;
        TensorView? tensor = key is not null || archive.Keys.Count == 1 ? archive.Find(key ?? archive.Keys[0], out unpacked) : null;
        return tensor is null
            ? throw LossErrors.ColumnNotFound(key, bytes.Path, archive.Keys)
            : new TensorFile(bytes, unpacked, archive.Keys, tensor);
    }

    // Null for npy.
    private static ITensorArchive? OpenArchive(ByteSource bytes, TensorFormat? format)
    {
        TensorFormat? named = TensorFormats.Asked(format) ?? TensorFormats.OfName(bytes.Path);
        TensorFormat? found = named == TensorFormat.Safetensors ? named : TensorFormats.OfContent(bytes);
        if (format is not null && found != format)
        {
            throw bytes.Malformed(0, $"it does not begin as an {TensorFormats.Name(format.Value)} file does");
        }

        return found switch
        {
            TensorFormat.Npy => null,
            TensorFormat.Npz => new NpzArchive(bytes),
            TensorFormat.Safetensors => new SafetensorsArchive(bytes),
            _ when named is not null => throw bytes.Malformed(0, "it does not begin as an npy or npz file does"),
            _ => throw LossErrors.UnsupportedFileFormat(
                bytes.Path, "it does not begin as an npy or npz file does", $"Give a file of {TensorFormats.Listed}; of other names it may be npy or npz, which are known by their content. Columns of text (.csv) are measured with `TableMeasurement`, or beside files of tensors read with `CsvTensor.Read`."),
        };
    }
}
