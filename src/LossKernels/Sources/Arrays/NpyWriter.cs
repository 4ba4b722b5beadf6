using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>The header of an npy file, byte for byte as NumPy writes it.</summary>
internal static class NpyWriter
{
    private const int Alignment = 64;

    // NumPy leaves room for the first axis to grow to so many digits.
    private const int GrowthDigits = 21;

    /// <summary>The header of numbers in C order.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="type">The type of the numbers.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <exception cref="LossException">UnsupportedFileFormat: NumPy has no such type.</exception>
    public static byte[] Header(string path, ElementType type, Shape shape)
    {
        string name = NpyType.Name(type) ?? throw LossErrors.UnsupportedFileFormat(
            path, $"NumPy has no type for {type}", "Convert the values to Float32, which holds them exactly, or write a .safetensors file.");
        string text = $"{{'descr': '{name}', 'fortran_order': False, 'shape': {shape}, }}";
        int growth = shape.Rank == 0 ? 0 : GrowthDigits - Digits(shape[0]);
        int start = NpyHeader.Magic.Length + 2 + sizeof(ushort);
        int used = start + text.Length + growth + 1;

        // Where the text ends a line, NumPy adds another of spaces.
        int length = used + Alignment - (used % Alignment);
        byte[] header = new byte[length];
        NpyHeader.Magic.CopyTo(header);
        header[NpyHeader.Magic.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(start - sizeof(ushort)), (ushort)(length - start));
        header.AsSpan(start).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, header.AsSpan(start));
        header[^1] = (byte)'\n';
        return header;
    }

    /// <summary>Writes a tensor.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="write">What takes the bytes.</param>
    public static void Write(string path, TensorView tensor, Action<ReadOnlySpan<byte>> write)
    {
        write(Header(path, tensor.ElementType, tensor.Shape));
        TensorBytes.CopyTo(tensor, write);
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;
}
