using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>What holds for every batch, with options on: the means of batches, and the same bits for every way in, number of threads and width of numbers.</summary>
public class OptionBatchTests
{
    // Two blocks of the most rows that a block has, and a part of one.
    private const int Rows = 9_001;
    private const int Classes = 3;

    private static readonly float[] Logits = Random(Rows * Classes, seed: 1, unit => (unit - 0.5f) * 12);
    private static readonly float[] Probabilities = Random(Rows * Classes, seed: 2, unit => (0.98f * unit) + 0.01f);
    private static readonly float[] Soft = Random(Rows * Classes, seed: 3, unit => unit);
    private static readonly float[] Labels = Random(Rows, seed: 4, unit => unit < 0.2f ? -100 : (int)(unit * Classes));
    private static readonly double[] Weights = [.. Random(Rows, seed: 5, unit => unit < 0.1f ? 0 : unit).Select(unit => (double)unit)];

    private static readonly Dictionary<string, CrossEntropyOptions> Combinations = new()
    {
        ["weights, smoothing and a label left out"] = new()
        {
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            Convention = Conventions.PyTorch,
            ClassWeights = [1, 0.5, 2],
            LabelSmoothing = 0.1,
            WhenAllIgnored = WhenAllIgnored.Zero,
        },
        ["weights of samples, their number, and zero for a batch without"] = new()
        {
            Kind = LossKind.Sparse,
            Convention = Conventions.TensorFlow,
            ClassWeights = [1, 0, 2],
            IgnoreClass = -100,
            Denominator = Denominator.NonZeroWeights,
            WhenAllIgnored = WhenAllIgnored.Zero,
        },
        ["focal classes"] = new()
        {
            Kind = LossKind.Categorical,
            Convention = Conventions.Keras3,
            FocalGamma = 1.5,
            ClassWeights = [1, 0.5, 2],
            Denominator = Denominator.WeightSum,
        },
        ["generalised"] = new()
        {
            Kind = LossKind.Sparse,
            Form = InputForm.Logit,
            Convention = Conventions.Exact,
            GeneralizedQ = 0.7,
            IgnoreClass = -100,
            Temperature = 2,
            WhenAllIgnored = WhenAllIgnored.Zero,
        },
        ["poly-1"] = new()
        {
            Kind = LossKind.Categorical,
            Form = InputForm.Logit,
            Convention = Conventions.Optax,
            PolyEpsilon = 2,
            Denominator = Denominator.Number,
            DenominatorValue = 7,
        },
        ["focal outputs"] = new()
        {
            Kind = LossKind.Binary,
            Form = InputForm.Logit,
            Convention = Conventions.Keras3,
            FocalGamma = 2,
            FocalAlpha = [0.25],
            LabelSmoothing = 0.1,
            PositiveWeights = [1, 2, 3],
        },
        ["outputs of the framework's own formula"] = new() { Kind = LossKind.Binary, Convention = Conventions.PyTorch, LabelSmoothing = 0.2, Denominator = Denominator.WeightSum },
        ["plain"] = new() { Kind = LossKind.Categorical, Convention = Conventions.TensorFlow },
    };

