using System.IO.Compression;
using System.Text;
using LossKernels.Sources.Files;

namespace LossKernels.Sources.Arrays;

/// <summary>
/// Writes a zip file byte for byte as Python's zipfile does for numpy.savez: every member of 1980-01-01, with room for lengths of 64 bits
/// in its local header. Compressed bytes are another library's, and so may differ.
/// </summary>
internal sealed class ZipWriter(NewFile file, bool compress) : IDisposable
{
    private const ushort Version = 20;
    private const ushort WideVersion = 45;
    private const ushort FirstDay = 0x21;
    private const byte Unix = 3;
    private const uint OwnersOnly = 0x0180_0000;

    // Python takes numbers for signed ones.
    private const long MostNarrow = int.MaxValue;
    private const int MostMembers = ushort.MaxValue;
    private const int WideLengths = 20;

    private readonly FileAppender _output = new(file);
    private readonly List<ZipMember> _members = [];

    private ushort Method => compress ? ZipFormat.Deflated : ZipFormat.Stored;

    /// <summary>Writes a member.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="writeTo">Writes its bytes with the function that it is given.</param>
    public void Add(string name, Action<Action<ReadOnlySpan<byte>>> writeTo)
    {
        long start = _output.Position;
        byte[] rawName = Encoding.UTF8.GetBytes(name);
        ZipMember member = new(name, rawName, Ascii.IsValid(name) ? (ushort)0 : ZipFormat.Utf8Flag, Method, 0, 0, 0, start);
        _output.Write(LocalHeader(member));
        long dataStart = _output.Position;
        Crc32 crc = default;
        long length = 0;
        using (Stream? deflate = compress ? new DeflateStream(_output, CompressionLevel.Optimal, leaveOpen: true) : null)
        {
            writeTo(bytes =>
            {
                crc.Add(bytes);
                length += bytes.Length;
                (deflate ?? _output).Write(bytes);
            });
        }

        member = member with { Crc = crc.Value, Length = length, CompressedLength = _output.Position - dataStart };
        file.Write(LocalHeader(member), start);
        _members.Add(member);
    }

    /// <summary>Writes the directory.</summary>
    public void Complete()
    {
        long start = _output.Position;
        foreach (ZipMember member in _members)
        {
            _output.Write(CentralHeader(member));
        }

        _output.Write(End(_members.Count, start, _output.Position - start));
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();

    /// <summary>What stands before the bytes of a member.</summary>
    internal static byte[] LocalHeader(ZipMember member) => Bytes(writer =>
    {
        bool isWide = IsWide(member);
        writer.Write(ZipFormat.LocalSignature);
        writer.Write(isWide ? WideVersion : Version);
        WriteShared(writer, member, isWide);
        writer.Write((ushort)WideLengths);
        writer.Write(member.RawName);
        writer.Write(ZipFormat.WideExtra);
        writer.Write((ushort)(WideLengths - 4));
        writer.Write(member.Length);
        writer.Write(member.CompressedLength);
    });

    /// <summary>What stands of a member in the directory.</summary>
    internal static byte[] CentralHeader(ZipMember member) => Bytes(writer =>
    {
        bool isWide = IsWide(member);
        bool isFar = member.HeaderStart > MostNarrow;
        long[] extra = [.. isWide ? [member.Length, member.CompressedLength] : Array.Empty<long>(), .. isFar ? [member.HeaderStart] : Array.Empty<long>()];
        ushort version = extra.Length > 0 ? WideVersion : Version;
        writer.Write(ZipFormat.CentralSignature);
        writer.Write((byte)version);
        writer.Write(Unix);
        writer.Write(version);
        WriteShared(writer, member, isWide);
        writer.Write((ushort)(extra.Length == 0 ? 0 : 4 + (extra.Length * sizeof(long))));

        // No comment, the first disk, no attributes of the content.
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write(OwnersOnly);
        writer.Write(isFar ? ZipFormat.InExtra : (uint)member.HeaderStart);
        writer.Write(member.RawName);
        if (extra.Length > 0)
        {
            writer.Write(ZipFormat.WideExtra);
            writer.Write((ushort)(extra.Length * sizeof(long)));
            Array.ForEach(extra, writer.Write);
        }
    });

    /// <summary>What the file ends with.</summary>
    internal static byte[] End(int count, long start, long length) => Bytes(writer =>
    {
        if (count > MostMembers || start > MostNarrow || length > MostNarrow)
        {
            writer.Write(ZipFormat.WideEndSignature);
            writer.Write((long)(ZipFormat.WideEndLength - 12));
            writer.Write(WideVersion);
            writer.Write(WideVersion);
            writer.Write(0L);
            writer.Write((long)count);
            writer.Write((long)count);
            writer.Write(length);
            writer.Write(start);
            writer.Write(ZipFormat.WideLocatorSignature);
            writer.Write(0);
            writer.Write(start + length);
            writer.Write(1);
        }

        writer.Write(ZipFormat.EndSignature);
        writer.Write(0);
        writer.Write((ushort)Math.Min(count, ushort.MaxValue));
        writer.Write((ushort)Math.Min(count, ushort.MaxValue));
        writer.Write((uint)Math.Min(length, uint.MaxValue));
        writer.Write((uint)Math.Min(start, uint.MaxValue));
        writer.Write((ushort)0);
    });

    private static void WriteShared(BinaryWriter writer, ZipMember member, bool isWide)
    {
        writer.Write(member.Flags);
        writer.Write(member.Method);
        writer.Write((ushort)0);
        writer.Write(FirstDay);
        writer.Write(member.Crc);
        writer.Write(isWide ? ZipFormat.InExtra : (uint)member.CompressedLength);
        writer.Write(isWide ? ZipFormat.InExtra : (uint)member.Length);
        writer.Write((ushort)member.RawName.Length);
    }

    private static bool IsWide(ZipMember member) => member.Length > MostNarrow || member.CompressedLength > MostNarrow;

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        write(writer);
        return bytes.ToArray();
    }
}
