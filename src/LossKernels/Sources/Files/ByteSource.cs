namespace LossKernels.Sources.Files;

/// <summary>Bytes that are read at any offset, by many threads at once.</summary>
/// <param name="path">The file that they come from, for messages.</param>
internal abstract class ByteSource(string path) : IDisposable
{
    /// <summary>The file that the bytes come from.</summary>
    public string Path => path;

    /// <summary>How many bytes there are, or were when the file was opened.</summary>
    public abstract long Length { get; }

    /// <summary>Fills a span with the bytes from an offset on.</summary>
    /// <param name="offset">Of the first byte.</param>
    /// <param name="destination">Where they go; its length says how many.</param>
    /// <exception cref="LossException">MalformedFile: there are not so many; FileNotFound: the file system fails.</exception>
    public abstract void Read(long offset, Span<byte> destination);

    /// <summary>An offset as it is called in messages, as in "byte 128".</summary>
    public virtual string Place(long offset) => $"byte {offset}";

    /// <summary>The failure of what stands at an offset.</summary>
    /// <param name="offset">Where.</param>
    /// <param name="what">What is wrong there, as a sentence without its full stop.</param>
    public LossException Malformed(long offset, string what) => LossErrors.MalformedFile(Path, Place(offset), what);

    /// <summary>The failure of what ends too early.</summary>
    public LossException Ended(long offset) => Malformed(offset, "it ends, though more was announced");

    /// <summary>Some of the bytes, as few as there are.</summary>
    public byte[] ReadBytes(long offset, int count)
    {
        if (offset > Length - count)
        {
            throw Ended(Length);
        }

        byte[] bytes = new byte[count];
        Read(offset, bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the bytes come from.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
