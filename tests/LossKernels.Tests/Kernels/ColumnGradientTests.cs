using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Walks;
using LossKernels.Measures;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Kernels;

/// <summary>Derivatives of rows that lie across columns: against softmax less the target in double, and through the library against those of the same rows side by side.</summary>
public class ColumnGradientTests
{
    // Between the columns, which stay as they are.
    private const int Gap = 3;

    public static TheoryData<int, int> Shapes => new()
    {
        { 2, 1 }, { 2, 1500 }, { 3, 17 }, { 5, 64 }, { 6, 1 }, { 6, 40 }, { 7, 300 }, { 10, 15 }, { 10, 16 }, { 10, 1000 }, { 21, 517 }, { 150, 70 }, { 200, 100 }, { 300, 64 }, { 600, 18 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Derivatives_are_softmax_less_the_target(int classes, int rows)
    {
        Check<float>(5 * Math.ScaleB(1, -24));
        Check<double>(20 * Math.ScaleB(1, -53));

        void Check<T>(double tolerance)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Random random = new(classes);
            int stride = rows + Gap;
            T[] logits = [.. Enumerable.Range(0, stride * classes).Select(_ => T.CreateTruncating((random.NextDouble() * 30) - 15))];
            int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(-1, classes))];
            double[] scales = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
            T[] gradient = Run<Lanes512<T>, Vector512<T>, T>(logits, classes, labels, scales, isStreamed: false);
            Assert.Equal(gradient, Run<Lanes512<T>, Vector512<T>, T>(logits, classes, labels, scales, isStreamed: true));
            Assert.Equal(gradient, Run<Lanes256<T>, Vector256<T>, T>(logits, classes, labels, scales, isStreamed: false));
            Assert.Equal(gradient, Run<Lanes256<T>, Vector256<T>, T>(logits, classes, labels, scales, isStreamed: true));
            for (int r = 0; r < stride; r++)
            {
                double[] terms = [.. Enumerable.Range(0, classes).Select(c => Math.Exp(double.CreateTruncating(logits[(c * stride) + r])))];
                for (int c = 0; c < classes; c++)
                {
                    double share = r < rows && labels[r] == c ? -(terms.Where((_, other) => other != c).Sum() / terms.Sum()) : terms[c] / terms.Sum();
                    double derivative = r >= rows ? 1 : labels[r] < 0 ? 0 : double.CreateTruncating(T.CreateTruncating(scales[r])) * share;
                    Assert.Equal(derivative, double.CreateTruncating(gradient[(c * stride) + r]), Math.Abs(derivative) * tolerance);
                }
            }
        }
    }

    // One row is taken from its largest logit, some weigh nothing, of which Exact does not look at one that is none, and some labels are left out.
    [Theory]
    [InlineData("Exact", LossKind.Sparse, InputForm.Logit, 7)]
    [InlineData("Exact", LossKind.Categorical, InputForm.Logit, 7)]
    [InlineData("PyTorch", LossKind.Sparse, InputForm.Logit, 21)]
    [InlineData("PyTorch", LossKind.Sparse, InputForm.Logit, 3)]
    [InlineData("PyTorch", LossKind.Sparse, InputForm.Logit, 2)]
    [InlineData("PyTorch", LossKind.Categorical, InputForm.Logit, 2)]
    [InlineData("PyTorch", LossKind.Categorical, InputForm.Logit, 4)]
    [InlineData("PyTorch", LossKind.Categorical, InputForm.Logit, 21)]
    [InlineData("TensorFlow", LossKind.Sparse, InputForm.Probability, 7)]
    [InlineData("TensorFlow", LossKind.Categorical, InputForm.Probability, 7)]
    public void Derivatives_are_those_of_rows_side_by_side(string convention, LossKind kind, InputForm form, int classes)
    {
        const int Outer = 3;
        foreach (int inner in (int[])[5, 2003])
        {
            foreach (bool isFar in (bool[])[false, true])
            {
                foreach (bool isWide in (bool[])[false, true])
                {
                    Compare(inner, isFar, isWide);
                }
            }
        }

        void Compare(int inner, bool isFar, bool isWide)
        {
            Random random = new(classes);
            int rows = Outer * inner;
            bool isLogit = form == InputForm.Logit;
            float[] logits = [.. Enumerable.Range(0, rows * classes).Select(_ => isLogit ? (random.NextSingle() * 10) - 5 : 0.1f + random.NextSingle())];
            int[] labels = [.. Enumerable.Range(0, rows).Select(r => r % 11 == 5 && kind == LossKind.Sparse ? -100 : random.Next(classes))];
            double[] weights = [.. Enumerable.Range(0, rows).Select(r => r % 7 == 3 ? 0 : random.NextDouble())];
            if (isFar && isLogit)
            {
                logits[(4 * classes) + Math.Max(labels[4], 0)] = -300;
            }

            if (convention == "Exact")
            {
                logits[(3 * classes) + 1] = float.NaN;
            }

            CrossEntropyOptions options = new()
            {
                Kind = kind,
                Form = form,
                Convention = Conventions.Find(convention),
                IgnoreClass = kind == LossKind.Sparse ? -100 : null,
                Gradient = true,
                DataType = isWide ? ElementType.Float64 : null,
            };
            float[] oneHot = [.. labels.SelectMany(label => Enumerable.Range(0, classes).Select(c => c == label ? 1f : 0))];
            double[] expected = Gradient(TensorView.Create(logits, rows, classes), kind == LossKind.Sparse ? TensorView.Create(labels, rows) : TensorView.Create(oneHot, rows, classes), TensorView.Create(weights, rows), options);
            double[] gradient = Gradient(
                TensorView.Create(Turned(logits), Outer, classes, inner),
                kind == LossKind.Sparse ? TensorView.Create(labels, Outer, inner) : TensorView.Create(Turned(oneHot), Outer, classes, inner),
                TensorView.Create(weights, Outer, inner),
                options with { Axis = 1 });
            double[] side = Turned(expected);
            for (int i = 0; i < side.Length; i++)
            {
                Assert.Equal(side[i], gradient[i], Math.Abs(side[i]) * (isWide ? 1e-14 : 1e-6));
            }

            TValue[] Turned<TValue>(TValue[] values) =>
            [
                .. from outer in Enumerable.Range(0, Outer)
                   from c in Enumerable.Range(0, classes)
                   from r in Enumerable.Range(outer * inner, inner)
                   select values[(r * classes) + c],
            ];
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Are_the_same_whether_losses_are_added_up_or_written(int classes)
    {
        const int Inner = 5003;
        Random random = new(classes);
        TensorView logits = TensorView.Create((float[])[.. Enumerable.Range(0, classes * Inner).Select(_ => (random.NextSingle() * 20) - 10)], 1, classes, Inner);
        TensorView labels = TensorView.Create((int[])[.. Enumerable.Range(0, Inner).Select(_ => random.Next(classes))], 1, Inner);
        TensorView weights = TensorView.Create((double[])[.. Enumerable.Repeat(1.0, Inner)], 1, Inner);
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Axis = 1, Convention = Conventions.PyTorch, Reduction = Reduction.Sum, Gradient = true };
        double[] summed = Values(CrossEntropy.Measure(logits, labels, options));
        Assert.Contains(summed, derivative => derivative != 0);
        Assert.Equal(summed, Values(CrossEntropy.Measure(logits, labels, options with { Reduction = Reduction.None })));
        Assert.Equal(summed, Gradient(logits, labels, weights, options));
    }

    [Fact]
    public void A_column_behind_the_last_is_none()
    {
        float[] gradient = [1, 1, 1, 1, 1];
        new RowDerivatives<float>([], gradient, isStreamed: false, int.MaxValue).ClearColumns(3);
        Assert.Equal([1, 1, 1, 0, 1], gradient);
    }

    private static double[] Gradient(TensorView logits, TensorView targets, TensorView weights, CrossEntropyOptions options) =>
        Values(CrossEntropy.Measure(logits, targets, options, weights));

    private static double[] Values(LossResult result) =>
        result.Gradient!.Read(0, (int)result.Gradient.Shape.Length, new double[result.Gradient.Shape.Length]).ToArray();

    private static T[] Run<TLanes, TVector, T>(T[] logits, int classes, int[] labels, double[] scales, bool isStreamed)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stride = labels.Length + Gap;
        TensorBlock<T> block = TensorBlock<T>.OfColumns(logits, labels.Length, classes, stride);
        T[] gradient = [.. Enumerable.Repeat(T.One, logits.Length)];
        double[] alone = new double[labels.Length];
        double[] tails = new double[labels.Length];
        T[] room = new T[Tiles<T>.Room(block)];
        TileKernel.Write<TLanes, TVector, T>(block, labels, new TileLosses<T>(alone, []), default, default, room);
        ColumnGradient<TLanes, TVector, T>.Write(
            block, labels, new TileLosses<T>(tails, []), default, new RowDerivatives<T>(scales, gradient.AsSpan(0, gradient.Length - Gap), isStreamed, stride), room);
        Assert.Equal(alone.Where((_, r) => labels[r] >= 0), tails.Where((_, r) => labels[r] >= 0));
        return gradient;
    }
}
