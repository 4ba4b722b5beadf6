using System.Buffers.Text;
using System.Globalization;
using LossKernels.Measures;
using LossKernels.Sources.Text;

namespace LossKernels.Benchmarks;

/// <summary>How fast a CSV file is measured, beside the runtime's own parser of numbers on the same bytes in memory, with as many threads.</summary>
internal static class CsvReport
{
    private const int Pairs = 9;

    private static readonly (string Name, Func<double, string> Write)[] Digits =
    [
        ("of a double", value => value.ToString("R", CultureInfo.InvariantCulture)),
        ("of a float", value => ((float)value).ToString("R", CultureInfo.InvariantCulture)),
        ("six", value => value.ToString("F6", CultureInfo.InvariantCulture)),
    ];

    /// <summary>Writes files of a label and ten probabilities, and reads and measures them over and over; they stay in the page cache.</summary>
    /// <param name="output">Where the table goes.</param>
    /// <param name="files">Where the files go.</param>
    /// <param name="rows">The records of a file.</param>
    public static void Run(TextWriter output, SampleFiles files, int rows)
    {
        output.WriteLine($"CSV: {rows} records of a label and {SampleFiles.Classes} probabilities, measured and only read, beside Utf8Parser over the same bytes. Medians of {Pairs} ratios.");
        output.WriteLine();
        output.WriteLine("| digits      | threads |  MB | measured | read alone |");
        output.WriteLine("| ----------- | ------: | --: | -------: | ---------: |");
        foreach ((string name, Func<double, string> write) in Digits)
        {
            string path = files.WriteCsv(rows, write);
            byte[] bytes = File.ReadAllBytes(path);
            foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            {
                (double Measured, double Read, double Parsed)[] times = Compare(path, bytes, rows, threads);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name,-11} | {threads,7} | {bytes.Length / 1e6,3:F0} | {Row.Median(times.Select(time => time.Parsed / time.Measured)),8:F2} | {Row.Median(times.Select(time => time.Parsed / time.Read)),10:F2} |"));
            }
        }
    }

    private static (double Measured, double Read, double Parsed)[] Compare(string path, byte[] bytes, int rows, int threads)
    {
        double Measure() => Stopwatches.Seconds(() =>
        {
            CrossEntropyOptions options = new() { ThrottleLimit = threads };
            Check(CrossEntropy.MeasureTable(path, "label", "p*", options).SampleCount, rows);
        });

        double Read() => Stopwatches.Seconds(() =>
        {
            using CsvTable table = CsvTable.Open(path);
            CsvColumns columns = new([.. Enumerable.Range(1, SampleFiles.Classes)], [0]);
            Check(table.Read(columns, skipFirst: true, threads).Sum(batch => (long)batch.Rows), rows);
        });

        double Parse() => Stopwatches.Seconds(() => Check(CountNumbers(bytes, threads), (long)rows * (SampleFiles.Classes + 1)));

        // The first calls are compiled.
        for (int call = 0; call < 3; call++)
        {
            Measure();
            Read();
            Parse();
        }

        return [.. Enumerable.Range(0, Pairs).Select(_ => (Measure(), Read(), Parse()))];
    }

    // Each thread takes lines from a border near its share's on.
    private static long CountNumbers(byte[] bytes, int threads)
    {
        long numbers = 0;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            int end = Border(bytes, thread + 1, threads);
            long count = 0;
            for (int at = Border(bytes, thread, threads); at < end;)
            {
                count += Utf8Parser.TryParse(bytes.AsSpan(at), out double _, out int length) ? 1 : 0;
                at += length + 1;
            }

            Interlocked.Add(ref numbers, count);
        });
        return numbers;
    }

    private static int Border(byte[] bytes, int share, int shares)
    {
        int at = (int)((long)bytes.Length * share / shares);
        return share == shares ? bytes.Length : at + bytes.AsSpan(at).IndexOf((byte)'\n') + 1;
    }

    private static void Check(long found, long expected)
    {
        if (found != expected)
        {
            throw new InvalidOperationException($"There are {found} where {expected} were written: that is not the same work.");
        }
    }
}