    public static TheoryData<string, bool> Names
    {
        get
        {
            TheoryData<string, bool> names = [];
            foreach (string name in Combinations.Keys)
            {
                names.Add(name, false);
                names.Add(name, true);
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_mean_of_batches_is_the_mean_of_their_means(string name, bool isWeighted)
    {
        foreach (int size in (int[])[7, 1000, 4096, 5000])
        {
            CrossEntropyOptions options = Combinations[name] with { DataType = ElementType.Float64 };
            List<double> means = [];
            List<double> derivatives = [];
            for (int first = 0; first < Rows; first += size)
            {
                LossResult mean = Measure(options with { Gradient = true }, isWeighted, first, Math.Min(first + size, Rows));
                means.Add(mean.Loss!.Value);
                derivatives.AddRange(Values(mean.Gradient!));
            }

            LossResult whole = Measure(options with { BatchSize = size, Gradient = true }, isWeighted, 0, Rows);
            Assert.Equal(means.Average(), whole.Loss!.Value, 1e-12 * means.Average());
            double[] gradient = Values(whole.Gradient!);
            double most = gradient.Max(Math.Abs);
            for (int i = 0; i < gradient.Length; i++)
            {
                Assert.Equal(derivatives[i] / means.Count, gradient[i], 1e-12 * most);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_one_by_one_give_the_bits_of_the_array(string name, bool isWeighted)
    {
        CrossEntropyOptions options = Combinations[name];
        options = options with { DataType = options.Convention.AlwaysDouble ? ElementType.Float64 : ElementType.Float32 };
        foreach (int? size in (int?[])[null, 1, 7, 1000, 4096, 5000])
        {
            AssertSame(options with { BatchSize = size }, isWeighted);
        }

        AssertSame(options with { Denominator = Denominator.Convention, Reduction = Reduction.Sum }, isWeighted);
        AssertSame(options with { Denominator = Denominator.Convention, Reduction = Reduction.None }, isWeighted);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_change_no_bit(string name, bool isWeighted)
    {
        foreach (int? size in (int?[])[null, 1000])
        {
            CrossEntropyOptions options = Combinations[name] with { Gradient = true, BatchSize = size };
            LossResult one = Measure(options with { ThrottleLimit = 1 }, isWeighted, 0, Rows);
            Assert.True(double.IsFinite(one.Loss!.Value));
            foreach (int threads in (int[])[2, 8])
            {
                LossResult many = Measure(options with { ThrottleLimit = threads }, isWeighted, 0, Rows);
                Assert.Equal(Bits(one), Bits(many));
                Assert.Equal(Values(one.Gradient!), Values(many.Gradient!));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Half_and_bfloat16_give_the_bits_of_the_numbers_widened(string name, bool isWeighted)
    {
        CrossEntropyOptions options = Combinations[name] with { Gradient = true };
        const int Some = 500;
        foreach (Shape shape in (Shape[])[new Shape(Some, Classes), new Shape(5, Classes, Some / 5)])
        {
            CrossEntropyOptions along = options with { Axis = 1 };
            float[] given = Given(options)[..(Some * Classes)];
            Half[] halves = [.. given.Select(value => (Half)value)];
            ushort[] upper = [.. given.Select(value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16))];
            float[] ofHalves = [.. halves.Select(value => (float)value)];
            float[] ofUpper = [.. upper.Select(value => BitConverter.UInt32BitsToSingle((uint)value << 16))];
            AssertSame(TensorView.Create<float>(ofHalves, shape), TensorView.Create<Half>(halves, shape));
            AssertSame(TensorView.Create<float>(ofUpper, shape), TensorView.CreateBFloat16(upper, shape));

            void AssertSame(TensorView wide, TensorView narrow)
            {
                LossResult expected = MeasureSome(wide);
                LossResult actual = MeasureSome(narrow);
                Assert.Equal(Bits(expected), Bits(actual));
                Assert.Equal(expected.DataType, actual.DataType);
                Assert.Equal(Values(expected.Gradient!), Values(actual.Gradient!));
            }

            LossResult MeasureSome(TensorView prediction)
            {
                Shape rows = shape.Without(1);
                TensorView target = options.Kind == LossKind.Sparse
                    ? TensorView.Create<float>(Labels.AsMemory(..Some), rows)
                    : TensorView.Create<float>(Soft.AsMemory(..(Some * Classes)), shape);
                return CrossEntropy.Measure(prediction, target, along, isWeighted ? TensorView.Create<double>(Weights.AsMemory(..Some), rows) : null);
            }
        }
    }

    private static void AssertSame(CrossEntropyOptions options, bool isWeighted)
    {
        LossMeter meter = new(options, failure => Assert.Fail(failure.Message));
        float[] given = Given(options);
        double[] prediction = new double[Classes];
        double[] target = new double[options.Kind == LossKind.Sparse ? 1 : Classes];
        for (int row = 0; row < Rows; row++)
        {
            for (int j = 0; j < Classes; j++)
            {
                prediction[j] = given[(row * Classes) + j];
            }

            for (int j = 0; j < target.Length; j++)
            {
                target[j] = options.Kind == LossKind.Sparse ? Labels[row] : Soft[(row * Classes) + j];
            }

            meter.Add(prediction, target, isWeighted ? Weights[row] : null);
        }

        LossResult whole = Measure(options, isWeighted, 0, Rows);
        LossResult single = meter.Complete();
        Assert.Equal(Bits(whole), Bits(single));
        Assert.Equal(whole.IgnoredCount, single.IgnoredCount);
        Assert.Equal(whole.Values is null ? [] : Values(whole.Values), single.Values is null ? [] : Values(single.Values));
    }

    private static LossResult Measure(CrossEntropyOptions options, bool isWeighted, int first, int end)
    {
        TensorView target = options.Kind == LossKind.Sparse
            ? TensorView.Create<float>(Labels.AsMemory(first..end), new Shape(end - first))
            : TensorView.Create<float>(Soft.AsMemory((first * Classes)..(end * Classes)), new Shape(end - first, Classes));
        return CrossEntropy.Measure(
            TensorView.Create<float>(Given(options).AsMemory((first * Classes)..(end * Classes)), new Shape(end - first, Classes)),
            target,
            options,
            isWeighted ? TensorView.Create<double>(Weights.AsMemory(first..end), new Shape(end - first)) : null);
    }

    private static float[] Given(CrossEntropyOptions options) => options.Form == InputForm.Logit ? Logits : Probabilities;

    private static (long? Loss, long? StandardError, long WeightSum) Bits(LossResult result) =>
        (Bits(result.Loss), Bits(result.StandardError), BitConverter.DoubleToInt64Bits(result.WeightSum));

    private static long? Bits(double? value) => value is double number ? BitConverter.DoubleToInt64Bits(number) : null;

    private static double[] Values(TensorView tensor)
    {
        double[] buffer = new double[tensor.Shape.Length];
        return tensor.Read<double>(0, buffer.Length, buffer).ToArray();
    }

    private static float[] Random(int count, int seed, Func<float, float> map)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => map(random.NextSingle()))];
    }
}
