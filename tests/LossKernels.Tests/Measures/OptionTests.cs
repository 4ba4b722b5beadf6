using LossKernels.Diagnostics;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Kinds, shapes, axes, weights and what is refused.</summary>
public class OptionTests
{
    private static readonly double LnTwo = Math.Log(2);

    [Theory]
    [InlineData(new[] { 3 }, new[] { 3 }, new[] { 0.0, 1, 1 }, LossKind.Binary)]
    [InlineData(new[] { 3, 1 }, new[] { 3 }, new[] { 0.0, 1, 1 }, LossKind.Binary)]
    [InlineData(new[] { 2, 3 }, new[] { 2 }, new[] { 0.0, 2 }, LossKind.Sparse)]
    [InlineData(new[] { 2, 3 }, new[] { 2, 1 }, new[] { 0.0, 2 }, LossKind.Sparse)]
    [InlineData(new[] { 3 }, new[] { 1 }, new[] { 2.0 }, LossKind.Sparse)]
    [InlineData(new[] { 2, 2 }, new[] { 2, 2 }, new[] { 0.0, 1, 0.5, 0.5 }, LossKind.Categorical)]
    [InlineData(new[] { 2, 2 }, new[] { 2, 2 }, new[] { 0.0, 1, 1, 1 }, LossKind.Binary)]
    [InlineData(new[] { 2, 2, 3 }, new[] { 2, 2 }, new[] { 0.0, 1, 2, 2 }, LossKind.Sparse)]
    public void Auto_finds_the_kind(int[] prediction, int[] target, double[] targets, LossKind expected)
    {
        int count = prediction.Aggregate(1, (a, b) => a * b);
        LossResult result = CrossEntropy.Measure(
            TensorView.Create(Enumerable.Repeat(0.4, count).ToArray(), prediction), TensorView.Create(targets, target));
        Assert.Equal(expected, result.Kind);
        Assert.NotEmpty(result.KindReason!);
    }

    [Fact]
    public void Two_vectors_that_may_be_one_sample_are_ambiguous()
    {
        AssertFails("AmbiguousKind", [0.3, 0.7], [2], [0, 1], [2]);
        Assert.Equal(-Math.Log(0.7), Loss([0.3, 0.7], [2], [0, 1], [2], new CrossEntropyOptions { Kind = LossKind.Categorical }), 1e-12);
        Assert.Equal(-Math.Log(0.7 + 1e-7), Loss([0.3, 0.7], [2], [0, 1], [2], new CrossEntropyOptions { Kind = LossKind.Binary }), 1e-12);
    }

    [Fact]
    public void A_later_row_that_contradicts_the_first_is_ambiguous()
    {
        const int Rows = 40_000;
        double[] targets = [.. Enumerable.Range(0, Rows).SelectMany(_ => new[] { 0.0, 1 })];
        targets[60_000] = 1;
        LossException failure = Assert.Throws<LossException>(() =>
            CrossEntropy.Measure(TensorView.Create(Enumerable.Repeat(0.5, 2 * Rows).ToArray(), Rows, 2), TensorView.Create(targets, Rows, 2)));
        Assert.Equal("AmbiguousKind", failure.Id);
        Assert.Equal(30_000, failure.Row);
    }

