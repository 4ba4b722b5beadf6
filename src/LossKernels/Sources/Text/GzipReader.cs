using System.IO.Compression;

namespace LossKernels.Sources.Text;

/// <summary>
/// What gzip has packed, and whether all of it is there: the runtime takes the end of the file for the end of the data wherever it comes.
/// So a seal, packed by itself, is put behind the file. It comes out behind the data if these end where they should, and only then.
/// </summary>
internal sealed class GzipReader(Stream file) : IDisposable
{
    private const int BufferSize = 1 << 16;

    private static readonly byte[] PackedSeal = Pack(Seal);

    private readonly GZipStream _unpacked = new(new SealedStream(file), CompressionMode.Decompress);
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;

    /// <summary>How every packed file begins.</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    private static ReadOnlySpan<byte> Seal => "\0here it ends\0"u8;

    /// <summary>Reads on.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="InvalidDataException">It is damaged, or not whole.</exception>
    public int Read(Span<byte> destination)
    {
        while (_end - _start <= Seal.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            int read = Unpack();
            if (read == 0)
            {
                return _buffer.AsSpan(0, _end).SequenceEqual(Seal)
                    ? 0
                    : throw new InvalidDataException("what gzip has packed ends too early, or something else follows it");
            }

            _end += read;
        }

        int count = Math.Min(destination.Length, _end - _start - Seal.Length);
        _buffer.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    public void Dispose() => _unpacked.Dispose();

    private int Unpack()
    {
        try
        {
            return _unpacked.Read(_buffer.AsSpan(_end));
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
