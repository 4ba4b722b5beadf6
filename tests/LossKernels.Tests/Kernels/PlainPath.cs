using System.Numerics;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Kernels;

/// <summary>
/// A kind, form, convention and data type: measured through the public way in, and computed again by plain loops in double precision.
/// Targets are always a value for each prediction; of a sparse path they are one-hot, and the class number is given to the measurement.
/// </summary>
internal sealed record PlainPath(LossKind Kind, InputForm Form, string Convention, bool IsSingle)
{
    private double Epsilon => IsSingle ? 1e-7f : 1e-7;

    private double Upper => IsSingle ? 1 - 1e-7f : 1 - 1e-7;

    /// <summary>A value as the data type has it.</summary>
    public double Round(double value) => IsSingle ? (float)value : value;

    /// <summary>
    /// The losses of all rows, for binary all elements of one row after those of another. The classes of a row stand <paramref name="inner"/> values apart,
    /// and before and behind the tensors there are values that would show.
    /// </summary>
    public double[][] Measure(double[][] predictions, double[][] targets, int inner = 1, int offset = 0, int threads = 1) => IsSingle
        ? Measure<float>(predictions, targets, inner, offset, threads)
        : Measure<double>(predictions, targets, inner, offset, threads);

    /// <summary>The losses of one row by the formula as it is written.</summary>
    public double[] Expected(double[] row, double[] targets) => (Kind, Form) switch
    {
        (LossKind.Binary, InputForm.Logit) => [.. row.Zip(targets, PlainBinary)],
        (LossKind.Binary, _) => [.. row.Zip(targets, BinaryOfProbability)],
        (_, InputForm.Logit) => [Softmax(row, targets)],
        (LossKind.Categorical, _) => [Categorical(row, targets)],
        _ => [Sparse(row, Array.IndexOf(targets, 1))],
    };

