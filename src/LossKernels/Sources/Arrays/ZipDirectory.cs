using System.Buffers.Binary;
using System.Text;
using LossKernels.Sources.Files;

namespace LossKernels.Sources.Arrays;

/// <summary>
/// Finds the members of a zip file by its central directory, which must be where the end of the file says, and nowhere else.
/// Members are found by their offset, so that stored ones are read where they lie, by many threads at once.
/// </summary>
internal sealed class ZipDirectory
{
    private const int LongestDirectory = 64 << 20;
    private const int LongestComment = ushort.MaxValue;

    private readonly ByteSource _bytes;
    private readonly long _start;

    private ZipDirectory(ByteSource bytes, long start, IReadOnlyList<ZipMember> members)
    {
        _bytes = bytes;
        _start = start;
        Members = members;
    }

    /// <summary>The members, in the order of the directory.</summary>
    public IReadOnlyList<ZipMember> Members { get; }

    /// <summary>Reads the directory.</summary>
    /// <exception cref="LossException">MalformedFile or UnsupportedFileFormat.</exception>
    public static ZipDirectory Read(ByteSource bytes)
    {
        (long start, long length, long count) = FindDirectory(bytes);
        if (length > LongestDirectory)
        {
            throw LossErrors.UnsupportedFileFormat(bytes.Path, $"its directory of members has {length} bytes, and {LongestDirectory} are the most", "Save fewer arrays in one file.");
        }

        byte[] directory = bytes.ReadBytes(start, (int)length);
        List<ZipMember> members = [];
        HashSet<string> names = [];
        int position = 0;
        while (position < directory.Length)
        {
            ZipMember member = ReadMember(bytes, start, directory, ref position);
            if (!names.Add(member.Name))
            {
                throw bytes.Malformed(start + position, $"there is a second member {LossErrors.Show(member.Name)}");
            }

            members.Add(member);
        }

        return members.Count == count
            ? new ZipDirectory(bytes, start, members)
            : throw bytes.Malformed(start, $"the directory has {members.Count} members where {count} are announced");
    }

    /// <summary>The compressed bytes of a member, where they lie.</summary>
    /// <exception cref="LossException">MalformedFile or UnsupportedFileFormat.</exception>
    public ByteSlice Locate(ZipMember member)
    {
        byte[] header = _bytes.ReadBytes(member.HeaderStart, ZipFormat.LocalLength);
        if (U32(header, 0) != ZipFormat.LocalSignature || U16(header, 8) != member.Method)
        {
            throw _bytes.Malformed(member.HeaderStart, $"the member {LossErrors.Show(member.Name)} does not begin there, as the directory says");
        }

        if (((U16(header, 6) | member.Flags) & ZipFormat.EncryptedFlag) != 0)
        {
            throw LossErrors.UnsupportedFileFormat(_bytes.Path, $"its member {LossErrors.Show(member.Name)} is encrypted", "Save it again with numpy.savez.");
        }

        int nameLength = U16(header, 26);
        long nameStart = member.HeaderStart + ZipFormat.LocalLength;
        if (!_bytes.ReadBytes(nameStart, nameLength).AsSpan().SequenceEqual(member.RawName))
        {
            throw _bytes.Malformed(nameStart, $"the member has another name than {LossErrors.Show(member.Name)}, as the directory says");
        }

        long start = nameStart + nameLength + U16(header, 28);
        return member.CompressedLength <= _start - start
            ? new ByteSlice(_bytes, start, member.CompressedLength)
            : throw _bytes.Malformed(start, $"the member {LossErrors.Show(member.Name)} of {member.CompressedLength} bytes goes past byte {_start}, where the directory begins");
    }

    private static (long Start, long Length, long Count) FindDirectory(ByteSource bytes)
    {
        int tailLength = (int)Math.Min(bytes.Length, ZipFormat.EndLength + LongestComment);
        long tailStart = bytes.Length - tailLength;
        byte[] tail = bytes.ReadBytes(tailStart, tailLength);
        int end = tailLength - ZipFormat.EndLength;
        while (end >= 0 && !(U32(tail, end) == ZipFormat.EndSignature && end + ZipFormat.EndLength + U16(tail, end + 20) == tailLength))
        {
            end--;
        }

        if (end < 0)
        {
            throw bytes.Malformed(bytes.Length, "it ends without the end record of a zip file");
        }

        ReadOnlySpan<byte> record = tail.AsSpan(end);
        long endStart = tailStart + end;
        (long start, long length, long count) = (U32(record, 16), U32(record, 12), U16(record, 10));
        bool isSplit = U16(record, 4) != 0 || U16(record, 6) != 0;
        if (start == ZipFormat.InExtra || length == ZipFormat.InExtra || count == ZipFormat.InWideEnd || HasLocator(tail, end))
        {
            (start, length, count, endStart) = ReadWideEnd(bytes, endStart);
            isSplit = false;
        }

        if (isSplit)
        {
            throw LossErrors.UnsupportedFileFormat(bytes.Path, "it is one part of several of a zip file", "Save it again with numpy.savez.");
        }

        return start >= 0 && length >= 0 && length <= endStart && start == endStart - length
            ? (start, length, count)
            : throw bytes.Malformed(endStart, $"the directory of {length} bytes is said to begin at byte {start}, and does not end here");
    }

