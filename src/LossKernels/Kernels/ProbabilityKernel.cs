using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>Row statistics of probabilities. Values are clipped as T has them, sums and logarithms are in double.</summary>
internal static class ProbabilityKernel
{
    /// <summary>
    /// Of each row the clipped value of the label's class, and the sum of the other clipped values; of a row with a negative label, one and zero.
    /// </summary>
    /// <returns>Whether all values lie within 0..1 for certain; if not, they may still do.</returns>
    public static bool Index<T>(TensorBlock<T> probabilities, ReadOnlySpan<int> labels, ClipBounds clip, Span<double> picked, Span<double> rest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(probabilities);
        bool isWithinUnit = Vector512.IsHardwareAccelerated
            ? ProbabilityLanes<Lanes512<T>, Vector512<T>, T>.Rests(probabilities, labels, clip, rest, buffer.Values)
            : ProbabilityLanes<Lanes256<T>, Vector256<T>, T>.Rests(probabilities, labels, clip, rest, buffer.Values);
        for (int r = 0; r < probabilities.Rows; r++)
        {
            int label = labels[r];
            if (label < 0)
            {
                (picked[r], rest[r]) = (1, 0);
            }
            else
            {
                picked[r] = clip.Apply(double.CreateTruncating(probabilities[r, label]));
            }
        }

        return isWithinUnit;
    }

    /// <summary>
    /// The sum of t_j ln q_j of a row, with q = clip(p / before) / after.
    /// </summary>
    /// <param name="probabilities">The block.</param>
    /// <param name="targets">As many values.</param>
    /// <param name="row">The row.</param>
    /// <param name="before">What the row is divided by before it is clipped.</param>
    /// <param name="after">What the row is divided by after it is clipped.</param>
    /// <param name="clip">The bounds.</param>
    /// <param name="skipZeros">Whether a target of zero makes nothing of an infinite logarithm; else the product is NaN.</param>
    public static double WeightedLog<T>(
        TensorBlock<T> probabilities, TensorBlock<T> targets, int row, double before, double after, ClipBounds clip, bool skipZeros)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A vector of nothing but zero targets adds nothing where no logarithm can be infinite or NaN.
        bool skipVectors = skipZeros || (clip.Lower > 0 && before != 0);
        LaneSums lower = default;
        LaneSums upper = default;
        Span<double> p = stackalloc double[Vector512<double>.Count];
        Span<double> t = stackalloc double[Vector512<double>.Count];
        for (int c = 0; c < probabilities.Classes; c += p.Length)
        {
            Read(targets, row, c, t, fill: 0);
            Vector512<double> target = Vector512.Create<double>(t);
            if (skipVectors && target == Vector512<double>.Zero)
            {
                continue;
            }

            Read(probabilities, row, c, p, fill: 1);
            Vector512<double> terms = Term(Vector512.Create<double>(p), target, before, after, clip, skipZeros);
            int count = probabilities.Classes - c;
            if (count < p.Length)
            {
                terms = Vector512.ConditionalSelect(Vector512.LessThan(Vector512<double>.Indices, Vector512.Create((double)count)), terms, Vector512<double>.Zero);
            }

            lower.Add(terms.GetLower());
            upper.Add(terms.GetUpper());
        }

        return LaneSums.Total<double>(lower, upper);
    }

    private static Vector512<double> Term(Vector512<double> p, Vector512<double> t, double before, double after, ClipBounds clip, bool skipZeros)
    {
        Vector512<double> q = clip.Apply(p / Vector512.Create(before)) / Vector512.Create(after);
        Vector512<double> term = t * VectorMath.Log(q);
        return skipZeros
            ? Vector512.ConditionalSelect(Vector512.Equals(t, Vector512<double>.Zero), Vector512<double>.Zero, term)
            : term;
    }

    // The values of a row from a class on, past its end a filler.
    private static void Read<T>(TensorBlock<T> block, int row, int first, Span<double> values, double fill)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = Math.Min(values.Length, block.Classes - first);
        if (block.HasRows)
        {
            TensorPrimitives.ConvertTruncating(block[row].Slice(first, count), values);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                values[i] = double.CreateTruncating(block[row, first + i]);
            }
        }

        values[count..].Fill(fill);
    }
}
