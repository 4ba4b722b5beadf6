using LossKernels.Diagnostics;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Sources.Arrays;
using LossKernels.Tests.Conformance;

namespace LossKernels.Tests.Diagnostics;

/// <summary>In input that is as it should be nothing is found above Information.</summary>
public sealed class SoundInputTests
{
    private const int Problems = 200;
    private const int Seed = 20240229;

    // Of the golden cases those with values outside 0..1, logarithms above 0, targets that are no distribution, or special values.
    private static readonly Dictionary<string, string> Unsound = new()
    {
        ["live-107"] = "TargetCountMismatch",
        ["live-110"] = "LossInfinite",
        ["live-111"] = "LossNotANumber",
        ["live-113"] = "LossNotANumber",
        ["live-114"] = "TargetNotDistribution",
        ["live-157"] = "PredictionOutsideUnit",
        ["live-160"] = "TargetCountMismatch",
        ["live-186"] = "PredictionNotFinite LossNotANumber",
        ["live-261"] = "NotANumber",
        ["live-263"] = "LabelBeyondClasses",
        ["onnx-008"] = "LogProbabilityAboveZero",
        ["onnx-009"] = "LogProbabilityAboveZero",
        ["onnx-010"] = "LogProbabilityAboveZero",
        ["onnx-011"] = "LogProbabilityAboveZero",
        ["onnx-014"] = "LogProbabilityAboveZero",
        ["onnx-018"] = "LogProbabilityAboveZero",
        ["onnx-019"] = "LogProbabilityAboveZero",
        ["onnx-021"] = "LogProbabilityAboveZero",
        ["onnx-022"] = "LogProbabilityAboveZero",
        ["optax-003"] = "LossInfinite",
        ["optax-007"] = "LossInfinite",
        ["sklearn-005"] = "LossInfinite",
        ["sklearn-008"] = "LossInfinite",
        ["tfjs-016"] = "TargetOutsideUnit PredictionOutsideUnit LossNotANumber",
        ["tfjs-017"] = "TargetOutsideUnit",
        ["tfjs-018"] = "TargetOutsideUnit",
        ["tfjs-019"] = "TargetOutsideUnit",
        ["torch-015"] = "NothingToAverage",
    };

    // Those whose rows of probabilities do not sum to 1: Keras and TensorFlow divide them by their sum.
    private static readonly string[] Unnormalised =
    [
        "keras3-095", "keras3-097", "keras3-099", "keras3-116", "keras3-118", "keras3-136", "keras3-138", "keras3-140",
        "tf2-072", "tf2-079", "tf2-081", "tf2-083", "tf2-095", "tf2-097", "tf2-166",
    ];

    [Theory]
    [InlineData(LossKind.Binary)]
    [InlineData(LossKind.Categorical)]
    [InlineData(LossKind.Sparse)]
    public void Labels_drawn_from_the_predictions_raise_no_doubt(LossKind kind)
    {
        for (int number = 0; number < Problems; number++)
        {
            Random random = new(Seed + ((int)kind * Problems) + number);
            DrawnProblem drawn = new(random, kind);
            IEnumerable<Diagnostic> found = Examination.Of(drawn.Target, drawn.Prediction, drawn.Options, drawn.Weights).Where(found => found.Severity > Severity.Information);
            Assert.True(!found.Any(), $"Problem {number}, {drawn}: {string.Join(' ', found.Select(found => $"{found.Id}: {found.Message}"))}");
        }
    }

    [Theory]
    [InlineData("digits", "logits.npy", InputForm.Logit)]
    [InlineData("digits", "probabilities.npy", InputForm.Probability)]
    [InlineData("breast-cancer", "logits.npy", InputForm.Logit)]
    [InlineData("breast-cancer", "probabilities.npy", InputForm.Probability)]
    public void The_sample_data_raise_no_doubt(string folder, string predictions, InputForm form)
    {
        using TensorFile target = Open(folder, "labels.npy");
        using TensorFile prediction = Open(folder, predictions);
        IReadOnlyList<Diagnostic> found = Examination.Of(target.Tensor, prediction.Tensor, new CrossEntropyOptions { Form = form });
        Assert.DoesNotContain(found, found => found.Severity > Severity.Information);
    }

    // What the frameworks' own tests measure is legal, and some of it is no probability or no distribution.
    [Fact]
    public void What_the_frameworks_test_with_raises_the_doubts_that_are_listed()
    {
        Dictionary<string, string> found = GoldenFile.CrossEntropy.Cases
            .Select(golden => (golden.Id, Found: string.Join(' ', FrameworkCall.Examine(golden).Where(found => found.Severity > Severity.Information).Select(found => found.Id))))
            .Where(golden => golden.Found.Length > 0)
            .ToDictionary(golden => golden.Id, golden => golden.Found);
        Assert.Equal(Unsound, found);
    }

    [Fact]
    public void What_the_frameworks_divide_by_the_sum_of_its_row_is_told_for_the_cases_that_are_listed() => Assert.Equal(
        Unnormalised,
        GoldenFile.CrossEntropy.Cases
            .Where(golden => FrameworkCall.Examine(golden).Any(found => found is { Id: "RowSumNotOne", Severity: Severity.Information }))
            .Select(golden => golden.Id));

    private static TensorFile Open(string folder, string file) => TensorFile.Open(Path.Combine(AppContext.BaseDirectory, folder, file));
}
