using LossKernels.Diagnostics;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Diagnostics;

/// <summary>What is found does not depend on threads, nor on the way in which the samples come.</summary>
public sealed class InputWayTests
{
    private const int Samples = 20_000;
    private const int Classes = 10;
    private const double Rest = 1e-4;
    private const double Never = 1e-9;

    // Sample i is of class i mod 10 and known well, but for a few that are named with a class that cannot be.
    private static readonly int[] Wrong = [17, 18, 3_275, 3_276, 3_277, 9_000, 12_345, 15_000, 15_001, 16_384, 19_998, 19_999];

    private static readonly CrossEntropyOptions Options = new() { Convention = Conventions.ScikitLearn, Epsilon = 1e-7, DataType = ElementType.Float64, Examined = true };

    [Fact]
    public void The_costliest_samples_are_found_in_order_and_no_more_than_ten()
    {
        Diagnostic found = Assert.Single(Measure(threads: 1), found => found.Id == "LossConcentrated");
        Assert.Equal(Wrong.Take(10).Select(row => (long)row), found.Rows);
        Assert.Contains("sample 17 16.12 (class 8, p 1E-09); sample 18", found.Message, StringComparison.Ordinal);
        Diagnostic clipped = Assert.Single(Measure(threads: 1), found => found.Id == "PredictionClipped");
        Assert.Equal((12, 17, Severity.Warning), (clipped.Count, clipped.FirstRow, clipped.Severity));
        Assert.Equal(Wrong.Take(5).Select(row => (long)row), clipped.Rows);
    }

    [Fact]
    public void Threads_and_single_samples_find_the_same()
    {
        IReadOnlyList<Diagnostic> found = Measure(threads: 1);
        Assert.NotEmpty(found);
        Assert.Equal(found, Measure(threads: 8));
        using LossMeter meter = new(Options, failure => throw failure, blocksAtOnce: 3);
        for (int i = 0; i < Samples; i++)
        {
            meter.Add(Row(i), [Label(i)]);
        }

        Assert.Equal(found, meter.Complete().Diagnostics);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_prediction_that_is_not_finite_is_found_at_every_place(double odd)
    {
        const int Rows = 3;
        foreach (int classes in (int[])[2, 7, 100])
        {
            for (int place = 0; place < Rows * classes; place++)
            {
                double[] logits = new double[Rows * classes];
                logits[place] = odd;
                Diagnostic found = Assert.Single(
                    Examination.Of(TensorView.Create([0, 1, 0]), TensorView.Create(logits, Rows, classes), Examination.Logits(LossKind.Sparse)),
                    found => found.Id == "PredictionNotFinite");
                Assert.Equal((1, place / classes), (found.Count, found.FirstRow));
            }
        }
    }

    private static IReadOnlyList<Diagnostic> Measure(int threads)
    {
        double[] predictions = [.. Enumerable.Range(0, Samples).SelectMany(Row)];
        double[] labels = [.. Enumerable.Range(0, Samples).Select(Label)];
        return CrossEntropy.Measure(
            TensorView.Create(predictions, Samples, Classes), TensorView.Create(labels), Options with { ThrottleLimit = threads }).Diagnostics;
    }

    private static double Label(int sample) => (sample + (Wrong.Contains(sample) ? 1 : 0)) % Classes;

    private static double[] Row(int sample)
    {
        double[] row = new double[Classes];
        Array.Fill(row, Rest);
        row[(sample + 1) % Classes] = Never;
        row[sample % Classes] = 1 - (8 * Rest) - Never;
        return row;
    }
}
