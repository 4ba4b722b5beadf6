using System.Numerics;
using System.Runtime.InteropServices;
using LossKernels.Tests.Reference;

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

/// <summary>The same formulas in high precision, on inputs and bounds as the data type has them.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal static class ExactFormulas<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly BigReal Lowest = Real(T.CreateTruncating(1e-7));
    private static readonly BigReal Floor = -100d;
    private static readonly BigReal Highest = Real(T.One - T.CreateTruncating(1e-7));

    /// <summary>ln(1 + sum of e^(x_j - x_y) over the other classes).</summary>
    public static BigReal Sparse(ReadOnlySpan<T> logits, int label) => HighPrecision.Log1P(Tail(logits, label));

    /// <summary>Sum of t_j (ln(sum of e^x_i) - x_j).</summary>
    public static BigReal Dense(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets)
    {
        int largest = IndexOfLargest(logits);
        BigReal pivot = Real(logits[largest]);
        BigReal mass = Sum(targets);
        BigReal gap = Weighted(logits, targets, x => pivot - Real(x));
        return gap + (mass * HighPrecision.Log1P(Tail(logits, largest)));
    }

    /// <summary>What a dense loss may be off: 2^-45 of the sum of t_j |x_j - x_k|, k the class of the largest target.</summary>
    public static BigReal DenseAllowance(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets)
    {
        BigReal pivot = Real(logits[IndexOfLargest(targets)]);
        return BigReal.Scale(Weighted(logits, targets, x => BigReal.Abs(pivot - Real(x))), -45);
    }

    /// <summary>max(x, 0) - x z + ln(1 + e^-|x|).</summary>
    public static BigReal BinaryFromLogit(T x, T z)
    {
        BigReal magnitude = Real(T.Abs(x));
        BigReal share = x > T.Zero ? BigReal.One - Real(z) : Real(z);
        return (magnitude * share) + HighPrecision.Log1P(HighPrecision.Exp(-magnitude));
    }

    /// <summary>What a binary loss of a soft target may be off: the two-class case of the dense loss.</summary>
    public static BigReal BinaryAllowance(T x, T z) =>
        BigReal.Scale(Real(T.Abs(x)) * (x > T.Zero ? BigReal.One - Real(z) : Real(z)), -45);

    public static BigReal TensorFlowBinary(T p, T z)
    {
        BigReal clipped = Clip(Real(p));
        return Binary(HighPrecision.Log(clipped + Lowest), HighPrecision.Log(BigReal.One - clipped + Lowest), z);
    }

    public static BigReal KerasBinary(T p, T z)
    {
        BigReal clipped = Clip(Real(p));
        return Binary(HighPrecision.Log(clipped), HighPrecision.Log(BigReal.One - clipped), z);
    }

    public static BigReal TorchBinary(T p, T z) =>
        Binary(p == T.Zero ? Floor : Floored(HighPrecision.Log(Real(p))), p == T.One ? Floor : Floored(HighPrecision.Log1P(-Real(p))), z);

    /// <summary>-(z ln p + (1 - z) ln(1 - p)), a product with zero being zero.</summary>
    public static BigReal Binary(T p, T z)
    {
        BigReal yes = z == T.Zero ? BigReal.Zero : HighPrecision.Log(Real(p));
        BigReal no = z == T.One ? BigReal.Zero : HighPrecision.Log1P(-Real(p));
        return Binary(yes, no, z);
    }

    /// <summary>Clipped, then divided by the sum: ln(1 + the others over the label's).</summary>
    public static BigReal TensorFlowSparse(ReadOnlySpan<T> probabilities, int label) =>
        HighPrecision.Log1P(SumOfOthers(probabilities, label, p => Clip(Real(p))) / Clip(Real(probabilities[label])));

    /// <summary>Divided by the sum, then clipped.</summary>
    public static BigReal KerasSparse(ReadOnlySpan<T> probabilities, int label) =>
        -HighPrecision.Log(Clip(Real(probabilities[label]) / Sum(probabilities)));

    public static BigReal SparseFromProbabilities(ReadOnlySpan<T> probabilities, int label) => -HighPrecision.Log(Real(probabilities[label]));

    /// <summary>Divided by the sum, then clipped.</summary>
    public static BigReal KerasDense(ReadOnlySpan<T> probabilities, ReadOnlySpan<T> targets)
    {
        BigReal sum = Sum(probabilities);
        return -Weighted(probabilities, targets, p => HighPrecision.Log(Clip(Real(p) / sum)));
    }

    public static BigReal DenseFromProbabilities(ReadOnlySpan<T> probabilities, ReadOnlySpan<T> targets) =>
        -Weighted(probabilities, targets, p => HighPrecision.Log(Real(p)));

    private static BigReal Tail(ReadOnlySpan<T> logits, int pivot)
    {
        BigReal origin = Real(logits[pivot]);
        return SumOfOthers(logits, pivot, x => T.IsNegativeInfinity(x) ? BigReal.Zero : HighPrecision.Exp(Real(x) - origin));
    }

    private static BigReal Sum(ReadOnlySpan<T> values) => SumOfOthers(values, -1, Real);

    // Rows have few distinct values: each function is computed once for each of them.
    private static BigReal SumOfOthers(ReadOnlySpan<T> values, int skipped, Func<T, BigReal> function)
    {
        Dictionary<T, int> counts = [];
        for (int j = 0; j < values.Length; j++)
        {
            if (j != skipped)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, values[j], out _)++;
            }
        }

        BigReal sum = BigReal.Zero;
        foreach ((T value, int count) in counts)
        {
            sum += function(value) * (double)count;
        }

        return sum;
    }

    // The sum of t_j f(x_j), a product with zero being zero.
    private static BigReal Weighted(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, Func<T, BigReal> function)
    {
        Dictionary<T, Dictionary<T, int>> countsByValue = [];
        for (int j = 0; j < values.Length; j++)
        {
            if (targets[j] != T.Zero)
            {
                ref Dictionary<T, int>? counts = ref CollectionsMarshal.GetValueRefOrAddDefault(countsByValue, values[j], out _);
                counts ??= [];
                CollectionsMarshal.GetValueRefOrAddDefault(counts, targets[j], out _)++;
            }
        }

        BigReal sum = BigReal.Zero;
        foreach ((T value, Dictionary<T, int> counts) in countsByValue)
        {
            BigReal mass = BigReal.Zero;
            foreach ((T target, int count) in counts)
            {
                mass += Real(target) * (double)count;
            }

            sum += mass * function(value);
        }

        return sum;
    }

    private static BigReal Binary(BigReal yes, BigReal no, T z) => -((Real(z) * yes) + ((BigReal.One - Real(z)) * no));

    private static BigReal Floored(BigReal log) => log < Floor ? Floor : log;

    private static BigReal Clip(BigReal p) => p < Lowest ? Lowest : p > Highest ? Highest : p;

    private static int IndexOfLargest(ReadOnlySpan<T> values)
    {
        int largest = 0;
        for (int j = 1; j < values.Length; j++)
        {
            largest = values[j] > values[largest] ? j : largest;
        }

        return largest;
    }

    private static BigReal Real(T value) => double.CreateTruncating(value);
}
