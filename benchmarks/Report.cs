namespace LossKernels.Benchmarks;

/// <summary>The lines above the table: what was measured, where, and what the columns mean.</summary>
internal static class Report
{
    public static void Begin(Options options, Peers? peers, string? missing)
    {
        if (options.IsQuick)
        {
            Console.WriteLine("Little data, to see that everything runs: the numbers mean nothing.");
        }

        Console.WriteLine($"{Machine.Description}.");
        Console.WriteLine(Machine.HasBoth
            ? "Instructions: AVX-512, and AVX2 in processes that may not use it."
            : $"Instructions: {Machine.Instructions}; this machine has no AVX-512 to put beside it.");
        if (peers is not null)
        {
            Console.WriteLine($"Peers: {string.Join(", ", peers.Versions.Select(peer => $"{peer.Key} {peer.Value}"))}, with as many threads.");
        }

        if (missing is not null)
        {
            Console.WriteLine(missing);
        }

        Console.WriteLine();
        Console.WriteLine($"""
            Speeds are GB/s of predictions and targets, {options.WorkingSet >> 20} MB of predictions a row, fresh and random; medians of {options.Pairs} times in turn, ratios of
            times taken one after the other{(options.Processes > 1 ? $", then of {options.Processes} processes" : "")}. read: a plain vector read of the same bytes; with a gradient, a copy
            of the predictions past the caches. roofline: the slower of that and of the library on data in the L2 cache. composition:
            the same loss written with TensorPrimitives.{(peers is null ? "" : " scikit-learn is given a part of the rows, as much as it can take, and its time scaled.")}

            """);
    }
}
