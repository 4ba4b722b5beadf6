using System.Diagnostics;
using System.Globalization;

namespace LossKernels.Benchmarks;

/// <summary>The memory that a fresh shell takes at most to measure small files and large ones, beyond what it takes to do nothing.</summary>
internal static class MemoryReport
{
    private const int MillisecondsBetweenLooks = 5;
    private const int BytesOfNpyRow = (SampleFiles.Classes * sizeof(float)) + sizeof(long);
    private const int BytesOfCsvRow = 120;

    /// <summary>Measures and prints.</summary>
    /// <param name="output">Where the table goes.</param>
    /// <param name="isQuick">Whether little data are enough.</param>
    public static void Run(TextWriter output, bool isQuick)
    {
        output.WriteLine($"{Machine.Description}. The most private memory of a fresh shell, looked at every {MillisecondsBetweenLooks} ms.");
        output.WriteLine();
        output.WriteLine("| file |   MB | private MB | beyond an idle shell, MB |");
        output.WriteLine("| ---- | ---: | ---------: | -----------------------: |");
        if (Programs.Module is null || Run("Start-Sleep 1") is not double idle)
        {
            output.WriteLine("| (no pwsh, or no built module) | | | |");
            return;
        }

        Add(output, "none", 0, idle, idle);
        foreach (int megabytes in isQuick ? new[] { 1, 4 } : [4, 1000])
        {
            using SampleFiles files = new();
            (string targets, string predictions) = WriteNpy(files, megabytes);
            Measure(output, "npy", [targets, predictions], $"-TargetPath '{targets}' -PredictionPath '{predictions}'", idle);
            string csv = files.WriteCsv((int)(megabytes * 1_000_000L / BytesOfCsvRow));
            Measure(output, "CSV", [csv], $"-Path '{csv}' -TargetColumn label -PredictionColumn p*", idle);
        }
    }

    // The arrays are gone when the shell is looked at, and are not its memory anyway.
    private static (string Targets, string Predictions) WriteNpy(SampleFiles files, int megabytes)
    {
        (string targets, string predictions, _, _) = files.WriteNpy((int)(megabytes * 1_000_000L / BytesOfNpyRow));
        return (targets, predictions);
    }

    private static void Measure(TextWriter output, string kind, string[] paths, string arguments, double idle)
    {
        double most = Run($"Import-Module '{Programs.Module}'; $null = Measure-CrossEntropy {arguments}")!.Value;
        Add(output, kind, paths.Sum(path => new FileInfo(path).Length) / 1e6, most, idle);
    }

    private static void Add(TextWriter output, string kind, double megabytes, double most, double idle) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {kind,-4} | {megabytes,4:F0} | {most,10:F0} | {most - idle,24:F0} |"));

    private static double? Run(string command)
    {
        using Process? process = Programs.StartPowerShell(command);
        if (process is null)
        {
            return null;
        }

        long most = 0;
        while (!process.WaitForExit(MillisecondsBetweenLooks))
        {
            most = Math.Max(most, PrivateBytes(process));
        }

        return process.ExitCode == 0 ? most / 1e6 : throw new InvalidOperationException("PowerShell has failed.");
    }

    // Linux counts reserved addresses among what .NET calls private memory, and tells the pages that are there apart from them.
    private static long PrivateBytes(Process process)
    {
        const string Line = "RssAnon:";
        string status = $"/proc/{process.Id}/status";
        try
        {
            if (!File.Exists(status))
            {
                process.Refresh();
                return process.PrivateMemorySize64;
            }

            string? line = File.ReadLines(status).FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[Line.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) << 10;
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException)
        {
            // It has just ended.
            return 0;
        }
    }
}
