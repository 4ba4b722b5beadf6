using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Kernels;

/// <summary>Losses of so many rows that the worst of all roundings come together in some: against ln(1 + tail) in double.</summary>
public sealed class LossDigitsTests
{
    // What is promised, and what rounding to the data type adds.
    private const double Most = 2 + 0.5;

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(17)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(80)]
    public void No_loss_of_many_rows_is_two_units_off(int classes)
    {
        int rows = 2_000_000 / classes;
        Random random = new(classes);
        foreach (double spread in (double[])[5, 20])
        {
            float[] logits = [.. Enumerable.Range(0, rows * classes).Select(_ => (float)(spread * Normal(random)))];

            // Of every other row the label is that of the largest logit: losses are small ones too.
            int[] labels = [.. Enumerable.Range(0, rows).Select(r => r % 2 == 0 ? random.Next(classes) : Largest(logits.AsSpan(r * classes, classes)))];
            CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Convention = Conventions.PyTorch, Reduction = Reduction.None };
            float[] losses = CrossEntropy.Measure(TensorView.Create(logits, rows, classes), TensorView.Create(labels, rows), options).Values!.ToArray<float>();
            double worst = 0;
            for (int r = 0; r < rows; r++)
            {
                double tail = 0;
                for (int c = 0; c < classes; c++)
                {
                    tail += c == labels[r] ? 0 : Math.Exp((double)logits[(r * classes) + c] - logits[(r * classes) + labels[r]]);
                }

                // What Math.Log loses of a small tail, its logarithm has as a series.
                double exact = tail < 1e-5 ? tail * (1 - (tail * (0.5 - (tail / 3)))) : Math.Log(1 + tail);
                double unit = Math.ScaleB(1, Math.Max(Math.ILogB(exact), -126) - 23);
                worst = Math.Max(worst, Math.Abs(losses[r] - exact) / unit);
            }

            Assert.True(worst <= Most, $"{worst:F2} units at a spread of {spread}");
        }
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static int Largest(ReadOnlySpan<float> row)
    {
        int largest = 0;
        for (int c = 1; c < row.Length; c++)
        {
            largest = row[c] > row[largest] ? c : largest;
        }

        return largest;
    }
}
