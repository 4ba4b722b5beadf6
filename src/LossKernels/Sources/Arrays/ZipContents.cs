using System.IO.Compression;
using LossKernels.Sources.Files;
using Microsoft.Win32.SafeHandles;

namespace LossKernels.Sources.Arrays;

/// <summary>The bytes of a member of a zip file: where they lie if they are stored, else decompressed once.</summary>
internal static class ZipContents
{
    private const int MostInMemory = 16 << 20;
    private const int BytesAtOnce = 1 << 16;

    // Deflate makes no more of a byte.
    private const int MostOfAByte = 1032;

    /// <summary>Opens a member, and compares its check sum: nothing else tells whether numbers that can be read are the numbers that were written.</summary>
    /// <param name="packed">The bytes in the file.</param>
    /// <param name="member">What the directory says of them.</param>
    /// <param name="mostInMemory">The largest member, in bytes, that is decompressed to memory.</param>
    /// <exception cref="LossException">MalformedFile or UnsupportedFileFormat.</exception>
    public static ByteSource Open(ByteSlice packed, ZipMember member, int mostInMemory = MostInMemory)
    {
        string name = LossErrors.Show(member.Name);
        switch (member.Method)
        {
            case ZipFormat.Stored when member.Length == member.CompressedLength:
                CheckSum(packed, member);
                return packed;
            case ZipFormat.Stored:
                throw packed.Malformed(0, $"the member {name} is stored in {member.CompressedLength} bytes and said to have {member.Length}");
            case ZipFormat.Deflated when member.Length / MostOfAByte > member.CompressedLength:
                throw packed.Malformed(0, $"the member {name} is said to have {member.Length} bytes, more than {member.CompressedLength} can hold");
            case ZipFormat.Deflated:
                break;
            default:
                throw LossErrors.UnsupportedFileFormat(
                    packed.Path, $"its member {name} is compressed by method {member.Method}", "Save it again with numpy.savez or numpy.savez_compressed.");
        }

        string part = $" of {name}, decompressed";
        if (member.Length <= mostInMemory)
        {
            return new MemoryBytes(packed.Path, InflateToMemory(packed, member), part);
        }

        SafeFileHandle file = TemporaryFile.Create();
        try
        {
            Inflate(packed, member, (piece, offset) => TemporaryFile.Write(file, piece, offset));
            return FileBytes.Over(packed.Path, file, part);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // Memory is taken as the bytes come, not on the word of the directory.
    private static byte[] InflateToMemory(ByteSlice packed, ZipMember member)
    {
        byte[] bytes = new byte[Math.Min(member.Length, BytesAtOnce)];
        Inflate(packed, member, (piece, offset) =>
        {
            long end = offset + piece.Length;
            if (end > bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(member.Length, Math.Max(end, 2L * bytes.Length)));
            }

            piece.CopyTo(bytes.AsSpan((int)offset));
        });
        return bytes;
    }

    private static void Inflate(ByteSlice packed, ZipMember member, Action<ReadOnlySpan<byte>, long> write)
    {
        string name = LossErrors.Show(member.Name);
        using DeflateStream stream = new(new SourceStream(packed), CompressionMode.Decompress);
        byte[] piece = new byte[BytesAtOnce];
        Crc32 crc = default;
        long done = 0;
        try
        {
            for (int count = stream.Read(piece); count > 0; count = stream.Read(piece))
            {
                if (count > member.Length - done)
                {
                    throw packed.Malformed(0, $"the member {name} has more than the {member.Length} bytes that are announced");
                }

                crc.Add(piece.AsSpan(0, count));
                write(piece.AsSpan(0, count), done);
                done += count;
            }
        }
        catch (InvalidDataException)
        {
            throw packed.Malformed(0, $"the member {name} cannot be decompressed");
        }

        if (done < member.Length)
        {
            throw packed.Malformed(0, $"the member {name} has {done} of the {member.Length} bytes that are announced");
        }

        Compare(crc, packed, member);
    }

    private static void CheckSum(ByteSlice stored, ZipMember member)
    {
        byte[] piece = new byte[Math.Min(BytesAtOnce, member.Length)];
        Crc32 crc = default;
        for (long done = 0; done < member.Length; done += piece.Length)
        {
            Span<byte> some = piece.AsSpan(0, (int)Math.Min(piece.Length, member.Length - done));
            stored.Read(done, some);
            crc.Add(some);
        }

        Compare(crc, stored, member);
    }

    private static void Compare(Crc32 crc, ByteSlice packed, ZipMember member)
    {
        if (crc.Value != member.Crc)
        {
            throw packed.Malformed(0, $"the member {LossErrors.Show(member.Name)} has the check sum {crc.Value:x8}, not {member.Crc:x8}");
        }
    }
}
