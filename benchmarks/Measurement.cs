using System.Diagnostics;

namespace LossKernels.Benchmarks;

/// <summary>Times a path: the library, its yardsticks and the composition in turn, over and over.</summary>
internal static class Measurement
{
    // Two numbers that are further apart than this are not the same loss, and their times no comparison.
    private const double Tolerance = 1e-3;

    // By how much the library may be slower on data in the cache than on data in memory before the one is no measure for the other.
    private const double MostInCache = 1.25;

    // Little data for it, so that everything is called often before it is timed.
    private const long WarmUpBytes = 1 << 18;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(200);

    /// <summary>Measures a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="options">How large and how often.</param>
    /// <param name="peers">Who else is asked; null for nobody.</param>
    public static Row Run(LossPath path, int classes, Options options, Peers? peers)
    {
        bool composes;
        using (Workload few = Workload.Create(path, classes, WarmUpBytes))
        {
            composes = options.Composes && few.HasComposition;
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < WarmUp)
            {
                Visit(few, composes);
            }
        }

        using Workload work = Workload.Create(path, classes, options.WorkingSet);
        double loss = Visit(work, composes);
        TimeSpan[] kernel = new TimeSpan[options.Pairs], read = [.. kernel], inCache = [.. kernel], composition = [.. kernel];
        for (int pair = 0; pair < options.Pairs; pair++)
        {
            read[pair] = Time(work.Read);
            kernel[pair] = Time(() => work.Measure());
            inCache[pair] = work.MeasureInCache is null ? default : Time(work.MeasureInCache);
            composition[pair] = composes ? Time(() => work.Compose()) : default;
        }

        TimeSpan[] roofline = [.. read.Zip(inCache, (one, other) => one > other ? one : other)];
        double speed = Speed(kernel);

        // On some machines the same pages at many addresses are slower than memory, and then tell nothing of the arithmetic.
        bool hasRoofline = work.MeasureInCache is not null && Speed(inCache) * MostInCache >= speed;
        return new Row
        {
            Path = path.Name,
            Classes = classes,
            Kernel = speed,
            Read = Speed(read),
            OfRead = Ratio(read),
            Roofline = hasRoofline ? Speed(roofline) : null,
            OfRoofline = hasRoofline ? Ratio(roofline) : null,
            Composition = composes ? Speed(composition) : null,
            TimesComposition = composes ? Ratio(composition) : null,
            TimesPeer = peers is null ? new Dictionary<string, double>() : TimesPeers(),
        };

        double Speed(TimeSpan[] times) => Row.Median(times.Select(time => work.Bytes / time.TotalSeconds / 1e9));

        double Ratio(TimeSpan[] times) => Row.Median(times.Zip(kernel, (other, own) => other / own));

        Dictionary<string, double> TimesPeers()
        {
            Dictionary<string, double> ratios = [];
            foreach (PeerTime peer in work.Ask(peers))
            {
                if (peer.IsAll)
                {
                    CheckSame(peer.Name, peer.Loss, loss);
                }

                ratios[peer.Name] = peer.SecondsForAll * speed * 1e9 / work.Bytes;
            }

            return ratios;
        }
    }

    // Everything once.
    private static double Visit(Workload work, bool composes)
    {
        double loss = work.Measure();
        work.Read();
        work.MeasureInCache?.Invoke();
        if (composes)
        {
            CheckSame("The composition", work.Compose(), loss);
        }

        return loss;
    }

    private static TimeSpan Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start);
    }

    private static void CheckSame(string who, double loss, double own)
    {
        if (!(Math.Abs(loss - own) <= Tolerance * Math.Abs(own)))
        {
            throw new InvalidOperationException($"{who} gives {loss}, the library {own}: that is not the same work.");
        }
    }
}
