using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using LossKernels.Sources.Text;

namespace LossKernels.Benchmarks;

/// <summary>How fast a CSV file is read, beside the runtime's own parser of numbers on the same bytes in memory, with as many threads.</summary>
internal static class CsvReport
{
    private const int Pairs = 9;
    private const int Classes = 10;

    private static readonly (string Name, Func<double, string> Write)[] Digits =
    [
        ("of a double", value => value.ToString("R", CultureInfo.InvariantCulture)),
        ("of a float", value => ((float)value).ToString("R", CultureInfo.InvariantCulture)),
        ("six", value => value.ToString("F6", CultureInfo.InvariantCulture)),
    ];

    /// <summary>Writes files of a label and ten probabilities, and reads them over and over; they stay in the page cache.</summary>
    /// <param name="output">Where the table goes.</param>
    /// <param name="rows">The records of a file.</param>
    public static void Run(TextWriter output, int rows)
    {
        output.WriteLine($"{Machine.Description}. {rows} records of a label and {Classes} probabilities. Median of {Pairs} pairs.");
        output.WriteLine();
        output.WriteLine("| digits      | threads |  MB | CsvTable MB/s | Utf8Parser MB/s | ratio |");
        output.WriteLine("| ----------- | ------: | --: | ------------: | --------------: | ----: |");
        string path = Path.GetTempFileName();
        try
        {
            foreach ((string name, Func<double, string> write) in Digits)
            {
                Write(path, rows, write);
                byte[] bytes = File.ReadAllBytes(path);
                foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
                {
                    (double own, double other, double ratio) = Compare(path, bytes, rows, threads);
                    output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {name,-11} | {threads,7} | {bytes.Length / 1e6,3:F0} | {bytes.Length / own / 1e6,13:F0} | {bytes.Length / other / 1e6,15:F0} | {ratio,5:F2} |"));
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (double Own, double Other, double Ratio) Compare(string path, byte[] bytes, int rows, int threads)
    {
        double Read() => Time(() =>
        {
            using CsvTable table = CsvTable.Open(path);
            CsvColumns columns = new([.. Enumerable.Range(1, Classes)], [0]);
            long read = table.Read(columns, skipFirst: true, threads).Sum(batch => (long)batch.Rows);
            Check(read, rows);
        });

        double Parse() => Time(() => Check(CountNumbers(bytes, threads), (long)rows * (Classes + 1)));

        // The first calls are compiled.
        for (int call = 0; call < 3; call++)
        {
            Read();
            Parse();
        }

        (double Own, double Other)[] times = [.. Enumerable.Range(0, Pairs).Select(_ => (Read(), Parse()))];
        return (Row.Median(times.Select(pair => pair.Own)), Row.Median(times.Select(pair => pair.Other)), Row.Median(times.Select(pair => pair.Other / pair.Own)));
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

    private static void Write(string path, int rows, Func<double, string> write)
    {
        Random random = new(1);
        using StreamWriter file = new(path);
        file.Write($"label,{string.Join(',', Enumerable.Range(0, Classes).Select(i => $"p{i}"))}\n");
        double[] row = new double[Classes];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < Classes; c++)
            {
                row[c] = Math.Exp(6 * random.NextDouble());
            }

            double sum = row.Sum();
            file.Write($"{random.Next(Classes)},{string.Join(',', row.Select(value => write(value / sum)))}\n");
        }
    }

    private static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Check(long found, long expected)
    {
        if (found != expected)
        {
            throw new InvalidOperationException($"There are {found} where {expected} were written: that is not the same work.");
        }
    }
}
