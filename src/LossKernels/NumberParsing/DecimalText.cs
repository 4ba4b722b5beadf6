using System.Buffers.Binary;
using System.Numerics;

namespace LossKernels.NumberParsing;

/// <summary>
/// Reads plain numbers, fast: of up to nineteen significant digits, and neither so large nor so small that a double holds them in another form. What this
/// does not read may be a number all the same.
/// </summary>
internal static class DecimalText
{
    // As many as an unsigned number of 64 bits holds, whatever they are.
    private const int MostDigits = 19;
    private const int MostExponentDigits = 4;

    private static ReadOnlySpan<ulong> Tens => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>Reads a number at the start of UTF-8 text, correctly rounded.</summary>
    /// <returns>Its length in bytes, up to the first byte that cannot belong to it; 0 where there is no plain number.</returns>
    public static int Read(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        int at = 0;
        bool isNegative = false;
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
        {
            isNegative = text[0] == '-';
            at = 1;
        }

        int first = at;
        ulong mantissa = 0;
        for (; at < text.Length && IsDigit(text[at]); at++)
        {
            mantissa = (mantissa * 10) + Digit(text[at]);
        }

        int digits = at - first;
        int exponent = 0;
        if (at < text.Length && text[at] == '.')
        {
            int start = ++at;
            at = ReadFraction(text, at, ref mantissa);
            digits += at - start;
            exponent = start - at;
        }

        if (digits == 0 || (digits > MostDigits && digits - LeadingZeros(text[first..at]) > MostDigits))
        {
            return 0;
        }

        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            at = ReadExponent(text, at + 1, ref exponent);
        }

        if (at == 0 || !Decimals.TryRound(mantissa, exponent, out double magnitude))
        {
            return 0;
        }

        value = isNegative ? -magnitude : magnitude;
        return at;
    }

    // Eight digits at a time, the lowest byte the first digit; what follows the last digit is shifted out, and zeros come in above the first.
    private static int ReadFraction(ReadOnlySpan<byte> text, int at, ref ulong mantissa)
    {
        while (text.Length - at >= sizeof(ulong))
        {
            ulong digits = BinaryPrimitives.ReadUInt64LittleEndian(text[at..]) ^ 0x3030_3030_3030_3030;
            ulong others = (digits | (digits + 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080;
            int count = BitOperations.TrailingZeroCount(others) >> 3;
            if (count < sizeof(ulong))
            {
                mantissa = (mantissa * Tens[count]) + EightDigits(digits << 8 << (56 - (8 * count)));
                return at + count;
            }

            mantissa = (mantissa * Tens[sizeof(ulong)]) + EightDigits(digits);
            at += sizeof(ulong);
        }

        for (; at < text.Length && IsDigit(text[at]); at++)
        {
            mantissa = (mantissa * 10) + Digit(text[at]);
        }

        return at;
    }

    // Neighbours are joined to numbers of two digits, these to four, these to eight.
    private static ulong EightDigits(ulong digits)
    {
        digits = ((digits * ((10 << 8) + 1)) >> 8) & 0x00FF_00FF_00FF_00FF;
        digits = ((digits * ((100 << 16) + 1)) >> 16) & 0x0000_FFFF_0000_FFFF;
        return (digits * ((10_000UL << 32) + 1)) >> 32;
    }

    // Returns 0 where it has no digits, or more than any exponent needs.
    private static int ReadExponent(ReadOnlySpan<byte> text, int at, ref int exponent)
    {
        bool isNegative = false;
        if (at < text.Length && text[at] is (byte)'-' or (byte)'+')
        {
            isNegative = text[at] == '-';
            at++;
        }

        int first = at;
        int power = 0;
        for (; at < text.Length && IsDigit(text[at]) && at - first <= MostExponentDigits; at++)
        {
            power = (power * 10) + (int)Digit(text[at]);
        }

        exponent += isNegative ? -power : power;
        return at == first || at - first > MostExponentDigits ? 0 : at;
    }

    private static int LeadingZeros(ReadOnlySpan<byte> number)
    {
        int end = number.IndexOfAnyExcept((byte)'0', (byte)'.');
        return (end < 0 ? number.Length : end) - (number[..Math.Max(0, end)].Contains((byte)'.') ? 1 : 0);
    }

    private static bool IsDigit(byte character) => Digit(character) <= 9;

    private static uint Digit(byte character) => (uint)(character - '0');
}
