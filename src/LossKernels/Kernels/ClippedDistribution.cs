using System.Numerics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

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
    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<T> predictions, ElementShares shares)
    {
        inner.Fill(predictions, shares);
        int count = predictions.Length;
        Span<double> yes = shares.LogYes[..count];
        Span<double> no = shares.LogNo[..count];
        for (int i = 0; i < count; i++)
        {
            double p = clip.Apply(shares.Yes[i]);
            shares.Clipped[i] = p;
            yes[i] = p + added;
            no[i] = (p == shares.Yes[i] ? shares.No[i] : 1 - p) + added;
            double slope = p == shares.Yes[i] ? shares.ShareSlope[i] : 0;
            double product = Math.Max(shares.Yes[i] * shares.No[i], slopeFloor);
            shares.YesSlope[i] = slopeFloor > 0 ? shares.No[i] / product : slope / yes[i];
            shares.NoSlope[i] = slopeFloor > 0 ? -shares.Yes[i] / product : -slope / no[i];
        }

        VectorMath.Log(yes, yes);
        VectorMath.Log(no, no);
        for (int i = 0; i < count; i++)
        {
            // The logarithm of what is near one, from its complement: its own rounding would be all that is left of a small loss.
            double p = shares.Clipped[i];
            if (p > 0.5)
            {
                yes[i] = VectorMath.Log1P(added - (p == shares.Yes[i] ? shares.No[i] : 1 - p));
            }
            else
            {
                no[i] = VectorMath.Log1P(added - p);
            }

            Floor(ref yes[i], ref shares.YesSlope[i]);
            Floor(ref no[i], ref shares.NoSlope[i]);
        }
    }

    private void Floor(ref double logarithm, ref double slope)
    {
        if (logarithm < floor)
        {
            logarithm = floor;
            slope = slopeFloor > 0 ? slope : 0;
        }
    }
}
