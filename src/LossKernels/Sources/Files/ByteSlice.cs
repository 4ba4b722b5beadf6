namespace LossKernels.Sources.Files;

/// <summary>A part of other bytes, which it does not own; messages name the places where the bytes lie in the whole.</summary>
internal sealed class ByteSlice(ByteSource whole, long start, long length) : ByteSource(whole.Path)
{
    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override void Read(long offset, Span<byte> destination)
    {
        if (offset > length - destination.Length)
        {
            throw Ended(length);
        }

        whole.Read(start + offset, destination);
    }

    /// <inheritdoc/>
    public override string Place(long offset) => whole.Place(start + offset);
}
