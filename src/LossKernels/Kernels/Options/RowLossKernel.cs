using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using DoubleSums = LossKernels.Numerics.LaneSums<LossKernels.Numerics.Lanes256<double>, System.Runtime.Intrinsics.Vector256<double>, double>;

namespace LossKernels.Kernels.Options;

/// <summary>Losses of rows, and their derivatives to ln p: the sum over the classes of factor times <see cref="PointLoss"/>, p clipped.</summary>
/// <param name="point">The loss of a class.</param>
/// <param name="clip">Where probabilities are clipped.</param>
/// <param name="skipsZeros">Whether a factor of zero makes nothing of an infinite loss; else the product is NaN.</param>
/// <param name="keepsNaN">Whether it makes nothing of an infinite loss alone, and a NaN is that of a row that has no distribution or no number.</param>
internal sealed class RowLossKernel(PointLoss point, ClipBounds clip, bool skipsZeros, bool keepsNaN)
{
    // What is over a probability that is no normal number may have no number itself.
    private const double Step = 1L << 60;

    /// <summary>Whether a factor of zero makes nothing of an infinite loss.</summary>
    public bool SkipsZeros => skipsZeros;

    /// <summary>Clips the logarithms and complements, not the probabilities, and writes the losses of the classes.</summary>
    public void Prepare(RowShares shares)
    {
        if (clip != ClipBounds.None)
        {
            Clip(
                in MemoryMarshal.GetReference(shares.Shares),
                ref MemoryMarshal.GetReference(shares.Logarithms),
                ref MemoryMarshal.GetReference(shares.Rests),
                shares.Shares.Length);
        }

        point.Base(shares.Logarithms, shares.Rests, shares.Bases);
        if (point.Gamma != 0)
        {
            point.Focus(shares.Rests, shares.Shares, clip, shares.Focus);
        }
    }

    /// <summary>Writes the losses of the rows.</summary>
    public void Losses(RowShares shares, Span<double> losses)
    {
        // The factors become the terms.
        Multiply(
            in MemoryMarshal.GetReference(shares.Bases),
            in MemoryMarshal.GetReference(shares.Focus),
            ref MemoryMarshal.GetReference(shares.Factors),
            shares.Factors.Length);
        AddUp(in MemoryMarshal.GetReference(shares.Factors), shares.Rows, shares.Classes, ref MemoryMarshal.GetReference(losses));
    }

    /// <summary>Writes the derivatives to ln p, zero where p is clipped, and for each what those of the other classes add up to.</summary>
    public void Slopes(RowShares shares)
    {
        for (int i = 0; i < shares.Slopes.Length; i++)
        {
            double factor = shares.Factors[i];
            double share = shares.Shares[i];
            bool isClipped = share < clip.Lower || share > clip.Upper;
            shares.Slopes[i] = factor == 0 || isClipped ? 0 : factor * Slope(shares, i, share);
        }

        AddOthers(in MemoryMarshal.GetReference(shares.Slopes), shares.Rows, shares.Classes, ref MemoryMarshal.GetReference(shares.Others));
    }

    /// <summary>
    /// The derivative to a given probability next to zero, of which that over it has no number though the product with a scale may have one. The loss is
    /// its logarithm's, or power's, there: 1 - p is one.
    /// </summary>
    /// <param name="shares">The probabilities, with the factors and the slopes, which are infinite.</param>
    /// <param name="index">Which probability.</param>
    /// <param name="scale">The scale.</param>
    public double SlopeNextToZero(RowShares shares, int index, double scale)
    {
        double slope = shares.Factors[index] * (point.Gamma == 0 ? 1 : shares.Focus[index]) * point.BaseByLogarithm(shares.Logarithms[index]);
        double share = shares.Shares[index];
        return share > 0 ? slope / (share * Step) * scale * Step : shares.Slopes[index] * scale;
    }

    private double Slope(RowShares shares, int index, double share)
    {
        double own = point.Cancels && shares.Rests[index] < 0.5 ? point.BaseByRest(shares.Rests[index]) : BaseSlope(shares.Logarithms[index], share);
        if (point.Gamma == 0)
        {
            return own;
        }

        double moved = share == 0 ? 0 : share * shares.Bases[index];
        return (shares.Focus[index] * own) - point.FocusSlope(shares.Rests[index], share, moved);
    }

