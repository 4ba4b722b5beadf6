using System.Globalization;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Sources.Arrays;
using LossKernels.Tensors;

namespace LossKernels.Benchmarks;

/// <summary>How fast data come in: files beside the same numbers in arrays, what a shell does with objects, and whole programs, cold.</summary>
/// <param name="output">Where the tables go.</param>
/// <param name="files">Where the files go.</param>
/// <param name="isQuick">Whether little data are enough.</param>
internal sealed class InputReport(TextWriter output, SampleFiles files, bool isQuick)
{
    private const int Pairs = 9;
    private const int Processes = 5;
    private const int FewProcesses = 3;
    private const int WarmUp = 3;
    private const string Python = "/usr/bin/python3";

    private static readonly CrossEntropyOptions ScikitLearn = new() { Convention = Conventions.ScikitLearn, DataType = ElementType.Float32 };

    private readonly int _rows = isQuick ? 10_000 : 2_000_000;
    private readonly int _csvRows = isQuick ? 1000 : 300_000;
    private readonly int _manyRows = isQuick ? 20_000 : 20_000_000;
    private readonly int _manyCsvRows = isQuick ? 2000 : 3_000_000;
    private readonly int _shellRows = isQuick ? 100 : 50_000;
    private readonly int _largeShellRows = isQuick ? 1000 : 300_000;

    /// <summary>Measures and prints.</summary>
    /// <param name="output">Where the tables go.</param>
    /// <param name="asksPeers">Whether Python is asked.</param>
    /// <param name="isQuick">Whether little data are enough.</param>
    public static void Run(TextWriter output, bool asksPeers, bool isQuick)
    {
        using SampleFiles files = new();
        new InputReport(output, files, isQuick).Run(asksPeers);
    }

    private void Run(bool asksPeers)
    {
        output.WriteLine($"{Machine.Description}. Files are in the page cache, of a label and {SampleFiles.Classes} probabilities a row. Medians of ratios of times that were taken in turn.");
        output.WriteLine();
        output.WriteLine("| work                                   | rows      | against                                     | there / here |");
        output.WriteLine("| -------------------------------------- | --------: | ------------------------------------------- | -----------: |");
        (string targets, string predictions, long[] labels, float[] probabilities) = files.WriteNpy(_rows);
        CompareNpy(targets, predictions, labels, probabilities);
        string csv = files.WriteCsv(_csvRows);
        string small = files.WriteCsv(_shellRows);
        CompareInShell(small, csv);
        if (asksPeers)
        {
            (string manyTargets, string manyPredictions, _, _) = files.WriteNpy(_manyRows);
            CompareNpyPrograms(_rows, targets, predictions, Processes);
            CompareNpyPrograms(_manyRows, manyTargets, manyPredictions, FewProcesses);
            CompareCsvPrograms(_csvRows, csv, Processes);
            CompareCsvPrograms(_manyCsvRows, files.WriteCsv(_manyCsvRows), FewProcesses);
        }

        CompareFirst(small);
        CompareStart();
        output.WriteLine();
        CsvReport.Run(output, files, _csvRows);
    }

    private void CompareNpy(string targets, string predictions, long[] labels, float[] probabilities)
    {
        TensorView target = TensorView.Create(labels);
        TensorView prediction = TensorView.Create(probabilities, _rows, SampleFiles.Classes);
        double OfArrays() => Stopwatches.Seconds(() => CrossEntropy.Measure(prediction, target, ScikitLearn));

        double OfFiles() => Stopwatches.Seconds(() =>
        {
            using TensorFile targetFile = TensorFile.Open(targets);
            using TensorFile predictionFile = TensorFile.Open(predictions);
            CrossEntropy.Measure(predictionFile.Tensor, targetFile.Tensor, ScikitLearn);
        });

        for (int call = 0; call < 3; call++)
        {
            OfFiles();
            OfArrays();
        }

        Add("npy, in the library", _rows, [.. Enumerable.Range(0, Pairs).Select(_ => (OfFiles(), OfArrays()))], "the same arrays in memory");
    }

