namespace LossKernels.Sources.Files;

/// <summary>Bytes in memory.</summary>
/// <param name="path">The file that they were read from.</param>
/// <param name="bytes">The bytes.</param>
/// <param name="part">What part of the file they are, as in " of 'x.npy', decompressed"; empty where they are all of it.</param>
internal sealed class MemoryBytes(string path, ReadOnlyMemory<byte> bytes, string part = "") : ByteSource(path)
{
    /// <inheritdoc/>
    public override long Length => bytes.Length;

    /// <inheritdoc/>
    public override void Read(long offset, Span<byte> destination)
    {
        if (offset > Length - destination.Length)
        {
            throw Ended(Length);
        }

        bytes.Span.Slice((int)offset, destination.Length).CopyTo(destination);
    }

    /// <inheritdoc/>
    public override string Place(long offset) => base.Place(offset) + part;
}
