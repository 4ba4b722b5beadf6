using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;
using static LossKernels.Tests.Measures.DetailAssert;

namespace LossKernels.Tests.Measures;

/// <summary>Where losses of yes and no are added up together with how good the predictions are: outputs, and rows of two classes.</summary>
public class JudgedSumTests
{
    // More than the rounding errors of single precision, by which a confidence may be on the other side of a border.
    private const double Margin = 1e-5;

    private static readonly int[] RowCounts = [1, 2, 7, 8, 15, 16, 17, 31, 100, 1023, 1024, 1025, 3000, 20_000];

    [Theory]
    [InlineData(0.5)]
    [InlineData(4)]
    [InlineData(60)]
    public void Rows_of_two_classes_are_as_plain_loops_have_them(double spread)
    {
        foreach (int rows in RowCounts)
        {
            Random random = new(rows);
            double[] logits = new double[2 * rows];
            for (int row = 0; row < rows; row++)
            {
                do
                {
                    // Ties are hits; logits are not around zero.
                    logits[2 * row] = (float)(3 + ((random.NextDouble() - 0.5) * spread));
                    logits[(2 * row) + 1] = row % 10 == 0 ? logits[2 * row] : (float)(3 + ((random.NextDouble() - 0.5) * spread));
                }
                while (IsNearBorder(1 / (1 + Math.Exp(logits[2 * row] - logits[(2 * row) + 1]))));
            }

            double[] labels = [.. Enumerable.Range(0, rows).Select(_ => (double)random.Next(2))];
            Check(Exact(LossKind.Sparse) with { Form = InputForm.Logit }, logits, new Shape(rows, 2), labels, new Shape(rows));
        }
    }

    [Theory]
    [InlineData(InputForm.Logit, 1)]
    [InlineData(InputForm.Logit, 2)]
    [InlineData(InputForm.Logit, 100)]
    [InlineData(InputForm.Logit, 130)]
    [InlineData(InputForm.Logit, 5000)]
    [InlineData(InputForm.Probability, 1)]
    [InlineData(InputForm.Probability, 3)]
    [InlineData(InputForm.Probability, 100)]
    [InlineData(InputForm.Probability, 2500)]
    public void Outputs_are_as_plain_loops_have_them(InputForm form, int outputs)
    {
        foreach (bool isHard in (bool[])[true, false])
        {
            foreach (int rows in RowCounts.Where(rows => rows * outputs <= 40_000))
            {
                Random random = new(rows + outputs);
                double[] given = [.. Enumerable.Range(0, rows * outputs).Select(_ => Draw())];

                // Some soft targets come late.
                double[] targets = [.. given.Select((_, i) => isHard || i < given.Length / 2 ? random.Next(2) : random.NextDouble())];
                Shape shape = outputs == 1 ? new Shape(rows) : new Shape(rows, outputs);
                Check(Exact(LossKind.Binary) with { Form = form }, given, shape, targets, shape);

                double Draw()
                {
                    double value = (float)(form == InputForm.Logit ? (random.NextDouble() - 0.5) * 40 : random.NextDouble());
                    double share = form == InputForm.Logit ? 1 / (1 + Math.Exp(-value)) : value;
                    return IsNearBorder(share) ? Draw() : value;
                }
            }
        }
    }

    // The complement of the number below a half is a half, rounded; and a logit has a side however small it is.
    [Fact]
    public void What_is_next_to_a_half_is_on_its_side()
    {
        float below = MathF.BitDecrement(0.5f);
        float above = MathF.BitIncrement(0.5f);
        float[] given = [below, above, 0.5f, below, above, 0.5f];
        float[] targets = [0, 0, 0, 1, 1, 1];
        CrossEntropyOptions options = Single(LossKind.Binary);
        Assert.Equal(4 / 6.0, CrossEntropy.Measure(TensorView.Create<float>(given), TensorView.Create<float>(targets), options).Detail!.Accuracy);

        float[] logits = [-1e-20f, 1e-20f, 0, -1e-20f, 1e-20f, 0];
        options = options with { Form = InputForm.Logit };
        Assert.Equal(4 / 6.0, CrossEntropy.Measure(TensorView.Create<float>(logits), TensorView.Create<float>(targets), options).Detail!.Accuracy);

        float[] rows = [1, MathF.BitIncrement(1), MathF.BitIncrement(1), 1, 1, 1];
        options = Single(LossKind.Sparse) with { Form = InputForm.Logit };
        LossDetail detail = CrossEntropy.Measure(TensorView.Create<float>(rows, 3, 2), TensorView.Create([0, 0, 0]), options).Detail!;
        Assert.Equal(2 / 3.0, detail.Accuracy);
        Assert.Equal([2 / 3.0, 1], detail.TopKAccuracy);
    }

