using System.Buffers.Binary;
using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>What an npy file says of its numbers before they begin.</summary>
/// <param name="Type">The type of the numbers.</param>
/// <param name="IsSwapped">Whether their byte order is not this machine's.</param>
/// <param name="IsFortran">Whether the first axis is the fastest.</param>
/// <param name="Shape">The lengths of the axes.</param>
/// <param name="Start">The offset of the first number.</param>
internal sealed record NpyHeader(ElementType Type, bool IsSwapped, bool IsFortran, Shape Shape, int Start)
{
    // NumPy refuses longer ones too, and the types that are read here need a hundredth of it.
    private const int Longest = ushort.MaxValue;

    /// <summary>What the file begins with.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The numbers of an npy file.</summary>
    /// <exception cref="LossException">MalformedFile or UnsupportedFileFormat.</exception>
    public static TensorView Open(ByteSource bytes)
    {
        NpyHeader header = Read(bytes);
        FileView stored = new(new ByteSlice(bytes, header.Start, bytes.Length - header.Start), header.Shape, header.Type, header.IsSwapped);
        return header.IsFortran && header.Shape.Rank > 1 ? new FortranView(stored, bytes.Path) : stored;
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="LossException">MalformedFile or UnsupportedFileFormat.</exception>
    public static NpyHeader Read(ByteSource bytes)
    {
        int versionAt = Magic.Length;
        byte[] version = bytes.ReadBytes(0, versionAt + 2);
        if (!version.AsSpan().StartsWith(Magic))
        {
            throw bytes.Malformed(0, "it does not begin as an npy file does");
        }

        if (version[versionAt] is < 1 or > 3 || version[versionAt + 1] != 0)
        {
            throw LossErrors.UnsupportedFileFormat(
                bytes.Path, $"its npy version is {version[versionAt]}.{version[versionAt + 1]}, and 1.0, 2.0 and 3.0 are read", "Save it again with numpy.save.");
        }

        int lengthAt = versionAt + 2;
        int textAt = lengthAt + (version[versionAt] == 1 ? sizeof(ushort) : sizeof(uint));
        byte[] lengthBytes = bytes.ReadBytes(lengthAt, textAt - lengthAt);
        uint length = version[versionAt] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > Longest)
        {
            throw bytes.Malformed(lengthAt, $"the header has {length} bytes, and {Longest} are the most");
        }

        NpyHeaderText text = new(bytes, textAt, bytes.ReadBytes(textAt, (int)length));
        int start = textAt + (int)length;
        Shape shape = AnnouncedShape.Check(bytes, text.ShapePlace, text.Lengths, text.Type, bytes.Length - start);
        return new NpyHeader(text.Type, text.IsSwapped, text.IsFortran, shape, start);
    }
}
