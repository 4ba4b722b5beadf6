using LossKernels.Diagnostics;
using LossKernels.Diagnostics.Rules;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using static LossKernels.Tests.Diagnostics.Examination;
using Found = System.Collections.Generic.IReadOnlyList<LossKernels.Diagnostics.Diagnostic>;

namespace LossKernels.Tests.Diagnostics;

/// <summary>Every rule finds what it is about, and nothing in input that is nearly so.</summary>
public sealed class RuleTests
{
    private const double NaN = double.NaN;
    private const double Infinity = double.PositiveInfinity;
    private static readonly CrossEntropyOptions Logs = new() { Form = InputForm.LogProbability, Convention = Conventions.PyTorch };
    private static readonly double[] Thirty = [.. Enumerable.Range(0, 30).Select(i => (double)(i % 2))];
    private static readonly double[] Close = [.. Thirty.Select((z, i) => z == 0 ? 0.2 + (i / 300.0) : 0.8 - (i / 300.0))];

    // Two samples of two steps, and two samples of two outputs that each have a loss.
    private static readonly TensorView Square = Rows(2, 0, 1, 1, 2);
    private static readonly TensorView Steps = TensorView.Create([0.7, 0.2, 0.1, 0.1, 0.7, 0.2, 0.2, 0.6, 0.2, 0.3, 0.3, 0.4], 2, 2, 3);
    private static readonly CrossEntropyOptions Pairs = new() { Kind = LossKind.Binary, Convention = Conventions.PyTorch };

