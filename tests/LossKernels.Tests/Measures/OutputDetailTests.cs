using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>The quality of binary outputs is the same whether it is added up in vectors or, as with weights, output by output.</summary>
public class OutputDetailTests
{
    [Theory]
    [InlineData(InputForm.Probability, 1)]
    [InlineData(InputForm.Probability, 2)]
    [InlineData(InputForm.Probability, 7)]
    [InlineData(InputForm.Probability, 100)]
    [InlineData(InputForm.Logit, 1)]
    [InlineData(InputForm.Logit, 3)]
    [InlineData(InputForm.Logit, 64)]
    [InlineData(InputForm.Logit, 1500)]
    public void Weights_of_one_change_nothing(InputForm form, int outputs)
    {
        Random random = new(outputs);
        foreach (int rows in (int[])[1, 3, 8, 33, 129, Math.Max(1, 1023 / outputs), Math.Max(2, 5000 / outputs)])
        {
            Shape shape = outputs == 1 ? new Shape(rows) : new Shape(rows, outputs);
            double[] prediction = [.. Enumerable.Range(0, rows * outputs).Select(_ => form == InputForm.Logit ? (random.NextDouble() - 0.5) * 12 : random.NextDouble())];
            double[] target = [.. prediction.Select(_ => random.Next(3) / 2.0)];
            Compare(TensorView.Create<double>(prediction, shape), TensorView.Create<double>(target, shape), 1e-12);
            float[] single = [.. prediction.Select(value => (float)value)];
            Compare(TensorView.Create<float>(single, shape), TensorView.Create<float>(target.Select(value => (float)value).ToArray(), shape), 1e-6);

            void Compare(TensorView given, TensorView expected, double tolerance)
            {
                CrossEntropyOptions options = new() { Kind = LossKind.Binary, Form = form, Detailed = true };
                TensorView weights = TensorView.Create<double>([.. Enumerable.Repeat(1.0, rows)]);
                LossDetail one = CrossEntropy.Measure(given, expected, options).Detail!;
                LossDetail other = CrossEntropy.Measure(given, expected, options, weights).Detail!;
                Assert.Equal(other.Accuracy, one.Accuracy);
                Assert.Equal(other.ClassCount, one.ClassCount);
                Assert.Equal(other.BrierScore, one.BrierScore, tolerance);
                Assert.Equal(other.CalibrationError, one.CalibrationError, tolerance);
                Assert.Equal(other.PriorEntropy, one.PriorEntropy, tolerance);
                AssertClose(other.ClassLoss, one.ClassLoss, tolerance);
                Assert.Equal(other.CalibrationBins.Select(bin => bin.Count), one.CalibrationBins.Select(bin => bin.Count));
                AssertClose(other.CalibrationBins.Select(bin => bin.Confidence), one.CalibrationBins.Select(bin => bin.Confidence), tolerance);
                AssertClose(other.CalibrationBins.Select(bin => bin.Accuracy), one.CalibrationBins.Select(bin => bin.Accuracy), tolerance);
            }
        }
    }

    // The losses are clipped; the quality is that of what was given.
    [Fact]
    public void What_is_no_probability_is_in_the_last_bin()
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Detailed = true };
        LossDetail detail = CrossEntropy.Measure(TensorView.Create<double>([1.25, 0.875]), TensorView.Create<double>([1, 1]), options).Detail!;
        Assert.Equal(1, detail.Accuracy);
        Assert.Equal(((0.25 * 0.25) + (0.125 * 0.125)) / 2, detail.BrierScore);
        Assert.Equal((1, 0.875), (detail.CalibrationBins[13].Count, detail.CalibrationBins[13].Confidence));
        Assert.Equal((1, 1.25), (detail.CalibrationBins[14].Count, detail.CalibrationBins[14].Confidence));
    }

    // Of 0.25 too, which another convention has below a half.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_convention_takes_for_one_the_details_do(bool isWeighted)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Convention = Conventions.MLNet, Detailed = true };
        TensorView? weights = isWeighted ? TensorView.Create<double>([1, 1, 1, 1]) : null;
        LossDetail detail = CrossEntropy.Measure(TensorView.Create<double>([0.875, 0.75, 0.25, 0.75]), TensorView.Create<double>([0.25, 1, 0, 0]), options, weights).Detail!;
        Assert.Equal(0.75, detail.Accuracy);
        Assert.Equal([2, 2], detail.ClassCount);
        Assert.Equal(((0.125 * 0.125) + (0.25 * 0.25) + (0.25 * 0.25) + (0.75 * 0.75)) / 4, detail.BrierScore);
        Assert.Equal(Math.Log(2), detail.PriorEntropy, 1e-15);
        AssertClose([-Math.Log2(0.75 * 0.25) / 2, -Math.Log2(0.875 * 0.75) / 2], detail.ClassLoss, 1e-15);
        Assert.Equal(1 + (Math.Log2(0.875 * 0.75 * 0.75 * 0.25) / 4), detail.LossReduction!.Value, 1e-15);
    }

    // Eleven and thirteen fifteenths are borders that no double is on: the numbers beside them are on the sides that plain arithmetic says.
    [Fact]
    public void A_border_of_bins_is_where_plain_arithmetic_has_it()
    {
        foreach (int border in (int[])[8, 9, 10, 11, 12, 13, 14])
        {
            double[] around = [Math.BitDecrement(border / 15.0), border / 15.0, Math.BitIncrement(border / 15.0)];
            CrossEntropyOptions options = new() { Kind = LossKind.Binary, Detailed = true };
            LossDetail detail = CrossEntropy.Measure(TensorView.Create<double>(around), TensorView.Create<double>([1, 1, 1]), options).Detail!;
            Assert.Equal(around.Count(p => (int)(p * 15) == border), detail.CalibrationBins[border].Count);
            Assert.Equal(around.Count(p => (int)(p * 15) == border - 1), detail.CalibrationBins[border - 1].Count);
        }
    }

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance)
    {
        foreach ((double one, double other) in expected.Zip(actual))
        {
            Assert.Equal(one, other, tolerance);
        }
    }
}
