using System.Globalization;
using System.Runtime.InteropServices;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;
using Xunit.Abstractions;

namespace LossKernels.Tests.Measures;

/// <summary>Accuracy, calibration, Brier score and the losses of the classes: by hand, against plain loops, and the same for every way in.</summary>
public class DetailTests(ITestOutputHelper output)
{
    private const int Seed = 20_260_802;
    private const int Draws = 125;

    // Single precision adds up the squares of a row in single precision.
    private const double DoubleTolerance = 1e-12;
    private const double SingleTolerance = 1e-5;

    // The difference of two numbers up to one.
    private const double Tiny = 1e-15;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_draw_gives_what_plain_loops_give(int part)
    {
        List<string> failures = [];
        for (int number = part * Draws; number < (part + 1) * Draws; number++)
        {
            DetailDraw draw = new(new Random(Seed + number));
            try
            {
                LossDetail expected = PlainDetail.Measure(draw.Problem);
                Compare(expected, draw.Measure(draw.Options).Detail!, draw.Problem.IsSingle ? SingleTolerance : DoubleTolerance);
            }
            catch (Exception failure)
            {
                failures.Add($"Draw {number} of seed {Seed}: {failure.Message}\n{draw}");
            }
        }

        output.WriteLine($"{failures.Count} of {Draws} draws fail.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {Draws} draws fail, the first:\n{string.Join('\n', failures.Take(3))}");
    }

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
        Assert.Equal(1 - ((first + second + third) / 3 / entropy), detail.LossReduction!.Value, DoubleTolerance);
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
        double[] weights = Random(Rows, seed: 1);
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

    [Fact]
    public void Nothing_is_told_unless_it_is_asked()
    {
        Assert.False(new CrossEntropyOptions().Detailed);
        Assert.Null(CrossEntropy.Measure(TensorView.Create([0.5, 0.5], 1, 2), TensorView.Create([1]), Exact(LossKind.Sparse) with { Detailed = false }).Detail);
        LossMeter meter = new(Exact(LossKind.Sparse) with { Detailed = false }, failure => Assert.Fail(failure.Message));
        meter.Add([0.5, 0.5], [1]);
        Assert.Null(meter.Complete().Detail);
    }

    [Fact]
    public void Nothing_else_changes_where_it_is_asked()
    {
        for (int number = 0; number < Draws; number++)
        {
            DetailDraw draw = new(new Random(Seed - 1 - number));
            LossResult plain = draw.Measure(draw.Options with { Gradient = true, Detailed = false });
            LossResult detailed = draw.Measure(draw.Options with { Gradient = true });
            string which = $"Draw {number} of seed {Seed}: {draw}";
            Assert.True(Bits(plain).SequenceEqual(Bits(detailed)), which);
            Assert.Equal(plain.Diagnostics, detailed.Diagnostics);
        }
    }

    public static TheoryData<LossKind, InputForm, int, bool> Ways
    {
        get
        {
            TheoryData<LossKind, InputForm, int, bool> ways = [];
            foreach (LossKind kind in (LossKind[])[LossKind.Binary, LossKind.Categorical, LossKind.Sparse])
            {
                foreach (InputForm form in (InputForm[])[InputForm.Logit, InputForm.Probability])
                {
                    ways.Add(kind, form, kind == LossKind.Binary ? 1 : 2, false);
                    ways.Add(kind, form, 3, true);
                    ways.Add(kind, form, 1000, false);
                }
            }

            return ways;
        }
    }

    // Several blocks, and what is worth more than one thread; of a thousand classes a block has fewer rows than that.
    [Theory]
    [MemberData(nameof(Ways))]
    public void Threads_and_samples_one_by_one_change_no_bit(LossKind kind, InputForm form, int classes, bool hasOptions)
    {
        int rows = classes < 1000 ? 11_000 : 70;
        double[] given = [.. Random(rows * classes, seed: 2).Select(unit => form == InputForm.Logit ? 20 * (unit - 0.5) : unit)];
        double[] targets = [.. Random(kind == LossKind.Sparse ? rows : rows * classes, seed: 3)
            .Select(unit => kind != LossKind.Sparse ? unit : unit < 0.1 ? -1 : (int)(unit * classes))];
        double[] weights = Random(rows, seed: 4);
        CrossEntropyOptions options = new()
        {
            Kind = kind,
            Form = form,
            Convention = Conventions.Keras3,
            IgnoreClass = kind == LossKind.Sparse ? -1 : null,
            LabelSmoothing = hasOptions ? 0.1 : 0,
            PolyEpsilon = hasOptions ? 1 : null,
            DataType = ElementType.Float64,
            Detailed = true,
        };
        TensorView prediction = TensorView.Create(given, rows, classes);
        TensorView target = kind == LossKind.Sparse ? TensorView.Create(targets) : TensorView.Create(targets, rows, classes);
        long[] one = Bits(Measure(prediction, target, options with { ThrottleLimit = 1 }, TensorView.Create(weights)));
        foreach (int threads in (int[])[2, 8])
        {
            Assert.Equal(one, Bits(Measure(prediction, target, options with { ThrottleLimit = threads }, TensorView.Create(weights))));
        }

        LossMeter meter = new(options, failure => Assert.Fail(failure.Message));
        int each = targets.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            meter.Add(given.AsSpan(row * classes, classes), targets.AsSpan(row * each, each), weights[row]);
        }

