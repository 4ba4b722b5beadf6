using System.Numerics;

namespace LossKernels.Benchmarks;

/// <summary>
/// What the frameworks compute on a CPU, operation for operation in the precision of the input: PyTorch 2 (aten/src/ATen/native/Loss.cpp,
/// cpu/vec_log_softmax), TensorFlow 2 (core/kernels/xent_op.h, tf_keras/backend.py) and Keras 3 (keras/src/backend/*/nn.py).
/// </summary>
internal static class FrameworkFormulas
{
    // The lanes of the vectors that both frameworks add rows up in, for AVX2 and float32.
    private const int Lanes = 8;

    // Eigen adds longer rows up in halves.
    private const int LongestPart = 8192;

    private const double Epsilon = 1e-7;

    /// <summary>torch.nn.functional.cross_entropy with the number of a class: log_softmax, of which one value is picked.</summary>
    public static T TorchSparse<T>(ReadOnlySpan<T> logits, int label)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T largest, T logSum) = TorchLogSum(logits);
        return -(logits[label] - largest - logSum);
    }

    /// <summary>torch.nn.functional.cross_entropy with a value for each class.</summary>
    public static T TorchDense<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T largest, T logSum) = TorchLogSum(logits);
        T[] terms = new T[logits.Length];
        for (int j = 0; j < terms.Length; j++)
        {
            terms[j] = (logits[j] - largest - logSum) * targets[j];
        }

        return -SumInHalves<T>(terms);
    }

    /// <summary>tf.nn.sparse_softmax_cross_entropy_with_logits.</summary>
    public static T TensorFlowSparse<T>(ReadOnlySpan<T> logits, int label)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = Largest(logits);
        return TensorFlowLogSum(logits, largest) - (logits[label] - largest);
    }

    /// <summary>tf.nn.softmax_cross_entropy_with_logits.</summary>
    public static T TensorFlowDense<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = Largest(logits);
        T logSum = TensorFlowLogSum(logits, largest);
        T[] terms = new T[logits.Length];
        for (int j = 0; j < terms.Length; j++)
        {
            terms[j] = targets[j] * (logSum - (logits[j] - largest));
        }

        return SumInHalves<T>(terms);
    }

    /// <summary>torch.nn.functional.binary_cross_entropy_with_logits: (1 - z) x - logsigmoid(x).</summary>
    public static T TorchBinaryFromLogit<T>(T x, T z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ((T.One - z) * x) - (T.Min(x, T.Zero) - Log1P(T.Exp(-T.Abs(x))));

    /// <summary>tf.nn.sigmoid_cross_entropy_with_logits.</summary>
    public static T TensorFlowBinaryFromLogit<T>(T x, T z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.Max(x, T.Zero) - (x * z) + Log1P(T.Exp(-T.Abs(x)));

    /// <summary>torch.nn.functional.binary_cross_entropy.</summary>
    public static T TorchBinary<T>(T p, T z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T floor = T.CreateTruncating(-100);
        return ((z - T.One) * T.Max(T.Log(T.One - p), floor)) - (z * T.Max(T.Log(p), floor));
    }

    /// <summary>tf.keras.losses.binary_crossentropy: clipped, and epsilon once more inside the logarithm.</summary>
    public static T TensorFlowBinary<T>(T p, T z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T epsilon = T.CreateTruncating(Epsilon);
        p = Clip(p);
        return -((z * T.Log(p + epsilon)) + ((T.One - z) * T.Log(T.One - p + epsilon)));
    }

    /// <summary>keras.losses.binary_crossentropy of Keras 3: clipped.</summary>
    public static T KerasBinary<T>(T p, T z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        p = Clip(p);
        return -((z * T.Log(p)) + ((T.One - z) * T.Log(T.One - p)));
    }

    /// <summary>tf.keras.losses.sparse_categorical_crossentropy: clipped, and the logarithms taken for logits.</summary>
    public static T TensorFlowSparseFromProbabilities<T>(ReadOnlySpan<T> probabilities, int label)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] logits = new T[probabilities.Length];
        for (int j = 0; j < logits.Length; j++)
        {
            logits[j] = T.Log(Clip(probabilities[j]));
        }

        return TensorFlowSparse<T>(logits, label);
    }

    /// <summary>keras.losses.sparse_categorical_crossentropy of Keras 3: divided by the sum, then clipped.</summary>
    public static T KerasSparse<T>(ReadOnlySpan<T> probabilities, int label)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        -T.Log(Clip(probabilities[label] / SumInHalves(probabilities)));

    /// <summary>categorical_crossentropy of tf.keras and of Keras 3: divided by the sum, then clipped.</summary>
    public static T KerasDense<T>(ReadOnlySpan<T> probabilities, ReadOnlySpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = SumInHalves(probabilities);
        T[] terms = new T[probabilities.Length];
        for (int j = 0; j < terms.Length; j++)
        {
            terms[j] = targets[j] * T.Log(Clip(probabilities[j] / sum));
        }

        return -SumInHalves<T>(terms);
    }

    private static (T Largest, T LogSum) TorchLogSum<T>(ReadOnlySpan<T> logits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = Largest(logits);
        return (largest, T.Log(SumInLanes<T>(Exponentials(logits, largest))));
    }

    private static T TensorFlowLogSum<T>(ReadOnlySpan<T> logits, T largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.Log(SumInHalves<T>(Exponentials(logits, largest)));

    private static T[] Exponentials<T>(ReadOnlySpan<T> logits, T largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] terms = new T[logits.Length];
        for (int j = 0; j < terms.Length; j++)
        {
            terms[j] = T.Exp(logits[j] - largest);
        }

        return terms;
    }

    private static T Largest<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = values[0];
        foreach (T value in values)
        {
            largest = T.Max(largest, value);
        }

        return largest;
    }

    private static T SumInHalves<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int half = values.Length / 2;
        return values.Length <= LongestPart ? SumInLanes(values) : SumInHalves(values[..half]) + SumInHalves(values[half..]);
    }

    private static T SumInLanes<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> lanes = stackalloc T[Lanes];
        lanes.Clear();
        for (int j = 0; j < values.Length; j++)
        {
            lanes[j % Lanes] += values[j];
        }

        for (int count = Lanes / 2; count > 0; count /= 2)
        {
            for (int lane = 0; lane < count; lane++)
            {
                lanes[lane] += lanes[lane + count];
            }
        }

        return lanes[0];
    }

    private static T Clip<T>(T p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T epsilon = T.CreateTruncating(Epsilon);
        return T.Min(T.Max(p, epsilon), T.One - epsilon);
    }

    // W. Kahan's: the rounding error of 1 + x cancels in the quotient. That of the runtime is the logarithm of 1 + x.
    private static T Log1P<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.One + x;
        return sum == T.One ? x : T.Log(sum) * (x / (sum - T.One));
    }
}
