using System.Buffers.Binary;

namespace LossKernels.Sources.Arrays;

/// <summary>The check sum of the zip format: the remainder by the polynomial 0x04C11DB7, bits reversed, eight bytes at a time.</summary>
internal struct Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Width = 8;
    private const int ByteValues = 256;

    private static readonly uint[] Table = CreateTable();

    private uint _value;

    /// <summary>The check sum of what was added.</summary>
    public readonly uint Value => _value;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> table = Table;
        uint rest = ~_value;
        for (; bytes.Length >= Width; bytes = bytes[Width..])
        {
            ulong next = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ rest;
            rest = 0;
            for (int i = Width - 1; i >= 0; i--, next >>= 8)
            {
                rest ^= table[(i * ByteValues) + (byte)next];
            }
        }

        foreach (byte next in bytes)
        {
            rest = table[(byte)(rest ^ next)] ^ (rest >> 8);
        }

        _value = ~rest;
    }

    // Row i has what a byte comes to after i bytes of zero.
    private static uint[] CreateTable()
    {
        uint[] table = new uint[Width * ByteValues];
        for (uint value = 0; value < ByteValues; value++)
        {
            uint rest = value;
            for (int bit = 0; bit < 8; bit++)
            {
                rest = (rest & 1) == 0 ? rest >> 1 : (rest >> 1) ^ Polynomial;
            }

            table[value] = rest;
        }

        for (int i = ByteValues; i < table.Length; i++)
        {
            uint before = table[i - ByteValues];
            table[i] = table[(byte)before] ^ (before >> 8);
        }

        return table;
    }
}
