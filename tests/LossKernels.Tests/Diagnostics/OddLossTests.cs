using LossKernels.Diagnostics;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using static LossKernels.Tests.Diagnostics.Examination;

namespace LossKernels.Tests.Diagnostics;

/// <summary>Of a loss that is NaN or infinite it is said what made it so, and where that stands.</summary>
public sealed class OddLossTests
{
    private const double NaN = double.NaN;
    private const double Infinity = double.PositiveInfinity;
    private static readonly CrossEntropyOptions Exact = new() { Convention = Conventions.Exact };

    // The finding, the end of its message, and the beginning of its remedy.
    public static TheoryData<string, string, string, string> Cases => new()
    {
        { "a target", "LossNotANumber", "sample 1, whose target is NaN.", "Give the sample a finite target" },
        { "a target of several outputs", "LossNotANumber", "sample 1, whose target is NaN.", "Give the sample a finite target" },
        { "a target of classes", "LossNotANumber", "sample 1, whose target is NaN.", "Give the sample a finite target" },
        { "an infinite target", "LossInfinite", "sample 1, whose target is -Infinity.", "Give the sample a finite target" },
        { "a prediction", "LossNotANumber", "sample 1, where a prediction is NaN.", "Find out what made the prediction so" },
        { "a logit", "LossNotANumber", "sample 1, where a prediction is Infinity.", "Find out what made the prediction so" },
        { "a row of zeros", "LossNotANumber", "sample 1.", "Look there for probabilities that sum to zero" },
        { "a probability above 1", "LossNotANumber", "sample 1.", "Look there for a number that the formula has no value for, such as a negative one" },
        { "a weight", "LossInfinite", "sample 1, whose weight is Infinity.", "Give finite weights" },
        { "a certain error", "LossInfinite", "sample 1: the target's probability is zero there.", "Measure from logits" },
        { "a product with a weight", "LossInfinite", "sample 1: with its weights it is too large a number for Float64.", "Give smaller weights." },
        { "logits far apart", "LossInfinite", "sample 1: with its weights it is too large a number for Float64.", "Give smaller weights or logits." },
        { "logits over a small temperature", "LossInfinite", "sample 1: logits over a temperature of 1E-320, with their weights, make too large a number for Float64.", "Give a larger `Temperature`" },
        { "a target of another loss", "LossNotANumber", "sample 1, whose target is NaN.", "Give the sample a finite target" },
        { "a prediction of another loss", "LossInfinite", "sample 1, where a prediction is -Infinity.", "Find out what made the prediction so" },
        { "a logarithm", "LossNotANumber", "sample 1.", "Look there for a number that the formula has no value for" },
        { "a masked class with a share", "LossInfinite", "sample 1, where a prediction is -Infinity: that class is masked, and label smoothing gives it a share of the target.", "Leave out `LabelSmoothing`, or give finite logits." },
        { "a masked class of one-hot rows with a share", "LossInfinite", "that class is masked, and label smoothing gives it a share of the target.", "Leave out `LabelSmoothing`, or give finite logarithms." },
        { "a masked target with a share", "LossInfinite", "sample 1, where a prediction is -Infinity: label smoothing gives a share of the target to a probability of zero there.", "Give finite logits." },
        { "a masked target", "LossInfinite", "sample 1, where a prediction is -Infinity: the target's probability is zero there.", "Look there for an infinite logit." },
        { "a probability of zero with a share", "LossInfinite", "sample 1: label smoothing gives a share of the target to a probability of zero there.", "Measure from logits" },
        { "a masked class of one-hot rows", "LossNotANumber", "sample 1, where a prediction is -Infinity: that class is masked, and its infinite logarithm is multiplied by a target of 0.", "Give class numbers (`OneHot.Decode`" },
        { "an infinite logit beside a masked class", "LossNotANumber", "sample 1, where a prediction is -Infinity.", "Find out what made the prediction so" },
        { "the logarithm of zero", "LossInfinite", "sample 1.", "Look there for a number at the end of the formula" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_culprit_is_named(string what, string id, string message, string remedy)
    {
        IReadOnlyList<Diagnostic> all = what switch
        {
            "a target" => Of(Vector(0, NaN, 1), Vector(0.2, 0.3, 0.4)),
            "a target of several outputs" => Of(Rows(2, 1, 1, 1, NaN), Rows(2, 0.2, 0.3, 0.3, 0.4), Exact with { Kind = LossKind.Binary, Reduction = Reduction.PerElement }),
            "a target of classes" => Of(Rows(2, 0, 1, NaN, 1), Rows(2, 0.2, 0.8, 0.3, 0.7), new() { Kind = LossKind.Categorical }),
            "an infinite target" => OfLoss("mae", Vector(1, double.NegativeInfinity), Vector(1, 2)),
            "a prediction" => Of(Vector(0, 1), Vector(0.2, NaN)),
            "a logit" => Of(Vector(0, 1), Rows(2, 1, 2, Infinity, 2), Logits()),
            "a row of zeros" => Of(Vector(0, 1), Rows(2, 0.2, 0.8, 0, 0), new() { Convention = Conventions.Keras3, Epsilon = 0 }),
            "a probability above 1" => Of(Vector(1, 0), Vector(0.2, 1.5), new() { Convention = Conventions.TensorFlowJs }),
            "a weight" => Of(Vector(0, 1), Vector(0.2, 0.3), null, Vector(1, Infinity)),
            "a certain error" => Of(Vector(1, 0), Vector(0.2, 1), Exact),
            "a product with a weight" => Of(Vector(1, 0), Vector(0.2, 0.99), Exact, Vector(1, 1e308)),
            "logits far apart" => Of(Vector(0, 1), Rows(2, 1, 2, 1e308, -1e308), Logits()),
            "logits over a small temperature" => Of(Vector(0, 0), Rows(2, 0, 0, 1, 2), Logits() with { Temperature = 1e-320 }),
            "a target of another loss" => OfLoss("mse", Vector(1, NaN), Vector(1, Infinity)),
            "a prediction of another loss" => OfLoss("mse", Vector(1, 2), Vector(1, double.NegativeInfinity)),
            "a logarithm" => OfLoss("Poisson", Vector(1, 2), Vector(1, -3)),
            "a masked class with a share" => Of(Vector(0, 1), Rows(3, 1, 2, 3, 1, 2, -Infinity), Logits() with { LabelSmoothing = 0.1 }),
            "a masked class of one-hot rows with a share" => Of(Rows(3, 1, 0, 0, 0, 1, 0), Rows(3, -1, -1, -1, -0.5, -1, -Infinity), new() { Form = InputForm.LogProbability, Convention = Conventions.Exact, LabelSmoothing = 0.1 }),
            "a masked target with a share" => Of(Vector(0, 2), Rows(3, 1, 2, 3, 1, 2, -Infinity), Logits() with { LabelSmoothing = 0.1 }),
            "a masked target" => Of(Vector(0, 2), Rows(3, 1, 2, 3, 1, 2, -Infinity), Logits()),
            "a probability of zero with a share" => Of(Vector(0, 1), Rows(2, 0.5, 0.5, 0, 1), Exact with { LabelSmoothing = 0.1 }),
            "a masked class of one-hot rows" => Of(Rows(3, 1, 0, 0, 0, 1, 0), Rows(3, 1, 2, 3, 1, 2, -Infinity), Logits()),
            "an infinite logit beside a masked class" => Of(Rows(3, 1, 0, 0, 0, 1, 0), Rows(3, 1, 2, 3, -Infinity, Infinity, 1), Logits()),
            _ => OfLoss("Poisson", Vector(1, 2), Vector(1, 0), Conventions.Exact),
        };
        Diagnostic found = Assert.Single(all, found => found.Id == id);
        Assert.EndsWith(message, found.Message, StringComparison.Ordinal);
        Assert.StartsWith(remedy, found.Remedy, StringComparison.Ordinal);
        Assert.Equal((1, 1), (found.Count, found.FirstRow));
    }

    // A target that is NaN is not outside 0..1 as well.
    [Fact]
    public void NaN_is_found_once() => Assert.Equal("LossNotANumber", Assert.Single(OfPlain(Vector(0, NaN), Vector(0.2, 0.3), new())).Id);

    // Samples that are ignored have a number too.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_sample_is_that_of_the_data_where_others_are_ignored(bool isWeighted)
    {
        TensorView labels = Vector(-100, 1, -100, 0, -100);
        TensorView logits = Rows(2, 1, 2, 1, 2, 1, 2, NaN, 2, 1, 2);
        LossResult result = CrossEntropy.Measure(
            logits, labels, Logits(LossKind.Sparse) with { Convention = Conventions.PyTorch }, isWeighted ? Vector(1, 1, 1, 1, 1) : null);
        Diagnostic found = Assert.Single(result.Diagnostics);
        Assert.Equal(("LossNotANumber", 1L, 3L), (found.Id, found.Count, found.FirstRow));
    }

    // Losses of one output or of several, kept one a sample or one an element, are counted with the sample's number, in whichever block it is.
    [Theory]
    [InlineData("TensorFlow", 1, 2)]
    [InlineData("TensorFlow", 3, 2)]
    [InlineData("PyTorch", 3, 3)]
    public void What_is_kept_as_infinite_is_counted_with_its_sample(string convention, int outputs, long expected)
    {
        const int Rows = 70_000;
        const int Row = 69_000;
        float[] predictions = new float[Rows * outputs];
        predictions[Row * outputs] = 1e30f;
        predictions[(Row * outputs) + outputs - 1] = 1e25f;
        predictions[^1] = -1e28f;
        LossOptions options = LossFunctions.Find("mse").CreateOptions(Conventions.Find(convention)) with { Reduction = Reduction.None };
        Diagnostic found = Assert.Single(Loss.Measure(
            TensorView.Create(predictions, Rows, outputs), TensorView.Create(new float[Rows * outputs], Rows, outputs), options).Diagnostics);
        Assert.Equal(("LossOverflow", expected, Row), (found.Id, found.Count, found.FirstRow));
        Assert.Equal([Row, Rows - 1], found.Rows);
    }

    private static IReadOnlyList<Diagnostic> OfPlain(TensorView target, TensorView prediction, CrossEntropyOptions options) =>
        CrossEntropy.Measure(prediction, target, options).Diagnostics;
}
