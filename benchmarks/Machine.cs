using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LossKernels.Benchmarks;

/// <summary>What this runs on.</summary>
internal static class Machine
{
    // Where the system does not say.
    private const long UsualCache = 32 << 20;

    /// <summary>The bytes of all last-level caches together.</summary>
    public static long LastLevelCache { get; } = Math.Max(UsualCache, ReadCaches());

    /// <summary>The processor, as the system names it.</summary>
    public static string Processor { get; } = ReadProcessor();

    /// <summary>Whether this process has AVX-512, so that it can be measured with and without.</summary>
    public static bool HasAvx512 => Avx512F.IsSupported;

    /// <summary>The instructions that this process has; not every processor with AVX-512 is meant to use its whole width.</summary>
    public static string Instructions => HasAvx512
        ? $"AVX-512 (vectors of {(Vector512.IsHardwareAccelerated ? 512 : 256)} bits preferred)"
        : Avx2.IsSupported ? "AVX2" : Vector128.IsHardwareAccelerated ? "vectors of 128 bits" : "no vectors";

    /// <summary>A line about the machine.</summary>
    public static string Description =>
        $"{Processor}, {Environment.ProcessorCount} threads, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}";

    // Each cache once, by the processors that share it.
    private static long ReadCaches()
    {
        const string Processors = "/sys/devices/system/cpu";
        if (!Directory.Exists(Processors))
        {
            return 0;
        }

        return Directory.EnumerateDirectories(Processors, "cpu*")
            .SelectMany(processor => Directory.Exists($"{processor}/cache") ? Directory.EnumerateDirectories($"{processor}/cache", "index*") : [])
            .Select(cache => (Level: Read(cache, "level"), Sharers: Read(cache, "shared_cpu_list"), Size: Read(cache, "size")))
            .Distinct()
            .GroupBy(cache => cache.Level)
            .MaxBy(level => level.Key)?
            .Sum(cache => long.TryParse(cache.Size.TrimEnd('K'), CultureInfo.InvariantCulture, out long size) ? size << 10 : 0) ?? 0;
    }

    private static string Read(string folder, string file) =>
        File.Exists(Path.Combine(folder, file)) ? File.ReadAllText(Path.Combine(folder, file)).Trim() : "";

    private static string ReadProcessor()
    {
        const string Information = "/proc/cpuinfo";
        string? line = File.Exists(Information) ? File.ReadLines(Information).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
