using LossCmdlets.Errors;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;
using LossKernels.Progress;
using LossKernels.Sources.Columns;
using LossKernels.Sources.Text;

namespace LossCmdlets.Input.Files;

/// <summary>Measures CSV files whose columns hold targets and predictions.</summary>
/// <param name="options">What to compute.</param>
/// <param name="columns">Which columns hold what.</param>
/// <param name="labels">What is said of classes by their labels.</param>
/// <param name="format">How the files are written.</param>
/// <param name="resolve">Finds the files of a path.</param>
/// <param name="isPerFile">Whether there is a result for each file.</param>
/// <param name="beside">Does work beside the pipeline's thread.</param>
/// <param name="report">Reports a failure that does not end the measurement.</param>
/// <param name="told">How many rows are told as they come, as long as none could be read.</param>
internal sealed class TableFiles(
    LossOptions options,
    ColumnRequest columns,
    ClassLabels labels,
    CsvFormat format,
    Func<string, IReadOnlyList<string>> resolve,
    bool isPerFile,
    BesidePipeline beside,
    Action<LossException> report,
    int told) : InputMeasurement
{
    private readonly List<string> _files = [];

    /// <inheritdoc/>
    public override void Add(object? piped)
    {
        foreach (string path in (string[])piped!)
        {
            try
            {
                _files.AddRange(resolve(path));
            }
            catch (LossException failure) when (isPerFile)
            {
                report(failure);
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<Measured> Complete() =>
        isPerFile ? FileResults.Each(_files, path => path, beside, report, Measure)
        : _files.Count > 0 ? FileResults.Together(_files, beside, Measure)
        : throw PromptErrors.NoFiles();

    private IReadOnlyList<Measured> Measure(IReadOnlyList<string> files, MeasureContext context, Action<LossException> skipped)
    {
        LeadingFailures failures = new(files is [string only] ? only : "Path", (failure, _) => skipped(failure), told);
        TableMeasurement? reading = null;
        using TableMeasurement measurement = reading = new(options, columns, labels, Skip, format);
        foreach (string file in files)
        {
            measurement.Add(file, context);
        }

        IReadOnlyList<Measured> results = [.. measurement.Complete().Select(Measured.Of)];
        failures.Release();
        failures.Complete();
        return results;

        void Skip(LossException failure)
        {
            if (reading!.HasRead)
            {
                failures.Release();
            }

            failures.Add(failure, null);
        }
    }
}
