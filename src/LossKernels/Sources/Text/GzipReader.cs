using System.IO.Compression;

namespace LossKernels.Sources.Text;

/// <summary>
/// What gzip has packed, and whether all of it is there: the runtime takes the end of the file for the end of the data wherever it comes.
/// So a seal, packed by itself, is put behind the file. It comes out behind the data if these end where they should, and only then.
/// </summary>
internal sealed class GzipReader : IDisposable
{
    private static readonly byte[] PackedSeal = Pack(Seal);

    private readonly SealedStream _packed;
    private readonly GZipStream _unpacked;
    private bool _isAtEnd;

    /// <summary>Reads from a file, which stays open.</summary>
    public GzipReader(Stream file)
    {
        _packed = new SealedStream(file);
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress);
    }

    /// <summary>How every packed file begins.</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    private static ReadOnlySpan<byte> Seal => "\0here it ends\0"u8;

    /// <summary>Reads on.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="InvalidDataException">It is damaged, or not whole.</exception>
    public int Read(Span<byte> destination)
    {
        if (_isAtEnd)
        {
            return 0;
        }

        int read = Unpack(destination);
        if (read > 0 && !_packed.IsSealRead)
        {
            return read;
        }

        // The runtime asks for more only when it has given all that it could make of what it had. So this is the seal, or comes of it.
        Span<byte> end = stackalloc byte[Seal.Length + 1];
        int length = Math.Min(read, end.Length);
        destination[..length].CopyTo(end);
        while (length < end.Length && (read = Unpack(end[length..])) > 0)
        {
            length += read;
        }

        _isAtEnd = end[..length].SequenceEqual(Seal);
        return _isAtEnd ? 0 : throw new InvalidDataException("what gzip has packed ends too early, or something else follows it");
    }

    public void Dispose() => _unpacked.Dispose();

    private int Unpack(Span<byte> destination)
    {
        try
        {
            return _unpacked.Read(destination);
        }
        catch (InvalidDataException)
        {
            throw new InvalidDataException("what gzip has packed cannot be unpacked");
        }
    }

    private static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private sealed class SealedStream(Stream file) : Stream
    {
        private int _sealRead;

        public bool IsSealRead => _sealRead > 0;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            int read = file.Read(buffer);
            if (read == 0)
            {
                read = Math.Min(buffer.Length, PackedSeal.Length - _sealRead);
                PackedSeal.AsSpan(_sealRead, read).CopyTo(buffer);
                _sealRead += read;
            }

            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
