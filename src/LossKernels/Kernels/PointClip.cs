using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>A probability with its logarithm and its complement.</summary>
/// <param name="Logarithm">ln p.</param>
/// <param name="Share">p.</param>
/// <param name="Rest">1 - p.</param>
/// <param name="IsClipped">Whether it stands for a probability beyond it, so that it does not move with that one.</param>
internal readonly record struct Point(double Logarithm, double Share, double Rest, bool IsClipped);

/// <summary>Clips probabilities that come with their logarithm and complement.</summary>
/// <param name="bounds">Where they are clipped.</param>
internal readonly struct PointClip(ClipBounds bounds)
{
    private readonly Point _lower = At(bounds.Lower);
    private readonly Point _upper = At(bounds.Upper);

    /// <summary>Clips one. A NaN stays one.</summary>
    public Point Apply(double logarithm, double share, double rest)
    {
        if (share < bounds.Lower)
        {
            return _lower;
        }

        return share > bounds.Upper ? _upper : new Point(logarithm, share, rest, false);
    }

    private static Point At(double bound) => new(VectorMath.Log(bound), bound, 1 - bound, true);
}
