using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>
/// The derivatives of -f ln q of one class of a row, q as <see cref="ClippedQuotient"/> has it: where q is p over the sum of the row, f over that sum to
/// the others, and to p itself -f / sum times others / p, in which the digits of a small one are kept; else zero, and -f / p.
/// </summary>
/// <param name="quotient">How a value is divided and clipped.</param>
/// <param name="picked">p of each row; clipped, if it is before it is divided.</param>
/// <param name="rests">The sum of the other values of the row, clipped likewise.</param>
/// <param name="factors">f of each row; empty for ones.</param>
/// <param name="scales">By what the derivatives of each row are multiplied.</param>
internal readonly ref struct PickedSlopes(
    ClippedQuotient quotient, ReadOnlySpan<double> picked, ReadOnlySpan<double> rests, ReadOnlySpan<double> factors, ReadOnlySpan<double> scales)
{
    private readonly ClippedQuotient _quotient = quotient;
    private readonly ReadOnlySpan<double> _picked = picked;
    private readonly ReadOnlySpan<double> _rests = rests;
    private readonly ReadOnlySpan<double> _factors = factors;
    private readonly ReadOnlySpan<double> _scales = scales;

    /// <summary>How a value is divided and clipped.</summary>
    public ClippedQuotient Quotient => _quotient;

    /// <summary>Writes the derivatives of some rows.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="others">Where those to the other classes go; with room for a multiple of eight.</param>
    /// <param name="own">Where those to p go; likewise.</param>
    /// <param name="clipped">Where those to values go that are clipped before they are divided: zeros, but for scales that are no numbers; likewise.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Write<T>(int first, int rows, Span<T> others, Span<T> own, Span<T> clipped)
        where T : unmanaged
    {
        Vector512<double> zero = Vector512<double>.Zero;
        Vector512<double> lower = Vector512.Create(_quotient.Clip.Lower);
        Vector512<double> upper = Vector512.Create(_quotient.Clip.Upper);
        bool isDivided = _quotient.IsDivided;
        for (int i = 0; i < rows; i += Vector512<double>.Count)
        {
            int row = first + i;
            Vector512<double> p = Lanes.LoadSome(_picked, row);
            Vector512<double> f = _factors.IsEmpty ? Vector512<double>.One : Lanes.LoadSome(_factors, row);
            Vector512<double> scale = Lanes.LoadSome(_scales, row);
            Vector512<double> ofOthers = zero;
            Vector512<double> ofOwn;
            if (isDivided)
            {
                Vector512<double> rest = Lanes.LoadSome(_rests, row);
                Vector512<double> sum = p + rest;
                f = _quotient.IsBefore ? Kept(f, p / sum, lower, upper) : f;

                // Of a row that sums to zero there are no probabilities, and no derivatives: infinity becomes NaN.
                ofOthers = f / sum;
                ofOthers += ofOthers - ofOthers;
                ofOwn = Vector512.ConditionalSelect(Vector512.Equals(f, zero), ofOthers, zero - (ofOthers * (rest / p)));
            }
            else
            {
                f = Kept(f, p, lower, upper);
                ofOwn = zero - Vector512.AndNot(f / p, Vector512.Equals(f, zero));
            }

            Widened.Store(ofOthers * scale, ref others[i], 0);
            Widened.Store(ofOwn * scale, ref own[i], 0);
            Widened.Store(zero * scale, ref clipped[i], 0);
        }
    }

    // What is clipped has no derivative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Kept(Vector512<double> f, Vector512<double> q, Vector512<double> lower, Vector512<double> upper) =>
        Vector512.AndNot(f, Vector512.LessThan(q, lower) | Vector512.GreaterThan(q, upper));
}
