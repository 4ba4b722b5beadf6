using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using static LossKernels.Tests.Measures.DetailAssert;

namespace LossKernels.Tests.Measures;

/// <summary>Accuracy, calibration, Brier score and the losses of the classes, worked out by hand.</summary>
public class DetailByHandTests
{
    // Four rows, with the classes above the label's 0, 1, 0 (a tie is a hit) and 2, and the winning probabilities in four bins.
    //   p                 label  Brier                        confidence
    //   0.70 0.20 0.10    0      0.09 + 0.04 + 0.01 = 0.14    0.70
    //   0.10 0.58 0.32    2      0.01 + 0.3364 + 0.4624 = 0.8088  0.58
    //   0.42 0.42 0.16    1      0.1764 + 0.3364 + 0.0256 = 0.5384  0.42
    //   0.05 0.13 0.82    0      0.9025 + 0.0169 + 0.6724 = 1.5918  0.82
    [Theory]
    [InlineData(InputForm.Probability)]
    [InlineData(InputForm.Logit)]
    [InlineData(InputForm.LogProbability)]
    public void Classes_by_hand(InputForm form)
    {
        double[] given = Given(form, 0.70, 0.20, 0.10, 0.10, 0.58, 0.32, 0.42, 0.42, 0.16, 0.05, 0.13, 0.82, 0.2, 0.3, 0.5);
        CrossEntropyOptions options = Exact(LossKind.Sparse) with { Form = form };
        LossDetail detail = Measure(TensorView.Create(given[..12], 4, 3), TensorView.Create([0, 2, 1, 0]), options);
        double loss = -(Math.Log(0.7) + Math.Log(0.32) + Math.Log(0.42) + Math.Log(0.05)) / 4;
        AssertAllClose([0.5, 0.75, 1], detail.TopKAccuracy, DoubleTolerance, "accuracy");
        Assert.Equal(0.5, detail.Accuracy);
        Assert.Equal([2, 1, 1], detail.ClassCount);
        AssertAllClose([-(Math.Log(0.7) + Math.Log(0.05)) / 2, -Math.Log(0.42), -Math.Log(0.32)], detail.ClassLoss, DoubleTolerance, "class loss");
        Assert.Equal(3.079 / 4, detail.BrierScore, DoubleTolerance);

        // 0.3 + 0.58 + 0.58 + 0.82
        Assert.Equal(2.28 / 4, detail.CalibrationError, DoubleTolerance);
        AssertBins(detail, (6, 1, 0.42, 1), (8, 1, 0.58, 0), (10, 1, 0.7, 1), (12, 1, 0.82, 0));

        // Shares of a half and two quarters.
        Assert.Equal(1.5 * Math.Log(2), detail.PriorEntropy, DoubleTolerance);
        Assert.Equal(1 - (loss / (1.5 * Math.Log(2))), detail.LossReduction!.Value, DoubleTolerance);

        // Weights 1 x 1, 2 x 0.5, 3 x 2 and 4 x 1, and a row that is left out.
        detail = Measure(
            TensorView.Create(given, 5, 3),
            TensorView.Create([0, 2, 1, 0, -1]),
            options with { IgnoreClass = -1, ClassWeights = [1, 2, 0.5] },
            TensorView.Create([1.0, 2, 3, 4, 100]));
        AssertAllClose([7.0 / 12, 8.0 / 12, 1], detail.TopKAccuracy, DoubleTolerance, "accuracy");
        Assert.Equal([2, 1, 1], detail.ClassCount);
        AssertAllClose([-(Math.Log(0.7) + (4 * Math.Log(0.05))) / 5, -Math.Log(0.42), -Math.Log(0.32)], detail.ClassLoss, DoubleTolerance, "class loss");

        // 0.14 + 0.8088 + 6 x 0.5384 + 4 x 1.5918, and 0.3 + 0.58 + 6 x 0.58 + 4 x 0.82
        Assert.Equal(10.5464 / 12, detail.BrierScore, DoubleTolerance);
        Assert.Equal(7.64 / 12, detail.CalibrationError, DoubleTolerance);
        Assert.Equal(-((5 * Math.Log(5.0 / 12)) + (6 * Math.Log(0.5)) + Math.Log(1.0 / 12)) / 12, detail.PriorEntropy, DoubleTolerance);
    }