    // Logarithms that are given need not be those of probabilities: zero times an infinite one is not to be had.
    private double BaseSlope(double logarithm, double share) =>
        point.BaseByLogarithm(logarithm) + (point.BaseByShare == 0 ? 0 : point.BaseByShare * share);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Clip(ref readonly double shares, ref double logarithms, ref double rests, int count)
    {
        Vector256<double> logOfLower = VectorMath.Log(Vector256.Create(clip.Lower));
        Vector256<double> logOfUpper = VectorMath.Log(Vector256.Create(clip.Upper));
        Vector256<double> lower = Vector256.Create(clip.Lower);
        Vector256<double> upper = Vector256.Create(clip.Upper);
        for (nint i = 0; i < count; i += Vector256<double>.Count)
        {
            Vector256<double> share = Vector256.LoadUnsafe(in shares, (nuint)i);
            Vector256<double> isBelow = Vector256.LessThan(share, lower);
            Vector256<double> isAbove = Vector256.GreaterThan(share, upper);
            if ((isBelow | isAbove) == Vector256<double>.Zero)
            {
                continue;
            }

            Vector256<double> logarithm = Vector256.LoadUnsafe(ref logarithms, (nuint)i);
            Vector256<double> rest = Vector256.LoadUnsafe(ref rests, (nuint)i);
            logarithm = Vector256.ConditionalSelect(isBelow, logOfLower, logarithm);
            logarithm = Vector256.ConditionalSelect(isAbove, logOfUpper, logarithm);
            rest = Vector256.ConditionalSelect(isBelow, Vector256<double>.One - lower, rest);
            rest = Vector256.ConditionalSelect(isAbove, Vector256<double>.One - upper, rest);
            logarithm.StoreUnsafe(ref logarithms, (nuint)i);
            rest.StoreUnsafe(ref rests, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Multiply(ref readonly double bases, ref readonly double focus, ref double factors, int count)
    {
        bool isFocal = point.Gamma != 0;
        for (nint i = 0; i < count; i += Vector256<double>.Count)
        {
            Vector256<double> factor = Vector256.LoadUnsafe(ref factors, (nuint)i);
            Vector256<double> value = Vector256.LoadUnsafe(in bases, (nuint)i);
            Vector256<double> term = factor * (isFocal ? Vector256.LoadUnsafe(in focus, (nuint)i) * value : value);
            if (skipsZeros)
            {
                Vector256<double> isNothing = Vector256.Equals(factor, Vector256<double>.Zero);
                term = Vector256.AndNot(term, keepsNaN ? isNothing & Vector256.Equals(value, value) : isNothing);
            }

            term.StoreUnsafe(ref factors, (nuint)i);
        }
    }

    // The largest is left out of the sum that is its others': taken off the sum of all it would leave no digits of small ones.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddOthers(ref readonly double slopes, int rows, int classes, ref double others)
    {
        for (nint r = 0; r < rows; r += Vector256<double>.Count)
        {
            Vector256<double> size = Vector256<double>.Zero;
            for (nint j = 0, place = r; j < classes; j++, place += rows)
            {
                size = Vector256.Max(size, Vector256.Abs(Vector256.LoadUnsafe(in slopes, (nuint)place)));
            }

            Vector256<double> largest = Vector256<double>.Zero;
            Vector256<double> open = Vector256<double>.AllBitsSet;
            DoubleSums sum = default;
            for (nint j = 0, place = r; j < classes; j++, place += rows)
            {
                Vector256<double> slope = Vector256.LoadUnsafe(in slopes, (nuint)place);
                Vector256<double> isPivot = open & Vector256.Equals(Vector256.Abs(slope), size);
                open = Vector256.AndNot(open, isPivot);
                largest = Vector256.ConditionalSelect(isPivot, slope, largest);
                sum.Add(Vector256.AndNot(slope, isPivot));
            }

            sum.Store(ref Unsafe.Add(ref others, r));
            Vector256<double> rest = Vector256.LoadUnsafe(ref others, (nuint)r);
            open = Vector256<double>.AllBitsSet;
            for (nint j = 0, place = r; j < classes; j++, place += rows)
            {
                Vector256<double> slope = Vector256.LoadUnsafe(in slopes, (nuint)place);
                Vector256<double> isPivot = open & Vector256.Equals(Vector256.Abs(slope), size);
                open = Vector256.AndNot(open, isPivot);
                Vector256.ConditionalSelect(isPivot, rest, rest - slope + largest).StoreUnsafe(ref others, (nuint)place);
            }
        }
    }

    // The sum over the classes of each row; where a term is infinite, without the errors, which are NaN then.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddUp(ref readonly double terms, int rows, int classes, ref double sums)
    {
        for (nint r = 0; r < rows; r += Vector256<double>.Count)
        {
            Vector256<double> sum = Vector256<double>.Zero;
            Vector256<double> error = Vector256<double>.Zero;
            for (nint j = 0, place = r; j < classes; j++, place += rows)
            {
                Vector256<double> term = Vector256.LoadUnsafe(in terms, (nuint)place);
                Vector256<double> next = sum + term;
                Vector256<double> part = next - sum;
                error += (sum - (next - part)) + (term - part);
                sum = next;
            }

            Vector256<double> isFinite = Vector256.Equals(error - error, Vector256<double>.Zero);
            (sum + (error & isFinite)).StoreUnsafe(ref Unsafe.Add(ref sums, r));
        }
    }
}
