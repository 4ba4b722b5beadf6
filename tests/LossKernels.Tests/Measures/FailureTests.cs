using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Whatever ends a measurement early, it is what is met first in the data, for any number of threads.</summary>
public class FailureTests
{
    private const int Rows = 400_000;
    private const int Classes = 3;

    private static readonly float[] Logits = new float[Rows * Classes];

    [Fact]
    public void A_failure_with_a_place_or_a_remedy_says_else_what_its_factory_said()
    {
        LossException label = LossErrors.LabelOutOfRange(7, 4, 3);
        foreach (LossException failure in new[] { label, LossErrors.At(label, "line 6"), label.WithRemedy("Give another.") })
        {
            Assert.Equal((nameof(LossErrors.LabelOutOfRange), FailureKind.Label, FailureScope.Sample), (failure.Id, failure.Kind, failure.Scope));
            Assert.Equal((4, 7), (failure.Row, failure.Offender));
        }
    }

    // Batches of a thousand, of which the second has nothing that counts, and a label of no class far behind it.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void A_batch_without_a_mean_is_told_before_what_is_behind_it(int threads)
    {
        int[] labels = new int[Rows];
        labels.AsSpan(1000, 1000).Fill(-100);
        labels[3000] = Classes;
        CrossEntropyOptions options = new()
        {
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            Convention = Conventions.PyTorch,
            WhenAllIgnored = WhenAllIgnored.Error,
            BatchSize = 1000,
            ThrottleLimit = threads,
        };
        Assert.Equal("AllSamplesIgnored", Assert.ThrowsAny<LossException>(() => Measure(Logits, labels, options)).Id);
        labels[500] = Classes;
        LossException label = Assert.ThrowsAny<LossException>(() => Measure(Logits, labels, options));
        Assert.Equal((nameof(LossErrors.LabelOutOfRange), 500), (label.Id, label.Row));
    }

    // Of probabilities that are refused and weights that are none, in the same block or in two, the same is told whether derivatives are written or not.
    [Theory]
    [InlineData(3, 3, Reduction.Sum, "ProbabilityOutOfRange")]
    [InlineData(3, 1, Reduction.Sum, "ProbabilityOutOfRange")]
    [InlineData(3, 1, Reduction.Mean, "ProbabilityOutOfRange")]
    [InlineData(70_000, 3, Reduction.Sum, "NotANumber")]
    [InlineData(3, 70_000, Reduction.None, "ProbabilityOutOfRange")]
    public void Of_a_prediction_and_a_weight_the_same_is_told_with_derivatives(int prediction, int weight, Reduction reduction, string id)
    {
        const int Samples = 80_000;
        float[] predictions = new float[Samples];
        Array.Fill(predictions, 0.5f);
        predictions[prediction] = 1.5f;
        double[] weights = new double[Samples];
        Array.Fill(weights, 1);
        weights[weight] = double.NaN;
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Convention = Conventions.PyTorch, Reduction = reduction };
        foreach (bool isDerived in new[] { false, true })
        {
            LossException failure = Assert.ThrowsAny<LossException>(() => CrossEntropy.Measure(
                TensorView.Create(predictions), TensorView.Create(new float[Samples]), options with { Gradient = isDerived }, TensorView.Create(weights)));
            Assert.Equal((id, id == "NotANumber" ? weight : prediction), (failure.Id, failure.Row));
        }
    }

    // Where a file can no longer be read, say. It comes as it is, in no wrapping of several threads.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void What_cannot_be_read_is_told_as_it_is(int threads)
    {
        TornView torn = new(TensorView.Create((ReadOnlyMemory<float>)Logits, new Shape(Rows, Classes)), Rows / 2);
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, ThrottleLimit = threads };
        IOException failure = Assert.Throws<IOException>(() => CrossEntropy.Measure(torn, TensorView.Create(new int[Rows]), options));
        long block = BlockSchedule.Of(Classes).RowsPerBlock;
        Assert.Equal($"{Rows / 2 / block * block * Classes}", failure.Message);
    }

    private static LossResult Measure(float[] predictions, int[] labels, CrossEntropyOptions options) =>
        CrossEntropy.Measure(TensorView.Create(predictions, Rows, Classes), TensorView.Create(labels), options);

    private sealed class TornView(TensorView values, long row) : TensorView(values.Shape, values.ElementType)
    {
        public override TensorView Reshape(Shape shape) => new TornView(values.Reshape(shape), row);

        public override bool TryGetValues<T>(out ReadOnlySpan<T> stored)
        {
            stored = default;
            return false;
        }

        public override ReadOnlySpan<T> Read<T>(long start, int count, Span<T> buffer) =>
            start + count <= row * Classes ? values.Read(start, count, buffer) : throw new IOException($"{start}");
    }
}