    [Fact]
    public void The_class_axis_need_not_be_the_last()
    {
        // Two samples of three classes at two positions: (2, 3, 2), the same numbers as (2, 2, 3) with the last two axes swapped.
        double[] lastAxis = [0.1, 0.2, 0.7, 0.3, 0.3, 0.4, 0.5, 0.25, 0.25, 0.6, 0.1, 0.3];
        double[] middleAxis = [0.1, 0.3, 0.2, 0.3, 0.7, 0.4, 0.5, 0.6, 0.25, 0.1, 0.25, 0.3];
        int[] labels = [2, 0, 1, 2];
        CrossEntropyOptions none = new() { Reduction = Reduction.None };
        TensorView byLast = CrossEntropy.Measure(TensorView.Create(lastAxis, 2, 2, 3), TensorView.Create(labels, 2, 2), none).Values!;
        TensorView byMiddle = CrossEntropy.Measure(
            TensorView.Create(middleAxis, 2, 3, 2), TensorView.Create(labels, 2, 2), none with { Axis = 1 }).Values!;
        Assert.Equal(new Shape(2, 2), byMiddle.Shape);
        Assert.Equal(byLast.Read<double>(0, 4, []).ToArray(), byMiddle.Read<double>(0, 4, []).ToArray());

        // PyTorch's class axis is the second.
        CrossEntropyOptions torch = new() { Convention = Conventions.PyTorch, Form = InputForm.Logit };
        Assert.Equal(3, CrossEntropy.Measure(TensorView.Create(middleAxis, 2, 3, 2), TensorView.Create(labels, 2, 2), torch).ClassCount);
    }

