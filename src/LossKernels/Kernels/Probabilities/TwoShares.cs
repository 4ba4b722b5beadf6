using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>The numbers of the logarithms of two probabilities.</summary>
/// <param name="quotient">How a value is divided and clipped.</param>
internal readonly struct TwoShares(ClippedQuotient quotient)
{
    // Beside smaller values than this, quotients and products of a few are no longer sure to be in the range of a data type.
    private const double Smallest = 1.0 / (1L << 60);

    // Of those that are clipped further up, their logarithms are larger than those of the bounds.
    private const double LeastBound = Smallest / (1L << 40);

    /// <summary>Of smaller quotients, logarithms are those of this one: they are clipped for certain.</summary>
    public const double LeastQuotient = LeastBound / (1L << 20);

    /// <summary>How a value is divided and clipped.</summary>
    public ClippedQuotient Quotient => quotient;

    /// <summary>Where values are clipped before they are divided, if they are: they lie within 0..1 without that.</summary>
    public ClipBounds Clip { get; } = quotient.IsBefore ? new(0, 1) : new(Math.Max(quotient.Clip.Lower, 0), Math.Min(quotient.Clip.Upper, 1));

    /// <summary>No surprisal of a quotient that is clipped afterwards is less; of others, zero.</summary>
    public double LeastLoss { get; } = quotient.IsBefore && quotient.Clip.Upper < 1 ? 0 - VectorMath.Log(quotient.Clip.Upper) : 0;

    /// <summary>None is more; of others, infinity.</summary>
    public double MostLoss { get; } = quotient.IsBefore && quotient.Clip.Lower > 0 ? 0 - VectorMath.Log(quotient.Clip.Lower) : double.PositiveInfinity;

    /// <summary>Whether nothing is clipped that is next to zero: it is the smaller value of a row, then, that is not to be so small, else the larger one.</summary>
    public bool IsOpen => !(quotient.Clip.Lower > 0);

    /// <summary>A row whose value is smaller needs a second look.</summary>
    public static double Least => Smallest;

    /// <summary>Whether the bounds are such as these logarithms are made for: on either side of a half, and none next to zero.</summary>
    public static bool Takes(in ClippedQuotient quotient) => quotient.Clip is { Lower: <= 0 or (>= LeastBound and < 0.5), Upper: > 0.5 };
}