    /// <summary>
    /// Two units in the last place of single precision, 1e-13 of double precision; what a plain logarithm near one loses of its digits comes on top.
    /// </summary>
    public void AssertNear(double[] expected, double[] actual, Func<string> where)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double allowed = (Math.Abs(expected[i]) * (IsSingle ? Math.ScaleB(1, -22) : 1e-13)) + 1e-15;
            bool isNear = double.IsFinite(expected[i]) ? Math.Abs(expected[i] - actual[i]) <= allowed : expected[i].Equals(actual[i]);
            if (!isNear)
            {
                Assert.Fail($"{actual[i]:R} instead of {expected[i]:R} at {i}; {where()}");
            }
        }
    }

    private static double PlainBinary(double x, double z) => Math.Max(x, 0) - (x * z) + Log1P(Math.Exp(-Math.Abs(x)));

    private static double Log1P(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    private double BinaryOfProbability(double p, double z)
    {
        double clipped = Clip(p);
        return Convention switch
        {
            "TensorFlow" => -((z * Math.Log(clipped + Epsilon)) + ((1 - z) * Math.Log(1 - clipped + Epsilon))),
            "PyTorch" => ((z - 1) * Math.Max(Math.Log(1 - p), -100)) - (z * Math.Max(Math.Log(p), -100)),
            "Exact" => -((z == 0 && !double.IsNaN(p) ? 0 : z * Math.Log(p)) + (z == 1 && !double.IsNaN(p) ? 0 : (1 - z) * Math.Log(1 - p))),
            _ => -((z * Math.Log(clipped)) + ((1 - z) * Math.Log(1 - clipped))),
        };
    }

    // The sum of t_k (ln(sum of e^x_j) - x_k), the largest logit apart so that a small loss keeps its digits.
    private double Softmax(double[] x, double[] t)
    {
        double max = x.Aggregate(Math.Max);
        int largest = Array.IndexOf(x, max);
        double rest = max - max;
        for (int j = 0; j < x.Length; j++)
        {
            rest += j == largest ? 0 : Math.Exp(x[j] - max);
        }

        bool skipsZeros = Kind == LossKind.Sparse || Convention == "Exact";
        double loss = 0;
        for (int k = 0; k < x.Length; k++)
        {
            loss += t[k] == 0 && skipsZeros && !double.IsNaN(rest) ? 0 : t[k] * (max - x[k] + Log1P(rest));
        }

        return loss;
    }

    private double Categorical(double[] p, double[] t)
    {
        double sum = p.Sum();
        double loss = 0;
        for (int j = 0; j < p.Length; j++)
        {
            loss -= Convention != "Exact" ? t[j] * Math.Log(Clip(p[j] / sum))
                : t[j] == 0 && !double.IsNaN(sum) ? 0
                : t[j] * Math.Log(p[j]);
        }

        return loss;
    }

    private double Sparse(double[] p, int label) => Convention switch
    {
        "TensorFlow" or "Keras1" => -Math.Log(Clip(p[label]) / p.Sum(Clip)),
        "Exact" => double.IsNaN(p.Sum()) ? double.NaN : -Math.Log(p[label]),
        _ => -Math.Log(Clip(p[label] / p.Sum())),
    };

    private double Clip(double value) => Math.Min(Math.Max(value, Epsilon), Upper);

    private double[][] Measure<T>(double[][] predictions, double[][] targets, int inner, int offset, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = predictions[0].Length;
        int outer = predictions.Length / inner;
        Shape shape = inner == 1 ? new Shape(outer, classes) : new Shape(outer, classes, inner);
        int otherOffset = (offset * 7) % 18;
        TensorView target = Kind != LossKind.Sparse
            ? Slice(Flat<T>(targets, inner), shape, otherOffset, T.NaN)
            : Labels(targets, inner == 1 ? new Shape(outer) : new Shape(outer, inner), otherOffset);
        TensorView values = CrossEntropy.Measure(
            Slice(Flat<T>(predictions, inner), shape, offset, T.NaN),
            target,
            new CrossEntropyOptions
            {
                Kind = Kind,
                Form = Form,
                Convention = Conventions.Find(Convention),
                Axis = 1,
                Reduction = Kind == LossKind.Binary ? Reduction.PerElement : Reduction.None,
                ThrottleLimit = threads,
            }).Values!;
        double[] losses = values.Read(0, (int)values.Shape.Length, new double[values.Shape.Length]).ToArray();
        return Kind == LossKind.Binary ? Rows(losses, classes, inner) : [.. losses.Chunk(1)];
    }

    // Numbers in the neighbourhood that no label may have.
    private static TensorView Labels(double[][] targets, Shape shape, int offset)
    {
        long[] labels = [.. targets.Select(row => (long)Array.IndexOf(row, 1))];
        return offset % 2 == 0
            ? Slice(labels, shape, offset, long.MinValue)
            : Slice([.. labels.Select(label => (int)label)], shape, offset, int.MaxValue);
    }

    private static T[] Flat<T>(double[][] rows, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = rows[0].Length;
        T[] values = new T[rows.Length * classes];
        for (int r = 0; r < rows.Length; r++)
        {
            double[] row = rows[r];
            int first = First(r, classes, inner);
            for (int j = 0; j < row.Length; j++)
            {
                values[first + (j * inner)] = T.CreateTruncating(row[j]);
            }
        }

        return values;
    }

    private static double[][] Rows(double[] values, int classes, int inner)
    {
        double[][] rows = new double[values.Length / classes][];
        for (int r = 0; r < rows.Length; r++)
        {
            double[] row = rows[r] = new double[classes];
            int first = First(r, classes, inner);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = values[first + (j * inner)];
            }
        }

        return rows;
    }

    private static int First(int row, int classes, int inner) => (row / inner * classes * inner) + (row % inner);

    private static TensorView Slice<T>(T[] values, Shape shape, int offset, T guard)
        where T : unmanaged
    {
        T[] memory = new T[offset + values.Length + 17];
        memory.AsSpan().Fill(guard);
        values.CopyTo(memory, offset);
        return TensorView.Create<T>(memory.AsMemory(offset, values.Length), shape);
    }
}
