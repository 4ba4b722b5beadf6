using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>
/// A row of logits that has no distribution has no loss, though all its targets are zero: in Optax's poly_loss_cross_entropy each 1 - p is NaN,
/// and so is its product with zero. Neither has a row of probabilities one of which is NaN.
/// </summary>
public class NoDistributionTests
{
    private static readonly CrossEntropyOptions[] Losses =
    [
        new(),
        new() { PolyEpsilon = 2 },
        new() { FocalGamma = 2 },
        new() { GeneralizedQ = 0.5 },
        new() { PolyEpsilon = 2, Temperature = 2 },
    ];

    public static TheoryData<string, int> Calls
    {
        get
        {
            TheoryData<string, int> calls = [];
            for (int loss = 0; loss < Losses.Length; loss++)
            {
                calls.Add("Optax", loss);
                calls.Add("Exact", loss);
            }

            return calls;
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_row_without_a_distribution_has_no_loss(string convention, int loss)
    {
        AssertLoss(double.NaN, double.NaN, convention, loss, double.PositiveInfinity);
        AssertLoss(double.NaN, double.NaN, convention, loss, double.NaN);
        AssertLoss(double.NaN, double.NaN, convention, loss, double.PositiveInfinity, 1);
        AssertLoss(double.NaN, double.NaN, convention, loss, double.NegativeInfinity, double.NegativeInfinity);

        // A class alone that is masked leaves the others theirs.
        AssertLoss(0, 0, convention, loss, 1, double.NegativeInfinity);
    }

    // Keras 3 takes sum of y_pred * one_hot for p, and the plain losses add up the row.
    [Theory]
    [InlineData("Keras3", 3)]
    [InlineData("MLNet", 0)]
    [InlineData("MLNet", 1)]
    [InlineData("MLNet", 2)]
    [InlineData("MLNet", 3)]
    [InlineData("Exact", 0)]
    [InlineData("Exact", 1)]
    [InlineData("Exact", 2)]
    [InlineData("Exact", 3)]
    public void A_probability_that_is_NaN_leaves_its_row_no_loss(string convention, int loss)
    {
        TensorView prediction = TensorView.Create([double.NaN, 0.25, 0.75, 0.5, 0.25, 0.25], 2, 3);
        CrossEntropyOptions options = Losses[loss] with { Convention = Conventions.Find(convention), Reduction = Reduction.None };
        CrossEntropyOptions sparse = options with { Kind = LossKind.Sparse };
        double[] losses = Kept(prediction, TensorView.Create([1.0, 1]), sparse);
        Assert.Equal(double.NaN, losses[0]);
        Assert.Equal(losses, Kept(prediction, TensorView.Create([0.0, 1, 0, 0, 1, 0], 2, 3), options with { Kind = LossKind.Categorical }));

        // What is left out has no part in it.
        Assert.Equal([0, losses[1]], Kept(prediction, TensorView.Create([-1.0, 1]), sparse with { IgnoreClass = -1 }));
    }

    private static double[] Kept(TensorView prediction, TensorView target, CrossEntropyOptions options) =>
        CrossEntropy.Measure(prediction, target, options).Values!.Read<double>(0, 2, new double[2]).ToArray();

    private static void AssertLoss(double expected, double derivative, string convention, int loss, params double[] logits)
    {
        CrossEntropyOptions options = Losses[loss] with
        {
            Convention = Conventions.Find(convention),
            Kind = LossKind.Categorical,
            Form = InputForm.Logit,
            Gradient = true,
        };
        LossResult result = CrossEntropy.Measure(
            TensorView.Create<double>(logits, 1, logits.Length), TensorView.Create<double>(new double[logits.Length], 1, logits.Length), options);
        Assert.Equal(expected, result.Loss!.Value);
        Assert.All(result.Gradient!.Read<double>(0, logits.Length, new double[logits.Length]).ToArray(), slope => Assert.Equal(derivative, slope));
    }
}
