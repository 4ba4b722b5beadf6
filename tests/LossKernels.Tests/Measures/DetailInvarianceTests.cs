using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;
using static LossKernels.Tests.Measures.DetailAssert;

namespace LossKernels.Tests.Measures;

/// <summary>Details change nothing else, and nothing of them changes with threads and ways in.</summary>
public class DetailInvarianceTests
{
    private const int Seed = 20_260_802;
    private const int Draws = 125;

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
            foreach (bool isDerived in (bool[])[false, true])
            {
                LossResult plain = draw.Measure(draw.Options with { Gradient = isDerived, Detailed = false });
                LossResult detailed = draw.Measure(draw.Options with { Gradient = isDerived });
                string which = $"Draw {number} of seed {Seed}: {draw}";
                Assert.True(Bits(plain).SequenceEqual(Bits(detailed)), which);
                Assert.Equal(plain.Diagnostics, detailed.Diagnostics);
            }
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
        double[] given = [.. Units(rows * classes, seed: 2).Select(unit => form == InputForm.Logit ? 20 * (unit - 0.5) : unit)];
        double[] targets = [.. Units(kind == LossKind.Sparse ? rows : rows * classes, seed: 3)
            .Select(unit => kind != LossKind.Sparse ? unit : unit < 0.1 ? -1 : (int)(unit * classes))];
        double[] weights = Units(rows, seed: 4);
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

    [Theory]
    [InlineData(LossKind.Binary, 1)]
    [InlineData(LossKind.Binary, 3)]
    [InlineData(LossKind.Categorical, 2)]
    [InlineData(LossKind.Categorical, 3)]
    [InlineData(LossKind.Sparse, 2)]
    [InlineData(LossKind.Sparse, 3)]
    public void What_else_is_asked_changes_no_bit_of_them(LossKind kind, int classes)
    {
        const int Rows = 2500;
        float[] logits = [.. Units(Rows * classes, seed: 10).Select(unit => (float)(20 * (unit - 0.5)))];
        int[] labels = [.. Units(Rows, seed: 11).Select(unit => (int)(unit * Math.Max(classes, 2)))];
        float[] hot = [.. logits.Select((_, i) => labels[i / classes] == (classes == 1 ? 1 : i % classes) ? 1f : 0)];
        TensorView prediction = TensorView.Create<float>(logits, Rows, classes);
        TensorView target = kind == LossKind.Sparse ? TensorView.Create(labels) : TensorView.Create<float>(hot, Rows, classes);
        CrossEntropyOptions options = new() { Kind = kind, Form = InputForm.Logit, Convention = Conventions.Keras3 };
        long[] ofMean = Bits(Measure(prediction, target, options));
        Assert.Equal(ofMean, Bits(Measure(prediction, target, options with { Reduction = Reduction.Sum })));
        Assert.Equal(ofMean, Bits(Measure(prediction, target, options with { Reduction = Reduction.None })));
        Assert.Equal(ofMean, Bits(Measure(prediction, target, options with { Gradient = true })));
        Assert.Equal(ofMean, Bits(Measure(prediction, target, options with { Examined = true })));
    }

    // At every place of a row, across and along the rows, and where a row's last step reaches back.
    [Theory]
    [InlineData(3)]
    [InlineData(70)]
    public void No_probability_out_of_range_is_missed_where_details_are_asked(int classes)
    {
        const int Rows = 40;
        foreach (LossKind kind in (LossKind[])[LossKind.Categorical, LossKind.Sparse])
        {
            for (int place = 0; place < Rows * classes; place += 7)
            {
                double[] given = Units(Rows * classes, seed: 5);
                given[place] = place % 2 == 0 ? 1.5 : -0.25;
                double[] targets = [.. Enumerable.Range(0, kind == LossKind.Sparse ? Rows : Rows * classes).Select(i => kind == LossKind.Sparse || i % classes == 1 ? 1 : 0)];
                CrossEntropyOptions options = new() { Kind = kind, Convention = Conventions.Keras3, Detailed = true };
                TensorView target = kind == LossKind.Sparse ? TensorView.Create(targets) : TensorView.Create(targets, Rows, classes);
                LossResult result = CrossEntropy.Measure(TensorView.Create(given, Rows, classes), target, options);
                Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Id == "PredictionOutsideUnit");
            }
        }
    }

    // Rows that have any are looked at class by class; the others are not.
    [Theory]
    [InlineData(3)]
    [InlineData(70)]
    public void What_is_no_probability_is_judged_as_it_is(int classes)
    {
        const int Rows = 60;
        double[] strange = [-0.25, -0.0, 1.5];
        double[] given = [.. Units(Rows * classes, seed: 8).Select(unit => (double)(float)unit)];
        double[] labels = [.. Enumerable.Range(0, Rows).Select(row => (double)(row % classes))];
        for (int row = 0; row < Rows; row += 4)
        {
            given[(row * classes) + (row * 5 % classes)] = strange[row / 4 % strange.Length];
        }

        foreach (Convention convention in (Convention[])[Conventions.Keras3, Conventions.TensorFlow])
        {
            CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Convention = convention, Detailed = true };
            Shape shape = new(Rows, classes);
            LossDetail expected = PlainDetail.Measure(new PlainProblem(options, false, given, shape, labels));
            Compare(expected, Measure(TensorView.Create(given, Rows, classes), TensorView.Create(labels), options with { DataType = ElementType.Float64 }), DoubleTolerance);
            expected = PlainDetail.Measure(new PlainProblem(options, true, given, shape, labels));
            float[] single = [.. given.Select(value => (float)value)];
            Compare(expected, Measure(TensorView.Create<float>(single, Rows, classes), TensorView.Create(labels), options), SingleTolerance);
        }
    }

    [Theory]
    [InlineData(InputForm.Logit, 3)]
    [InlineData(InputForm.Logit, 100)]
    [InlineData(InputForm.Probability, 3)]
    [InlineData(InputForm.Probability, 100)]
    public void What_is_left_out_is_in_no_detail_whatever_its_predictions(InputForm form, int classes)
    {
        const int Rows = 2000;
        double[] given = Units(Rows * classes, seed: 6);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row % 5 == 0 ? -1 : row % classes)];
        double[] strange = form == InputForm.Logit ? [double.NaN, double.PositiveInfinity, double.NegativeInfinity] : [0, 1];
        for (int row = 0; row < Rows; row += 5)
        {
            given.AsSpan(row * classes, classes).Fill(strange[row % strange.Length]);
        }

        double[] kept = [.. given.Where((_, i) => labels[i / classes] >= 0)];
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = form, Convention = Conventions.TensorFlow, IgnoreClass = -1 };
        LossDetail all = Measure(TensorView.Create(given, Rows, classes), TensorView.Create(labels), options);
        LossDetail some = Measure(TensorView.Create(kept, kept.Length / classes, classes), TensorView.Create([.. labels.Where(label => label >= 0)]), options);
        Compare(some, all, DoubleTolerance);
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
}
