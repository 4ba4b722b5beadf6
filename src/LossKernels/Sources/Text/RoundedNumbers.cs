using System.Globalization;
using System.Numerics;
using System.Text;
using LossKernels.Numerics;

namespace LossKernels.Sources.Text;

/// <summary>Finds whole numbers in a text that have more digits than a double, as identifiers have that nobody computes with.</summary>
internal static class RoundedNumbers
{
    // All whole numbers up to the next one are doubles, and what is rounded comes to that at least.
    private const double MostExact = (1L << 53) - 1;

    /// <summary>The failure over the first of a batch; null where there is none.</summary>
    public static LossException? FirstIn(CsvBatch batch)
    {
        // Text is looked at again only where a number is so large, or is none.
        if (!batch.Numbers.ContainsAnyExceptInRange(-MostExact, MostExact))
        {
            return null;
        }

        CsvLayout layout = batch.Layout;
        ReadOnlySpan<byte> text = batch.Part.Bytes.AsSpan(0, batch.Part.Length);
        long line = batch.FirstLine;
        int column = 0;
        for (int at = 0; at < text.Length;)
        {
            int behind = column == 0 ? CsvParser.BehindBlankLine(text, at, layout.Delimiter) : at;
            if (behind > at)
            {
                (at, line) = (behind, line + 1);
                continue;
            }

            CsvCell cell = CsvCell.Read(text, at, layout.Delimiter);
            if (layout.UsesOf(column).Length > 0 && IsRounded(cell.In(text)))
            {
                return new CsvFault(CsvFaultKind.Rounded, 0, 0, column, cell).ToError(layout, text, line);
            }

            line += (cell.IsQuoted ? cell.In(text).Count((byte)'\n') : 0) + (cell.EndsRecord ? 1 : 0);
            column = cell.EndsRecord ? 0 : column + 1;
            at = cell.Next;
        }

        return null;
    }

    // What is written of a double, exactly or in the digits that tell it from others, comes back as it is.
    private static bool IsRounded(ReadOnlySpan<byte> cell)
    {
        ReadOnlySpan<byte> digits = cell.TrimStart("+-"u8).TrimStart((byte)'0');
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !NumberText.TryParse(digits, out double value) || value <= MostExact)
        {
            return false;
        }

        return double.IsInfinity(value)
            || (BigInteger.Parse(Encoding.ASCII.GetString(digits), NumberStyles.None, CultureInfo.InvariantCulture) is BigInteger whole
                && whole != new BigInteger(value)
                && whole != BigInteger.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture));
    }
}
