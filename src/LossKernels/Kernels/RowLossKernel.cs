using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>Losses of rows, and their derivatives to ln p: the sum over the classes of factor times <see cref="PointLoss"/>, p clipped.</summary>
/// <param name="point">The loss of a class.</param>
/// <param name="clip">Where probabilities are clipped.</param>
/// <param name="skipsZeros">Whether a factor of zero makes nothing of an infinite loss; else the product is NaN.</param>
internal sealed class RowLossKernel(PointLoss point, ClipBounds clip, bool skipsZeros)
{
    private readonly double _logOfLower = VectorMath.Log(clip.Lower);
    private readonly double _logOfUpper = VectorMath.Log(clip.Upper);

    private bool Clips => clip != ClipBounds.None;

    private bool HasRestPowers => point.Gamma is not (0 or 1 or 2);

    /// <summary>Clips the logarithms and complements, not the probabilities, and takes what powers of them are needed.</summary>
    public void Prepare(RowShares shares)
    {
        if (Clips)
        {
            Clip(
                in MemoryMarshal.GetReference(shares.Shares),
                ref MemoryMarshal.GetReference(shares.Logarithms),
                ref MemoryMarshal.GetReference(shares.Rests),
                shares.Shares.Length);
        }

        if (HasRestPowers)
        {
            VectorMath.Log(shares.Rests, shares.RestPowers);
            Scale(shares.RestPowers, point.Gamma, shares.RestPowers);
            VectorMath.Exp(shares.RestPowers, shares.RestPowers);
        }

        if (point.Q != 0)
        {
            Scale(shares.Logarithms, point.Q, shares.Powers);
            VectorMath.Exp(shares.Powers, shares.Powers);
        }
    }

    /// <summary>Writes the losses of the rows.</summary>
    public void Losses(RowShares shares, Span<double> losses)
    {
        // The factors become the terms.
        if (point.Q != 0)
        {
            GeneralizedTerms(shares);
        }
        else
        {
            Terms(
                in MemoryMarshal.GetReference(shares.Logarithms),
                in MemoryMarshal.GetReference(shares.Rests),
                in MemoryMarshal.GetReference(shares.RestPowers),
                ref MemoryMarshal.GetReference(shares.Factors),
                shares.Factors.Length);
        }

        AddUp(in MemoryMarshal.GetReference(shares.Factors), shares.Rows, shares.Classes, ref MemoryMarshal.GetReference(losses));
    }

    /// <summary>Writes the derivatives to ln p, and their sums; zero where p is clipped.</summary>
    public void Slopes(RowShares shares, Span<double> totals)
    {
        for (int i = 0; i < shares.Slopes.Length; i++)
        {
            double factor = shares.Factors[i];
            double share = shares.Shares[i];
            bool isClipped = share < clip.Lower || share > clip.Upper;
            shares.Slopes[i] = factor == 0 || isClipped ? 0 : factor * Slope(shares, i, share);
        }

        AddUp(in MemoryMarshal.GetReference(shares.Slopes), shares.Rows, shares.Classes, ref MemoryMarshal.GetReference(totals));
    }

    private double Slope(RowShares shares, int index, double share)
    {
        double logarithm = shares.Logarithms[index];
        double rest = shares.Rests[index];
        double own = (point.Q == 0 ? -1 : -shares.Powers[index]) + (point.BaseByShare * share);
        if (point.Gamma == 0)
        {
            return own;
        }

        double moved = share == 0 ? 0 : share * point.Base(logarithm, rest);
        double focus = HasRestPowers ? shares.RestPowers[index] : point.Focus(rest);
        double focusSlope = moved == 0 ? 0 : HasRestPowers ? point.Gamma * focus / rest * moved : point.FocusSlope(rest, moved);
        return (focus * own) - focusSlope;
    }

    // (1 - p^q) / q, without the difference that would leave nothing of a p near one.
    private void GeneralizedTerms(RowShares shares)
    {
        for (int i = 0; i < shares.Factors.Length; i++)
        {
            double value = Complement.OfExponential(point.Q * shares.Logarithms[i], shares.Powers[i]) / point.Q;
            double focus = HasRestPowers ? shares.RestPowers[i] : point.Focus(shares.Rests[i]);
            shares.Factors[i] = shares.Factors[i] == 0 && skipsZeros ? 0 : shares.Factors[i] * focus * value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Clip(ref readonly double shares, ref double logarithms, ref double rests, int count)
    {
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
            logarithm = Vector256.ConditionalSelect(isBelow, Vector256.Create(_logOfLower), logarithm);
            logarithm = Vector256.ConditionalSelect(isAbove, Vector256.Create(_logOfUpper), logarithm);
            rest = Vector256.ConditionalSelect(isBelow, Vector256<double>.One - lower, rest);
            rest = Vector256.ConditionalSelect(isAbove, Vector256<double>.One - upper, rest);
            logarithm.StoreUnsafe(ref logarithms, (nuint)i);
            rest.StoreUnsafe(ref rests, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Terms(ref readonly double logarithms, ref readonly double rests, ref readonly double restPowers, ref double factors, int count)
    {
        Vector256<double> poly = Vector256.Create(point.Poly);
        double gamma = point.Gamma;
        bool hasRestPowers = HasRestPowers;
        for (nint i = 0; i < count; i += Vector256<double>.Count)
        {
            Vector256<double> factor = Vector256.LoadUnsafe(ref factors, (nuint)i);
            Vector256<double> rest = Vector256.LoadUnsafe(in rests, (nuint)i);
            Vector256<double> value = (poly * rest) - Vector256.LoadUnsafe(in logarithms, (nuint)i);
            if (gamma != 0)
            {
                value *= hasRestPowers ? Vector256.LoadUnsafe(in restPowers, (nuint)i) : gamma == 1 ? rest : rest * rest;
            }

            Vector256<double> term = factor * value;
            term = skipsZeros ? Vector256.AndNot(term, Vector256.Equals(factor, Vector256<double>.Zero)) : term;
            term.StoreUnsafe(ref factors, (nuint)i);
        }
    }

    // The sum over the classes of each row; where a term is infinite, without the errors, which are NaN then.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    private static void Scale(ReadOnlySpan<double> values, double factor, Span<double> results)
    {
        for (int i = 0; i < values.Length; i++)
        {
            results[i] = values[i] * factor;
        }
    }
}
