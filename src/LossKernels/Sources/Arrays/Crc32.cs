using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LossKernels.Sources.Arrays;

/// <summary>
/// The check sum of the zip format: the remainder by the polynomial 0x04C11DB7, bits reversed, eight bytes at a time; where the processor multiplies
/// without carries, 64 bytes are first folded onto the next 64 for as long as there are any, or 256 onto the next 256.
/// </summary>
/// <remarks>
/// V. Gopal and others, Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction, Intel 2009: the constants are x^(d+32) and x^(d-32)
/// modulo the polynomial, for distances d of 2048, 512 and 128 bits.
/// </remarks>
internal struct Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Width = 8;
    private const int ByteValues = 256;
    private const int Lanes = 4;

    private static readonly Vector128<ulong> By2048 = Vector128.Create(0x11542778aUL, 0x1322d1430UL);
    private static readonly Vector128<ulong> By512 = Vector128.Create(0x154442bd4UL, 0x1c6e41596UL);
    private static readonly Vector128<ulong> By128 = Vector128.Create(0x1751997d0UL, 0x0ccaa009eUL);
    private static readonly uint[] Table = CreateTable();

    private uint _value;

    /// <summary>The check sum of what was added.</summary>
    public readonly uint Value => _value;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint rest = ~_value;
        ReadOnlySpan<Vector128<ulong>> blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        if (Pclmulqdq.IsSupported && blocks.Length >= Lanes)
        {
            Vector128<ulong> folded = Fold(rest, blocks);
            rest = Divide(0, MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<ulong>>(in folded)));
            bytes = bytes[MemoryMarshal.AsBytes(blocks).Length..];
        }

        _value = ~Divide(rest, bytes);
    }

    // Sixteen bytes with the remainder of all.
    private static Vector128<ulong> Fold(uint rest, ReadOnlySpan<Vector128<ulong>> blocks)
    {
        Vector512<ulong> last = Pclmulqdq.V512.IsSupported ? FoldWide(rest, blocks) : FoldNarrow(rest, blocks);
        Vector128<ulong> folded = last.GetLower().GetLower();
        folded = Fold(folded, By128) ^ last.GetLower().GetUpper();
        folded = Fold(folded, By128) ^ last.GetUpper().GetLower();
        folded = Fold(folded, By128) ^ last.GetUpper().GetUpper();
        foreach (Vector128<ulong> block in blocks[^(blocks.Length % Lanes)..])
        {
            folded = Fold(folded, By128) ^ block;
        }

        return folded;
    }

    // Sixty-four bytes with the remainder of all that fill as many.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector512<ulong> FoldWide(uint rest, ReadOnlySpan<Vector128<ulong>> narrow)
    {
        ReadOnlySpan<Vector512<ulong>> blocks = MemoryMarshal.Cast<Vector128<ulong>, Vector512<ulong>>(narrow);
        Vector512<ulong> folded = blocks[0] ^ Vector512.CreateScalar((ulong)rest);
        blocks = blocks[1..];
        Vector512<ulong> by512 = Vector512.Create(Vector256.Create(By512));
        if (blocks.Length >= Lanes)
        {
            Vector512<ulong> by2048 = Vector512.Create(Vector256.Create(By2048));
            Vector512<ulong> second = blocks[0];
            Vector512<ulong> third = blocks[1];
            Vector512<ulong> fourth = blocks[2];
            for (blocks = blocks[(Lanes - 1)..]; blocks.Length >= Lanes; blocks = blocks[Lanes..])
            {
                folded = Fold(folded, by2048) ^ blocks[0];
                second = Fold(second, by2048) ^ blocks[1];
                third = Fold(third, by2048) ^ blocks[2];
                fourth = Fold(fourth, by2048) ^ blocks[3];
            }

            folded = Fold(Fold(Fold(folded, by512) ^ second, by512) ^ third, by512) ^ fourth;
        }

        foreach (Vector512<ulong> block in blocks)
        {
            folded = Fold(folded, by512) ^ block;
        }

        return folded;
    }

    private static Vector512<ulong> FoldNarrow(uint rest, ReadOnlySpan<Vector128<ulong>> blocks)
    {
        Vector128<ulong> first = blocks[0] ^ Vector128.CreateScalar((ulong)rest);
        Vector128<ulong> second = blocks[1];
        Vector128<ulong> third = blocks[2];
        Vector128<ulong> fourth = blocks[3];
        for (blocks = blocks[Lanes..]; blocks.Length >= Lanes; blocks = blocks[Lanes..])
        {
            first = Fold(first, By512) ^ blocks[0];
            second = Fold(second, By512) ^ blocks[1];
            third = Fold(third, By512) ^ blocks[2];
            fourth = Fold(fourth, By512) ^ blocks[3];
        }

        return Vector512.Create(Vector256.Create(first, second), Vector256.Create(third, fourth));
    }

    private static Vector128<ulong> Fold(Vector128<ulong> value, Vector128<ulong> distance) =>
        Pclmulqdq.CarrylessMultiply(value, distance, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, distance, 0x11);

    private static Vector512<ulong> Fold(Vector512<ulong> value, Vector512<ulong> distance) =>
        Pclmulqdq.V512.CarrylessMultiply(value, distance, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(value, distance, 0x11);

    private static uint Divide(uint rest, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> table = Table;
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

        return rest;
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
