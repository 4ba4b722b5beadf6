using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>What a program or a debugger shows of a result and its parts: a line, and not every column of the convention.</summary>
public class PrintedTests
{
    private static readonly TensorView Prediction = TensorView.Create([0.5, 0.5]);
    private static readonly TensorView Target = TensorView.Create([1, 1]);

    [Fact]
    public void A_result_shows_the_loss_and_what_it_is()
    {
        CrossEntropyOptions sum = new() { Convention = Conventions.Exact, Reduction = Reduction.Sum };
        Assert.Equal("Binary cross-entropy 1.3862943611198906 (Sum, 2 samples, Exact)", CrossEntropy.Measure(Prediction, Target, sum).ToString());
        Assert.Equal("MeanSquaredError 0.25 (Mean, 2 samples, Keras3)", Loss.Measure(Prediction, Target, LossFunctions.Find("MeanSquaredError").CreateOptions() with { Convention = Conventions.Keras3 }).ToString());
    }

    [Fact]
    public void A_result_of_kept_losses_shows_their_type_and_shape() => Assert.Equal(
        "Binary cross-entropy Float64 (2,) (None, 2 samples, Exact)",
        CrossEntropy.Measure(Prediction, Target, new() { Convention = Conventions.Exact, Reduction = Reduction.None }).ToString());

    [Fact]
    public void Parts_of_a_result_show_their_names()
    {
        Assert.Equal("PyTorch", Conventions.PyTorch.ToString());
        Assert.Equal("Huber", LossFunctions.Find("nn.HuberLoss").Function.ToString());
        Assert.Equal("Int32 (2, 1)", Target.Reshape(new Shape(2, 1)).ToString());
    }
}
