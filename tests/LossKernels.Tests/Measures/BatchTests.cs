using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>What holds for every batch: the same bits for every number of threads and every way in, and sums that merge.</summary>
public class BatchTests
{
    private const int Rows = 20_000;
    private const int Classes = 10;

    private static readonly int[] ThreadCounts = [1, 2, 3, 8];
    private static readonly float[] Logits = Random(Rows * Classes, seed: 1, value => (float)((value - 0.5) * 20));
    private static readonly int[] Labels = [.. Random(Rows, seed: 2, value => (float)(int)(value * Classes)).Select(value => (int)value)];
    private static readonly double[] Weights = [.. Random(Rows, seed: 3, value => (float)value).Select(value => (double)value)];

    [Theory]
    [InlineData(LossKind.Sparse, Reduction.Mean)]
    [InlineData(LossKind.Sparse, Reduction.None)]
    [InlineData(LossKind.Binary, Reduction.Mean)]
    public void Threads_change_no_bit(LossKind kind, Reduction reduction)
    {
        LossResult[] results = [.. ThreadCounts.Select(threads => Measure(kind, reduction, threads))];
        foreach (LossResult result in results)
        {
            Assert.Equal(results[0].Loss, result.Loss);
            Assert.Equal(results[0].StandardError, result.StandardError);
            Assert.Equal(Values(results[0]), Values(result));
        }
    }

    [Theory]
    [InlineData(Reduction.Mean, false)]
    [InlineData(Reduction.Mean, true)]
    [InlineData(Reduction.None, true)]
    public void Samples_one_by_one_give_the_bits_of_the_array(Reduction reduction, bool weighted)
    {
        CrossEntropyOptions options = new() { Form = InputForm.Logit, Reduction = reduction };
        LossMeter meter = new(options, failure => Assert.Fail(failure.Message));
        double[] row = new double[Classes];
        for (int r = 0; r < Rows; r++)
        {
            for (int j = 0; j < Classes; j++)
            {
                row[j] = Logits[(r * Classes) + j];
            }

            meter.Add(row, [Labels[r]], weighted ? Weights[r] : null);
        }

        LossResult single = meter.Complete();
        LossResult whole = CrossEntropy.Measure(
            TensorView.Create(Logits, Rows, Classes), TensorView.Create(Labels), options, weighted ? TensorView.Create(Weights) : null);
        Assert.Equal(whole.Loss, single.Loss);
        Assert.Equal(whole.StandardError, single.StandardError);
        Assert.Equal(whole.WeightSum, single.WeightSum);
        Assert.Equal(Values(whole), Values(single));
    }

