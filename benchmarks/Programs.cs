using System.ComponentModel;
using System.Diagnostics;

namespace LossKernels.Benchmarks;

/// <summary>Other programs, run as whole processes.</summary>
internal static class Programs
{
    /// <summary>The built module.</summary>
    public static string? Module { get; } = FindModule();

    /// <summary>Runs PowerShell in a fresh process.</summary>
    /// <param name="command">What it does.</param>
    /// <returns>What it wrote, line by line; null where there is no PowerShell or no module.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static IReadOnlyList<string>? PowerShell(string command) => Module is null ? null : Run("pwsh", Arguments(command));

    /// <summary>Starts PowerShell in a fresh process; null where there is none.</summary>
    public static Process? StartPowerShell(string command) => Start("pwsh", Arguments(command));

    /// <summary>Runs a program of Python from a file beside this one.</summary>
    /// <param name="python">The Python.</param>
    /// <param name="arguments">The name of the file, and what it is given.</param>
    /// <returns>What it wrote; null where there is no such Python, or it lacks what the program needs.</returns>
    public static IReadOnlyList<string>? Python(string python, params string[] arguments)
    {
        try
        {
            return Run(python, [Path.Combine(AppContext.BaseDirectory, arguments[0]), .. arguments[1..]]);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string[] Arguments(string command) => ["-NoProfile", "-NonInteractive", "-Command", $"$ErrorActionPreference = 'Stop'; {command}"];

    private static List<string>? Run(string program, string[] arguments)
    {
        using Process? process = Start(program, arguments);
        if (process is null)
        {
            return null;
        }

        List<string> lines = [];
        while (process.StandardOutput.ReadLine() is string line)
        {
            lines.Add(line);
        }

        process.WaitForExit();
        return process.ExitCode == 0 ? lines : throw new InvalidOperationException($"{program} has failed.");
    }

    private static Process? Start(string program, string[] arguments)
    {
        try
        {
            ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true };
            start.Environment["NO_COLOR"] = "1";
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string? FindModule()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string manifests = Path.Combine(folder.FullName, "out", "CrossEntropy");
            if (Directory.Exists(manifests))
            {
                return Directory.EnumerateFiles(manifests, "CrossEntropy.psd1", SearchOption.AllDirectories).FirstOrDefault();
            }
        }

        return null;
    }
}
