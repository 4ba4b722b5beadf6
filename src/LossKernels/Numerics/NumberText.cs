using System.Buffers;
using System.Globalization;
using System.Text;
using LossKernels.NumberParsing;

namespace LossKernels.Numerics;

/// <summary>
/// Numbers written as text, read strictly and without a culture: an optional sign, digits, a point, an exponent, and white space around them, as columns
/// of text are padded with. Thousands separators, hexadecimal digits and currency signs make the text something else than a number.
/// </summary>
public static class NumberText
{
    private const int LongestShort = 32;
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>
    /// Reads a number, or <c>nan</c>, <c>inf</c>, <c>Infinity</c> with an optional sign and in any case.
    /// A number beyond the range of a double is infinite, as IEEE 754 rounds it.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        // Most numbers are padded with nothing, and nothing is to be paid for it.
        if (TryParseShort(text, out value))
        {
            return true;
        }

        ReadOnlySpan<char> number = text[Ascii.Trim(text)];
        if (number.IsEmpty || !IsVisible(number[0]) || !IsVisible(number[^1]))
        {
            value = 0;
            return false;
        }

        return double.TryParse(number, Style, CultureInfo.InvariantCulture, out value)
            || TryParseShortInfinity(number, out value);
    }

    /// <summary>Reads from UTF-8 what <see cref="TryParse(ReadOnlySpan{char}, out double)"/> reads from characters, to the same bits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        ReadOnlySpan<byte> number = text[Ascii.Trim(text)];
        if (number.IsEmpty || !IsVisible((char)number[0]) || !IsVisible((char)number[^1]))
        {
            value = 0;
            return false;
        }

        return DecimalText.Read(number, out value) == number.Length
            || double.TryParse(number, Style, CultureInfo.InvariantCulture, out value)
            || TryParseShortInfinity(number, out value);
    }

    // The runtime ignores null characters after a number, and white space of any script around nan; here they make it another text.
    private static bool IsVisible(char character) => char.IsBetween(character, '!', '~');

    // Records of a CSV file are text, of which the runtime's own reader would take up half of the time.
    private static bool TryParseShort(ReadOnlySpan<char> text, out double value)
    {
        Span<byte> bytes = stackalloc byte[LongestShort];
        if (text.Length is > 0 and <= LongestShort && Ascii.FromUtf16(text, bytes, out int length) == OperationStatus.Done)
        {
            return DecimalText.Read(bytes[..length], out value) == length;
        }

        value = 0;
        return false;
    }

    private static bool TryParseShortInfinity(ReadOnlySpan<char> text, out double value)
    {
        bool negative = text[0] == '-';
        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return (negative || text[0] == '+' ? text[1..] : text).Equals("inf", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryParseShortInfinity(ReadOnlySpan<byte> text, out double value)
    {
        bool negative = text[0] == '-';
        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(negative || text[0] == '+' ? text[1..] : text, "inf"u8);
    }
}
