using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>The arrays of an npz file: a zip file whose members are npy files.</summary>
internal sealed class NpzArchive : ITensorArchive
{
    private const string Extension = ".npy";

    private readonly ZipDirectory _directory;

    /// <summary>Reads the directory.</summary>
    /// <exception cref="LossException">MalformedFile or UnsupportedFileFormat.</exception>
    public NpzArchive(ByteSource bytes)
    {
        _directory = ZipDirectory.Read(bytes);
        Keys = [.. _directory.Members.Where(member => !member.Name.EndsWith('/')).Select(member => Key(member.Name))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Keys { get; }

    /// <inheritdoc/>
    public TensorView? Find(string key, out ByteSource? unpacked)
    {
        unpacked = null;
        ZipMember? member = _directory.Members.FirstOrDefault(member => member.Name == key)
            ?? _directory.Members.FirstOrDefault(member => Key(member.Name) == key);
        if (member is null)
        {
            return null;
        }

        ByteSource bytes = ZipContents.Open(_directory.Locate(member), member);
        try
        {
            TensorView tensor = NpyHeader.Open(bytes);
            unpacked = bytes;
            return tensor;
        }
        finally
        {
            if (unpacked is null)
            {
                bytes.Dispose();
            }
        }
    }

    private static string Key(string name) => name.EndsWith(Extension, StringComparison.Ordinal) ? name[..^Extension.Length] : name;
}
