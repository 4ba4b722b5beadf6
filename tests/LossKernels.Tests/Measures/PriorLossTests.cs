using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>A loss is compared with what always predicting the same would cost, by the same options.</summary>
public sealed class PriorLossTests
{
    private const double Tolerance = 1e-13;

    private static readonly double[] Rows = [0.7, 0.2, 0.1, 0.1, 0.58, 0.32, 0.42, 0.42, 0.16, 0.05, 0.13, 0.82];
    private static readonly double[] SoftTargets = [0.5, 0.5, 0, 0, 0.25, 0.75, 1, 0, 0, 0.2, 0.2, 0.6];
    private static readonly double[] Outputs = [0.9, 0.2, 0.4, 0.3, 0.6];
    private static readonly double[] Answers = [1, 0, 0, 1, 0];

    // What the prior costs, by which part the loss is below it, and the shares that cost so: the terms of each class over those of all, worked out by hand from
    // the sums of w t (1 - a) + w a / C.
    public static TheoryData<string, double, double, double[]> Cases => new()
    {
        { "smoothed labels", 1.0693697630215584, -0.27581748396961125, [0.45, 0.275, 0.275] },
        { "soft targets with weights of terms", 0.9660618674875008, -0.10644729905559092, [0.17472527472527474, 0.23406593406593412, 0.5912087912087912] },
        { "soft targets with weights of samples", 1.054001696228775, -0.10959314036389034, [] },
        { "a positive weight", 1.1457255029306632, 0.02624845957658206, [2.0 / 3] },
        { "a positive weight of smoothed targets", 1.146709645124748, -0.08088846913927128, [0.6847826086956522] },
        { "positive weights of outputs", 0.7603848288272514, 0.16117803220102478, [] },
        { "bits of smoothed targets", 0.9814538950336537, 0.049462485570383796, [0.42] },
        { "soft answers with weights of terms", 0.6631859459579375, 0.004497283730536705, [] },
        { "targets that sum to more than one", 1.1398551641228345, double.NaN, [0.675, 0.175, 0.15] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_loss_is_compared_with_the_least_that_a_constant_costs(string what, double prior, double reduction, double[] shares)
    {
        LossDetail detail = Measure(what, null);
        Assert.Equal(prior, detail.PriorLoss!.Value, prior * Tolerance);
        if (!double.IsNaN(reduction))
        {
            Assert.Equal(reduction, detail.LossReduction!.Value, Tolerance);
        }

        // The shares themselves are no better than themselves, and others are worse.
        if (shares.Length > 0)
        {
            Assert.Equal(0, Measure(what, shares).LossReduction!.Value, Tolerance);
            Assert.True(Measure(what, [.. shares.Select((share, j) => share + (j == 0 ? 0.01 : -0.01 / (shares.Length - 1)))]).LossReduction < 0);
            Assert.True(Measure(what, [.. shares.Select((share, j) => share - (j == 0 ? 0.01 : -0.01 / (shares.Length - 1)))]).LossReduction < 0);
        }
    }

    // Of one class alone the prior costs nothing, and something where its targets are smoothed.
    [Fact]
    public void A_smoothed_class_alone_costs_something()
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Convention = Conventions.Exact };
        TensorView rows = TensorView.Create([0.5, 0.25, 0.25, 0.75, 0.125, 0.125], 2, 3);
        LossDetail plain = DetailAssert.Measure(rows, TensorView.Create([0.0, 0]), options);
        Assert.Equal((0, 0, null), (plain.PriorEntropy, plain.PriorLoss, plain.LossReduction));
        LossDetail smoothed = DetailAssert.Measure(rows, TensorView.Create([0.0, 0]), options with { LabelSmoothing = 0.75 });
        Assert.Equal(0, smoothed.PriorEntropy);
        Assert.Equal(1.5 * Math.Log(2), smoothed.PriorLoss!.Value, Tolerance);
    }

    // Plain losses are compared with the entropy, and what is no logarithm with nothing.
    [Fact]
    public void A_plain_prior_costs_its_entropy()
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Convention = Conventions.Exact };
        LossDetail plain = DetailAssert.Measure(TensorView.Create(Outputs), TensorView.Create(Answers), options);
        Assert.Equal(plain.PriorEntropy, plain.PriorLoss!.Value, Tolerance);
        LossDetail focal = DetailAssert.Measure(TensorView.Create(Outputs), TensorView.Create(Answers), options with { FocalGamma = 2 });
        Assert.Equal((plain.PriorEntropy, null, null), (focal.PriorEntropy, focal.PriorLoss, focal.LossReduction));
    }

    private static LossDetail Measure(string what, double[]? shares)
    {
        CrossEntropyOptions exact = new() { Convention = Conventions.Exact };
        CrossEntropyOptions binary = exact with { Kind = LossKind.Binary };
        CrossEntropyOptions logits = binary with { Form = InputForm.Logit };
        CrossEntropyOptions soft = exact with { Kind = LossKind.Categorical, LabelSmoothing = 0.3, ClassWeights = [1, 2, 4] };
        return what switch
        {
            "smoothed labels" => OfRows([0, 2, 1, 0], exact with { Kind = LossKind.Sparse, LabelSmoothing = 0.3 }),
            "soft targets with weights of terms" => OfRows(SoftTargets, soft),
            "soft targets with weights of samples" => OfRows(SoftTargets, soft with { Convention = Conventions.TensorFlow }),
            "a positive weight" => OfOutputs(Outputs, Answers, logits with { PositiveWeights = [3] }),
            "a positive weight of smoothed targets" => OfOutputs(Outputs, Answers, logits with { PositiveWeights = [3], LabelSmoothing = 0.2 }),
            "positive weights of outputs" => OfOutputs([0.8, 0.3, 0.4, 0.1, 0.6, 0.7, 0.2, 0.45], [1, 0, 0, 0, 1, 1, 0, 0], logits with { PositiveWeights = [3, 0.5], LabelSmoothing = 0.2 }, 2),
            "bits of smoothed targets" => OfOutputs(Outputs, Answers, binary with { Convention = Conventions.MLNet, LabelSmoothing = 0.2 }),
            "soft answers with weights of terms" => OfOutputs(Outputs, [1, 0, 0.25, 0.75, 0], binary with { ClassWeights = [2, 5], LabelSmoothing = 0.2 }),
            _ => OfRows([0.2, 0.2, 0.6, 2, 0, 0, 0.5, 0.5, 0], exact with { Kind = LossKind.Categorical }),
        };

        LossDetail OfRows(double[] targets, CrossEntropyOptions options)
        {
            int rows = options.Kind == LossKind.Sparse ? targets.Length : targets.Length / 3;
            double[] given = shares is null ? Rows[..(3 * rows)] : [.. Enumerable.Repeat(shares, rows).SelectMany(row => row)];
            return DetailAssert.Measure(
                TensorView.Create(given, rows, 3), options.Kind == LossKind.Sparse ? TensorView.Create(targets) : TensorView.Create(targets, rows, 3), options);
        }

        LossDetail OfOutputs(double[] outputs, double[] targets, CrossEntropyOptions options, int columns = 1)
        {
            IEnumerable<double> given = shares is null ? outputs : Enumerable.Repeat(shares[0], outputs.Length);
            double[] predictions = [.. given.Select(p => options.Form == InputForm.Logit ? Math.Log(p / (1 - p)) : p)];
            return DetailAssert.Measure(
                TensorView.Create(predictions, predictions.Length / columns, columns), TensorView.Create(targets, targets.Length / columns, columns), options);
        }
    }
}