    [Fact]
    public void Binary_losses_per_element_keep_the_shape_of_any_axis()
    {
        double[] logits = [.. Enumerable.Range(0, 12).Select(i => i - 6.0)];
        bool[] targets = [.. logits.Select((_, i) => i % 2 == 0)];
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Form = InputForm.Logit, Reduction = Reduction.PerElement };
        TensorView last = CrossEntropy.Measure(TensorView.Create(logits, 2, 3, 2), TensorView.Create(targets, 2, 3, 2), options).Values!;
        TensorView middle = CrossEntropy.Measure(TensorView.Create(logits, 2, 3, 2), TensorView.Create(targets, 2, 3, 2), options with { Axis = 1 }).Values!;
        Assert.Equal(new Shape(2, 3, 2), middle.Shape);
        Assert.Equal(last.Read<double>(0, 12, []).ToArray(), middle.Read<double>(0, 12, []).ToArray());
    }

    [Fact]
    public void An_ignored_label_leaves_its_row_out()
    {
        CrossEntropyOptions torch = new() { Convention = Conventions.PyTorch, Form = InputForm.Logit };
        LossResult result = CrossEntropy.Measure(TensorView.Create([0.0, 0, 9, 0], 2, 2), TensorView.Create([0, -100]), torch);
        Assert.Equal(LnTwo, result.Loss!.Value, 1e-15);
        Assert.Equal((2L, 1L), (result.SampleCount, result.IgnoredCount));

        LossResult none = CrossEntropy.Measure(TensorView.Create([0.0, 0, 9, 0], 2, 2), TensorView.Create([0, -100]), torch with { Reduction = Reduction.None });
        Assert.Equal([LnTwo, 0], none.Values!.Read<double>(0, 2, []).ToArray());

        LossResult all = CrossEntropy.Measure(TensorView.Create([0.0, 0], 1, 2), TensorView.Create([-100]), torch);
        Assert.Equal(double.NaN, all.Loss);
        Assert.Equal("NothingToAverage", Assert.Single(all.Diagnostics).Id);
        Assert.Equal(0, CrossEntropy.Measure(TensorView.Create([0.0, 0], 1, 2), TensorView.Create([-100]), torch with { Reduction = Reduction.Sum }).Loss);
    }

    // Losses are ln 2 everywhere, so that only weights and denominators show.
    [Theory]
    [InlineData("TensorFlow", LossKind.Sparse, 3.0 / 2)]
    [InlineData("Exact", LossKind.Sparse, 3.0 / 2)]
    [InlineData("PyTorch", LossKind.Sparse, 1)]
    [InlineData("PyTorch", LossKind.Binary, 3.0 / 2)]
    public void Sample_weights_and_denominators(string convention, LossKind kind, double factor)
    {
        LossResult result = CrossEntropy.Measure(
            TensorView.Create([0.0, 0, 0, 0], 2, 2),
            kind == LossKind.Sparse ? TensorView.Create([0, 1]) : TensorView.Create([0.0, 1, 1, 1], 2, 2),
            new CrossEntropyOptions { Kind = kind, Form = InputForm.Logit, Convention = Conventions.Find(convention) },
            TensorView.Create([1.0, 2]));
        Assert.Equal(factor * LnTwo, result.Loss!.Value, 1e-15);
    }

    [Theory]
    [InlineData(new[] { 2 }, new[] { 1.0, 3 }, 2.0)]
    [InlineData(new[] { 2, 1 }, new[] { 1.0, 3 }, 2.0)]
    [InlineData(new[] { 1, 3 }, new[] { 1.0, 2, 6 }, 3.0)]
    [InlineData(new[] { 2, 3 }, new[] { 1.0, 2, 3, 4, 5, 6 }, 3.5)]
    [InlineData(new int[0], new[] { 5.0 }, 5.0)]
    public void Binary_weights_by_sample_column_and_element(int[] shape, double[] weights, double factor)
    {
        foreach (Convention convention in new[] { Conventions.TensorFlow, Conventions.PyTorch })
        {
            LossResult result = CrossEntropy.Measure(
                TensorView.Create(new double[6], 2, 3),
                TensorView.Create(new double[6], 2, 3),
                new CrossEntropyOptions { Kind = LossKind.Binary, Form = InputForm.Logit, Convention = convention },
                TensorView.Create<double>(weights, new Shape(shape)));
            Assert.Equal(factor * LnTwo, result.Loss!.Value, 1e-14);
        }
    }

    [Fact]
    public void Weights_that_fit_from_the_last_axis_only_are_refused_with_the_form_that_fits()
    {
        LossException failure = Assert.Throws<LossException>(() => CrossEntropy.Measure(
            TensorView.Create(new double[6], 2, 3),
            TensorView.Create(new double[6], 2, 3),
            new CrossEntropyOptions { Kind = LossKind.Binary, Form = InputForm.Logit },
            TensorView.Create([1.0, 2, 3])));
        Assert.Equal("WeightCountMismatch", failure.Id);
        Assert.Contains("(1, 3)", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_of_zero_hides_a_NaN_in_the_exact_convention_only()
    {
        TensorView logits = TensorView.Create([0.0, 0, double.NaN, 0], 2, 2);
        LossResult Measured(Convention convention) => CrossEntropy.Measure(
            logits, TensorView.Create([0, 0]), new CrossEntropyOptions { Form = InputForm.Logit, Convention = convention }, TensorView.Create([1.0, 0]));
        Assert.Equal(LnTwo / 2, Measured(Conventions.Exact).Loss!.Value, 1e-15);
        LossResult tensorFlow = Measured(Conventions.TensorFlow);
        Assert.Equal(double.NaN, tensorFlow.Loss);
        Assert.Equal(1, Assert.Single(tensorFlow.Diagnostics).FirstRow);
    }

    [Fact]
    public void Predictions_outside_the_unit_interval_are_clipped_with_a_word_or_refused()
    {
        LossResult clipped = CrossEntropy.Measure(TensorView.Create([0.5, 1.5, -1]), TensorView.Create([1.0, 1, 0]));
        Assert.Equal(("PredictionOutsideUnit", 2L, 1L), clipped.Diagnostics.Select(found => (found.Id, found.Count, found.FirstRow)).Single());
        AssertFails("ProbabilityOutOfRange", [0.5, 1.5, -1], [3], [1, 1, 0], [3], new CrossEntropyOptions { Convention = Conventions.PyTorch });
        AssertFails("ProbabilityOutOfRange", [0.5, 1.5, -1], [3], [1, 1, 0], [3], new CrossEntropyOptions { Convention = Conventions.Exact });
        AssertFails("NotANumber", [0.5, double.NaN], [2], [1, 1], [2], new CrossEntropyOptions { Convention = Conventions.PyTorch });
    }

    [Theory]
    [InlineData(LossKind.Sparse, new[] { 4, 2 }, new[] { 4 }, new[] { 1.0, 0, 0, 1 })]
    [InlineData(LossKind.Categorical, new[] { 4, 2 }, new[] { 4, 2 }, new[] { 0.0, 1, 1, 0, 1, 0, 0, 1 })]
    [InlineData(LossKind.Binary, new[] { 4, 2 }, new[] { 4, 2 }, new[] { 0.0, 1, 1, 0, 1, 0, 0, 1 })]
    public void Log_probabilities_above_zero_are_measured_with_a_word(LossKind kind, int[] shape, int[] targetShape, double[] targets)
    {
        // Rounding, -infinity and NaN are none of its business.
        double[] predictions = [1e-6, -0.7, double.NegativeInfinity, double.NaN, -0.5, 2e-6, 0.3, double.PositiveInfinity];
        LossResult result = CrossEntropy.Measure(
            TensorView.Create(predictions, shape),
            TensorView.Create(targets, targetShape),
            new CrossEntropyOptions { Kind = kind, Form = InputForm.LogProbability, Convention = Conventions.Exact });
        Diagnostic found = Assert.Single(result.Diagnostics, found => found.Id == "LogProbabilityAboveZero");
        Assert.Equal((3L, 2L), (found.Count, found.FirstRow));
        Assert.Contains("2E-06", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Binary_targets_outside_the_unit_interval_are_measured_with_a_word()
    {
        LossResult result = CrossEntropy.Measure(TensorView.Create([0.5, 0.5, 0.3]), TensorView.Create([1.0, 5, -2]));
        Assert.Equal(("TargetOutsideUnit", 2L, 1L), result.Diagnostics.Select(found => (found.Id, found.Count, found.FirstRow)).Single());
    }

    [Fact]
    public void A_weight_that_is_NaN_is_refused_with_its_sample()
    {
        LossException failure = Assert.Throws<LossException>(() => CrossEntropy.Measure(
            TensorView.Create([0.5, 0.4]), TensorView.Create([1.0, 1]), null, TensorView.Create([1, double.NaN])));
        Assert.Equal(("NotANumber", 1L), (failure.Id, failure.Row));
    }

    [Fact]
    public void Epsilon_replaces_both_the_clip_and_what_is_added()
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Epsilon = 0.1 };
        Assert.Equal(-Math.Log(0.2), Loss([0.0], [1], [1], [1], options), 1e-12);
        Assert.Equal(double.PositiveInfinity, Loss([0.0], [1], [1], [1], options with { Epsilon = 0 }));
        AssertFails("OptionNotSupported", [0.5], [1], [1], [1], options with { Convention = Conventions.PyTorch });
        AssertFails("OptionNotSupported", [0.5], [1], [1], [1], options with { Form = InputForm.Logit });
        AssertFails("ParameterOutOfRange", [0.5], [1], [1], [1], options with { Epsilon = -1 });
    }

    [Fact]
    public void Shapes_and_options_without_a_meaning_are_refused()
    {
        AssertFails("TargetCountMismatch", [0.5, 0.5, 0.5, 0.5], [2, 2], [0, 1, 1], [3]);
        AssertFails("ShapeMismatch", new double[12], [2, 3, 2], [0, 1, 1, 0, 1, 1], [2, 3, 1, 1]);
        AssertFails("ParameterOutOfRange", [0.5, 0.5], [1, 2], [0], [1], new CrossEntropyOptions { Axis = 2 });
        AssertFails("LabelNotInteger", [0.5, 0.5], [1, 2], [0.5], [1], new CrossEntropyOptions { Kind = LossKind.Sparse });
        AssertFails("LabelOutOfRange", [0.5, 0.5], [1, 2], [2], [1]);
        AssertFails("OptionNotSupported", [0.5, 0.5], [1, 2], [0], [1], new CrossEntropyOptions { Convention = Conventions.PyTorch });
        AssertFails("OptionNotSupported", [0.5, 0.5], [1, 2], [0], [1], new CrossEntropyOptions { Reduction = Reduction.PerElement });
        AssertFails("ParameterOutOfRange", [0.5, 0.5], [1, 2], [0], [1], new CrossEntropyOptions { ThrottleLimit = -1 });
        AssertFails("OptionNotSupported", [0.5, 0.5], [1, 2], [0], [1], new CrossEntropyOptions { Convention = Conventions.Exact, DataType = ElementType.Float32 });
    }

    [Fact]
    public void The_axis_that_would_fit_is_named()
    {
        LossException failure = Assert.Throws<LossException>(() => CrossEntropy.Measure(
            TensorView.Create(new double[24], 2, 3, 4), TensorView.Create(new double[8], 2, 4)));
        Assert.Equal("ShapeMismatch", failure.Id);
        Assert.Contains("-Axis 1", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_batch_gives_what_the_convention_gives()
    {
        TensorView none = TensorView.Create<float>(default, new Shape(0, 3));
        TensorView labels = TensorView.Create<int>(default, new Shape(0));
        Assert.Equal(0, CrossEntropy.Measure(none, labels, new CrossEntropyOptions { Convention = Conventions.Keras3 }).Loss);
        Assert.Equal(double.NaN, CrossEntropy.Measure(none, labels, new CrossEntropyOptions { Convention = Conventions.PyTorch, Form = InputForm.Logit }).Loss);
        Assert.Equal(0, CrossEntropy.Measure(none, labels, new CrossEntropyOptions { Reduction = Reduction.Sum }).Loss);
    }

    // Every refusal of an option, or of two that do not go together.
    public static TheoryData<string, CrossEntropyOptions> Refusals
    {
        get
        {
            CrossEntropyOptions sparse = new() { Kind = LossKind.Sparse, Convention = Conventions.Exact };
            CrossEntropyOptions logits = sparse with { Form = InputForm.Logit };
            CrossEntropyOptions categorical = sparse with { Kind = LossKind.Categorical };
            CrossEntropyOptions binary = sparse with { Kind = LossKind.Binary };
            CrossEntropyOptions binaryLogits = binary with { Form = InputForm.Logit };
            CrossEntropyOptions keras = binary with { Convention = Conventions.Keras3 };
            TheoryData<string, CrossEntropyOptions> cases = new()
            {
                { "OptionNotSupported", sparse with { Form = InputForm.LogProbability, Convention = Conventions.TensorFlow } },
                { "OptionNotSupported", sparse with { Convention = Conventions.PyTorch } },
                { "OptionNotSupported", sparse with { Convention = Conventions.Optax } },
                { "OptionNotSupported", logits with { Convention = Conventions.ScikitLearn } },
                { "OptionNotSupported", logits with { Convention = Conventions.MLNet } },
                { "OptionNotSupported", binaryLogits with { Convention = Conventions.Onnx } },
                { "OptionNotSupported", binary with { Form = InputForm.LogProbability, Convention = Conventions.PyTorch } },
                { "OptionNotSupported", sparse with { Temperature = 2 } },
                { "OptionNotSupported", sparse with { Form = InputForm.LogProbability, Temperature = 2 } },
                { "OptionNotSupported", sparse with { Reduction = Reduction.PerElement } },
                { "OptionNotSupported", categorical with { Reduction = Reduction.PerElement } },
                { "OptionNotSupported", sparse with { Reduction = Reduction.Sum, Denominator = Denominator.Elements } },
                { "OptionNotSupported", sparse with { Reduction = Reduction.None, Denominator = Denominator.WeightSum } },
                { "OptionNotSupported", sparse with { Reduction = Reduction.Sum, BatchSize = 2 } },
                { "OptionNotSupported", binary with { Reduction = Reduction.PerElement, BatchSize = 2 } },
                { "OptionNotSupported", sparse with { Epsilon = 0.1 } },
                { "OptionNotSupported", binary with { Epsilon = 0.1, Convention = Conventions.MLNet } },
                { "OptionNotSupported", binary with { Epsilon = 0.1, Convention = Conventions.PyTorch } },
                { "OptionNotSupported", keras with { Epsilon = 0.1, Form = InputForm.Logit } },
                { "OptionNotSupported", keras with { Epsilon = 0.1, GeneralizedQ = 0.5 } },
                { "OptionNotSupported", binary with { ClassWeights = [1, 2] } },
                { "OptionNotSupported", binary with { PositiveWeights = [2] } },
                { "OptionNotSupported", logits with { PositiveWeights = [2] } },
                { "OptionNotSupported", sparse with { PolyEpsilon = 1, GeneralizedQ = 0.5 } },
                { "OptionNotSupported", categorical with { IgnoreClass = 1 } },
                { "OptionNotSupported", binary with { IgnoreClass = 1 } },
                { "OptionNotSupported", sparse with { DataType = ElementType.Float32 } },
                { "ParameterOutOfRange", keras with { DataType = ElementType.Float16 } },
                { "ParameterOutOfRange", sparse with { ThrottleLimit = -1 } },
                { "ClassWeightCountMismatch", sparse with { ClassWeights = [1, 2] } },
                { "ClassWeightCountMismatch", sparse with { ClassWeights = [] } },
                { "ClassWeightCountMismatch", categorical with { ClassWeights = [1, 2, 3, 4] } },
                { "ClassWeightCountMismatch", binaryLogits with { PositiveWeights = [1, 2] } },
                { "ClassWeightCountMismatch", binaryLogits with { PositiveWeights = [] } },
                { "ClassWeightCountMismatch", sparse with { FocalAlpha = [0.1, 0.2] } },
                { "ClassWeightCountMismatch", binary with { FocalAlpha = [0.1, 0.2, 0.3] } },
            };
            foreach (double value in (double[])[-1, double.NaN, double.PositiveInfinity])
            {
                cases.Add("ParameterOutOfRange", logits with { Temperature = value });
                cases.Add("ParameterOutOfRange", keras with { Epsilon = value });
                cases.Add("ParameterOutOfRange", sparse with { ClassWeights = [1, value, 1] });
                cases.Add("ParameterOutOfRange", binaryLogits with { PositiveWeights = [value] });
                cases.Add("ParameterOutOfRange", sparse with { LabelSmoothing = value });
                cases.Add("ParameterOutOfRange", sparse with { FocalGamma = value });
                cases.Add("ParameterOutOfRange", sparse with { FocalAlpha = [value] });
                cases.Add("ParameterOutOfRange", binary with { FocalAlpha = [value] });
                cases.Add("ParameterOutOfRange", sparse with { PolyEpsilon = value == -1 ? double.NegativeInfinity : value });
                cases.Add("ParameterOutOfRange", sparse with { GeneralizedQ = value });
                cases.Add("ParameterOutOfRange", sparse with { Denominator = Denominator.Number, DenominatorValue = value });
            }

            cases.Add("ParameterOutOfRange", logits with { Temperature = 0 });
            cases.Add("ParameterOutOfRange", keras with { Epsilon = 0.5 });
            cases.Add("ParameterOutOfRange", sparse with { LabelSmoothing = 1.01 });
            cases.Add("ParameterOutOfRange", binary with { FocalAlpha = [1.01] });
            cases.Add("ParameterOutOfRange", sparse with { GeneralizedQ = 0 });
            cases.Add("ParameterOutOfRange", sparse with { GeneralizedQ = 1.01 });
            cases.Add("ParameterOutOfRange", sparse with { Denominator = Denominator.Number });
            cases.Add("ParameterOutOfRange", sparse with { Denominator = Denominator.Number, DenominatorValue = 0 });
            cases.Add("ParameterOutOfRange", sparse with { BatchSize = 0 });
            cases.Add("ParameterOutOfRange", sparse with { BatchSize = -1 });
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Options_without_a_meaning_are_refused(string id, CrossEntropyOptions options)
    {
        double[] targets = options.Kind == LossKind.Sparse ? [2, 1] : [0, 0, 1, 0, 1, 0];
        int[] shape = options.Kind == LossKind.Sparse ? [2] : [2, 3];
        AssertFails(id, [0.2, 0.2, 0.6, 0.5, 0.3, 0.2], [2, 3], targets, shape, options);

        LossMeter meter = new(options, failure => Assert.Fail(failure.Message));
        LossException failure = Assert.Throws<LossException>(() =>
        {
            meter.Add([0.2, 0.2, 0.6], targets.Length == 2 ? [2] : [0, 0, 1]);
            meter.Complete();
        });
        Assert.Equal(id, failure.Id);
    }

    [Fact]
    public void Class_weights_of_a_binary_loss_are_two() => AssertFails(
        "ClassWeightCountMismatch", [0.2, 0.3], [2], [0, 1], [2], new CrossEntropyOptions { Kind = LossKind.Binary, ClassWeights = [1, 2, 3] });

    // The ends of the ranges have a meaning.
    [Fact]
    public void Options_at_the_ends_of_their_ranges_are_taken()
    {
        CrossEntropyOptions sparse = new() { Kind = LossKind.Sparse, Convention = Conventions.Exact };
        foreach (CrossEntropyOptions options in (CrossEntropyOptions[])[
            sparse with { LabelSmoothing = 1 },
            sparse with { FocalGamma = 0 },
            sparse with { FocalAlpha = [0] },
            sparse with { GeneralizedQ = 1 },
            sparse with { ClassWeights = [0, 0, 1] },
            sparse with { BatchSize = int.MaxValue },
            sparse with { PolyEpsilon = -1 },
            sparse with { Convention = Conventions.TensorFlow, Epsilon = 0.499 },
            sparse with { Convention = Conventions.ScikitLearn, Epsilon = 0 },
            sparse with { Convention = Conventions.TensorFlow, Form = InputForm.Logit, FocalGamma = 1, Epsilon = 0.1 }])
        {
            Assert.True(double.IsFinite(Loss([0.2, 0.2, 0.6, 0.5, 0.3, 0.2], [2, 3], [2, 1], [2], options)));
        }
    }

    [Theory]
    [InlineData("PyTorch", WhenAllIgnored.Convention, double.NaN)]
    [InlineData("Keras3", WhenAllIgnored.Convention, 0)]
    [InlineData("Keras3", WhenAllIgnored.NaN, double.NaN)]
    [InlineData("PyTorch", WhenAllIgnored.Zero, 0)]
    public void The_mean_of_nothing_is_what_is_asked_for(string convention, WhenAllIgnored whenAllIgnored, double expected)
    {
        CrossEntropyOptions options = new()
        {
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            Convention = Conventions.Find(convention),
            IgnoreClass = 255,
            WhenAllIgnored = whenAllIgnored,
        };
        foreach (Denominator denominator in (Denominator[])[Denominator.Convention, Denominator.Elements, Denominator.Valid, Denominator.WeightSum, Denominator.NonZeroWeights])
        {
            Assert.Equal(expected, Loss([1, 2, 3, 4], [2, 2], [255, 255], [2], options with { Denominator = denominator }));
        }

        Assert.Equal(0, Loss([1, 2, 3, 4], [2, 2], [255, 255], [2], options with { Reduction = Reduction.Sum }));

        // A denominator of zero, though nothing is ignored.
        CrossEntropyOptions weighed = options with { Denominator = Denominator.WeightSum };
        LossResult result = CrossEntropy.Measure(TensorView.Create([1.0, 2, 3, 4], 2, 2), TensorView.Create([0, 1]), weighed, TensorView.Create([0.0, 0]));
        Assert.Equal(expected, result.Loss);

        // Of two batches the first has nothing: its mean counts.
        double second = Loss([3, 4], [1, 2], [0], [1], options);
        Assert.Equal((expected + second) / 2, Loss([1, 2, 3, 4], [2, 2], [255, 0], [2], options with { BatchSize = 1 }), 1e-15);
    }

    [Fact]
    public void The_mean_of_nothing_can_be_an_error()
    {
        CrossEntropyOptions options = new()
        {
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            Convention = Conventions.PyTorch,
            WhenAllIgnored = WhenAllIgnored.Error,
        };
        AssertFails("AllSamplesIgnored", [1, 2, 3, 4], [2, 2], [-100, -100], [2], options);
        AssertFails("AllSamplesIgnored", [1, 2, 3, 4], [2, 2], [-100, 0], [2], options with { BatchSize = 1 });
        AssertFails("AllSamplesIgnored", [1, 2, 3, 4], [2, 2], [0, 0], [2], options with { ClassWeights = [0, 1] });
        Assert.Equal(0, Loss([1, 2, 3, 4], [2, 2], [-100, -100], [2], options with { Reduction = Reduction.Sum }));

        LossMeter meter = new(options, failure => Assert.Fail(failure.Message));
        meter.Add([1, 2], [-100]);
        Assert.Equal("AllSamplesIgnored", Assert.Throws<LossException>(meter.Complete).Id);
        AssertFails("AllSamplesIgnored", [0.5, 0.5], [2], [0, 1], [2], new CrossEntropyOptions { Kind = LossKind.Binary, Convention = Conventions.ScikitLearn, ClassWeights = [0, 0] });
    }

    [Fact]
    public void A_single_output_without_axes_gives_a_loss_and_a_derivative_without_axes()
    {
        foreach (Convention convention in (Convention[])[Conventions.PyTorch, Conventions.TensorFlow])
        {
            LossResult result = CrossEntropy.Measure(
                TensorView.Create<double>(new[] { 0.8 }, new Shape()),
                TensorView.Create<double>(new[] { 1.0 }, new Shape()),
                new CrossEntropyOptions { Convention = convention, Reduction = Reduction.None, Gradient = true });
            Assert.Equal(new Shape(), result.Values!.Shape);
            Assert.Equal(new Shape(), result.Gradient!.Shape);
            Assert.Equal(-Math.Log(0.8), result.Values.Read<double>(0, 1, [])[0], 1e-6);
            Assert.Equal(-1.25, result.Gradient.Read<double>(0, 1, [])[0], 1e-6);
        }
    }

    [Fact]
    public void An_empty_batch_gives_what_the_convention_gives_with_options_on()
    {
        CrossEntropyOptions options = new()
        {
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            Convention = Conventions.PyTorch,
            ClassWeights = [1, 2, 3],
            LabelSmoothing = 0.1,
            FocalGamma = 2,
            Gradient = true,
        };
        foreach (int? size in (int?[])[null, 2])
        {
            Assert.Equal(double.NaN, Empty(options with { BatchSize = size }).Loss);
            Assert.Equal(0, Empty(options with { BatchSize = size, WhenAllIgnored = WhenAllIgnored.Zero }).Loss);
            Assert.Contains("no samples", Assert.Single(Empty(options with { BatchSize = size }).Diagnostics).Message, StringComparison.Ordinal);
            LossException failure = Assert.Throws<LossException>(() => Empty(options with { BatchSize = size, WhenAllIgnored = WhenAllIgnored.Error }));
            Assert.Equal("AllSamplesIgnored", failure.Id);
            Assert.Contains("no samples", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, Empty(options with { Reduction = Reduction.Sum }).Loss);
        Assert.Equal(new Shape(0), Empty(options with { Reduction = Reduction.None }).Values!.Shape);
        Assert.Equal(new Shape(0, 3), Empty(options).Gradient!.Shape);

        static LossResult Empty(CrossEntropyOptions options) => CrossEntropy.Measure(
            TensorView.Create<float>(default, new Shape(0, 3)), TensorView.Create<int>(default, new Shape(0)), options);
    }

    private static double Loss(double[] prediction, int[] shape, double[] target, int[] targetShape, CrossEntropyOptions options) =>
        CrossEntropy.Measure(TensorView.Create(prediction, shape), TensorView.Create(target, targetShape), options).Loss!.Value;

    private static void AssertFails(string id, double[] prediction, int[] shape, double[] target, int[] targetShape, CrossEntropyOptions? options = null)
    {
        LossException failure = Assert.Throws<LossException>(() =>
            CrossEntropy.Measure(TensorView.Create(prediction, shape), TensorView.Create(target, targetShape), options));
        Assert.Equal(id, failure.Id);
        Assert.NotEmpty(failure.Remedy);
    }
}
