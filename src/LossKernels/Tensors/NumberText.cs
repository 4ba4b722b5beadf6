using System.Buffers;
using System.Globalization;
using System.Text;

namespace LossKernels.Tensors;

/// <summary>
/// Numbers written as text, read strictly and without a culture: an optional sign, digits, a point, an exponent.
/// White space, thousands separators, hexadecimal digits and currency signs make the text something else than a number.
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
        // The runtime ignores null characters after a number; here they make it another text.
        if (text.IsEmpty || text[^1] == '\0')
        {
            value = 0;
            return false;
        }

        return TryParseShort(text, out value)
            || double.TryParse(text, Style, CultureInfo.InvariantCulture, out value)
            || TryParseShortInfinity(text, out value);
    }

    /// <summary>Reads from UTF-8 what <see cref="TryParse(ReadOnlySpan{char}, out double)"/> reads from characters, to the same bits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (text.IsEmpty || text[^1] == 0)
        {
            value = 0;
            return false;
        }

        return DecimalText.Read(text, out value) == text.Length
            || double.TryParse(text, Style, CultureInfo.InvariantCulture, out value)
            || TryParseShortInfinity(text, out value);
    }

    // Records of a CSV file are text, of which the runtime's own reader would take up half of the time.
    private static bool TryParseShort(ReadOnlySpan<char> text, out double value)
    {
        Span<byte> bytes = stackalloc byte[LongestShort];
        if (text.Length <= LongestShort && Ascii.FromUtf16(text, bytes, out int length) == OperationStatus.Done)
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
