using System.Diagnostics;
using System.Text.Json;

namespace LossKernels.Benchmarks;

/// <summary>Other processes of this program, which hand over their rows.</summary>
internal static class Children
{
    /// <summary>Says to a process that it is one.</summary>
    public const string Switch = "--child";

    /// <summary>Says that only the library and its yardsticks are wanted.</summary>
    public const string KernelOnlySwitch = "--kernel-only";

    /// <summary>Runs this program again.</summary>
    /// <param name="arguments">What it is given.</param>
    /// <param name="withoutAvx512">Whether it may use no AVX-512.</param>
    /// <returns>Its rows.</returns>
    public static IReadOnlyList<Row> Run(IEnumerable<string> arguments, bool withoutAvx512 = false)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        ProcessStartInfo start = new(program, [.. isHost ? [Environment.GetCommandLineArgs()[0]] : Array.Empty<string>(), .. arguments, Switch])
        {
            RedirectStandardOutput = true,
        };
        if (withoutAvx512)
        {
            start.Environment["DOTNET_EnableAVX512"] = "0";
        }

        using Process process = Process.Start(start)!;
        List<Row> rows = [];
        while (process.StandardOutput.ReadLine() is string line)
        {
            rows.Add(JsonSerializer.Deserialize<Row>(line)!);
        }

        process.WaitForExit();
        return process.ExitCode == 0 ? rows : throw new InvalidOperationException("One of the processes has failed.");
    }

    /// <summary>Hands a row over.</summary>
    public static void Report(Row row) => Console.WriteLine(JsonSerializer.Serialize(row));
}