    // What is certain and right is off by less than a difference from one can say.
    [Fact]
    public void The_score_of_certain_predictions_has_its_digits()
    {
        double share = 1 / (1 + Math.Exp(30));
        float[] targets = [1, 0, 1, 0];
        float[] outputs = [30, -30, 30, -30];
        float[] rows = [0, 30, 15, -15, -40, -10, 0, -30];
        CrossEntropyOptions options = Single(LossKind.Binary) with { Form = InputForm.Logit };
        double score = CrossEntropy.Measure(TensorView.Create<float>(outputs), TensorView.Create<float>(targets), options).Detail!.BrierScore;
        Assert.Equal(1, score / (share * share), 1e-5);
        options = options with { Kind = LossKind.Sparse };
        score = CrossEntropy.Measure(TensorView.Create<float>(rows, 4, 2), TensorView.Create([1, 0, 1, 0]), options).Detail!.BrierScore;
        Assert.Equal(1, score / (2 * share * share), 1e-5);
    }

    // What needs a second look takes the other way, for its block alone.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Infinite_logits_are_certain(int outputs)
    {
        const int Rows = 40_000;
        Random random = new(outputs);
        float[] logits = [.. Enumerable.Range(0, Rows * outputs).Select(_ => (float)((random.NextDouble() - 0.5) * 8))];
        float[] targets = [.. logits.Select(_ => (float)random.Next(2))];
        float[] certain = [.. logits];
        foreach (int place in (int[])[5, 30_000])
        {
            (logits[place], targets[place]) = (float.PositiveInfinity, 1);
            (certain[place], targets[place]) = (200, 1);
        }

        CrossEntropyOptions options = Exact(LossKind.Binary) with { Form = InputForm.Logit };
        TensorView expected = TensorView.Create<float>(targets, Rows, outputs);
        LossDetail infinite = CrossEntropy.Measure(TensorView.Create<float>(logits, Rows, outputs), expected, options).Detail!;
        Compare(CrossEntropy.Measure(TensorView.Create<float>(certain, Rows, outputs), expected, options).Detail!, infinite, SingleTolerance);
    }

    // Equal terms are all rounded to one side: sums in single precision that were too long would show it.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void Many_equal_losses_add_up_without_drift(int outputs)
    {
        int rows = 60_000 / outputs;
        float[] targets = new float[rows * outputs];
        CrossEntropyOptions options = Single(LossKind.Binary) with { Form = InputForm.Logit };
        for (int i = 1; i <= 20; i++)
        {
            float logit = i / 10f;
            float[] logits = [.. Enumerable.Repeat(logit, rows * outputs)];
            LossDetail detail = CrossEntropy.Measure(TensorView.Create<float>(logits, rows, outputs), TensorView.Create<float>(targets, rows, outputs), options).Detail!;
            double loss = Math.Log(1 + Math.Exp(logit));
            double share = 1 / (1 + Math.Exp(-logit));
            Assert.All(detail.ClassLoss.Take(outputs), actual => Assert.Equal(1, actual / loss, 5e-7));
            Assert.Equal(1, detail.BrierScore / (share * share), 1e-6);
            Assert.Equal(1, detail.CalibrationBins[(int)(share * 15)].Confidence / share, 2e-7);
        }
    }

    private static CrossEntropyOptions Single(LossKind kind) => new() { Kind = kind, Convention = Conventions.PyTorch, Detailed = true };

    private static bool IsNearBorder(double share)
    {
        double confidence = Math.Max(share, 1 - share);
        double border = Math.Round(confidence * 15) / 15;
        return (confidence < 1 - Margin && Math.Abs(confidence - border) < Margin) || (share != 0.5 && Math.Abs(share - 0.5) < Margin);
    }

    private static void Check(CrossEntropyOptions options, double[] given, Shape shape, double[] targets, Shape targetShape)
    {
        LossDetail expected = PlainDetail.Measure(new PlainProblem(options, false, given, shape, targets));
        Compare(expected, CrossEntropy.Measure(TensorView.Create<double>(given, shape), TensorView.Create<double>(targets, targetShape), options).Detail!, DoubleTolerance);

        // Single precision, whose convention adds nothing to what is drawn here.
        expected = PlainDetail.Measure(new PlainProblem(options, true, given, shape, targets));
        float[] single = [.. given.Select(value => (float)value)];
        float[] singleTargets = [.. targets.Select(value => (float)value)];
        options = options with { Convention = Conventions.PyTorch };
        Compare(expected, CrossEntropy.Measure(TensorView.Create<float>(single, shape), TensorView.Create<float>(singleTargets, targetShape), options).Detail!, SingleTolerance);
    }
}
