using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;
using DoubleSums = LossKernels.Numerics.LaneSums<LossKernels.Numerics.Lanes256<double>, System.Runtime.Intrinsics.Vector256<double>, double>;

namespace LossKernels.Kernels.Options;

/// <summary>p as it is given, clipped if at all, and then divided by the sum of its row if at all.</summary>
/// <param name="clip">Where values are clipped before they are added up.</param>
/// <param name="normalises">Whether they are divided by their sum.</param>
/// <param name="point">The loss of a class.</param>
internal sealed class ProbabilityDistribution<T>(ClipBounds clip, bool normalises, PointLoss point = default) : IRowDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The smallest normal number.
    private const double LeastShare = 2.2250738585072014e-308;

    private static readonly Vector256<double> SmallestNormal = Vector256.Create(LeastShare);

    /// <inheritdoc/>
    public void Fill(TensorBlock<T> predictions, int firstRow, int rows, RowShares shares)
    {
        shares.Read(predictions, firstRow, rows, shares.Given);
        shares.Given.CopyTo(shares.Shares);
        Divide(
            ref MemoryMarshal.GetReference(shares.Shares),
            ref MemoryMarshal.GetReference(shares.Rests),
            ref MemoryMarshal.GetReference(shares.Factors),
            shares.Rows,
            shares.Classes);
        VectorMath.Log(shares.Shares, shares.Logarithms);
        if (normalises)
        {
            Refine(shares.Rests, shares.Logarithms);
            RefineSmall(shares);
        }
    }

    /// <inheritdoc/>
    public void Chain(RowShares shares)
    {
        if (!normalises)
        {
            ChainGiven(shares);
            return;
        }

        Span<double> sums = shares.Factors[..shares.Rows];
        sums.Clear();
        for (int i = 0; i < shares.Given.Length; i++)
        {
            sums[i % shares.Rows] += clip.Apply(shares.Given[i]);
        }

        Span<double> slopes = shares.Slopes;
        ReadOnlySpan<double> all = shares.Shares;
        ReadOnlySpan<double> rests = shares.Rests;
        ReadOnlySpan<double> others = shares.Others;
        ReadOnlySpan<double> values = shares.Given;
        for (int i = 0; i < slopes.Length; i++)
        {
            // Zero slopes of zero probabilities are zero; but of a row that sums to zero there are no probabilities, and no derivatives.
            double slope = slopes[i];
            double share = all[i];
            double sum = sums[i % shares.Rows];
            double own = slope == 0 && !double.IsNaN(share) ? 0 : slope * rests[i] / share;
            double given = values[i];
            slopes[i] = given < clip.Lower || given > clip.Upper ? 0
                : share < LeastShare && given > 0 && slope != 0 ? (slope * rests[i] / given) - (others[i] / sum)
                : (own - others[i]) / sum;
        }
    }

    private void ChainGiven(RowShares shares)
    {
        for (int i = 0; i < shares.Slopes.Length; i++)
        {
            double share = shares.Shares[i];
            double slope = shares.Slopes[i];
            shares.Slopes[i] = point.Q != 0 && share >= 0 && shares.Factors[i] != 0
                ? shares.Factors[i] * point.SlopeByShare(shares.Logarithms[i], share, shares.Rests[i], shares.Focus[i])
                : slope == 0 ? 0 : slope / share;
        }
    }

    // The complement of the largest is the sum of the others: a difference from one would leave it no digits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Divide(ref double values, ref double rests, ref double sums, int rows, int classes)
    {
        for (nint r = 0; r < rows; r += Vector256<double>.Count)
        {
            Vector256<double> largest = Vector256.Create(double.NegativeInfinity);
            for (nint j = 0, place = r; j < classes; j++, place += rows)
            {
                Vector256<double> value = clip.Apply(Vector256.LoadUnsafe(ref values, (nuint)place));
                value.StoreUnsafe(ref values, (nuint)place);
                largest = Vector256.Max(largest, value);
            }

            Vector256<double> open = Vector256<double>.AllBitsSet;
            DoubleSums sum = default;
            for (nint j = 0, place = r; j < classes; j++, place += rows)
            {
                Vector256<double> value = Vector256.LoadUnsafe(ref values, (nuint)place);
                Vector256<double> isPivot = open & Vector256.Equals(value, largest);
                open = Vector256.AndNot(open, isPivot);
                sum.Add(Vector256.AndNot(value, isPivot));
            }

            sum.Store(ref Unsafe.Add(ref sums, r));
            Vector256<double> others = Vector256.LoadUnsafe(ref sums, (nuint)r);
            Vector256<double> total = others + largest;
            open = Vector256<double>.AllBitsSet;
            for (nint j = 0, place = r; j < classes; j++, place += rows)
            {
                Vector256<double> value = Vector256.LoadUnsafe(ref values, (nuint)place);
                if (!normalises)
                {
                    (Vector256<double>.One - value).StoreUnsafe(ref rests, (nuint)place);
                    continue;
                }

                Vector256<double> isPivot = open & Vector256.Equals(value, largest);
                open = Vector256.AndNot(open, isPivot);
                Vector256<double> share = value / total;
                share.StoreUnsafe(ref values, (nuint)place);
                Vector256.ConditionalSelect(isPivot, others / total, Vector256<double>.One - share).StoreUnsafe(ref rests, (nuint)place);
            }
        }
    }

    // ln p of its complement, where that has more digits to give: in one or two classes of a row.
    private static void Refine(ReadOnlySpan<double> rests, Span<double> logarithms)
    {
        Vector256<double> half = Vector256.Create(0.5);
        for (int first = 0; first < rests.Length; first += Vector256<double>.Count)
        {
            Vector256<double> four = Vector256.Create(rests[first..]);
            if (!Vector256.LessThanAny(four, half))
            {
                continue;
            }

            Vector256<double> isSmall = Vector256.LessThan(four, half) & Vector256.GreaterThanOrEqual(four, Vector256<double>.Zero);
            Vector256<double> refined = VectorMath.Log1P(Vector256.ConditionalSelect(isSmall, -four, Vector256<double>.Zero));
            Vector256.ConditionalSelect(isSmall, refined, Vector256.Create<double>(logarithms[first..])).CopyTo(logarithms[first..]);
        }
    }

    // Of a share that is no normal number ln p of what it is made of.
    private void RefineSmall(RowShares shares)
    {
        ReadOnlySpan<double> all = shares.Shares;
        for (int first = 0; first < all.Length; first += Vector256<double>.Count)
        {
            if (Vector256.LessThanAny(Vector256.Create(all[first..]), SmallestNormal))
            {
                for (int i = first; i < first + Vector256<double>.Count; i++)
                {
                    double value = clip.Apply(shares.Given[i]);
                    shares.Logarithms[i] = all[i] < LeastShare && value > 0 ? VectorMath.Log(value) - VectorMath.Log(Sum(shares, i % shares.Rows)) : shares.Logarithms[i];
                }
            }
        }
    }

    private double Sum(RowShares shares, int row)
    {
        double sum = 0;
        for (int place = row; place < shares.Given.Length; place += shares.Rows)
        {
            sum += clip.Apply(shares.Given[place]);
        }

        return sum;
    }
}
