using System.Globalization;
using LossKernels.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args.FirstOrDefault())
{
    case "--help":
        Console.WriteLine(Options.Help);
        return 0;
    case "--accuracy":
        AccuracyReport.Run(Console.Out);
        return 0;
    case "--options":
        OptionReport.Run(Console.Out, args.ElementAtOrDefault(1) ?? "");
        return 0;
    case "--input":
        InputReport.Run(Console.Out, args.Contains("--peers"), args.Contains("--quick"));
        return 0;
    case "--memory":
        MemoryReport.Run(Console.Out, args.Contains("--quick"));
        return 0;
    case "--sweep":
        FunctionSweep.Run(Console.Out);
        return 0;
}

Options options;
try
{
    options = Options.Parse(args);
}
catch (FormatException mistake)
{
    Console.Error.WriteLine($"{mistake.Message} --help says what there is.");
    return 1;
}

string? missing = null;
using Peers? peers = options.AsksPeers ? Peers.Start(options.Python, out missing) : null;
try
{
    return options.IsChild ? HandOver() : Print();
}
catch (Exception failure) when (failure is InvalidOperationException or IOException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

int HandOver()
{
    foreach (Row row in Rows())
    {
        Children.Report(row);
    }

    return 0;
}

int Print()
{
    IReadOnlyList<Row>? avx2 = null;
    if (Machine.HasAvx512)
    {
        Console.Error.WriteLine("First all of it without AVX-512.");
        avx2 = Medians([.. args.Where(argument => argument != "--peers"), Children.KernelOnlySwitch], withoutAvx512: true);
    }

    Report.Begin(options, peers, missing, avx2);
    Table table = new(peers?.Versions.Keys ?? [], avx2);
    foreach (Row row in options.Processes == 1 ? Rows() : Medians(args))
    {
        table.Add(row);
    }

    return 0;
}

IEnumerable<Row> Rows() =>
    from path in LossPath.All
    where options.Includes(path)
    from classes in options.Classes ?? path.Classes
    select Measurement.Run(path, classes, options, peers);

IReadOnlyList<Row> Medians(string[] arguments, bool withoutAvx512 = false)
{
    IReadOnlyList<Row>[] runs = new IReadOnlyList<Row>[options.Processes];
    for (int process = 0; process < runs.Length; process++)
    {
        Console.Error.WriteLine($"Process {process + 1} of {runs.Length}.");
        runs[process] = Children.Run(arguments, withoutAvx512);
    }

    return [.. runs[0].Select((_, i) => Row.Median([.. runs.Select(run => run[i])]))];
}
