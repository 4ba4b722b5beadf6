using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>Softmax and sigmoid, their logarithms and their inverses. Every result is rounded to T once.</summary>
internal static class ActivationKernel
{
    /// <summary>exp(x_j) / sum of exp(x_k), from the largest logit on.</summary>
    public static void Softmax<T>(TensorBlock<T> logits, Span<T> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < logits.Rows; r++)
        {
            ReadOnlySpan<T> row = logits[r];
            Span<T> result = probabilities.Slice(r * row.Length, row.Length);
            int largest = TensorPrimitives.IndexOfMax(row);
            Vector512<double> pivot = Vector512.Create(double.CreateTruncating(row[largest]));
            double sum = 1 + SoftmaxKernel.TailOfLargest(row, largest);
            Map(row, result, new ShiftedExponential(pivot, Vector512.Create(sum)));
        }
    }

    /// <summary>x_j - ln(sum of exp(x_k)).</summary>
    public static void LogSoftmax<T>(TensorBlock<T> logits, Span<T> logProbabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < logits.Rows; r++)
        {
            ReadOnlySpan<T> row = logits[r];
            Span<T> result = logProbabilities.Slice(r * row.Length, row.Length);
            int largest = TensorPrimitives.IndexOfMax(row);
            double tail = SoftmaxKernel.TailOfLargest(row, largest);
            double logSum = VectorMath.Log1P(Vector512.Create(tail)).ToScalar();
            Map(row, result, new Shift(Vector512.Create(double.CreateTruncating(row[largest])), Vector512.Create(logSum)));

            // The largest logit's own value is the one that the difference above would round away.
            result[largest] = Lanes.From<T>(0 - logSum);
        }
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static void Sigmoid<T>(ReadOnlySpan<T> logits, Span<T> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Map(logits, probabilities, default(SigmoidOperator));

    /// <summary>-ln(1 + e^-x).</summary>
    public static void LogSigmoid<T>(ReadOnlySpan<T> logits, Span<T> logProbabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Map(logits, logProbabilities, default(LogSigmoidOperator));

    /// <summary>ln p: the inverse of softmax up to a constant a row.</summary>
    public static void Log<T>(ReadOnlySpan<T> probabilities, Span<T> logits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Map(probabilities, logits, default(LogOperator));

    /// <summary>ln(p / (1 - p)): the inverse of sigmoid.</summary>
    public static void Logit<T>(ReadOnlySpan<T> probabilities, Span<T> logits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Map(probabilities, logits, default(LogitOperator));

    private static void Map<T, TOperator>(ReadOnlySpan<T> values, Span<T> results, TOperator map)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IElementOperator
    {
        Span<double> wide = stackalloc double[Vector512<double>.Count];
        for (int i = 0; i < values.Length; i += wide.Length)
        {
            int count = Math.Min(wide.Length, values.Length - i);
            TensorPrimitives.ConvertTruncating(values.Slice(i, count), wide);
            map.Invoke(Lanes.Load<double>(wide, 0)).CopyTo(wide);
            TensorPrimitives.ConvertTruncating<double, T>(wide[..count], results.Slice(i, count));
        }
    }

    private interface IElementOperator
    {
        Vector512<double> Invoke(Vector512<double> x);
    }

    private readonly struct ShiftedExponential(Vector512<double> pivot, Vector512<double> sum) : IElementOperator
    {
        // 2^-42: where an exponential is a number, no difference is rounded by more.
        private static readonly Vector512<double> MostError = Vector512.Create(1d / (1L << 42));

        // The rounding error of the difference goes into the exponential; where the difference is infinite there is none.
        public Vector512<double> Invoke(Vector512<double> x)
        {
            Vector512<double> difference = x - pivot;
            Vector512<double> back = difference - x;
            Vector512<double> error = x - (difference - back) - (pivot + back);
            return VectorMath.Exp(difference, error & Vector512.LessThan(Vector512.Abs(error), MostError)) / sum;
        }
    }

    private readonly struct Shift(Vector512<double> pivot, Vector512<double> logSum) : IElementOperator
    {
        public Vector512<double> Invoke(Vector512<double> x) => x - pivot - logSum;
    }

    private readonly struct SigmoidOperator : IElementOperator
    {
        public Vector512<double> Invoke(Vector512<double> x) => VectorMath.Sigmoid(x);
    }

    private readonly struct LogSigmoidOperator : IElementOperator
    {
        public Vector512<double> Invoke(Vector512<double> x) => -VectorMath.Softplus(-x);
    }

    private readonly struct LogOperator : IElementOperator
    {
        public Vector512<double> Invoke(Vector512<double> p) => VectorMath.Log(p);
    }

    private readonly struct LogitOperator : IElementOperator
    {
        private const double Tiny = 1e-300;

        // ln(1 + |p - q| / min(p, q)) of p and q = 1 - p: next to a half, where the difference of two logarithms leaves nothing, p - q is exact, as q is above.
        // Of what is so small that the quotient has no number, the logarithm is that of p.
        public Vector512<double> Invoke(Vector512<double> p)
        {
            Vector512<double> one = Vector512<double>.One;
            Vector512<double> gap = p + p - one;
            Vector512<double> size = VectorMath.Log1P(Vector512.Abs(gap) / Vector512.Min(p, one - p));
            Vector512<double> logit = Vector512.ConditionalSelect(Vector512.LessThan(gap, Vector512<double>.Zero), -size, size);
            Vector512<double> isTiny = Vector512.LessThan(p, Vector512.Create(Tiny));
            return isTiny == Vector512<double>.Zero ? logit : Vector512.ConditionalSelect(isTiny, VectorMath.Log(p), logit);
        }
    }
}