    //   p                 t            label           Brier                                confidence
    //   0.50 0.30 0.20    0.2 0.2 0.6  2, two above    0.09 + 0.01 + 0.16 = 0.26            0.50
    //   0.90 0.06 0.04    2 0 0        0, none above   1.21 + 0.0036 + 0.0016 = 1.2152      0.90
    //   0.10 0.22 0.68    0.5 0.5 0    0, two above    0.16 + 0.0784 + 0.4624 = 0.7008      0.68
    [Theory]
    [InlineData(InputForm.Probability)]
    [InlineData(InputForm.Logit)]
    public void Soft_targets_by_hand(InputForm form)
    {
        double[] given = Given(form, 0.50, 0.30, 0.20, 0.90, 0.06, 0.04, 0.10, 0.22, 0.68);
        LossDetail detail = Measure(
            TensorView.Create(given, 3, 3), TensorView.Create([0.2, 0.2, 0.6, 2, 0, 0, 0.5, 0.5, 0], 3, 3), Exact(LossKind.Categorical) with { Form = form });
        double first = -((0.2 * Math.Log(0.5)) + (0.2 * Math.Log(0.3)) + (0.6 * Math.Log(0.2)));
        double second = -2 * Math.Log(0.9);
        double third = -0.5 * (Math.Log(0.1) + Math.Log(0.22));
        AssertAllClose([1.0 / 3, 1.0 / 3, 1], detail.TopKAccuracy, DoubleTolerance, "accuracy");
        Assert.Equal([2, 0, 1], detail.ClassCount);
        AssertAllClose([(second + third) / 2, double.NaN, first], detail.ClassLoss, DoubleTolerance, "class loss");
        Assert.Equal(2.176 / 3, detail.BrierScore, DoubleTolerance);

        // 0.5 + 0.1 + 0.68
        Assert.Equal(1.28 / 3, detail.CalibrationError, DoubleTolerance);
        AssertBins(detail, (7, 1, 0.5, 0), (10, 1, 0.68, 0), (13, 1, 0.9, 1));

        // The classes have 2.7, 0.7 and 0.6 of 4.
        double entropy = -((2.7 * Math.Log(2.7 / 4)) + (0.7 * Math.Log(0.7 / 4)) + (0.6 * Math.Log(0.6 / 4))) / 4;
        Assert.Equal(entropy, detail.PriorEntropy, DoubleTolerance);
        Assert.Equal(entropy * 4 / 3, detail.PriorLoss!.Value, DoubleTolerance);
        Assert.Equal(1 - ((first + second + third) / 4 / entropy), detail.LossReduction!.Value, DoubleTolerance);
    }

    // Outputs 0.9, 0.5, 0.22 and 0.3 for the targets 1, 0, 1 and 0.25: a hit, one at a half, a miss, and a hit of a no.
    [Theory]
    [InlineData(InputForm.Probability)]
    [InlineData(InputForm.Logit)]
    public void One_output_by_hand(InputForm form)
    {
        double[] shares = [0.9, 0.5, 0.22, 0.3];
        double[] given = form == InputForm.Logit ? [.. shares.Select(p => Math.Log(p / (1 - p)))] : shares;
        LossDetail detail = Measure(TensorView.Create(given), TensorView.Create([1, 0, 1, 0.25]), Exact(LossKind.Binary) with { Form = form });
        double no = (-Math.Log(0.5) - (0.25 * Math.Log(0.3)) - (0.75 * Math.Log(0.7))) / 2;
        double yes = (-Math.Log(0.9) - Math.Log(0.22)) / 2;
        Assert.Equal(0.75, detail.Accuracy);
        Assert.Empty(detail.TopKAccuracy);
        Assert.Equal([2, 2], detail.ClassCount);
        AssertAllClose([no, yes], detail.ClassLoss, DoubleTolerance, "class loss");

        // 0.01 + 0.25 + 0.6084 + 0.0025, and 0.1 + 0.5 + 0.78 + 0.3
        Assert.Equal(0.8709 / 4, detail.BrierScore, DoubleTolerance);
        Assert.Equal(1.68 / 4, detail.CalibrationError, DoubleTolerance);
        AssertBins(detail, (7, 1, 0.5, 1), (10, 1, 0.7, 1), (11, 1, 0.78, 0), (13, 1, 0.9, 1));

        // 2.25 of 4
        double entropy = Entropy(0.5625);
        Assert.Equal(entropy, detail.PriorEntropy, DoubleTolerance);
        Assert.Equal(1 - ((no + yes) / 2 / entropy), detail.LossReduction!.Value, DoubleTolerance);
    }