        Assert.Equal(one, Bits(meter.Complete().Detail!));
    }

    // The predictions of a logistic regression for 899 images of digits, in examples/data. Computed with NumPy 1.24.2 and scikit-learn 1.2.1,
    // in double precision, in that folder:
    //   import numpy as np, sklearn.metrics as m
    //   x, y = np.load('logits.npy').astype(float), np.load('labels.npy')
    //   e = np.exp(x - x.max(1, keepdims=True)); p = e / e.sum(1, keepdims=True)
    //   c, hit = p.max(1), p.argmax(1) == y; b = (c * 15).astype(int); s = np.bincount(y) / 899; h = -(s * np.log(s)).sum()
    //   m.accuracy_score(y, p.argmax(1)); [m.top_k_accuracy_score(y, p, k=k) for k in range(1, 10)]
    //   ((p - np.eye(10)[y]) ** 2).sum(1).mean()
    //   sum(abs(hit[b == k].mean() - c[b == k].mean()) * (b == k).sum() / 899 for k in range(15) if (b == k).any()); np.bincount(b)
    //   [-np.log(p[y == k, k]).mean() for k in range(10)]; np.bincount(y); h, 1 - m.log_loss(y, p, eps=1e-300) / h
    [Theory]
    [InlineData(ElementType.Float32, SingleTolerance)]
    [InlineData(ElementType.Float64, DoubleTolerance)]
    public void Digits(ElementType type, double tolerance)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, DataType = type };
        LossDetail detail = Measure(Npy<float>("digits/logits.npy", 899, 10), Npy<long>("digits/labels.npy", 899), options);
        double[] ranks =
        [
            0.9521690767519466, 0.9899888765294772, 0.9955506117908788, 0.9955506117908788, 0.9988876529477196, 1, 1, 1, 1, 1,
        ];
        double[] classLoss =
        [
            0.08540398634199894, 0.29980771109490184, 0.20648056802074946, 0.314465125453915, 0.24806292171819735,
            0.26719254816408644, 0.22409243249915037, 0.11733666138240645, 0.4796652821836452, 0.3152626721820316,
        ];
        AssertAllClose([ranks[0], .. ranks], [detail.Accuracy, .. detail.TopKAccuracy], DoubleTolerance, "accuracy");
        Assert.Equal([89, 91, 88, 92, 91, 91, 91, 89, 87, 90], detail.ClassCount);
        AssertAllClose(classLoss, detail.ClassLoss, tolerance, "class loss");
        AssertClose(0.10209960325426677, detail.BrierScore, 0.1 * tolerance, "Brier score");
        AssertClose(0.12109162791981844, detail.CalibrationError, 0.1 * tolerance, "calibration error");
        Assert.Equal([0, 0, 0, 4, 7, 16, 24, 36, 32, 24, 50, 70, 105, 212, 319], detail.CalibrationBins.Select(bin => bin.Count));
        AssertClose(2.3024429904229877, detail.PriorEntropy, DoubleTolerance, "prior entropy");
        AssertClose(0.8889738168149793, detail.LossReduction!.Value, tolerance, "loss reduction");
    }

    private static CrossEntropyOptions Exact(LossKind kind) => new() { Kind = kind, Convention = Conventions.Exact, Detailed = true };

    private static LossDetail Measure(TensorView prediction, TensorView target, CrossEntropyOptions options, TensorView? weights = null) =>
        CrossEntropy.Measure(prediction, target, options with { Detailed = true }, weights).Detail!;

    private static double[] Given(InputForm form, params double[] shares) => form == InputForm.Probability ? shares : [.. shares.Select(share => Math.Log(share))];

    private static double Entropy(double yes) => -(yes * Math.Log(yes)) - ((1 - yes) * Math.Log(1 - yes));

    private static double[] Random(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }

    // A .npy file is a header, whose length stands in bytes 8 and 9, and the plain values.
    private static TensorView Npy<T>(string name, params ReadOnlySpan<int> lengths)
        where T : unmanaged
    {
        byte[] file = File.ReadAllBytes(name);
        return TensorView.Create(MemoryMarshal.Cast<byte, T>(file.AsSpan(10 + BitConverter.ToUInt16(file, 8))).ToArray(), lengths);
    }

    private static void AssertBins(LossDetail detail, params (int Bin, long Count, double Confidence, double Accuracy)[] expected)
    {
        Assert.Equal(15, detail.CalibrationBins.Count);
        for (int i = 0; i < 15; i++)
        {
            CalibrationBin bin = detail.CalibrationBins[i];
            (_, long count, double confidence, double accuracy) = expected.FirstOrDefault(some => some.Bin == i, (i, 0, double.NaN, double.NaN));
            Assert.Equal((i / 15.0, (i + 1) / 15.0, count), (bin.Lower, bin.Upper, bin.Count));
            AssertClose(confidence, bin.Confidence, DoubleTolerance, "confidence");
            AssertClose(accuracy, bin.Accuracy, DoubleTolerance, "accuracy of bin");
        }
    }

    private static IEnumerable<long> Bits(LossResult result) =>
        Bits([result.Loss ?? 0, result.StandardError ?? 0, result.WeightSum, .. Values(result.Values), .. Values(result.Gradient)]);

    private static long[] Bits(LossDetail detail) =>
    [
        .. Bits([detail.Accuracy, .. detail.TopKAccuracy, .. detail.ClassLoss, detail.BrierScore, detail.CalibrationError, detail.PriorEntropy, detail.LossReduction ?? 0]),
        .. Bits([.. detail.CalibrationBins.SelectMany(bin => new[] { bin.Confidence, bin.Accuracy })]),
        .. detail.CalibrationBins.Select(bin => bin.Count),
        .. detail.ClassCount,
    ];

    private static IEnumerable<long> Bits(double[] values) => values.Select(value => BitConverter.DoubleToInt64Bits(value));

    private static double[] Values(TensorView? tensor)
    {
        double[] buffer = new double[tensor?.Shape.Length ?? 0];
        return tensor is null ? buffer : tensor.Read<double>(0, buffer.Length, buffer).ToArray();
    }

    private static void Compare(LossDetail expected, LossDetail actual, double tolerance)
    {
        AssertAllClose([expected.Accuracy, .. expected.TopKAccuracy], [actual.Accuracy, .. actual.TopKAccuracy], DoubleTolerance, "accuracy");
        Assert.Equal(expected.ClassCount, actual.ClassCount);
        AssertAllClose(expected.ClassLoss, actual.ClassLoss, tolerance, "class loss");
        AssertClose(expected.BrierScore, actual.BrierScore, (tolerance * expected.BrierScore) + Tiny, "Brier score");
        AssertClose(expected.CalibrationError, actual.CalibrationError, tolerance, "calibration error");
        Assert.Equal(expected.CalibrationBins.Select(bin => (bin.Lower, bin.Upper, bin.Count)), actual.CalibrationBins.Select(bin => (bin.Lower, bin.Upper, bin.Count)));
        AssertAllClose([.. expected.CalibrationBins.Select(bin => bin.Confidence)], [.. actual.CalibrationBins.Select(bin => bin.Confidence)], tolerance, "confidence");
        AssertAllClose([.. expected.CalibrationBins.Select(bin => bin.Accuracy)], [.. actual.CalibrationBins.Select(bin => bin.Accuracy)], DoubleTolerance, "accuracy of bin");
        AssertClose(expected.PriorEntropy, actual.PriorEntropy, DoubleTolerance, "prior entropy");
        Assert.Equal(expected.LossReduction is null, actual.LossReduction is null);
        if (expected.LossReduction is double reduction)
        {
            AssertClose(reduction, actual.LossReduction!.Value, tolerance * (1 + Math.Abs(1 - reduction)), "loss reduction");
        }
    }

    private static void AssertAllClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            AssertClose(expected[i], actual[i], (tolerance * Math.Abs(expected[i])) + Tiny, $"{what} {i}");
        }
    }

    private static void AssertClose(double expected, double actual, double tolerance, string what)
    {
        bool isClose = double.IsFinite(expected) ? Math.Abs(actual - expected) <= tolerance : actual.Equals(expected);
        Assert.True(isClose, string.Create(CultureInfo.InvariantCulture, $"{what} is {actual:R}, expected {expected:R}, off by {actual - expected:E2} where {tolerance:E2} is allowed."));
    }
}
