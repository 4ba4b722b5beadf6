using System.Text;
using LossKernels.Sources.Arrays;

namespace LossKernels.Tests.Sources.Arrays;

public class Crc32Tests
{
    // The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
    [Fact]
    public void The_digits_have_the_check_sum_of_the_catalogue() => Assert.Equal(0xCBF43926, Sum(Encoding.ASCII.GetBytes("123456789"), 9));

    [Fact]
    public void Any_number_of_bytes_in_any_pieces_has_the_remainder_of_the_division()
    {
        byte[] bytes = new byte[1200];
        new Random(1).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            byte[] some = bytes[..length];
            uint expected = Divide(some);
            Assert.Equal(expected, Sum(some, Math.Max(length, 1)));
            Assert.Equal(expected, Sum(some, 77));
            Assert.Equal(expected, Sum(some, 160));
            Assert.Equal(expected, Sum(some, 577));
        }
    }

    private static uint Sum(byte[] bytes, int atOnce)
    {
        Crc32 crc = default;
        foreach (byte[] piece in bytes.Chunk(atOnce))
        {
            crc.Add(piece);
        }

        return crc.Value;
    }

    // Bit by bit, as the definition has it.
    private static uint Divide(byte[] bytes)
    {
        uint rest = uint.MaxValue;
        foreach (byte next in bytes)
        {
            rest ^= next;
            for (int bit = 0; bit < 8; bit++)
            {
                rest = (rest & 1) == 0 ? rest >> 1 : (rest >> 1) ^ 0xEDB88320;
            }
        }

        return ~rest;
    }
}
