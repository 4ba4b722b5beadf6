using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Walks;
using LossKernels.Measures;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Kernels;

/// <summary>Derivatives of few classes that are written while losses are added up: against softmax less the target in double; the losses come to what they come to alone.</summary>
public class TileGradientTests
{
    private const int Guard = 5;

    public static TheoryData<int, int> Shapes
    {
        get
        {
            TheoryData<int, int> shapes = [];
            foreach (int rows in (int[])[1, 7, 16, 17, 255, 256, 300, 1024, 1500, 2100])
            {
                foreach (int classes in (int[])[2, 3, 4, 5, 6, 7, 8, 10, 17, 32, 63])
                {
                    shapes.Add(classes, rows);
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Derivatives_are_softmax_less_the_target_in_single_precision(int classes, int rows) => Check<float>(classes, rows, 6 * Math.ScaleB(1, -24));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Derivatives_are_softmax_less_the_target_in_double_precision(int classes, int rows) => Check<double>(classes, rows, (8 + (classes / 5)) * Math.ScaleB(1, -53));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_row_far_from_its_class_keeps_the_digits_of_the_others(int classes)
    {
        float[] logits = [.. Enumerable.Range(0, 40 * classes).Select(i => (i * 7 % 11) - 5f)];
        int[] labels = [.. Enumerable.Range(0, 40).Select(r => r % classes)];
        logits[(20 * classes) + labels[20]] = -1e30f;
        logits[(21 * classes) + labels[21]] = float.NegativeInfinity;
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Gradient = true, Reduction = Reduction.Sum };
        TensorView predictions = TensorView.Create((ReadOnlyMemory<float>)logits, new Shape([40, classes]));
        float[] gradient = new float[logits.Length];
        Loss.MeasureInto(predictions, TensorView.Create((ReadOnlyMemory<int>)labels, new Shape([40])), gradient, options);
        double[] expected = Expected(logits, labels, classes, [1]);
        Assert.All(gradient.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, Math.Abs(pair.Second) * 6 * Math.ScaleB(1, -24)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_row_that_needs_a_second_look_changes_no_other(int classes)
    {
        const int Rows = 1500;
        const int Far = 700;
        Random random = new(classes);
        float[] logits = [.. Enumerable.Range(0, Rows * classes).Select(_ => (float)((random.NextDouble() * 30) - 15))];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(classes))];
        float[] before = Gradient();
        logits[(Far * classes) + labels[Far]] = -1e30f;
        Same(before, Gradient());
        logits[(Far * classes) + labels[Far]] = float.NegativeInfinity;
        Same(before, Gradient());
        labels[Far] = -100;
        Same(before, Gradient());

        float[] Gradient() => Loss.Measure(
            TensorView.Create((ReadOnlyMemory<float>)logits.ToArray(), new Shape([Rows, classes])),
            TensorView.Create((ReadOnlyMemory<int>)labels.ToArray(), new Shape([Rows])),
            new CrossEntropyOptions { Kind = LossKind.Sparse, Form = InputForm.Logit, Convention = Conventions.Optax, IgnoreClass = -100, Gradient = true, Reduction = Reduction.Sum })
            .Gradient!.ToArray<float>();

        void Same(float[] expected, float[] actual)
        {
            Assert.Equal(expected[..(Far * classes)], actual[..(Far * classes)]);
            Assert.Equal(expected[((Far + 1) * classes)..], actual[((Far + 1) * classes)..]);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_small_share_of_a_weight_beyond_the_data_type_is_a_number(int classes)
    {
        const double Weight = 1e39;
        float[] logits = [.. Enumerable.Range(0, 20 * classes).Select(i => i % classes == 1 ? 20f + (i % 7) : i % 3)];
        int[] labels = [.. Enumerable.Repeat(1, 20)];
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Gradient = true, Reduction = Reduction.Sum };
        float[] gradient = new float[logits.Length];
        Loss.MeasureInto(
            TensorView.Create((ReadOnlyMemory<float>)logits, new Shape([20, classes])),
            TensorView.Create((ReadOnlyMemory<int>)labels, new Shape([20])),
            gradient,
            options,
            TensorView.Create((ReadOnlyMemory<double>)Enumerable.Repeat(Weight, 20).ToArray(), new Shape([20])));
        double[] expected = Expected(logits, labels, classes, [Weight]);
        Assert.All(gradient.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, Math.Abs(pair.Second) * 6 * Math.ScaleB(1, -24)));
    }

    private static void Check<T>(int classes, int rows, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check<T>(classes, rows, hasOwnScales: false, tolerance);
        Check<T>(classes, rows, hasOwnScales: true, tolerance);
    }

    private static void Check<T>(int classes, int rows, bool hasOwnScales, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new((100 * classes) + rows);
        T[] logits = [.. Enumerable.Range(0, rows * classes).Select(_ => T.CreateTruncating((random.NextDouble() * 30) - 15))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))];

        // Of two classes, a row that is left out has to be looked at once more.
        labels[rows / 2] = hasOwnScales && classes > 2 ? -1 : labels[rows / 2];
        double[] scales = hasOwnScales ? [.. labels.Select(_ => random.NextDouble())] : [0.37];
        double[] expected = Expected(logits, labels, classes, [.. scales.Select(scale => double.CreateTruncating(T.CreateTruncating(scale)))]);
        T[] gradient = Run<Lanes512<T>, Vector512<T>, T>(logits, labels, classes, scales, isStreamed: false, out double sum);
        Assert.All(
            gradient.Zip(expected), pair => Assert.Equal(pair.Second, double.CreateTruncating(pair.First), Math.Abs(pair.Second) * tolerance));
        foreach (bool isStreamed in (bool[])[false, true])
        {
            Assert.Equal(gradient, Run<Lanes512<T>, Vector512<T>, T>(logits, labels, classes, scales, isStreamed, out double other));
            Assert.Equal(sum, other);
            Assert.Equal(gradient, Run<Lanes256<T>, Vector256<T>, T>(logits, labels, classes, scales, isStreamed, out other));
            Assert.Equal(sum, other);
        }

        if (!hasOwnScales)
        {
            TensorBlock<T> block = new(logits, classes);
            Assert.Equal((classes == 2 ? TwoClassKernel.Sum<T, LabelledRows<T>>(new(block, labels, hasIgnored: false), rows, new double[SpreadSums<T>.Stretch]) : TileKernel.Sum(block, labels)).Sum.Value, sum);
        }
    }

    // From a place on that is no line's beginning, between numbers that stay as they are.
    private static T[] Run<TLanes, TVector, T>(T[] logits, int[] labels, int classes, double[] scales, bool isStreamed, out double sum)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] gradient = new T[logits.Length + (2 * Guard)];
        sum = GradientKernel.Tiles<TLanes, TVector, T>(
            new TensorBlock<T>(logits, classes), labels, new RowDerivatives<T>(scales, gradient.AsSpan(Guard, logits.Length), isStreamed)).Sum.Value;
        Assert.All(gradient[..Guard].Concat(gradient[^Guard..]), value => Assert.Equal(T.Zero, value));
        return gradient[Guard..^Guard];
    }

    private static double[] Expected<T>(T[] logits, int[] labels, int classes, double[] scales)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] expected = new double[logits.Length];
        for (int r = 0; r < labels.Length; r++)
        {
            double[] terms = [.. Row(logits, r, classes).Select(Math.Exp)];
            for (int c = 0; c < classes; c++)
            {
                double share = c == labels[r] ? -terms.Where((_, other) => other != c).Sum() : terms[c];
                expected[(r * classes) + c] = labels[r] < 0 ? 0 : scales[scales.Length == 1 ? 0 : r] * share / terms.Sum();
            }
        }

        return expected;
    }

    private static double[] Row<T>(T[] logits, int row, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. logits.Skip(row * classes).Take(classes).Select(x => double.CreateTruncating(x))];
}
