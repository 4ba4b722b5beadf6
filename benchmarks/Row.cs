namespace LossKernels.Benchmarks;

/// <summary>What was measured of one path: speeds in GB/s, and medians of ratios of times that were taken one after the other.</summary>
internal sealed record Row
{
    /// <summary>The path.</summary>
    public required string Path { get; init; }

    /// <summary>The number of classes or outputs.</summary>
    public required int Classes { get; init; }

    /// <summary>The instructions that the process had.</summary>
    public string Instructions { get; init; } = Machine.Instructions;

    /// <summary>The library.</summary>
    public required double Kernel { get; init; }

    /// <summary>The plain read, or the copy where there is a gradient.</summary>
    public required double Read { get; init; }

    /// <summary>The slower of the read and of the library on data in the cache.</summary>
    public double? Roofline { get; init; }

    /// <summary>The composition of TensorPrimitives.</summary>
    public double? Composition { get; init; }

    /// <summary>The speed of the library as a share of the read's.</summary>
    public required double OfRead { get; init; }

    /// <summary>The speed of the library as a share of the roofline's.</summary>
    public double? OfRoofline { get; init; }

    /// <summary>How many times the composition's speed the library has.</summary>
    public double? TimesComposition { get; init; }

    /// <summary>How many times a peer's speed the library has, by the peer's name.</summary>
    public IReadOnlyDictionary<string, double> TimesPeer { get; init; } = new Dictionary<string, double>();

    /// <summary>The row that several processes have in the middle, number by number.</summary>
    public static Row Median(IReadOnlyList<Row> rows) => rows[0] with
    {
        Kernel = Median(rows.Select(row => row.Kernel)),
        Read = Median(rows.Select(row => row.Read)),
        Roofline = Median(rows.Select(row => row.Roofline)),
        Composition = Median(rows.Select(row => row.Composition)),
        OfRead = Median(rows.Select(row => row.OfRead)),
        OfRoofline = Median(rows.Select(row => row.OfRoofline)),
        TimesComposition = Median(rows.Select(row => row.TimesComposition)),
        TimesPeer = rows[0].TimesPeer.Keys.ToDictionary(peer => peer, peer => Median(rows.Select(row => row.TimesPeer[peer]))),
    };

    /// <summary>The number in the middle; of two, the lower.</summary>
    public static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return sorted[(sorted.Length - 1) / 2];
    }

    private static double? Median(IEnumerable<double?> numbers) =>
        numbers.OfType<double>().ToArray() is { Length: > 0 } known ? Median(known) : null;
}
