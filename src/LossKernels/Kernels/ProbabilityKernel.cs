using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>Row statistics of probabilities. All arithmetic is in double; the bounds come from the formula, rounded to the data type.</summary>
internal static class ProbabilityKernel
{
    /// <summary>
    /// Of each row the clipped value of the label's class, and the sum of the other clipped values; a negative label leaves the row out.
    /// </summary>
    public static void Index<T>(TensorBlock<T> probabilities, ReadOnlySpan<int> labels, ClipBounds clip, Span<double> picked, Span<double> rest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < probabilities.Rows; r++)
        {
            int label = labels[r];
            ReadOnlySpan<T> row = probabilities[r];
            picked[r] = label < 0 ? 1 : clip.Apply(double.CreateTruncating(row[label]));
            rest[r] = label < 0 ? 0 : Sum(row[..label], clip) + Sum(row[(label + 1)..], clip);
        }
    }

    /// <summary>The sum of the clipped values.</summary>
    public static double Sum<T>(ReadOnlySpan<T> values, ClipBounds clip)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<double> sum0 = Vector256<double>.Zero;
        Vector256<double> sum1 = Vector256<double>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            (Vector256<double> lower, Vector256<double> upper) = ElementKernel.Widen(Load(values, i));
            sum0 += clip.Apply(lower);
            if (typeof(T) == typeof(float))
            {
                sum1 += clip.Apply(upper);
            }
        }

        double total = Lanes.Sum(sum0 + sum1);
        for (; i < values.Length; i++)
        {
            total += clip.Apply(double.CreateTruncating(values[i]));
        }

        return total;
    }

    /// <summary>
    /// Of each row - sum of t_j ln q_j with q = clip(p / before) / after.
    /// </summary>
    /// <param name="probabilities">Rows x classes.</param>
    /// <param name="targets">As many values.</param>
    /// <param name="normalisesBefore">Whether the row is divided by its sum before it is clipped.</param>
    /// <param name="normalisesAfter">Whether the row is divided by the sum of what is clipped.</param>
    /// <param name="clip">The bounds.</param>
    /// <param name="skipZeros">Whether a target of zero makes nothing of an infinite logarithm; else the product is NaN.</param>
    /// <param name="losses">One value a row.</param>
    public static void Dense<T>(
        TensorBlock<T> probabilities,
        ReadOnlySpan<T> targets,
        bool normalisesBefore,
        bool normalisesAfter,
        ClipBounds clip,
        bool skipZeros,
        Span<double> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < probabilities.Rows; r++)
        {
            ReadOnlySpan<T> row = probabilities[r];
            double sum = Sum(row, normalisesAfter ? clip : ClipBounds.None);
            losses[r] = double.IsNaN(sum)
                ? double.NaN
                : 0 - WeightedLog(
                    row,
                    targets.Slice(r * row.Length, row.Length),
                    normalisesBefore ? sum : 1,
                    normalisesAfter ? sum : 1,
                    clip,
                    skipZeros);
        }
    }

    private static double WeightedLog<T>(ReadOnlySpan<T> row, ReadOnlySpan<T> target, double before, double after, ClipBounds clip, bool skipZeros)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A vector of nothing but zero targets adds nothing where no logarithm can be infinite or NaN: most of a one-hot row.
        bool skipVectors = skipZeros || (clip.Lower > 0 && before != 0);
        Vector256<double> total = Vector256<double>.Zero;
        int i = 0;
        for (; i <= row.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            Vector256<T> t = Load(target, i);
            if (skipVectors && Vector256.EqualsAll(t, Vector256<T>.Zero))
            {
                continue;
            }

            (Vector256<double> p0, Vector256<double> p1) = ElementKernel.Widen(Load(row, i));
            (Vector256<double> t0, Vector256<double> t1) = ElementKernel.Widen(t);
            total += Term(p0, t0, before, after, clip, skipZeros);
            if (typeof(T) == typeof(float))
            {
                total += Term(p1, t1, before, after, clip, skipZeros);
            }
        }

        double sum = Lanes.Sum(total);
        for (; i < row.Length; i++)
        {
            double t = double.CreateTruncating(target[i]);
            if (t != 0 || !skipVectors)
            {
                sum += Term(Vector256.Create(double.CreateTruncating(row[i])), Vector256.Create(t), before, after, clip, skipZeros).ToScalar();
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Load<T>(ReadOnlySpan<T> values, int index)
        where T : unmanaged =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);

    private static Vector256<double> Term(Vector256<double> p, Vector256<double> t, double before, double after, ClipBounds clip, bool skipZeros)
    {
        Vector256<double> q = clip.Apply(p / Vector256.Create(before)) / Vector256.Create(after);
        Vector256<double> term = t * VectorMath.Log(q);
        return skipZeros
            ? Vector256.ConditionalSelect(Vector256.Equals(t, Vector256<double>.Zero), Vector256<double>.Zero, term)
            : term;
    }
}
