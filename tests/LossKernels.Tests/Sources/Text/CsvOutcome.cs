using System.Globalization;
using System.Text.RegularExpressions;
using LossKernels.Sources.Text;

namespace LossKernels.Tests.Sources.Text;

/// <summary>All that came out of a file, a line for each record and each failure, so that two readings can be compared.</summary>
internal static partial class CsvOutcome
{
    /// <summary>Reads a file; the last line is the failure that ended it, if one did.</summary>
    public static List<string> Of(string path, CsvFormat? format, CsvColumns columns, bool skipFirst, int threads, CsvSizes sizes, CancellationToken cancellation = default)
    {
        List<string> outcome = [];
        try
        {
            using CsvTable table = CsvTable.Open(path, format, sizes);
            foreach (CsvBatch batch in table.Read(columns, skipFirst, threads, cancellation))
            {
                Add(batch, columns, outcome);
            }
        }
        catch (LossException failure)
        {
            outcome.Add(failure.Id);
        }

        return outcome;
    }

    public static string Row(long record, long line, IEnumerable<double> numbers, IEnumerable<string> labels, string? key) =>
        $"record {record}, line {line}: {string.Join(' ', numbers.Select(Bits))} | {string.Join(' ', labels)} | {key}";

    public static string Failure(long record, long line, string id, string place) => $"record {record}, line {line}: {id} at {place}";

    /// <summary>The place that a message tells.</summary>
    public static string PlaceIn(string message) => Place().Match(message).Value;

    public static string Bits(double number) => BitConverter.DoubleToInt64Bits(number).ToString("X", CultureInfo.InvariantCulture);

    // Records and failures in the order of the file.
    private static void Add(CsvBatch batch, CsvColumns columns, List<string> outcome)
    {
        int failure = 0;
        for (int row = 0; row <= batch.Rows; row++)
        {
            for (; failure < batch.Failures.Count && (row == batch.Rows || batch.Failures[failure].Record < batch.Records[row]); failure++)
            {
                CsvFailure failed = batch.Failures[failure];
                outcome.Add(Failure(failed.Record, failed.Line, failed.Error.Id, PlaceIn(failed.Error.Message)));
            }

            if (row < batch.Rows)
            {
                outcome.Add(Row(
                    batch.Records[row],
                    batch.Lines[row],
                    batch.Numbers.Slice(row * columns.Numbers.Count, columns.Numbers.Count).ToArray(),
                    Enumerable.Range(row * columns.Labels.Count, columns.Labels.Count).Select(label => Label(batch, label)),
                    columns.Key is null ? null : batch.KeyTexts[batch.Keys[row]]));
            }
        }

        Assert.Equal(batch.Texts.Count, batch.Texts.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, batch.KeyTexts.Count), batch.Keys.ToArray().Distinct());
    }

    private static string Label(CsvBatch batch, int label)
    {
        if (batch.LabelTexts[label] < 0)
        {
            return Bits(batch.Labels[label]);
        }

        Assert.True(double.IsNaN(batch.Labels[label]));
        return $"'{batch.Texts[batch.LabelTexts[label]]}'";
    }

    [GeneratedRegex(@"line \d+(, column ('[^']*'|\d+ \(counted from 0\)))?")]
    private static partial Regex Place();
}
