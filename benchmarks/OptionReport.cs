using System.Globalization;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Benchmarks;

/// <summary>What the options cost: the time of a call with one of them over that of the plain call on the same data.</summary>
internal static class OptionReport
{
    private const int Pairs = 9;

    private static readonly (string Name, Func<CrossEntropyOptions, int, CrossEntropyOptions?> Change)[] Variants =
    [
        ("no rules", (options, _) => options with { SkipDiagnostics = true }),
        ("all rules", (options, _) => options with { Examined = true }),
        ("detailed", (options, _) => options with { Detailed = true }),
        ("smoothing", (options, _) => options with { LabelSmoothing = 0.1 }),
        ("class weights", (options, classes) => options.Kind == LossKind.Binary && classes > 1
            ? null
            : options with { ClassWeights = [.. Enumerable.Range(1, options.Kind == LossKind.Binary ? 2 : classes).Select(label => 1d / label)] }),
        ("focal", (options, _) => options with { FocalGamma = 2 }),
        ("temperature", (options, _) => options.Form == InputForm.Logit ? options with { Temperature = 2 } : null),
    ];

    /// <summary>Measures plain paths with every option that they have.</summary>
    /// <param name="output">Where the table goes.</param>
    /// <param name="paths">Text that is in the names of the paths.</param>
    public static void Run(TextWriter output, string paths)
    {
        output.WriteLine($"{Machine.Description}. Time with an option over the time without, median of {Pairs} pairs.");
        output.WriteLine();
        output.WriteLine($"| {"path".PadRight(LossPath.LongestName)} | {"C",6} | {string.Join(" | ", Variants.Select(variant => $"{variant.Name,13}"))} |");
        output.WriteLine($"| {new string('-', LossPath.LongestName)} | {new string('-', 5)}: | {string.Join(" | ", Variants.Select(_ => $"{new string('-', 12)}:"))} |");
        foreach (LossPath path in LossPath.All.Where(path => path.Function is null && !path.Gradient && path.Inner == 1 && !path.IsDouble && path.Name.Contains(paths, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (int classes in path.Classes.Where(classes => classes is not (3 or 128256)))
            {
                IEnumerable<string> cells = Ratios(path, classes).Select(ratio => $"{ratio?.ToString("F2", CultureInfo.InvariantCulture),13}");
                output.WriteLine($"| {path.Name.PadRight(LossPath.LongestName)} | {classes,6} | {string.Join(" | ", cells)} |");
            }
        }
    }

    private static double?[] Ratios(LossPath path, int classes)
    {
        Batch<float> batch = Batch<float>.Random(path, classes, 2 * Machine.LastLevelCache);
        CrossEntropyOptions plain = new() { Kind = path.Kind, Form = path.Form };
        return [.. Variants.Select(variant => variant.Change(plain, classes) is CrossEntropyOptions changed ? Ratio(batch, plain, changed) : (double?)null)];
    }

    private static double Ratio(Batch<float> batch, CrossEntropyOptions plain, CrossEntropyOptions changed)
    {
        // The first calls are compiled.
        for (int call = 0; call < 3; call++)
        {
            Time(batch, plain);
            Time(batch, changed);
        }

        return Row.Median(Enumerable.Range(0, Pairs).Select(_ =>
        {
            double without = Time(batch, plain);
            return Time(batch, changed) / without;
        }));
    }

    private static double Time(Batch<float> batch, CrossEntropyOptions options) =>
        Stopwatches.Seconds(() => CrossEntropy.Measure(batch.PredictionView, batch.TargetView, options));
}
