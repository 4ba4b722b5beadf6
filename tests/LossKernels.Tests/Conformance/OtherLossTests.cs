namespace LossKernels.Tests.Conformance;

/// <summary>The frameworks' numbers for the losses beside cross-entropy.</summary>
public class OtherLossTests
{
    private const int Count = 254;

    // Functions that are none of the losses of the catalogue, and why.
    private static readonly Dictionary<string, string> Others = new()
    {
        ["CTC"] = "a loss of sequences",
        ["Circle"] = "a loss of pairs within a batch",
        ["circle"] = "a loss of pairs within a batch",
        ["generalized_kl_divergence"] = "a divergence of what are no distributions",
        ["sparsemax_loss"] = "no loss of the catalogue",
        ["binary_calibration_error"] = "part of the detail of cross-entropy",
        ["multiclass_calibration_error"] = "part of the detail of cross-entropy",
        ["computeWeightedLoss"] = "weights losses that are given, and takes no targets",
    };

    // Frameworks whose losses no convention has.
    private static readonly Dictionary<string, string> OtherFrameworks = new()
    {
        ["torchmetrics"] = "normalises and squares by options of its own",
        ["theano"] = "Keras on Theano",
    };

    // Single cases that the library does not do as the framework does, and why.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["keras3-220"] = "the predictions are class numbers, sorted by their scores",
        ["live-268"] = "a probability outside 0..1 has a warning",
        ["sklearn-017"] = "the targets are 0 and 1, and no labels",
        ["sklearn-018"] = "the same",
        ["sklearn-026"] = "the targets are one-hot rows, and no labels",
    };

    public static TheoryData<string> Ids => [.. GoldenFile.OtherLosses.Cases.Where(IsRun).Select(golden => golden.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Gives_what_the_framework_gives(string id) => GoldenRun.Check(GoldenFile.OtherLosses[id], Exceptions.ContainsKey(id));

    [Fact]
    public void Every_case_is_run_or_listed()
    {
        Assert.Equal(Count, GoldenFile.OtherLosses.Cases.Count);
        Assert.All(Others.Keys, name => Assert.Contains(GoldenFile.OtherLosses.Cases, golden => golden.Loss == name));
        Assert.All(OtherFrameworks.Keys, name => Assert.Contains(GoldenFile.OtherLosses.Cases, golden => golden.Framework == name));
        Assert.All(Exceptions.Keys, id => Assert.True(IsRun(GoldenFile.OtherLosses[id])));
    }

    private static bool IsRun(GoldenCase golden) => !Others.ContainsKey(golden.Loss) && !OtherFrameworks.ContainsKey(golden.Framework);
}
