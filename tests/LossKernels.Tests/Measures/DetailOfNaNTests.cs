using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>
/// The class that is true is a hit where no other is more probable, so that a tie is one. NaN is no tie: it has no place among the others, and a
/// sample with one is no hit, neither the first nor any.
/// </summary>
public sealed class DetailOfNaNTests
{
    private const double NaN = double.NaN;

    private static readonly Convention[] TheirConventions = [Conventions.TensorFlow, Conventions.Exact];

    public static TheoryData<LossKind, InputForm, string, bool> Ways
    {
        get
        {
            TheoryData<LossKind, InputForm, string, bool> ways = [];
            foreach (LossKind kind in (LossKind[])[LossKind.Binary, LossKind.Categorical, LossKind.Sparse])
            {
                foreach (InputForm form in (InputForm[])[InputForm.Probability, InputForm.Logit, InputForm.LogProbability])
                {
                    foreach (Convention convention in TheirConventions.Where(convention => convention.Forms(kind).HasFlag(form)))
                    {
                        ways.Add(kind, form, convention.Name, true);
                        ways.Add(kind, form, convention.Name, false);
                    }
                }
            }

            return ways;
        }
    }

    // Of four samples the first, all that counts, is a hit; those with a NaN are none, wherever it stands and whatever their target.
    [Theory]
    [MemberData(nameof(Ways))]
    public void A_NaN_is_no_hit(LossKind kind, InputForm form, string convention, bool isWeighted)
    {
        foreach (int classes in kind == LossKind.Binary ? (int[])[1, 2, 40] : [2, 3, 40])
        {
            for (int place = 0; place < classes; place++)
            {
                double[] predictions = [.. Enumerable.Repeat(Form(form, 0.9 / classes), 4 * classes)];
                double[] targets = new double[4 * classes];
                double[] labels = new double[4];
                for (int row = 0; row < 4; row++)
                {
                    predictions[(row * classes) + (row % classes)] = Form(form, 0.55);
                    targets[(row * classes) + (row % classes)] = classes == 1 && row % 2 == 1 ? 0 : 1;
                    labels[row] = row % classes;
                    predictions[(row * classes) + place] = row == 0 ? predictions[place] : NaN;
                }

                LossDetail detail = Measure(
                    predictions, kind == LossKind.Sparse ? labels : targets, classes, new() { Kind = kind, Form = form, Convention = Conventions.Find(convention) }, isWeighted);

                // The other outputs of a sample are hits of their own.
                double hits = kind == LossKind.Binary ? (4.0 * classes) - 3 : 1;
                double all = kind == LossKind.Binary ? 4.0 * classes : 4;
                Assert.Equal(hits / all, detail.Accuracy, 1e-12);
                Assert.All(detail.TopKAccuracy, share => Assert.Equal(hits / all, share, 1e-12));

                // All others are in a bin, that of their winning probability, and none with a NaN is.
                Assert.Equal(kind == LossKind.Binary ? (4 * classes) - 3 : 1, detail.CalibrationBins.Sum(bin => bin.Count));
                Assert.All(detail.CalibrationBins, bin => Assert.Equal(bin.Count == 0, double.IsNaN(bin.Confidence)));
                Assert.Equal(NaN, detail.CalibrationError);
                Assert.Equal(hits, detail.CalibrationBins.Sum(bin => double.IsNaN(bin.Accuracy) ? 0 : bin.Accuracy * bin.Count), 1e-9);
            }
        }
    }

    [Theory]
    [InlineData(InputForm.Probability, true)]
    [InlineData(InputForm.Probability, false)]
    [InlineData(InputForm.Logit, true)]
    [InlineData(InputForm.Logit, false)]
    public void A_target_that_is_NaN_is_no_hit(InputForm form, bool isWeighted)
    {
        double low = Form(form, 0.2);
        LossDetail binary = Measure([low, low], [0, NaN], 1, new() { Kind = LossKind.Binary, Form = form }, isWeighted);
        Assert.Equal(0.5, binary.Accuracy);
        double high = Form(form, 0.8);
        LossDetail rows = Measure([high, low, high, low], [1, 0, 1, NaN], 2, new() { Kind = LossKind.Categorical, Form = form }, isWeighted);
        Assert.Equal(0.5, rows.Accuracy);
        Assert.Equal([0.5, 0.5], rows.TopKAccuracy);
        Assert.Equal((1, 1), (binary.CalibrationBins.Sum(bin => bin.Count), rows.CalibrationBins.Sum(bin => bin.Count)));
    }

    // A winning probability in the first bin, as only many classes have one, stays there.
    [Fact]
    public void The_first_bin_keeps_what_is_in_it()
    {
        double[] predictions = [.. Enumerable.Repeat(1.0 / 40, 3 * 40)];
        predictions[45] = NaN;
        LossDetail detail = Measure(predictions, [0, 1, 2], 40, new() { Kind = LossKind.Sparse }, isWeighted: false);
        CalibrationBin first = detail.CalibrationBins[0];
        Assert.Equal(2, first.Count);
        Assert.Equal(1.0 / 40, first.Confidence, 1e-8);
        Assert.Equal(1, first.Accuracy);
    }

    private static double Form(InputForm form, double probability) => form switch
    {
        InputForm.Logit => Math.Log(probability / (1 - probability)),
        InputForm.LogProbability => Math.Log(probability),
        _ => probability,
    };

    private static LossDetail Measure(double[] predictions, double[] targets, int classes, CrossEntropyOptions options, bool isWeighted)
    {
        int rows = predictions.Length / classes;
        TensorView target = targets.Length == rows ? TensorView.Create(targets) : TensorView.Create(targets, rows, classes);
        return CrossEntropy.Measure(
            TensorView.Create(predictions, rows, classes),
            classes == 1 ? TensorView.Create(targets, rows, 1) : target,
            options with { Detailed = true, DataType = options.Convention.UntypedDataType },
            isWeighted ? TensorView.Create([.. Enumerable.Repeat(1.0, rows)]) : null).Detail!;
    }
}