    // What fires, how severe it is, what fix it names, and what is near and does not fire.
    private static readonly Dictionary<string, Case[]> Cases = new()
    {
        ["ArgumentsSwapped"] =
        [
            new(() => Of(Rows(2, 0.9, 0.1, 0.2, 0.8), Vector(0, 1)), Severity.Error, "CrossEntropy.Measure(target, prediction)", () => Of(Vector(0, 1), Rows(2, 0.9, 0.1, 0.2, 0.8))),
            new(() => Of(Vector(0.9, 0.2, 0.3), Vector(1, 0, 0)), Severity.Error, "CrossEntropy.Measure(target, prediction)", () => Of(Vector(0.9, 0, 1), Vector(1, 0, 1))),
        ],
        ["PairIsOneRow"] =
        [
            new(() => Of(Vector(0, 1), Vector(5, 7)), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Categorical, Form = InputForm.Logit", () => Of(Vector(1, 1), Vector(5, 7))),
            new(() => Of(Vector(0, 1), Vector(0.4, 0.6)), Severity.Error, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Categorical", () => Of(Vector(0, 1), Vector(0.4, 0.7))),
            new(() => Of(Vector(0, 1), Vector(5, 7), Logits()), Severity.Information, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Categorical", () => Of(Vector(0, 1), Vector(5, 7), Logits(LossKind.Binary))),
        ],
        ["ColumnAgainstVector"] = [new(() => Of(Vector(0, 1), Rows(1, 0.4, 0.7)), Severity.Information, null, () => Of(Rows(1, 0, 1), Rows(1, 0.4, 0.7)))],
        ["ClassAxisMisplaced"] =
        [
            new(() => Of(Rows(4, 1, 1, 0, 0, 0, 0, 1, 1), Rows(4, 0.9, 0.8, 0.1, 0.3, 0.1, 0.2, 0.9, 0.7), Kind(LossKind.Categorical)), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Axis = 0", () => Of(Rows(2, 1, 0, 1, 0, 0, 1), Rows(2, 0.9, 0.1, 0.8, 0.2, 0.1, 0.9), Kind(LossKind.Categorical))),
            new(() => Of(Vector(0, 0, 1, 1), Rows(4, 0.9, 0.8, 0.1, 0.3, 0.1, 0.2, 0.9, 0.7)), Severity.Error, "CrossEntropy.Measure(prediction, target) with Axis = 0", () => Of(Vector(0, 0, 1), Rows(4, 0.9, 0.8, 0.1, 0.3, 0.1, 0.2, 0.9, 0.7))),
            new(() => Of(Vector(0, 1), Rows(2, 0.9, 0.3, 0.1, 0.7)), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Axis = 0", () => Of(Vector(0, 1), Rows(2, 0.9, 0.3, 0.2, 0.7))),
        ],
        ["SingleOutputSoftmax"] = [new(() => Of(Rows(1, 1, 0), Rows(1, 0.9, 0.2), Kind(LossKind.Categorical)), Severity.Error, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Binary", () => Of(Rows(1, 1, 0), Rows(1, 0.9, 0.2)))],
        ["OneHotForSparse"] =
        [
            new(() => Of(Rows(2, 0, 1, 1, 0), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Sparse)), Severity.Error, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Categorical", () => Of(Rows(1, 1, 0), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Sparse))),
            new(() => Of(Rows(2, 1, 1, 0, 0), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Sparse)), Severity.Error, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Binary", () => Of(Vector(1, 0), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Sparse))),
        ],
        ["LabelsForOneHot"] = [new(() => Of(Vector(1, 0), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Categorical)), Severity.Error, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Sparse", () => Of(Vector(2, 0), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Categorical)))],
        ["ExclusiveClassesForBinary"] = [new(() => Of(Rows(2, 0, 1, 1, 0), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Binary)), Severity.Information, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Categorical", () => Of(Rows(2, 0, 1, 1, 1), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Binary)))],
        ["TargetNotDistribution"] =
        [
            new(() => Of(Rows(2, 0, 1, 0.3, 0.3, 1, 0), Rows(2, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4)), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Categorical", () => Of(Rows(2, 0, 1, 1, 1, 1, 0), Rows(2, 0.2, 0.8, 0.7, 0.6, 0.6, 0.4))),
            new(() => Of(Rows(2, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1), Rows(2, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4, 0.5, 0.5, 0.5, 0.5)), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Categorical", () => Of(Rows(2, 0, 1, 1, 1), Rows(2, 0.2, 0.8, 0.7, 0.3))),
            new(() => Of(Rows(2, 0, 1, 1, 1), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Categorical)), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Binary", () => Of(Rows(2, 0, 1, 0.4995, 0.5), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Categorical))),
            new(() => Of(Rows(2, 0, 1, 1.5, -0.5), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Categorical)), Severity.Warning, null, () => Of(Rows(2, 0, 1, 0.5, 0.5), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Categorical))),
        ],
        ["TargetWithoutClass"] =
        [
            new(() => Of(Rows(2, 0, 1, 0, 0), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Categorical)), Severity.Warning, null, () => Of(Rows(2, 0, 1, 0, 0.5), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Categorical))),
            new(() => Of(Rows(2, 0, 1, 0, 0), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Categorical)), Severity.Warning, null, () => Of(Rows(1, 1, 0), Rows(1, 0.9, 0.2), Kind(LossKind.Categorical))),
            new(() => Of(Rows(2, 0, 1, 0, 0, 1, 0), Rows(2, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4)), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Categorical", () => Of(Rows(2, 0, 1, 0, 0), Rows(2, 0.2, 0.8, 0.7, 0.3))),
            new(() => Of(Rows(2, 0, 1, 0, 0, 0.5, 0.5), Rows(2, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4)), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Categorical", () => Of(Rows(2, 0, 1, 0, 0, 1, 1), Rows(2, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4))),
            new(() => Of(Rows(2, 0, 1, 0, 0, 1, 0), Rows(2, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4), new() { Convention = Conventions.Optax, Form = InputForm.Logit }), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Kind = LossKind.Categorical", () => Of(Rows(2, 0, 1, 0, 0, 1, 0), Rows(2, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4), Kind(LossKind.Binary))),
        ],
        ["SoftTargetIgnored"] =
        [
            new(() => Of(Vector(0, 0.5), Vector(0.2, 0.8), new() { Convention = Conventions.MLNet }), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Convention = Conventions.Exact", () => Of(Vector(0, 1), Vector(0.2, 0.8), new() { Convention = Conventions.MLNet })),
            new(() => Of(Vector(0, 0.5), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Sparse)), Severity.Error, null, () => Of(Vector(0, 1), Rows(2, 0.2, 0.8, 0.7, 0.3), Kind(LossKind.Sparse))),
        ],
        ["LabelsFromOne"] =
        [
            new(() => Of(Vector(1, 3), Rows(3, 0.8, 0.1, 0.1, 0.1, 0.1, 0.8)), Severity.Error, "CrossEntropy.Measure(prediction, target) with ClassLabels.Class = [.. Enumerable.Range(1, 3).Select(label => label.ToString())]", () => Of(Vector(0, 3), Rows(3, 0.8, 0.1, 0.1, 0.1, 0.1, 0.8))),
            new(() => Of(Vector(Repeat(30, 1)), Rows(3, Repeat(30, 0.8, 0.1, 0.1))), Severity.Warning, "CrossEntropy.Measure(prediction, target) with ClassLabels.Class = [.. Enumerable.Range(1, 3).Select(label => label.ToString())]", () => Of(Vector(Repeat(30, 1)), Rows(3, Repeat(30, 0.1, 0.8, 0.1)))),
        ],
        ["LabelBeyondClasses"] =
        [
            new(() => Of(Vector(0, 4), Rows(3, 0.8, 0.1, 0.1, 0.1, 0.1, 0.8)), Severity.Error, null, () => Of(Vector(0, 2), Rows(3, 0.8, 0.1, 0.1, 0.1, 0.1, 0.8))),
            new(() => Of(Vector(0, -1), Rows(3, 0.8, 0.1, 0.1, 0.1, 0.1, 0.8)), Severity.Error, "CrossEntropy.Measure(prediction, target) with IgnoreClass = -1", () => Of(Vector(0, -1), Rows(3, 0.8, 0.1, 0.1, 0.1, 0.1, 0.8), new() { IgnoreClass = -1 })),
        ],
        ["TargetOutsideUnit"] =
        [
            new(() => Of(Vector(-1, 1, 1), Vector(0.2, 0.8, 0.7)), Severity.Warning, "CrossEntropy.Measure(prediction, target) with ClassLabels.Class = [\"-1\",\"1\"]", () => Of(Vector(0, 1, 0.5), Vector(0.2, 0.8, 0.7))),
            new(() => Of(Vector(double.NegativeInfinity, 1, 1), Vector(0.2, 0.8, 0.7)), Severity.Warning, null, () => Of(Vector(0, 1, NaN), Vector(0.2, 0.8, 0.7))),
            new(() => OfLoss("kld", Rows(2, 50, 50, 30, 70), Rows(2, 0.4, 0.6, 0.3, 0.7)), Severity.Warning, null, () => OfLoss("kld", Rows(2, 0.5, 0.5, 0.3, 0.7), Rows(2, 0.4, 0.6, 0.3, 0.7))),
            new(() => OfLoss("JensenShannonDivergence", Rows(2, -0.5, 1.5), Rows(2, 0.4, 0.6)), Severity.Warning, null, () => OfLoss("JensenShannonDivergence", Rows(2, 0, 1), Rows(2, 0.4, 0.6))),
        ],
        ["SingleClass"] =
        [
            new(() => Of(Vector(Repeat(30, 1)), Vector(Repeat(30, 0.6))), Severity.Warning, null, () => Of(Vector(Repeat(29, 1)), Vector(Repeat(29, 0.6)))),
            new(() => Of(Vector(Repeat(30, 1)), Rows(2, Repeat(30, 0.3, 0.7)), new() { Kind = LossKind.Sparse }), Severity.Information, null, () => Of(Vector(Repeat(30, 1)), Rows(2, Repeat(30, 0.3, 0.7)), Logits(LossKind.Sparse))),
            new(() => Of(Vector(Repeat(30, 1)), Vector(Repeat(30, 0.9))), Severity.Information, null, () => Of(Vector([0, .. Repeat(29, 1)]), Vector(Repeat(30, 0.9)))),
        ],
        ["PredictionOutsideUnit"] =
        [
            new(() => Of(Rows(2, 0, 1), Rows(2, 5, 7), Kind(LossKind.Categorical)), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Form = InputForm.Logit", () => Of(Rows(2, 0, 1), Rows(2, 0, 1), Kind(LossKind.Categorical))),
            new(() => Of(Vector(0, 1), Vector(-3, 2), new() { Convention = Conventions.PyTorch }), Severity.Error, "CrossEntropy.Measure(prediction, target) with Form = InputForm.Logit", () => Of(Vector(0, 1), Vector(0, 1), new() { Convention = Conventions.PyTorch })),
            new(() => Of(Vector(0, 1), Vector(-3, 2), new() { Convention = Conventions.ScikitLearn }), Severity.Error, "CrossEntropy.Measure(Activation.Sigmoid(prediction), target)", () => Of(Vector(0, 1), Vector(0, 1), new() { Convention = Conventions.ScikitLearn })),
            new(() => Of(Vector(0, 1), Vector(3, 75)), Severity.Warning, null, () => Of(Vector(0, 1), Vector(0.03, 0.75))),
            new(() => Of(Vector(0, 1), Vector(-3, 75)), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Form = InputForm.Logit", () => Of(Vector(0, 1), Vector(0.03, 0.75))),
            new(() => Of(Vector(0, 1), Vector(75, 2), new() { Convention = Conventions.PyTorch }), Severity.Error, null, () => Of(Vector(0, 1), Vector(0.75, 0.02), new() { Convention = Conventions.PyTorch })),
            new(() => OfLoss("kld", Rows(2, 0.5, 0.5, 0.3, 0.7), Rows(2, 40, 60, 30, 70)), Severity.Warning, null, () => OfLoss("kld", Rows(2, 0.5, 0.5, 0.3, 0.7), Rows(2, 0, 1, 0.3, 0.7))),
            new(() => OfLoss("kld", Rows(2, 0.5, 0.5), Rows(2, -1.2, 0.3), Conventions.Exact), Severity.Warning, null, () => OfLoss("KLDivLoss", Rows(2, 0.5, 0.5), Rows(2, -1.2, -0.3))),
            new(() => OfLoss("BinaryAccuracy", Vector(0, 1), Vector(-3, 0.2)), Severity.Warning, null, () => OfLoss("BinaryAccuracy", Vector(0, 1), Vector(0, 1))),
            new(() => OfLoss("BinaryAccuracy", Rows(2, 0, 1), Rows(2, 0.5, 1.5)), Severity.Warning, null, () => OfLoss("BinaryAccuracy", Vector(0, 2), Vector(NaN, 2))),
            new(() => Of(Vector(0, 1, 1), Vector(0, 1, 1.0001)), Severity.Warning, null, () => Of(Vector(0, 1, 1), Vector(0, 1, 1))),
        ],
        ["SoftmaxTwice"] =
        [
            new(() => Of(Vector(0, 1), Rows(2, 0.9, 0.1, 0.2, 0.8), Logits()), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Form = InputForm.Probability", () => Of(Vector(0, 1), Rows(2, 0.9, 0.1, 0.2, 0.9), Logits())),
            new(() => Of(Vector(0, 1), Rows(2, 0.9, 0.1, 0.2, 0.8), Logits() with { Convention = Conventions.PyTorch }), Severity.Warning, "CrossEntropy.Measure(Activation.InverseSoftmax(prediction), target)", () => Of(Vector(0, 1), Rows(2, 0.9, 0.1, -0.2, 1.2), Logits() with { Convention = Conventions.PyTorch })),
            new(() => Of(Vector(Thirty), Vector(Close), Logits()), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Form = InputForm.Probability", () => Of(Vector(Thirty), Vector([-0.1, .. Close[1..]]), Logits())),
        ],
        ["RowSumNotOne"] =
        [
            new(() => Of(Vector(0, 1), Rows(2, 0.9, 0.2, 0.2, 0.8), new() { Convention = Conventions.Exact }), Severity.Warning, null, () => Of(Vector(0, 1), Rows(2, 0.9, 0.1005, 0.2, 0.8), new() { Convention = Conventions.Exact })),
            new(() => Of(Vector(0, 1), Rows(2, 0.9, 0.2, 0.2, 0.8)), Severity.Information, null, () => Of(Vector(0, 1), Rows(2, 0.9, 0.1, 0.2, 0.8))),
            new(() => Of(Vector(0, 1), Rows(2, -1, -2, -2, -1), Logs), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Form = InputForm.Logit", () => Of(Vector(0, 1), Rows(2, Math.Log(0.4), Math.Log(0.6), Math.Log(0.5), Math.Log(0.5)), Logs)),
        ],
        ["SumNotOne"] =
        [
            new(() => OfLoss("kld", Rows(2, 0.5, 0.5, 0.3, 0.7), Rows(2, 0.4, 0.6, 0.3, 0.71)), Severity.Warning, null, () => OfLoss("kld", Rows(2, 0.5, 0.5, 0, 0), Rows(2, 0.4, 0.6, 0, -0.0))),
            new(() => OfLoss("kld", Rows(2, 0.5, 0.4, 0.3, 0.7), Rows(2, 0.4, 0.6, 0.3, 0.7)), Severity.Warning, null, () => OfLoss("kld", Rows(2, 0.5, 0.5, 0.3, 0.7), Rows(2, 0.4, 0.6, 0.3, 0.7035))),
            new(() => OfLoss("js", Rows(2, 0.5, 0.5), Rows(2, 0.2, 0.2)), Severity.Warning, null, () => OfLoss("KLDivLoss", Rows(2, 0.5, 0.5), Rows(2, -0.5, -0.5))),
            new(() => OfLoss("kld", Rows(2, 0, 0, 0.3, 0.7), Rows(2, 0.4, 0.6, 0.3, 0.7)), Severity.Warning, null, () => OfLoss("kld", Rows(1, 0.5, 0.4), Rows(1, 0.3, 0.7))),
            new(() => OfLoss("js", Rows(2, 0.4, 0.6, 0.3, 0.7), Rows(2, 0, 0, 0.3, 0.7)), Severity.Warning, null, () => OfLoss("js", Rows(2, 0, 0), Rows(2, 0, 0))),
        ],
        ["SingleColumnDivergence"] =
        [
            new(() => OfLoss("kld", Rows(1, 0.5, 0.4), Rows(1, 0.3, 0.7)), Severity.Warning, null, () => OfLoss("kld", Vector(0.5, 0.5), Vector(0.3, 0.7))),
            new(() => OfLoss("js", Vector(1), Vector(1)), Severity.Warning, null, () => OfLoss("mse", Vector(1), Vector(1))),
            new(() => OfLoss("KLDivLoss", Rows(1, 1, 1), Rows(1, -0.1, -0.2)), Severity.Warning, null, () => OfLoss("KLDivLoss", Vector(0.5, 0.5), Vector(-0.7, -0.7))),
        ],
        ["LogProbabilityAboveZero"] =
        [
            new(() => Of(Vector(0, 1), Rows(2, -1, 3, -2, 1), Logs), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Form = InputForm.Logit", () => Of(Vector(0, 1), Rows(2, 1e-7, -20, -20, 0), Logs)),
            new(() => Of(Vector(0, 1), Rows(2, 0.9, 0.1, 0.2, 0.8), Logs with { Convention = Conventions.Exact }), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Form = InputForm.Probability", () => Of(Vector(0, 1), Rows(2, -0.1, -2.3521685, -1.6, -0.2257), Logs with { Convention = Conventions.Exact })),
            new(() => OfLoss("KLDivLoss", Rows(2, 0.5, 0.5), Rows(2, 0.4, 0.6)), Severity.Warning, null, () => OfLoss("KLDivLoss", Rows(2, 0.5, 0.5), Rows(2, -0.9, 1e-7))),
        ],
        ["ZeroForMinusOne"] =
        [
            new(() => OfLoss("SoftMarginLoss", Vector(0, 1), Vector(0.3, 0.6)), Severity.Warning, null, () => OfLoss("SoftMarginLoss", Vector(-1, 1), Vector(0.3, 0.6))),
            new(() => OfLoss("HingeEmbedding", Vector(1, 0), Vector(0.3, 0.6)), Severity.Warning, null, () => OfLoss("HingeEmbedding", Vector(1, 1), Vector(0.3, 0.6))),
            new(() => OfLoss("hinge", Vector(1, 0), Vector(0.3, 0.6), Conventions.Optax), Severity.Warning, null, () => OfLoss("hinge", Vector(1, 0), Vector(0.3, 0.6), Conventions.TensorFlow)),
            new(() => OfLoss("squared_hinge", Vector(Thirty), Vector(Close), Conventions.Exact), Severity.Warning, null, () => OfLoss("squared_hinge", Vector([.. Thirty, -1]), Vector([.. Close, 0.5]), Conventions.Exact)),
            new(() => OfLoss("hinge", Vector(0, 0), Vector(0.3, 0.6), Conventions.Keras1), Severity.Warning, null, () => OfLoss("hinge", Vector(1, 0), Vector(0.3, 0.6), Conventions.TensorFlowJs)),
        ],
        ["MinusOneForZero"] =
        [
            new(() => OfLoss("tfjs.hingeLoss", Vector(-1, 1), Vector(0.3, 0.6)), Severity.Warning, null, () => OfLoss("tfjs.hingeLoss", Vector(0, 1), Vector(0.3, 0.6))),
            new(() => OfLoss("hinge", Vector(-1, -1), Vector(0.3, 0.6), Conventions.TensorFlowJs), Severity.Warning, null, () => OfLoss("hinge", Vector(-1, -1), Vector(0.3, 0.6), Conventions.TensorFlow)),
            new(() => OfLoss("tfjs.hingeLoss", Rows(2, 1, -1), Rows(2, 0.3, 0.6)), Severity.Warning, null, () => OfLoss("tfjs.hingeLoss", Rows(2, 1, -1, 0, 1), Rows(2, 0.3, 0.6, 0.1, 0.2))),
            new(() => OfLoss("BinaryAccuracy", Vector(1, -1), Vector(0.3, 0.6)), Severity.Warning, null, () => OfLoss("BinaryAccuracy", Vector(1, 0.5), Vector(0.3, 0.6))),
        ],
        ["TargetNotBinary"] =
        [
            new(() => OfLoss("BinaryAccuracy", Vector(1, 0, 2), Vector(1, 1, 2)), Severity.Warning, null, () => OfLoss("BinaryAccuracy", Vector(1, 0, 1), Vector(1, 1, 2))),
            new(() => OfLoss("BinaryAccuracy", Vector(0.9, 0.2), Vector(1, 0)), Severity.Warning, null, () => OfLoss("BinaryAccuracy", Vector(-1, 1), Vector(0.3, 0.6))),
            new(() => OfLoss("BinaryAccuracy", Rows(2, -1, 1, 0, 1), Rows(2, 0.3, 0.6, 0.1, 0.2)), Severity.Warning, null, () => OfLoss("BinaryAccuracy", Rows(2, NaN, 1), Rows(2, 0.3, 0.6))),
            new(() => OfLoss("tfjs.hingeLoss", Vector(2, 1), Vector(0.3, 0.6)), Severity.Warning, null, () => OfLoss("hinge", Vector(2, 1), Vector(0.3, 0.6), Conventions.TensorFlow)),
        ],
        ["NegativeCount"] =
        [
            new(() => OfLoss("poisson", Vector(1, -2), Vector(1, 2)), Severity.Warning, null, () => OfLoss("poisson", Vector(1, 0), Vector(1, 2))),
            new(() => OfLoss("PoissonNLLLoss", Vector(-0.5, 2), Vector(1, -2)), Severity.Warning, null, () => OfLoss("PoissonNLLLoss", Vector(0, 2), Vector(1, -2))),
        ],
        ["ZeroTarget"] =
        [
            new(() => OfLoss("mape", Vector(1, 0), Vector(1, 2)), Severity.Warning, null, () => OfLoss("mape", Vector(1, 1e-9), Vector(0, 2))),
            new(() => OfLoss("mape", Vector(NaN, 0), Vector(1, 2)), Severity.Warning, null, () => OfLoss("mape", Vector(NaN, -1), Vector(0, 2))),
            new(() => OfLoss("mape", Vector(1, -0.0), Vector(1, 2), Conventions.Exact), Severity.Warning, null, () => OfLoss("mae", Vector(1, 0), Vector(1, 2), Conventions.Exact)),
        ],
        ["ThresholdOutsideUnit"] =
        [
            new(() => OfSides(5, 0.9, 1), Severity.Warning, null, () => OfSides(5, 0.9, 1.1)),
            new(() => OfSides(1, 0, 1), Severity.Warning, null, () => OfSides(0.99, 0, 1)),
            new(() => OfSides(-1e-9, 0, 1), Severity.Warning, null, () => OfSides(0, 0, 1)),
        ],
        ["PredictionNotLabel"] =
        [
            new(() => OfLoss("accuracy", Vector(1, 0), Vector(0.9, 0)), Severity.Warning, null, () => OfLoss("accuracy", Vector(1, 0), Vector(1, 2))),
            new(() => OfLoss("hamming_loss", Vector(1, 0), Vector(0.9, 0)), Severity.Warning, null, () => OfLoss("zero_one_loss", Vector(1, 0), Vector(1, 2))),
            new(() => OfLoss("accuracy_score", Rows(2, 1, 0), Rows(2, NaN, 0.1)), Severity.Warning, null, () => OfLoss("accuracy_score", Rows(2, 1, 0.5), Rows(2, 0.9, 0.5))),
        ],
        ["ScoreNotANumber"] =
        [
            new(() => OfLoss("binary_accuracy", Vector(0, 1), Vector(0.2, NaN)), Severity.Warning, null, () => OfLoss("binary_accuracy", Vector(0, 1), Vector(0.2, Infinity))),
            new(() => OfLoss("accuracy_score", Vector(0, 1), Vector(0, NaN)), Severity.Warning, null, () => OfLoss("accuracy_score", Vector(0, NaN), Vector(0, 1))),
            new(() => OfLoss("sparse_categorical_accuracy", Vector(0, 1), Rows(2, 0.2, 0.8, NaN, 1)), Severity.Warning, null, () => OfLoss("sparse_categorical_accuracy", Vector(0, 1), Rows(2, 0.2, 0.8, -Infinity, 1))),
        ],
        ["EveryClassAmongGreatest"] =
        [
            new(() => OfLoss("top_k_categorical_accuracy", Rows(2, 1, 0), Rows(2, 0.3, 0.7)), Severity.Warning, null, () => OfLoss("top_k_categorical_accuracy", Rows(6, 1, 0, 0, 0, 0, 0), Rows(6, 0.3, 0.7, 0, 0, 0, 0))),
            new(() => OfLoss("sparse_top_k_categorical_accuracy", Vector(1), Rows(5, 0.3, 0.7, 0, 0, 0)), Severity.Warning, null, () => OfLoss("sparse_categorical_accuracy", Vector(1), Rows(2, 0.3, 0.7))),
        ],
        ["NegativeValue"] =
        [
            new(() => OfLoss("msle", Vector(1, 2), Vector(1, -0.5)), Severity.Warning, null, () => OfLoss("msle", Vector(1, 2), Vector(1, 0))),
            new(() => OfLoss("msle", Vector(1, -2), Vector(1, 5)), Severity.Warning, null, () => OfLoss("msle", Vector(1, 0), Vector(1, NaN))),
            new(() => OfLoss("msle", Vector(1, 2), Vector(1, -1), Conventions.ScikitLearn), Severity.Warning, null, () => OfLoss("msle", Vector(1, -0.5), Vector(1, -0.99), Conventions.ScikitLearn)),
        ],
        ["PredictionNotFinite"] =
        [
            new(() => Of(Vector(0, 1), Vector(0.2, NaN)), Severity.Warning, null, () => Of(Vector(0, 1), Vector(0.2, 0.3))),
            new(() => Of(Vector(0, 1), Rows(2, 0, Infinity, 1, 2), Logits()), Severity.Warning, null, () => Of(Vector(0, 1), Rows(2, 0, -Infinity, 1, 2), Logits())),
        ],
        ["PredictionClipped"] =
        [
            new(() => Of(Vector(0, 1), Vector(0.2, 1e-9)), Severity.Information, null, () => Of(Vector(0, 1), Vector(0.2, 1e-6))),
            new(() => Of(Vector(Thirty), Vector([1, .. Close[1..]])), Severity.Warning, null, () => Of(Vector(Thirty), Vector([0.99, .. Close[1..]]))),
            new(() => Of(Vector(0, 1), Vector(0.2, 0), new() { Convention = Conventions.PyTorch }), Severity.Information, null, () => Of(Vector(0, 1), Vector(0, 1), new() { Convention = Conventions.PyTorch })),
        ],
        ["ConstantPrediction"] = [new(() => Of(Vector(Thirty), Vector(Repeat(30, 0.5))), Severity.Warning, null, () => Of(Vector(Thirty), Vector([.. Repeat(29, 0.5), 0.6])))],
        ["HalfPrecisionEpsilon"] = [new(() => Of(Vector(0, 1), Halves(0.2, 0.9)), Severity.Information, null, () => Of(Vector(0, 1), Halves(0.2, 0.9), Logits()))],
        ["ZeroWeight"] = [new(() => Of(Vector(0, 1), Vector(0.2, 0.9), null, Vector(1, 0)), Severity.Information, "CrossEntropy.Measure(prediction, target) with Denominator = Denominator.NonZeroWeights", () => Of(Vector(0, 1), Vector(0.2, 0.9), null, Vector(1, 0.1)))],
        ["NegativeWeight"] = [new(() => Of(Vector(0, 1), Vector(0.2, 0.9), null, Vector(1, -1)), Severity.Warning, null, () => Of(Vector(0, 1), Vector(0.2, 0.9), null, Vector(1, 1)))],
        ["DominantWeight"] = [new(() => Of(Vector(Thirty), Vector(Close), null, Vector([1000, .. Repeat(29, 1)])), Severity.Warning, null, () => Of(Vector(Thirty), Vector(Close), null, Vector([10, .. Repeat(29, 1)])))],
        ["WeightAxisAmbiguous"] =
        [
            new(() => Of(Square, Steps, new() { Convention = Conventions.Keras3 }, Vector(1, 3)), Severity.Warning, null, () => Of(Square, Steps, null, Vector(1, 3))),
            new(() => Of(Square, Steps, new() { Convention = Conventions.Keras3 }, Vector(1, 3)), Severity.Warning, null, () => Of(Square, Steps, new() { Convention = Conventions.Keras3 }, Rows(1, 1, 3))),
            new(() => Of(Rows(2, 0, 1, 1, 1), Rows(2, 0.2, 0.8, 0.7, 0.3), Pairs, Vector(1, 3)), Severity.Warning, null, () => Of(Rows(2, 0, 1, 1, 1, 0, 0), Rows(2, 0.2, 0.8, 0.7, 0.3, 0.1, 0.2), Pairs, Vector(1, 3, 1))),
        ],
        ["DenominatorDiffers"] = [new(() => Of(Vector(0, 1), Vector(0.2, 0.9), null, Vector(1, 3)), Severity.Information, "CrossEntropy.Measure(prediction, target) with Denominator = Denominator.WeightSum", () => Of(Vector(0, 1), Vector(0.2, 0.9), null, Vector(0.5, 1.5)))],
        ["NothingToAverage"] = [new(() => Of(Vector(2, 2), Rows(2, 0.2, 0.8, 0.7, 0.3), new() { IgnoreClass = 2 }), Severity.Warning, null, () => Of(Vector(2, 1), Rows(2, 0.2, 0.8, 0.7, 0.3), new() { IgnoreClass = 2 }))],
        ["LossNotANumber"] =
        [
            new(() => Of(Vector(0, 1), Vector(0.2, NaN)), Severity.Warning, null, () => Of(Vector(0, 1), Vector(0.2, 0.1))),
            new(() => Of(Rows(3, 1, 0, 0), Rows(3, 1, 2, -Infinity), Logits(LossKind.Categorical)), Severity.Warning, "CrossEntropy.Measure(prediction, OneHot.Decode(target)) with Kind = LossKind.Auto", () => Of(Vector(0), Rows(3, 1, 2, -Infinity), Logits())),
            new(() => Of(Rows(3, 0.5, 0.5, 0), Rows(3, 1, 2, -Infinity), Logits()), Severity.Warning, "CrossEntropy.Measure(prediction, target) with Convention = Conventions.Exact", () => Of(Rows(3, 0.5, 0.5, 0), Rows(3, 1, 2, -Infinity), Logits() with { Convention = Conventions.Exact })),
        ],
        ["LossInfinite"] =
        [
            new(() => Of(Vector(0, 1), Vector(0.2, 0), new() { Convention = Conventions.Exact }), Severity.Warning, null, () => Of(Vector(0, 1), Vector(0, 1), new() { Convention = Conventions.Exact })),
            new(() => Of(Vector(0), Rows(3, 1, 2, -Infinity), Logits() with { LabelSmoothing = 0.1 }), Severity.Warning, "CrossEntropy.Measure(prediction, target) with LabelSmoothing = 0", () => Of(Vector(0), Rows(3, 1, 2, -Infinity), Logits())),
        ],
        ["LossOverflow"] =
        [
            new(() => OfKept("mse", 1e30f), Severity.Warning, null, () => OfKept("mse", 1e19f)),
            new(() => OfKept("PoissonNLLLoss", 100), Severity.Warning, null, () => OfKept("PoissonNLLLoss", 88)),
            new(() => OfKept("mse", -2e19f), Severity.Warning, null, () => OfKept("mse", float.NegativeInfinity)),
        ],
        ["SumOverflow"] =
        [
            new(() => Of(Vector(1, 1), Vector(-1.2e308, -1.2e308), Logits() with { Reduction = Reduction.Sum }), Severity.Warning, null, () => Of(Vector(1, 1), Vector(-1.2e308, -1.2e308), Logits())),
            new(() => Of(Vector(1, 1), Vector(-1, -1), Logits(), Vector(1e308, 1e308)), Severity.Warning, null, () => Of(Vector(1, 1), Vector(-1, -1), Logits(), Vector(1e308, 1e307))),
            new(() => Of(Vector(1, 1), Vector(-1e10, -1), Logits() with { Denominator = Denominator.Number, DenominatorValue = 1e-300 }), Severity.Warning, null, () => Of(Vector(1, 1), Vector(-1e10, -1), Logits() with { Denominator = Denominator.Number, DenominatorValue = 1e-290 })),
            new(() => OfSum("mae", 1.2e308), Severity.Warning, null, () => OfSum("mae", 1e307)),
        ],
        ["GradientOverflow"] =
        [
            new(() => OfDerived(1, 1e-45f), Severity.Warning, null, () => OfDerived(1, 1e-38f)),
            new(() => OfDerived(0, 0.5f, Vector(1e39)), Severity.Warning, null, () => OfDerived(0, 0.5f, Vector(1e38))),
        ],
        ["GradientNotFinite"] = [new(() => OfRoot(0), Severity.Warning, null, () => OfRoot(1e-3))],
        ["WorseThanPrior"] = [new(() => Of(Vector(Thirty), Vector([.. Close.Select(p => p < 0.5 ? 1 - (p / 4) : (1 - p) / 4)])), Severity.Warning, null, () => Of(Vector(Thirty), Vector([.. Close.Select(p => p < 0.5 ? 0.6 : 0.4)])))],
        ["LossConcentrated"] =
        [
            new(() => Of(Vector(Thirty), Vector([1 - 1e-6, .. Repeat(14, 0.99, 0.01), 0.99])), Severity.Information, null, () => Of(Vector(Thirty), Vector(Close))),

            // The ten that cost most carry three quarters, but of thirty samples a tenth is three.
            new(() => Of(Vector(Thirty), Vector([.. Repeat(1, 0.9, 0.1), .. Repeat(14, 0.01, 0.99)])), Severity.Information, null, () => Of(Vector(Thirty), Vector([.. Repeat(5, 0.5, 0.5), .. Repeat(10, 0.1, 0.9)]))),
        ],
    };

    public static TheoryData<string, int> Numbers
    {
        get
        {
            TheoryData<string, int> numbers = [];
            foreach ((string id, Case[] cases) in Cases)
            {
                for (int number = 0; number < cases.Length; number++)
                {
                    numbers.Add(id, number);
                }
            }

            return numbers;
        }
    }

    [Fact]
    public void Every_rule_has_cases_and_is_in_the_catalogue() => Assert.Equal(
        typeof(Rule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Rule)) && type != typeof(SightingRule)).Select(type => type.Name)
            .Concat(typeof(SightingRules).GetProperties().Select(row => row.Name)).Order(StringComparer.Ordinal),
        RuleCatalogue.All.Select(rule => rule.Id).Intersect(Cases.Keys).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_rule_finds_what_it_is_about(string id, int number)
    {
        Case tried = Cases[id][number];
        Diagnostic found = Assert.Single(tried.Fires(), found => found.Id == id);
        Assert.Equal(tried.Severity, found.Severity);
        Assert.Equal(tried.Fix, found.Fix?.ToString());
        Assert.Equal(RuleCatalogue.All.Single(rule => rule.Id == id).Reason, found.Reason);
        Assert.True(found.Count > 0, found.Message);
        Assert.Matches("^[A-Z0-9].*[^.]\\.$", found.Message);
        Assert.Matches("^[A-Z].*\\.$", found.Remedy);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_rule_finds_nothing_in_what_is_near(string id, int number) =>
        Assert.DoesNotContain(Cases[id][number].Near(), found => found.Id == id);

    // e^50 - 3e38 * 50.
    [Fact]
    public void A_loss_below_the_numbers_of_its_type_is_kept_with_its_sign()
    {
        LossResult result = Loss.Measure(
            TensorView.Create([50f]), TensorView.Create([3e38f]), LossFunctions.Find("PoissonNLLLoss").CreateOptions() with { Reduction = Reduction.None });
        Diagnostic found = Assert.Single(result.Diagnostics, found => found.Id == "LossOverflow");
        Assert.Equal("One loss is beyond single precision and kept as -Infinity, first -1.5E+40 of sample 0.", found.Message);
    }

    // The logarithms themselves say what the figures are: e^-800 is no double but 0, and 1 - e^-1e-20 is none but 0.
    [Theory]
    [InlineData(1, -800, "800")]
    [InlineData(1, -1e6, "1E+06")]
    [InlineData(0, -1e-20, "46.05")]
    [InlineData(0, -1e-9, "20.72")]
    public void The_plain_loss_of_binary_log_probabilities_is_that_of_the_logarithms(double target, double logarithm, string loss)
    {
        Diagnostic found = Assert.Single(
            Of(Vector(Repeat(30, target)), Vector(Repeat(30, logarithm)), new() { Kind = LossKind.Binary, Form = InputForm.LogProbability, Convention = Conventions.Exact }),
            found => found.Id == "WorseThanPrior");
        Assert.StartsWith($"The plain loss of 30 samples is {loss};", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_single_class_the_shares_cost_nothing()
    {
        Diagnostic found = Assert.Single(Of(Vector(Repeat(30, 1)), Vector(Repeat(30, 0.5)), null), found => found.Id == "WorseThanPrior");
        Assert.Equal("The plain loss of 30 samples is 0.6931; always naming their class costs 0.", found.Message);
    }

    // What one block of labels lacks, another may have: -ln 0.75 is 0.2877.
    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public void Labels_count_from_one_where_no_block_has_a_zero(double last, bool areFromOne)
    {
        const int Many = 20_000;
        double[] labels = Repeat(Many, 1);
        labels[^1] = last;
        string[] messages = [.. Of(Vector(labels), Rows(3, Repeat(Many, 0.75, 0.125, 0.125))).Where(found => found.Id == "LabelsFromOne").Select(found => found.Message)];
        Assert.Equal(areFromOne ? ["Label 0 never occurs, where the predictions expect it 1.5E+04 times; with each label less 1 the loss would be 0.2877."] : [], messages);
    }

    [Fact]
    public void Samples_that_are_left_out_expect_no_label()
    {
        TensorView labels = Vector([.. Repeat(30, 1), .. Repeat(10, -1)]);
        Diagnostic found = Assert.Single(
            Of(labels, Rows(3, Repeat(40, 0.75, 0.125, 0.125)), new() { Kind = LossKind.Sparse, IgnoreClass = -1 }), found => found.Id == "LabelsFromOne");
        Assert.Equal("Label 0 never occurs, where the predictions expect it 22.5 times; with each label less 1 the loss would be 0.2877.", found.Message);
    }

    // The mean of nothing is 0 / 0.
    [Fact]
    public void Probabilities_that_all_are_left_out_have_no_loss()
    {
        CrossEntropyOptions options = Logits(LossKind.Sparse) with { IgnoreClass = 2 };
        Diagnostic found = Assert.Single(Of(Vector(2, 2), Rows(2, 0.2, 0.8, 0.7, 0.3), options), found => found.Id == "SoftmaxTwice");
        Assert.Equal("The logits of all 2 rows lie within 0 to 1 and sum to 1: they are probabilities already.", found.Message);
    }

    // Where the output is yes as good as for certain, 1 - p is 0 in doubles; e^-50 is not.
    [Fact]
    public void A_no_is_as_improbable_as_its_logit_says()
    {
        LossResult result = CrossEntropy.Measure(Vector(50), Vector(0), Logits(LossKind.Binary) with { Examined = true });
        Assert.Equal(1.9287498479639178e-22, Assert.Single(result.Costliest).Probability, 1e-34);
    }

    // Losses of single precision, which are kept; of the second sample one is nothing.
    private static IReadOnlyList<Diagnostic> OfKept(string name, float prediction) => Loss.Measure(
        TensorView.Create<float>([prediction, 0]), TensorView.Create<float>([0, 0]), LossFunctions.Find(name).CreateOptions() with { Reduction = Reduction.None }).Diagnostics;

    private static IReadOnlyList<Diagnostic> OfDerived(double target, float prediction, TensorView? weights = null) =>
        Of(Vector(target), Vector(prediction), new() { Convention = Conventions.ScikitLearn, Epsilon = 0, DataType = ElementType.Float32, Reduction = Reduction.Sum, Gradient = true }, weights);

    private static IReadOnlyList<Diagnostic> OfSum(string name, double error) =>
        Loss.Measure(Vector(error, error), Vector(0, 0), LossFunctions.Find(name).CreateOptions() with { Reduction = Reduction.Sum }).Diagnostics;

    // The slope of the root of an error is infinite where there is none.
    private static IReadOnlyList<Diagnostic> OfRoot(double error) =>
        Loss.Measure(Vector(1 + error), Vector(1), LossFunctions.Find("rmse").CreateOptions() with { Gradient = true }).Diagnostics;

    // Outputs of one sample on either side of a threshold.
    private static IReadOnlyList<Diagnostic> OfSides(double threshold, params double[] predictions) => Loss.Measure(
        Vector(predictions), Vector(Repeat(predictions.Length, 1)), new AccuracyOptions { Kind = LossKind.Binary, Threshold = threshold }).Diagnostics;

    private static TensorView Halves(params double[] values) => TensorView.Create(Array.ConvertAll(values, value => (Half)value));

    private sealed record Case(Func<Found> Fires, Severity Severity, string? Fix, Func<Found> Near);
}