    private static bool HasLocator(byte[] tail, int end) =>
        end >= ZipFormat.WideLocatorLength && U32(tail, end - ZipFormat.WideLocatorLength) == ZipFormat.WideLocatorSignature;

    private static (long Start, long Length, long Count, long EndStart) ReadWideEnd(ByteSource bytes, long endStart)
    {
        long locatorStart = endStart - ZipFormat.WideLocatorLength;
        long wideStart = locatorStart - ZipFormat.WideEndLength;
        if (wideStart < 0)
        {
            throw bytes.Malformed(endStart, "the end record refers to one of 64 bits, for which there is no room");
        }

        byte[] wide = bytes.ReadBytes(wideStart, ZipFormat.WideEndLength + ZipFormat.WideLocatorLength);
        ReadOnlySpan<byte> locator = wide.AsSpan(ZipFormat.WideEndLength);
        return U32(locator, 0) == ZipFormat.WideLocatorSignature && I64(locator, 8) == wideStart && U32(wide, 0) == ZipFormat.WideEndSignature
            ? (I64(wide, 48), I64(wide, 40), I64(wide, 32), wideStart)
            : throw bytes.Malformed(wideStart, "the end record of 64 bits is not where the file says");
    }

    private static ZipMember ReadMember(ByteSource bytes, long start, byte[] directory, ref int position)
    {
        long place = start + position;
        ReadOnlySpan<byte> entry = directory.AsSpan(position);
        if (entry.Length < ZipFormat.CentralLength || U32(entry, 0) != ZipFormat.CentralSignature)
        {
            throw bytes.Malformed(place, "the directory has something else than a member");
        }

        int nameLength = U16(entry, 28);
        int extraLength = U16(entry, 30);
        int total = ZipFormat.CentralLength + nameLength + extraLength + U16(entry, 32);
        if (total > entry.Length)
        {
            throw bytes.Malformed(place, "a member goes past the end of the directory");
        }

        position += total;
        byte[] name = entry.Slice(ZipFormat.CentralLength, nameLength).ToArray();
        ushort flags = U16(entry, 8);
        (long length, long compressed, long header) = (U32(entry, 24), U32(entry, 20), U32(entry, 42));
        ReadWideNumbers(entry.Slice(ZipFormat.CentralLength + nameLength, extraLength), ref length, ref compressed, ref header);
        if (length < 0 || compressed < 0 || header < 0 || header >= start || compressed > start - header)
        {
            throw bytes.Malformed(place, "a member lies outside the file");
        }

        string text = ((flags & ZipFormat.Utf8Flag) == 0 ? Encoding.Latin1 : Encoding.UTF8).GetString(name);
        return new ZipMember(text, name, flags, U16(entry, 10), U32(entry, 16), compressed, length, header);
    }

    // The numbers that have no room in the entry, in a fixed order; where one is missing, -1 makes the member be refused.
    private static void ReadWideNumbers(ReadOnlySpan<byte> extra, ref long length, ref long compressed, ref long header)
    {
        ReadOnlySpan<byte> wide = [];
        while (extra.Length >= 4 && U16(extra, 2) <= extra.Length - 4)
        {
            ReadOnlySpan<byte> field = extra.Slice(4, U16(extra, 2));
            wide = U16(extra, 0) == ZipFormat.WideExtra ? field : wide;
            extra = extra[(4 + field.Length)..];
        }

        Take(ref wide, ref length);
        Take(ref wide, ref compressed);
        Take(ref wide, ref header);

        static void Take(ref ReadOnlySpan<byte> wide, ref long number)
        {
            if (number == ZipFormat.InExtra)
            {
                number = wide.Length < sizeof(long) ? -1 : I64(wide, 0);
                wide = wide.Length < sizeof(long) ? wide : wide[sizeof(long)..];
            }
        }
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long I64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
