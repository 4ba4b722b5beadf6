using LossKernels.Diagnostics;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using static LossKernels.Tests.Measures.OptionCall;

namespace LossKernels.Tests.Measures;

/// <summary>Weights, denominators, and labels that are left out.</summary>
public class WeightTests
{
    private static readonly double LnTwo = Math.Log(2);

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

    // One for each sample, one for each column of both samples, and one for each element.
    [Theory]
    [InlineData(new[] { 2 }, new[] { 1.0, -3 }, 1, -3.0, 1)]
    [InlineData(new[] { 1, 3 }, new[] { 1.0, -2, -6 }, 4, -2.0, 0)]
    [InlineData(new[] { 2, 3 }, new[] { 1.0, 2, 3, 0, -0.5, -1 }, 2, -0.5, 1)]
    public void Every_measurement_tells_of_negative_weights(int[] shape, double[] weights, long count, double first, long row)
    {
        LossResult result = CrossEntropy.Measure(
            TensorView.Create(new double[6], 2, 3),
            TensorView.Create(new double[6], 2, 3),
            new CrossEntropyOptions { Kind = LossKind.Binary, Form = InputForm.Logit, Gradient = true, Denominator = Denominator.Valid },
            TensorView.Create<double>(weights, new Shape(shape)));
        Diagnostic found = Assert.Single(result.Diagnostics);
        Assert.Equal(("NegativeWeight", Severity.Warning, count, row), (found.Id, found.Severity, found.Count, found.FirstRow));
        Assert.Contains(FormattableString.Invariant($"first {first} in sample {row}."), found.Message, StringComparison.Ordinal);
    }

    // The vectors of sixteen lanes, and what is left behind them.
    [Fact]
    public void A_negative_weight_is_found_at_every_place()
    {
        const int Most = 40;
        for (int place = 0; place < Most; place++)
        {
            double[] weights = [.. Enumerable.Repeat(1.0, Most)];
            weights[place] = -double.Epsilon;
            Diagnostic found = Assert.Single(CrossEntropy.Measure(
                TensorView.Create(new double[Most]), TensorView.Create(new double[Most]), new CrossEntropyOptions { Form = InputForm.Logit }, TensorView.Create(weights)).Diagnostics);
            Assert.Equal(("NegativeWeight", 1, place), (found.Id, found.Count, found.FirstRow));
        }
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
        LossException failure = Assert.ThrowsAny<LossException>(() => CrossEntropy.Measure(
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
    public void A_weight_that_is_NaN_is_refused_with_its_sample()
    {
        LossException failure = Assert.ThrowsAny<LossException>(() => CrossEntropy.Measure(
            TensorView.Create([0.5, 0.4]), TensorView.Create([1.0, 1]), null, TensorView.Create([1, double.NaN])));
        Assert.Equal(("NotANumber", 1L), (failure.Id, failure.Row));
    }

    // np.argmax of nothing but zeros is 0, and so Keras takes the weight of class 0 for such a row (class_weight_to_sample_weights of
    // keras/src/trainers/data_adapters/data_adapter_utils.py); smoothed, it costs three quarters of ln 3 where all are alike.
    [Theory]
    [InlineData("Keras3")]
    [InlineData("TensorFlow")]
    public void A_row_without_a_target_weighs_what_class_0_does(string convention)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Categorical, Convention = Conventions.Find(convention), ClassWeights = [2, 3, 4], LabelSmoothing = 0.75 };
        LossResult result = CrossEntropy.Measure(TensorView.Create([1.0, 1, 1, 1, 1, 1], 2, 3), TensorView.Create([0.0, 0, 0, 0, 0, 1], 2, 3), options);
        Assert.Equal(((0.75 * 2) + 4) * Math.Log(3) / 2, result.Loss!.Value, 1e-14);
        Assert.Equal(6, result.WeightSum);
    }

    [Fact]
    public void Class_weights_of_a_binary_loss_are_two() => AssertFails(
        "ClassWeightCountMismatch", [0.2, 0.3], [2], [0, 1], [2], new CrossEntropyOptions { Kind = LossKind.Binary, ClassWeights = [1, 2, 3] });
}
