using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Predictions without columns are no measurement, whatever is measured of them: they are refused as what they are.</summary>
public sealed class NoColumnsTests
{
    private static readonly Shape[] Shapes = [new(3, 0), new(0, 0), new(3, 0, 2), new(2, 3, 0)];

    public static TheoryData<string> Losses => [.. LossFunctions.All.Select(loss => loss.Name)];

    [Theory]
    [InlineData(LossKind.Auto)]
    [InlineData(LossKind.Binary)]
    [InlineData(LossKind.Categorical)]
    [InlineData(LossKind.Sparse)]
    public void No_cross_entropy_takes_them(LossKind kind)
    {
        foreach (Convention convention in Conventions.All)
        {
            foreach (InputForm form in (InputForm[])[InputForm.Probability, InputForm.Logit, InputForm.LogProbability])
            {
                CrossEntropyOptions options = new() { Kind = kind, Form = form, Convention = convention };
                AssertRefused(options);
                AssertRefused(options with { Detailed = true });
                AssertRefused(options with { Examined = true });
                AssertRefused(options with { Gradient = true });
                AssertRefused(options with { Reduction = Reduction.None });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void No_loss_of_the_catalogue_takes_them(string name)
    {
        foreach (LossUse use in LossFunctions.Find(name).Function.Uses)
        {
            AssertRefused(LossFunctions.Find(name).CreateOptions(use.Convention));
            AssertRefused(LossFunctions.Find(name).CreateOptions(use.Convention) with { Axis = 0 });
        }
    }

    [Fact]
    public void A_loss_of_ones_own_takes_none() =>
        AssertRefused(new CustomLoss("none", block => new double[block.Rows]).CreateOptions());

    [Fact]
    public void Accuracy_takes_none() => AssertRefused(new AccuracyOptions());

    [Fact]
    public void Samples_without_values_are_none()
    {
        using LossMeter meter = new(new CrossEntropyOptions(), failure => throw failure);
        AssertEmpty(() =>
        {
            meter.Add([], [1]);
            meter.Complete();
        });
    }

    [Fact]
    public void Comparison_takes_none() => AssertEmpty(() => ConventionComparison.Measure(
        TensorView.Create<float>(default, new Shape(3, 0)), TensorView.Create([1.0, 0, 1]), new CrossEntropyOptions()));

    // With the classes on an axis that has some, there are no rows: an empty batch, which is a measurement.
    private static void AssertRefused(LossOptions options)
    {
        foreach (Shape shape in Shapes.Where(shape => shape[options.Convention.ClassAxis(shape, options.Axis)] == 0))
        {
            TensorView none = TensorView.Create<float>(default, shape);
            foreach (TensorView target in (TensorView[])[none, TensorView.Create([0, 1, 0]), TensorView.Create<double>(default, new Shape(0))])
            {
                AssertEmpty(() => Loss.Measure(none, target, options));
            }
        }
    }

    private static void AssertEmpty(Action measure) => Assert.Equal("EmptyInput", Assert.ThrowsAny<LossException>(measure).Id);
}