    private void CompareInShell(string csv, string largeCsv)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "shell.ps1");
        IReadOnlyList<string>? lines = Programs.PowerShell(
            $"& '{script}' -Module '{Programs.Module}' -Csv '{csv}' -LargeCsv '{largeCsv}' -Pairs {Pairs} -Rows {_shellRows} -LargeRows {_largeShellRows} -Classes {SampleFiles.Classes} -WarmUp {(isQuick ? 0 : WarmUp)}");
        if (lines is null)
        {
            output.WriteLine("| (no pwsh, or no built module: what a shell does was not measured) | | | |");
            return;
        }

        ILookup<string, (double, double)> times = lines.Select(line => line.Split(' ')).ToLookup(
            parts => parts[0], parts => (double.Parse(parts[1], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture)));
        Add("object[] of object[], in a shell", _shellRows, [.. times["objects"]], "the engine's conversion to double[][]");
        Add("object[] of object[], in a shell", _largeShellRows, [.. times["largeObjects"]], "the engine's conversion to double[][]");
        Add("object[] of object[], in a shell", _shellRows, [.. times["boxes"]], "a loop that only unboxes the numbers");
        Add("object[] of object[], in a shell", _largeShellRows, [.. times["largeBoxes"]], "a loop that only unboxes the numbers");
        Add("Import-Csv to Measure-CrossEntropy", _shellRows, [.. times["records"]], "Import-Csv alone");
        Add("Import-Csv to Measure-CrossEntropy", _shellRows, [.. times["counted"]], "Import-Csv to Measure-Object, which counts");
        Add("Import-Csv to Measure-CrossEntropy", _shellRows, [.. times["onlyRead"]], "the same, only getting the properties");
        Add("(Import-Csv to Out-Null)", _shellRows, [.. times["dropped"]], "Import-Csv alone");
        Add("Measure-CrossEntropy -Path", _shellRows, [.. times["csv"]], "Import-Csv alone");
        Add("Measure-CrossEntropy -Path", _csvRows, [.. times["largeCsv"]], "Import-Csv alone");
        Add("(the bytes of the file, only read)", _shellRows, [.. times["bytes"]], "Import-Csv alone");
    }

    private void CompareNpyPrograms(int rows, string targets, string predictions, int processes) => ComparePrograms(
        "npy, a fresh shell",
        rows,
        processes,
        $"-TargetPath '{targets}' -PredictionPath '{predictions}' -Convention ScikitLearn",
        "numpy.load + scikit-learn, a fresh Python",
        "npy",
        targets,
        predictions);

    private void CompareCsvPrograms(int rows, string csv, int processes) => ComparePrograms(
        "CSV, a fresh shell", rows, processes, $"-Path '{csv}' -TargetColumn label -PredictionColumn p* -Convention ScikitLearn", "pandas + scikit-learn, a fresh Python", "csv", csv);

    private void ComparePrograms(string work, int rows, int processes, string measure, string against, params string[] python)
    {
        double? own = null;
        double? other = null;
        double OfShell() => Stopwatches.Seconds(() => own = LastNumber(Programs.PowerShell(
            $"Import-Module '{Programs.Module}'; (Measure-CrossEntropy {measure}).Loss.ToString('R', [cultureinfo]::InvariantCulture)")));

        double OfPython() => Stopwatches.Seconds(() => other = LastNumber(Programs.Python(Python, ["files.py", .. python])));

        OfShell();
        OfPython();
        if (own is null || other is null)
        {
            output.WriteLine($"| {work,-38} | (needs pwsh, the built module, and {Python} with NumPy, pandas and scikit-learn) | | |");
            return;
        }

        Check(own.Value, other.Value);
        Add(work, rows, [.. Enumerable.Range(0, processes).Select(_ => (OfShell(), OfPython()))], against);
    }

    private static double? LastNumber(IReadOnlyList<string>? lines) => lines is [.., string last] ? double.Parse(last, CultureInfo.InvariantCulture) : null;

    // Two numbers that are further apart than this are not the same loss, and their times no comparison.
    private static void Check(double own, double other)
    {
        const double Tolerance = 1e-4;
        if (!(Math.Abs(own - other) <= Tolerance * Math.Abs(own)))
        {
            throw new InvalidOperationException($"Python gives {other}, the module {own}: that is not the same work.");
        }
    }

    private void CompareFirst(string csv)
    {
        double OfModule() => SecondsInShell($"Measure-CrossEntropy -Path '{csv}' -TargetColumn label -PredictionColumn p*", $"Import-Module '{Programs.Module}'");

        double OfShell() => SecondsInShell($"Import-Csv '{csv}'", "$null");

        if (Programs.Module is not null)
        {
            // The first of all has the files read from the disk.
            OfModule();
            Add("Measure-CrossEntropy -Path, first call", _shellRows, [.. Enumerable.Range(0, Processes).Select(_ => (OfModule(), OfShell()))], "Import-Csv alone, first call");
        }
    }

    private void CompareStart()
    {
        string import = $"Import-Module '{Programs.Module}'";
        string importEmpty = $"Import-Module '{files.Path("Empty.psd1")}'";
        double OfShell() => Stopwatches.Seconds(() => Programs.PowerShell("$null"));

        if (MakeEmptyModule())
        {
            void Compare(string work, string command, string against, Func<double> there) =>
                Add(work, null, [.. Enumerable.Range(0, Processes).Select(_ => (SecondsInShell(command, "$null"), there()))], against);

            string first = $"{import}; Measure-CrossEntropy 1,0,1 0.9,0.2,0.7";
            Compare("Import-Module", import, "a shell that starts and ends", OfShell);
            Compare("Import-Module", import, "Import-Module of an empty module", () => SecondsInShell(importEmpty, "$null"));
            Compare("Import-Module and a first result", first, "a shell that starts and ends", OfShell);
        }
    }

    // A module of one cmdlet that does nothing.
    private bool MakeEmptyModule() => Programs.PowerShell(
        $"Add-Type -OutputAssembly '{files.Path("Empty.dll")}' -TypeDefinition 'using System.Management.Automation; [Cmdlet(\"Get\", \"Nothing\")] public class GetNothingCommand : PSCmdlet {{ }}'; "
        + $"New-ModuleManifest -Path '{files.Path("Empty.psd1")}' -RootModule Empty.dll -CmdletsToExport Get-Nothing -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()") is not null;

    // What a command takes in a fresh shell that is ready for it.
    private static double SecondsInShell(string command, string before) => LastNumber(Programs.PowerShell(
        $"{before}; $watch = [Diagnostics.Stopwatch]::StartNew(); & {{ {command} }} > $null; $watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)"))!.Value;

    private void Add(string work, int? rows, (double Here, double There)[] times, string against) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {work,-38} | {rows,9} | {against,-43} | {Row.Median(times.Select(time => time.There / time.Here)),12:F2} |"));
}
