using LossKernels.Measures;
using LossKernels.Measures.Binding;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Samples that come one by one give the array's result, whatever is gathered at once and whatever is left out.</summary>
public class MeterTests
{
    private const int Classes = 20;
    private const int Samples = 9000;

    private static readonly CrossEntropyOptions Logits = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Convention = Conventions.Keras3 };

    public static TheoryData<int, int[]> Faults => new()
    {
        { 1, [] },
        { 3, [] },
        { 64, [] },
        { 1, [0, 1637, 1638, 1639, 5000, Samples - 1] },
        { 3, [0, 1637, 1638, 1639, 5000, Samples - 1] },
        { 64, [0, 1637, 1638, 1639, 5000, Samples - 1] },
        { 2, [.. Enumerable.Range(0, 1700)] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_gathered_at_once_changes_no_bit(int blocksAtOnce, int[] faults)
    {
        (double[] predictions, double[] targets) = Draw();
        int[] good = [.. Enumerable.Range(0, Samples).Except(faults)];
        LossResult expected = CrossEntropy.Measure(
            TensorView.Create<double>([.. good.SelectMany(i => predictions[(i * Classes)..((i + 1) * Classes)])], good.Length, Classes),
            TensorView.Create<double>([.. good.Select(i => targets[i])]),
            Logits with { DataType = ElementType.Float32 });

        foreach (int fault in faults)
        {
            targets[fault] = Classes + fault;
        }

        List<long> skipped = [];
        using LossMeter meter = new(Logits, failure => skipped.Add(failure.Row!.Value), blocksAtOnce: blocksAtOnce);
        for (int i = 0; i < Samples; i++)
        {
            meter.Add(predictions.AsSpan(i * Classes, Classes), targets.AsSpan(i, 1));
        }

        LossResult result = meter.Complete();
        Assert.Equal(faults.Select(fault => (long)fault), skipped);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected.Loss!.Value), BitConverter.DoubleToInt64Bits(result.Loss!.Value));
        Assert.Equal(faults.Length, result.SkippedCount);
        Assert.Equal(good.Length, result.SampleCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Losses_that_are_kept_are_in_the_order_of_the_samples(int blocksAtOnce)
    {
        (double[] predictions, double[] targets) = Draw();
        CrossEntropyOptions options = Logits with { Reduction = Reduction.None };
        LossResult expected = CrossEntropy.Measure(
            TensorView.Create<double>(predictions[..(100 * Classes)].Concat(predictions[(101 * Classes)..]).ToArray(), Samples - 1, Classes),
            TensorView.Create<double>([.. targets[..100], .. targets[101..]]),
            options with { DataType = ElementType.Float32 });
        targets[100] = 0.5;
        using LossMeter meter = new(options, _ => { }, blocksAtOnce: blocksAtOnce);
        for (int i = 0; i < Samples; i++)
        {
            meter.Add(predictions.AsSpan(i * Classes, Classes), targets.AsSpan(i, 1));
        }

        float[] room = new float[Samples - 1];
        float[] losses = meter.Complete().Values!.Read<float>(0, room.Length, new float[room.Length]).ToArray();
        Assert.Equal(expected.Values!.Read<float>(0, room.Length, room).ToArray(), losses);
    }

    [Fact]
    public void A_sample_is_called_by_the_number_that_it_is_given()
    {
        List<string> messages = [];
        using LossMeter meter = new(Logits, failure => messages.Add(failure.Message));
        meter.Add([1, 2], [0], number: 70);
        meter.Add([1, 2], [5], number: 90);
        meter.Complete();
        Assert.Equal(["Label 5 of sample 90 is not one of the 2 classes 0 to 1."], messages);
    }

    // The fourth sample to come is the third that counts, and the first of its batch.
    [Theory]
    [InlineData(2, 3)]
    [InlineData(null, 1)]
    public void A_mean_of_nothing_names_its_first_sample_by_number(int? batchSize, long expected)
    {
        using LossMeter meter = new(Logits with { Convention = Conventions.PyTorch, BatchSize = batchSize }, _ => { });
        meter.Add([1, 2], [2]);
        meter.Add([1, 2], [batchSize is null ? -100 : 0]);
        meter.Add([1, 2], [batchSize is null ? -100 : 1]);
        meter.Add([1, 2], [-100]);
        meter.Add([1, 2], [-100]);
        Assert.Equal(expected, Assert.Single(meter.Complete().Diagnostics, found => found.Id == "NothingToAverage").FirstRow);
    }

    [Fact]
    public void Measurements_that_share_a_decision_are_of_one_kind()
    {
        SharedKind shared = new();
        using LossMeter first = new(new CrossEntropyOptions(), (_, _) => { }, shared, blocksAtOnce: 1);
        using LossMeter second = new(new CrossEntropyOptions(), (_, _) => { }, shared, blocksAtOnce: 1);
        first.Add([0.2, 0.8], [1, 1]);
        second.Add([0.2, 0.8], [0, 1]);
        Assert.Equal(LossKind.Binary, first.Complete().Kind);
        Assert.Equal(LossKind.Binary, second.Complete().Kind);
    }

    [Fact]
    public void What_the_first_decided_another_cannot_contradict()
    {
        SharedKind shared = new();
        using LossMeter first = new(new CrossEntropyOptions(), (_, _) => { }, shared, blocksAtOnce: 1);
        using LossMeter second = new(new CrossEntropyOptions(), (_, _) => { }, shared, blocksAtOnce: 1);
        first.Add([0.2, 0.8], [0, 1], number: 0);
        second.Add([0.2, 0.8], [1, 1], number: 1);
        Assert.Equal(LossKind.Categorical, first.Complete().Kind);
        LossException failure = Assert.ThrowsAny<LossException>(second.Complete);
        Assert.Equal("AmbiguousKind", failure.Id);
        Assert.Equal(1, failure.Row);
    }

    private static (double[] Predictions, double[] Targets) Draw()
    {
        Random random = new(11);
        double[] predictions = new double[Samples * Classes];
        double[] targets = new double[Samples];
        for (int i = 0; i < predictions.Length; i++)
        {
            predictions[i] = (random.NextDouble() * 8) - 4;
        }

        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = random.Next(Classes);
        }

        return (predictions, targets);
    }
}
