using System.Diagnostics;

namespace LossKernels.Benchmarks;

/// <summary>Times work.</summary>
internal static class Stopwatches
{
    /// <summary>The seconds that work takes.</summary>
    public static double Seconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