    // The sample of the class that weighs nothing costs what the share of the other class does, but there is nothing to divide that by.
    [Fact]
    public void A_class_that_weighs_nothing_has_no_loss_where_targets_are_smoothed()
    {
        CrossEntropyOptions options = new() { Convention = Conventions.PyTorch, Form = InputForm.Logit, ClassWeights = [0, 2], LabelSmoothing = 0.5, Detailed = true };
        LossResult result = CrossEntropy.Measure(TensorView.Create([0.0, 0, 0, 0], 2, 2), TensorView.Create([0, 1]), options);
        AssertAllClose([double.NaN, 0.75 * Math.Log(2)], result.Detail!.ClassLoss, DoubleTolerance, "class loss");
        Assert.Equal([1, 1], result.Detail.ClassCount);
        Assert.Equal(Math.Log(2), result.Loss!.Value, DoubleTolerance);
    }

    // Outputs 0.9, 0.3 and 0.62, 0.1 for 1, 1 and 0, 0: a hit and a miss, a miss and a hit.
    [Fact]
    public void Several_outputs_by_hand()
    {
        TensorView prediction = TensorView.Create([0.9, 0.3, 0.62, 0.1], 2, 2);
        TensorView target = TensorView.Create([1, 1, 0, 0], 2, 2);
        LossDetail detail = Measure(prediction, target, Exact(LossKind.Binary));
        Assert.Equal(0.5, detail.Accuracy);
        Assert.Equal([1, 1], detail.ClassCount);
        AssertAllClose([-(Math.Log(0.9) + Math.Log(0.38)) / 2, -(Math.Log(0.3) + Math.Log(0.9)) / 2], detail.ClassLoss, DoubleTolerance, "class loss");

        // 0.01 + 0.49 + 0.3844 + 0.01, and 2 x 0.1 + 0.7 + 0.62
        Assert.Equal(0.8944 / 4, detail.BrierScore, DoubleTolerance);
        Assert.Equal(1.52 / 4, detail.CalibrationError, DoubleTolerance);
        AssertBins(detail, (9, 1, 0.62, 0), (10, 1, 0.7, 0), (13, 2, 0.9, 1));
        Assert.Equal(Math.Log(2), detail.PriorEntropy, DoubleTolerance);

        // Weights 1, 0 and 3, 2: of the first output a quarter is yes, of the second nothing, and the first has four of six.
        detail = Measure(prediction, target, Exact(LossKind.Binary), TensorView.Create([1.0, 0, 3, 2], 2, 2));
        Assert.Equal(0.5, detail.Accuracy);
        Assert.Equal([1, 1], detail.ClassCount);
        AssertAllClose([-(Math.Log(0.9) + (3 * Math.Log(0.38))) / 4, -Math.Log(0.9)], detail.ClassLoss, DoubleTolerance, "class loss");
        Assert.Equal(1.1832 / 6, detail.BrierScore, DoubleTolerance);
        Assert.Equal(Entropy(0.25) * 4 / 6, detail.PriorEntropy, DoubleTolerance);
    }