    [Fact]
    public void A_sample_at_fault_is_left_out_and_named()
    {
        List<LossException> failures = [];
        LossMeter meter = new(new CrossEntropyOptions { Form = InputForm.Logit }, failures.Add);
        for (int r = 0; r < 5000; r++)
        {
            meter.Add([1, 2, 3], [r is 7 or 4000 ? 3 : r % 3]);
        }

        LossResult result = meter.Complete();
        Assert.Equal([7L, 4000L], failures.Select(failure => failure.Row!.Value));
        Assert.All(failures, failure => Assert.Equal("LabelOutOfRange", failure.Id));
        Assert.Equal(2, result.SkippedCount);
        Assert.Equal(4998, result.SampleCount);

        int[] right = [.. Enumerable.Range(0, 5000).Where(r => r is not (7 or 4000)).Select(r => r % 3)];
        float[] logits = [.. right.SelectMany(_ => new float[] { 1, 2, 3 })];
        LossResult whole = CrossEntropy.Measure(
            TensorView.Create(logits, right.Length, 3), TensorView.Create(right), new CrossEntropyOptions { Form = InputForm.Logit });
        Assert.Equal(whole.Loss, result.Loss);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Of_several_rows_at_fault_the_lowest_is_reported(int threads)
    {
        int[] labels = [.. Labels];
        labels[19_000] = labels[9_001] = labels[15_000] = Classes;
        LossException failure = Assert.ThrowsAny<LossException>(() => CrossEntropy.Measure(
            TensorView.Create(Logits, Rows, Classes),
            TensorView.Create(labels),
            new CrossEntropyOptions { Form = InputForm.Logit, ThrottleLimit = threads }));
        Assert.Equal(9_001, failure.Row);
    }

    [Fact]
    public void The_mean_is_the_sum_over_the_count()
    {
        LossResult mean = Measure(LossKind.Sparse, Reduction.Mean, 0);
        LossResult sum = Measure(LossKind.Sparse, Reduction.Sum, 0);
        Assert.Equal(sum.Loss!.Value / Rows, mean.Loss!.Value, 1e-14);
        Assert.Equal(Values(Measure(LossKind.Sparse, Reduction.None, 0)).Average(), mean.Loss.Value, 1e-6);
    }

    [Fact]
    public void Sums_of_parts_merge_to_the_sum_of_the_whole()
    {
        LossAccumulator whole = default;
        LossAccumulator merged = default;
        foreach (double[] part in Weights.Chunk(617))
        {
            LossAccumulator sums = default;
            sums.Add(part, default, 1);
            merged.Merge(sums);
        }

        foreach (double loss in Weights)
        {
            whole.Add([loss], [], 1);
        }

        Assert.Equal(whole.Losses.Value, merged.Losses.Value, Math.ScaleB(whole.Losses.Value, -52));
        Assert.Equal(whole.StandardError(Denominator.Valid), merged.StandardError(Denominator.Valid), 1e-12);

        double mean = Weights.Average();
        double spread = Math.Sqrt(Weights.Sum(loss => (loss - mean) * (loss - mean)) / (Rows - 1.0) / Rows);
        Assert.Equal(spread, whole.StandardError(Denominator.Valid), 1e-9 * spread);
    }

    [Fact]
    public void The_standard_error_keeps_a_small_spread_of_large_losses()
    {
        LossAccumulator sums = default;
        for (int part = 0; part < 4; part++)
        {
            sums.Add([.. Enumerable.Range(0, 250).Select(i => 10_000 + ((i + part) % 2 == 0 ? 1e-5 : -1e-5))], default, 1);
        }

        Assert.Equal(1e-5 / Math.Sqrt(999), sums.StandardError(Denominator.Valid), 1e-11);
    }

    [Fact]
    public void Twenty_million_losses_do_not_drift()
    {
        LossAccumulator sums = default;
        double[] part = new double[20_000];
        part.AsSpan().Fill(0.1);
        for (int i = 0; i < 1000; i++)
        {
            sums.Add(part, default, 1);
        }

        Assert.Equal(0.1, sums.Mean(Denominator.Valid));
    }

    [Fact]
    public void Cancellation_ends_the_measurement()
    {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => CrossEntropy.Measure(
            TensorView.Create(Logits, Rows, Classes), TensorView.Create(Labels), new CrossEntropyOptions { Form = InputForm.Logit }, null, cancelled.Token));
    }

    private static LossResult Measure(LossKind kind, Reduction reduction, int threads) => CrossEntropy.Measure(
        TensorView.Create(Logits, Rows, Classes),
        kind == LossKind.Sparse ? TensorView.Create(Labels) : TensorView.Create(Logits.Select(value => value > 0).ToArray(), Rows, Classes),
        new CrossEntropyOptions { Kind = kind, Form = InputForm.Logit, Reduction = reduction, ThrottleLimit = threads });

    private static double[] Values(LossResult result) =>
        result.Values?.Read<double>(0, (int)result.Values.Shape.Length, new double[result.Values.Shape.Length]).ToArray() ?? [];

    private static float[] Random(int count, int seed, Func<double, float> map)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => map(random.NextDouble()))];
    }
}
