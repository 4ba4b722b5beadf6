using System.Numerics;
using System.Runtime.InteropServices;
using LossKernels.Tests.Reference;

namespace LossKernels.Benchmarks;

/// <summary>The formulas of <see cref="FrameworkFormulas"/> in high precision, on inputs and bounds as the data type has them.</summary>
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