    // A probability of zero is no tie: what was given tells the order.
    [Fact]
    public void The_order_of_classes_is_that_of_what_was_given()
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Convention = Conventions.PyTorch };
        foreach (CrossEntropyOptions each in (CrossEntropyOptions[])[options, options with { Temperature = 0.5 }, options with { LabelSmoothing = 0.1 }])
        {
            Assert.Equal([0, 0, 1], Measure(TensorView.Create([0.0, -900, -800], 1, 3), TensorView.Create([1]), each).TopKAccuracy);
            Assert.Equal([0, 0, 1], Measure(TensorView.Create([0f, -2000, -1500], 1, 3), TensorView.Create([1]), each).TopKAccuracy);
        }

        options = options with { Kind = LossKind.Categorical };
        Assert.Equal([0, 0, 1], Measure(TensorView.Create([0.0, -900, -800], 1, 3), TensorView.Create([0.25, 0.5, 0.25], 1, 3), options).TopKAccuracy);
    }

    // Probabilities are clipped for their logarithms alone, unless the clipped ones are what is divided by their sum.
    [Fact]
    public void Probabilities_are_not_clipped_unless_their_sum_is_of_clipped_ones()
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Convention = Conventions.ScikitLearn };
        TensorView certain = TensorView.Create([1f, 0, 0], 1, 3);
        foreach (LossDetail detail in (LossDetail[])[
            Measure(certain, TensorView.Create([0]), options),
            Measure(certain, TensorView.Create([1f, 0, 0], 1, 3), options with { Kind = LossKind.Categorical })])
        {
            Assert.Equal(0, detail.BrierScore);
            AssertBins(detail, (14, 1, 1, 1));
        }

        LossDetail soft = Measure(certain, TensorView.Create([0.5f, 0.5f, 0], 1, 3), options with { Kind = LossKind.Categorical });
        Assert.Equal(0.5, soft.BrierScore);
        Assert.Equal(1, soft.CalibrationBins[14].Confidence);

        // 0.875, 0.125, 0.125 over 1.125: the squares of 2/9, 1/9 and 1/9.
        LossDetail clipped = Measure(
            TensorView.Create([0.9, 0.05, 0.05], 1, 3), TensorView.Create([0]), new() { Kind = LossKind.Sparse, Convention = Conventions.TensorFlow, Epsilon = 0.125 });
        Assert.Equal(6.0 / 81, clipped.BrierScore, DoubleTolerance);
        AssertBins(clipped, (11, 1, 7.0 / 9, 1));
    }

    // Where there is one class, always predicting it costs nothing, and no loss is compared with that: not with the rounding of sums either.
    [Theory]
    [InlineData(LossKind.Binary)]
    [InlineData(LossKind.Categorical)]
    [InlineData(LossKind.Sparse)]
    public void One_class_alone_has_no_entropy(LossKind kind)
    {
        const int Rows = 20_000;
        double[] weights = Units(Rows, seed: 1);
        double[] yes = [.. Enumerable.Repeat(1.0, Rows)];
        double[] given = [.. Enumerable.Repeat(0.875, Rows)];

        // Many blocks, whose sums could be rounded each in its way.
        CrossEntropyOptions options = Exact(kind) with { BatchSize = 50 };
        double[] pairs = [.. given.SelectMany(p => new[] { 1 - p, p })];
        LossDetail detail = kind switch
        {
            LossKind.Binary => Measure(TensorView.Create(given), TensorView.Create(yes), options, TensorView.Create(weights)),
            LossKind.Sparse => Measure(TensorView.Create(pairs, Rows, 2), TensorView.Create(yes), options, TensorView.Create(weights)),
            _ => Measure(TensorView.Create(pairs, Rows, 2), TensorView.Create([.. yes.SelectMany(_ => new[] { 0.0, 1 })], Rows, 2), options, TensorView.Create(weights)),
        };
        Assert.Equal(0, detail.PriorEntropy);
        Assert.Null(detail.LossReduction);
        Assert.Equal(1, detail.Accuracy);
        Assert.Equal([0, Rows], detail.ClassCount);
    }

    private static double[] Given(InputForm form, params double[] shares) => form == InputForm.Probability ? shares : [.. shares.Select(share => Math.Log(share))];

    private static double Entropy(double yes) => -(yes * Math.Log(yes)) - ((1 - yes) * Math.Log(1 - yes));
}
