using LossCmdlets.Output;
using LossKernels;
using LossKernels.Progress;

namespace LossCmdlets.Input.Files;

/// <summary>Results of files: of all of them, or of each.</summary>
internal static class FileResults
{
    /// <summary>Measures files as one data set.</summary>
    public static IEnumerable<Measured> Together<TFile>(
        IReadOnlyList<TFile> files, BesidePipeline beside, Func<IReadOnlyList<TFile>, MeasureContext, Action<LossException>, IReadOnlyList<Measured>> measure) =>
        beside((context, report) => measure(files, context, report));

    /// <summary>Measures each file by itself; one that cannot be measured is reported, and the others go on.</summary>
    /// <param name="files">The files.</param>
    /// <param name="name">What a file's result is called.</param>
    /// <param name="beside">Does the work.</param>
    /// <param name="report">Reports a failure.</param>
    /// <param name="measure">Measures some files as one data set.</param>
    public static IEnumerable<Measured> Each<TFile>(
        IReadOnlyList<TFile> files,
        Func<TFile, string> name,
        BesidePipeline beside,
        Action<LossException> report,
        Func<IReadOnlyList<TFile>, MeasureContext, Action<LossException>, IReadOnlyList<Measured>> measure)
    {
        foreach (TFile file in files)
        {
            IReadOnlyList<Measured> results = [];
            FirstSkipped first = new();
            try
            {
                results = beside((context, skipped) => measure([file], context, failure =>
                {
                    first.Note(failure);
                    skipped(failure);
                }));
            }
            catch (LossException failure)
            {
                report(first.Explain(failure));
            }

            foreach (Measured result in results)
            {
                yield return result with { Group = name(file) };
            }
        }
    }
}
