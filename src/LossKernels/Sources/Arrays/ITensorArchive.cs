using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>A file of tensors with names.</summary>
internal interface ITensorArchive
{
    /// <summary>The names, in the order of the file.</summary>
    IReadOnlyList<string> Keys { get; }

    /// <summary>One tensor; null where the name is none.</summary>
    /// <param name="key">The name.</param>
    /// <param name="unpacked">What its numbers were unpacked to and is to be disposed of with the file, if they were.</param>
    /// <exception cref="LossException">MalformedFile or UnsupportedFileFormat.</exception>
    TensorView? Find(string key, out ByteSource? unpacked);
}
