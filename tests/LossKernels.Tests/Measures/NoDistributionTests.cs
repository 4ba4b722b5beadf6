using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>
/// A row of logits that has no distribution has no loss, though all its targets are zero: in Optax's poly_loss_cross_entropy each 1 - p is NaN,
/// and so is its product with zero.
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
    public void Is_NaN(string convention, int loss)
    {
        AssertLoss(double.NaN, double.NaN, convention, loss, double.PositiveInfinity);
        AssertLoss(double.NaN, double.NaN, convention, loss, double.NaN);
        AssertLoss(double.NaN, double.NaN, convention, loss, double.PositiveInfinity, 1);
        AssertLoss(double.NaN, double.NaN, convention, loss, double.NegativeInfinity, double.NegativeInfinity);

        // A class alone that is masked leaves the others theirs.
        AssertLoss(0, 0, convention, loss, 1, double.NegativeInfinity);
    }

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
