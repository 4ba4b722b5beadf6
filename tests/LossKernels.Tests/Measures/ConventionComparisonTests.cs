using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>What is said of the differences between conventions follows from the table, and only where the data shows it.</summary>
public class ConventionComparisonTests
{
    private static readonly TensorView Certain = TensorView.Create([1f]);
    private static readonly TensorView No = TensorView.Create([0]);

    // The published costs of a certain and wrong prediction.
    [Theory]
    [InlineData("TensorFlow", 15.333239)]
    [InlineData("Keras3", 15.942385)]
    [InlineData("Keras1", 15.942385)]
    [InlineData("PyTorch", 100)]
    [InlineData("ScikitLearn", 15.942385)]
    [InlineData("TensorFlowJs", 16.118095)]
    [InlineData("MLNet", double.PositiveInfinity)]
    public void Each_convention_has_its_number(string convention, double loss)
    {
        ComparedLoss found = Of(ConventionComparison.Measure(Certain, No, isFormKnown: true), convention);
        Assert.Equal(loss, found.Result!.Loss!.Value, 1e-6 * loss);
    }

    // Of a convention that is changed the others are what they are; a clip at 1e-3 costs 6.9078.
    [Fact]
    public void A_convention_that_is_changed_is_compared_in_the_place_of_what_it_was()
    {
        Convention changed = Conventions.Keras1 with { Binary = new ProbabilityFormula { Epsilon = 1e-3, Use = EpsilonUse.Clip } };
        IReadOnlyList<ComparedLoss> found = ConventionComparison.Measure(Certain, No, new CrossEntropyOptions { Convention = changed }, isFormKnown: true);
        Assert.Equal(Conventions.All.Length, found.Count);
        Assert.Equal(changed, found[0].Convention);
        Assert.Equal(-Math.Log(1e-3), found[0].Result!.Loss!.Value, 1e-4);
        Assert.Equal(Conventions.All.Length, found.Select(loss => loss.Convention.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("TensorFlow", "Keras3", "no epsilon inside the logarithm")]
    [InlineData("Keras3", "TensorFlow", "second epsilon")]
    [InlineData("Keras3", "Keras1", "")]
    [InlineData("Keras3", "PyTorch", "no epsilon; least logarithm -100")]
    [InlineData("PyTorch", "Keras3", "epsilon 1E-07; no least logarithm")]
    [InlineData("Keras3", "TensorFlowJs", "does not clip; epsilon inside the logarithm")]
    [InlineData("PyTorch", "MLNet", "no least logarithm; bits")]
    public void The_reasons_for_the_cost_of_a_certain_and_wrong_prediction(string asked, string other, string reasons) =>
        Assert.Equal(reasons, Reasons(Certain, No, asked, other));

    [Theory]
    [InlineData("Keras3", "ScikitLearn", "divides by the sum of weights")]
    [InlineData("TensorFlow", "TensorFlowJs", "divides by the number of weights that are not 0")]
    [InlineData("MLNet", "PyTorch", "nats; divides by the number of losses, ignored ones included")]
    [InlineData("Keras3", "PyTorch", "")]
    [InlineData("Keras3", "MLNet", "bits; divides by the sum of weights")]
    public void A_column_that_the_data_does_not_show_is_no_reason(string asked, string other, string reasons)
    {
        TensorView prediction = TensorView.Create([0.25f, 0.9f]);
        Assert.Equal(reasons, Reasons(prediction, TensorView.Create([1, 0]), asked, other, TensorView.Create([3f, 0f])));
    }

    [Theory]
    [InlineData("TensorFlow", "Keras3", "")]
    [InlineData("TensorFlow", "ScikitLearn", "does not renormalise")]
    [InlineData("ScikitLearn", "Keras3", "renormalises before the clip")]
    [InlineData("ScikitLearn", "TensorFlow", "renormalises after the clip")]
    public void Rows_that_do_not_sum_to_one(string asked, string other, string reasons) =>
        Assert.Equal(reasons, Reasons(TensorView.Create([0.5f, 0.89f, 0.6f], 1, 3), TensorView.Create([1]), asked, other));

    [Fact]
    public void Wherever_two_conventions_differ_there_is_a_reason_and_nowhere_else()
    {
        TensorView prediction = TensorView.Create([1, 0, 0.3, 1e-9, 0.25, 0.75, 1, 0.5], 4, 2);
        TensorView weights = TensorView.Create([1.0, 0, 2, 3]);
        foreach (TensorView target in new[] { TensorView.Create([0, 1, 1, 0]), TensorView.Create([0.0, 1, 0.25, 0.75, 1, 0, 0, 1], 4, 2), TensorView.Create([1.0, 1, 0, 1, 1, 0, 0, 0.5], 4, 2) })
        {
            foreach (Convention asked in Conventions.All)
            {
                foreach (InputForm form in new[] { InputForm.Probability, InputForm.Logit })
                {
                    CrossEntropyOptions options = new() { Convention = asked, Form = form, ClassWeights = target.Shape.Rank == 1 ? [1, 3] : null, FocalGamma = target.Shape.Rank == 1 ? 1 : null };
                    foreach (ComparedLoss loss in ConventionComparison.Measure(prediction, target, options, weights))
                    {
                        Assert.Equal(loss.Difference is null or 0, loss.Reasons.Count == 0);
                    }
                }
            }
        }
    }

    [Fact]
    public void What_a_convention_does_not_take_is_refused_and_no_error()
    {
        IReadOnlyList<ComparedLoss> losses = ConventionComparison.Measure(TensorView.Create([3.5f]), TensorView.Create([1]), isFormKnown: true);
        Assert.Equal("ProbabilityOutOfRange", Of(losses, "PyTorch").Refusal!.Id);
        Assert.Equal("OptionNotSupported", Of(losses, "Optax").Refusal!.Id);
        Assert.Null(Of(losses, "Keras3").Refusal);
        Assert.Null(Of(losses, "PyTorch").Difference);
    }

    [Fact]
    public void Predictions_of_either_form_are_taken_for_both()
    {
        IReadOnlyList<ComparedLoss> losses = ConventionComparison.Measure(TensorView.Create([0.25f, 0.75f], 1, 2), TensorView.Create([1]));
        ComparedLoss twice = losses.Single(loss => loss.Convention == Conventions.PyTorch && loss.Form == InputForm.Logit);
        Assert.Equal(Math.Log(1 + Math.Exp(-0.5)), twice.Result!.Loss!.Value, 1e-7);
        Assert.Equal(["predictions taken for logits"], twice.Reasons);
        Assert.DoesNotContain(losses, loss => loss.Convention == Conventions.ScikitLearn && loss.Form == InputForm.Logit);
        Assert.Same(Conventions.TensorFlow, losses[0].Convention);
    }

    [Fact]
    public void What_is_wrong_under_every_convention_is_an_error()
    {
        LossException failure = Assert.ThrowsAny<LossException>(() => ConventionComparison.Measure(TensorView.Create([0.25f, 0.75f], 1, 2), TensorView.Create([5])));
        Assert.Equal("LabelOutOfRange", failure.Id);
    }

    [Fact]
    public void Losses_that_are_kept_are_no_number_to_compare()
    {
        CrossEntropyOptions options = new() { Reduction = Reduction.None };
        Assert.Equal("OptionNotSupported", Assert.ThrowsAny<LossException>(() => ConventionComparison.Measure(Certain, No, options)).Id);
    }

    [Theory]
    [InlineData("0.8149", true)]
    [InlineData("0.815", true)]
    [InlineData("0.8150", false)]
    [InlineData("0.814", false)]
    [InlineData("8.149e-1", true)]
    [InlineData("8.1492424E-01", true)]
    [InlineData("0.81492430", true)]
    [InlineData("0.8149245", false)]
    [InlineData("nan", false)]
    [InlineData("inf", false)]
    public void A_reference_is_matched_to_its_digits(string reference, bool matches)
    {
        LossResult result = CrossEntropy.Measure(TensorView.Create([0.6f, 0.4f, 0.4f, 0.6f], 2, 2), TensorView.Create([0, 1, 0, 0], 2, 2));
        Assert.Equal(matches, ReferenceNumber.Parse(reference).Matches(result));
    }

    [Fact]
    public void A_reference_may_be_infinite()
    {
        LossResult result = CrossEntropy.Measure(Certain, No, new() { Convention = Conventions.Exact });
        Assert.True(ReferenceNumber.Parse("inf").Matches(result));
        Assert.False(ReferenceNumber.Parse("nan").Matches(result));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0,8149")]
    [InlineData("loss")]
    public void A_reference_is_a_number(string reference) =>
        Assert.Equal("ParameterOutOfRange", Assert.ThrowsAny<LossException>(() => ReferenceNumber.Parse(reference)).Id);

    private static string Reasons(TensorView prediction, TensorView target, string asked, string other, TensorView? weight = null) =>
        string.Join("; ", Of(ConventionComparison.Measure(prediction, target, new() { Convention = Conventions.Find(asked) }, weight, isFormKnown: true), other).Reasons);

    private static ComparedLoss Of(IReadOnlyList<ComparedLoss> losses, string convention) => losses.Single(loss => loss.Convention.Name == convention);
}
