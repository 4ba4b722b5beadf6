namespace LossKernels.Benchmarks;

/// <summary>The lines above the table: what was measured, where, and what the columns mean.</summary>
internal static class Report
{
    public static void Begin(Options options, Peers? peers, string? missing, IReadOnlyList<Row>? avx2)
    {
        if (options.IsQuick)
        {
            Console.WriteLine("Little data, to see that everything runs: the numbers mean nothing.");
        }

        Console.WriteLine($"{Machine.Description}.");
        Console.WriteLine(avx2 is null
            ? $"Instructions: {Machine.Instructions}; this machine has no AVX-512 to put beside it."
            : $"Instructions: {Machine.Instructions}, and {avx2[0].Instructions} in processes that may not use more.");
        if (peers is not null)
        {
            Console.WriteLine($"Peers: {string.Join(", ", peers.Versions.Select(peer => $"{peer.Key} {peer.Value}"))}; PyTorch with as many threads, the others use one.");
        }

        if (missing is not null)
        {
            Console.WriteLine(missing);
        }

        Console.WriteLine();
        Console.WriteLine($"""
            Speeds are GB/s of predictions and targets, and of the gradient where there is one: {options.WorkingSet >> 20} MB of predictions a row, fresh and
            random. Medians of {options.Pairs} times that were taken in turn, and of their ratios{(options.Processes > 1 ? $"; then of {options.Processes} processes" : "")}.
            - read: a plain vector read of the same bytes by as many threads; for a gradient, a copy of the predictions past the caches
            - roofline: the slower of that and of the library on data in the second-level cache{(Pages.CanMap ? "; empty where that is slower than memory" : ", which this program cannot arrange on this system")}
            - composition: the same loss in TensorPrimitives
            """);
        if (peers?.Versions.ContainsKey("scikit-learn") == true)
        {
            Console.WriteLine("- scikit-learn: on the first rows, about a million values, its time scaled up");
        }

        Console.WriteLine();
    }
}
