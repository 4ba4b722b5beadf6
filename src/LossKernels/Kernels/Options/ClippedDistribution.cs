using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Options;

/// <summary>
/// Probabilities of another distribution, clipped; their logarithms are ln(p + added) and ln(1 - p + added), not below a floor.
/// </summary>
/// <param name="inner">Where the probabilities come from.</param>
/// <param name="clip">Where they are clipped.</param>
/// <param name="added">What is added inside the logarithms.</param>
/// <param name="floor">The least logarithm.</param>
/// <param name="slopeFloor">
/// Greater than zero: the derivatives of the logarithms are (1 - p) / m and -p / m with m = max(p (1 - p), this), at the floor too.
/// </param>
internal sealed class ClippedDistribution<T>(IElementDistribution<T> inner, ClipBounds clip, double added, double floor, double slopeFloor) : IElementDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Vector256<double> Half = Vector256.Create(0.5);

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<T> predictions, ElementShares shares)
    {
        inner.Fill(predictions, shares);
        int count = ElementShares.Padded(predictions.Length);
        Span<double> logOfSmaller = shares.LogYes[..count];
        Span<double> logOfLarger = shares.LogNo[..count];
        Vector256<double> addend = Vector256.Create(added);
        for (int i = 0; i < count; i += Vector256<double>.Count)
        {
            Vector256<double> given = Vector256.Create<double>(shares.Yes[i..]);
            Vector256<double> yes = clip.Apply(given);
            Vector256<double> no = Vector256.ConditionalSelect(Vector256.Equals(yes, given), Vector256.Create<double>(shares.No[i..]), Vector256<double>.One - yes);
            Vector256<double> smaller = Vector256.ConditionalSelect(Vector256.GreaterThan(yes, Half), no, yes);
            yes.CopyTo(shares.ClippedYes[i..]);
            no.CopyTo(shares.ClippedNo[i..]);

            // The logarithm of what is near one comes from its complement: its own rounding would be all that is left of a small loss.
            (smaller + addend).CopyTo(logOfSmaller[i..]);
            (addend - smaller).CopyTo(logOfLarger[i..]);
        }

        VectorMath.Log(logOfSmaller, logOfSmaller);
        VectorMath.Log1P(logOfLarger, logOfLarger);
        Vector256<double> least = Vector256.Create(floor);
        for (int i = 0; i < count; i += Vector256<double>.Count)
        {
            Vector256<double> smaller = Vector256.Create<double>(logOfSmaller[i..]);
            Vector256<double> larger = Vector256.Create<double>(logOfLarger[i..]);
            Vector256<double> isLarger = Vector256.GreaterThan(Vector256.Create<double>(shares.ClippedYes[i..]), Half);
            Vector256.Max(least, Vector256.ConditionalSelect(isLarger, larger, smaller)).CopyTo(shares.LogYes[i..]);
            Vector256.Max(least, Vector256.ConditionalSelect(isLarger, smaller, larger)).CopyTo(shares.LogNo[i..]);
        }
    }

    /// <inheritdoc/>
    public void FillSlopes(int count, ElementShares shares)
    {
        inner.FillSlopes(count, shares);
        for (int i = 0; i < count; i++)
        {
            double yes = shares.Yes[i];
            double no = shares.No[i];
            if (slopeFloor > 0)
            {
                double product = Math.Max(yes * no, slopeFloor);
                shares.YesSlope[i] = no / product;
                shares.NoSlope[i] = -yes / product;
                continue;
            }

            double slope = shares.ClippedYes[i] == yes ? shares.ShareSlope[i] : 0;
            shares.YesSlope[i] = IsHeld(shares.LogYes[i]) ? 0 : slope / (shares.ClippedYes[i] + added);
            shares.NoSlope[i] = IsHeld(shares.LogNo[i]) ? 0 : -slope / (shares.ClippedNo[i] + added);
        }
    }

    // The logarithm of zero is infinite, and no floor holds it.
    private bool IsHeld(double logarithm) => logarithm == floor && double.IsFinite(floor);
}
