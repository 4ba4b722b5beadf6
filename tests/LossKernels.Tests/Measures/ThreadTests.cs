using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Every path gives the same bits for any number of threads, over dozens of blocks, and from samples one by one.</summary>
public class ThreadTests
{
    private const int Classes = 2;

    // 64 blocks of the most rows that a block has, and a part of one.
    private const int Rows = (64 * 16384) + 1234;

    private static readonly float[] Logits = [.. Units(Rows * Classes, seed: 1).Select(unit => (unit - 0.5f) * 20)];
    private static readonly float[] Probabilities = Units(Rows * Classes, seed: 2);
    private static readonly float[] Soft = Units(Rows * Classes, seed: 3);
    private static readonly int[] Labels = [.. Units(Rows, seed: 4).Select(unit => unit < 0.5f ? 0 : 1)];
    private static readonly float[] Hard = [.. Labels.SelectMany(label => new float[] { 1 - label, label })];
    private static readonly double[] Weights = [.. Units(Rows, seed: 5).Select(unit => (double)unit)];

    public static TheoryData<LossKind, InputForm, bool, bool> Paths
    {
        get
        {
            TheoryData<LossKind, InputForm, bool, bool> paths = [];
            foreach (InputForm form in new[] { InputForm.Logit, InputForm.Probability })
            {
                foreach (bool isWeighted in new[] { false, true })
                {
                    paths.Add(LossKind.Sparse, form, true, isWeighted);
                    paths.Add(LossKind.Categorical, form, true, isWeighted);
                    paths.Add(LossKind.Categorical, form, false, isWeighted);
                    paths.Add(LossKind.Binary, form, true, isWeighted);
                    paths.Add(LossKind.Binary, form, false, isWeighted);
                }
            }

            return paths;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Threads_change_no_bit_of_any_path(LossKind kind, InputForm form, bool isHard, bool isWeighted)
    {
        foreach (ElementType type in new[] { ElementType.Float32, ElementType.Float64 })
        {
            foreach (Shape shape in new[] { new Shape(Rows, Classes), new Shape(1, Classes, Rows) })
            {
                CrossEntropyOptions options = new() { Kind = kind, Form = form, DataType = type, Axis = 1 };
                Shape losses = shape.Without(1);
                TensorView prediction = TensorView.Create<float>(form == InputForm.Logit ? Logits : Probabilities, shape);
                TensorView target = kind == LossKind.Sparse
                    ? TensorView.Create<int>(Labels, losses)
                    : TensorView.Create<float>(isHard ? Hard : Soft, shape);
                TensorView? weights = isWeighted ? TensorView.Create<double>(Weights, losses) : null;
                (long, long)[] bits = [.. new[] { 1, 2, 3, 8 }.Select(threads => Bits(CrossEntropy.Measure(prediction, target, options with { ThrottleLimit = threads }, weights)))];
                Assert.All(bits, each => Assert.Equal(bits[0], each));
                Assert.True(double.IsFinite(BitConverter.Int64BitsToDouble(bits[0].Item1)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Samples_of_any_path_one_by_one_give_the_bits_of_the_array(LossKind kind, InputForm form, bool isHard, bool isWeighted)
    {
        const int Some = 10_000;
        CrossEntropyOptions options = new() { Kind = kind, Form = form };
        float[] predictions = (form == InputForm.Logit ? Logits : Probabilities)[..(Some * Classes)];
        float[] dense = (isHard ? Hard : Soft)[..(Some * Classes)];
        LossMeter meter = new(options, failure => Assert.Fail(failure.Message));
        for (int r = 0; r < Some; r++)
        {
            double[] row = [predictions[r * Classes], predictions[(r * Classes) + 1]];
            double[] target = kind == LossKind.Sparse ? [Labels[r]] : [dense[r * Classes], dense[(r * Classes) + 1]];
            meter.Add(row, target, isWeighted ? Weights[r] : null);
        }

        LossResult whole = CrossEntropy.Measure(
            TensorView.Create(predictions, Some, Classes),
            kind == LossKind.Sparse ? TensorView.Create(Labels[..Some]) : TensorView.Create(dense, Some, Classes),
            options,
            isWeighted ? TensorView.Create(Weights[..Some]) : null);
        Assert.Equal(Bits(whole), Bits(meter.Complete()));
    }

    private static (long Loss, long StandardError) Bits(LossResult result) =>
        (BitConverter.DoubleToInt64Bits(result.Loss!.Value), BitConverter.DoubleToInt64Bits(result.StandardError!.Value));

    private static float[] Units(int count, int seed)
    {
        Random random = new(seed);
        float[] units = new float[count];
        for (int i = 0; i < count; i++)
        {
            units[i] = random.NextSingle();
        }

        return units;
    }
}
