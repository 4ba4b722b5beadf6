using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Options;

/// <summary>p = sigmoid(x), its logarithm and that of its complement not through it.</summary>
internal sealed class SigmoidDistribution<T> : IElementDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<T> predictions, ElementShares shares)
    {
        int count = ElementShares.Padded(predictions.Length);
        Span<double> logits = shares.ClippedNo;
        Span<double> smaller = shares.ClippedYes;
        Span<double> tails = shares.LogYes;
        TensorPrimitives.ConvertTruncating(predictions, logits);
        logits[predictions.Length..count].Clear();
        for (int i = 0; i < count; i += Vector256<double>.Count)
        {
            (-Vector256.Abs(Vector256.Create<double>(logits[i..]))).CopyTo(tails[i..]);
        }

        // Of the smaller of the two probabilities, and its logarithm's distance from -|x|.
        VectorMath.Sigmoid(tails[..count], smaller);
        VectorMath.Softplus(tails[..count], tails);
        for (int i = 0; i < count; i += Vector256<double>.Count)
        {
            Vector256<double> x = Vector256.Create<double>(logits[i..]);
            Vector256<double> tail = Vector256.Create<double>(tails[i..]);
            Vector256<double> small = Vector256.Create<double>(smaller[i..]);
            Vector256<double> large = Vector256<double>.One - small;
            Vector256<double> isUp = Vector256.GreaterThan(x, Vector256<double>.Zero);
            Vector256<double> yes = Vector256.ConditionalSelect(isUp, large, small);
            Vector256<double> no = Vector256.ConditionalSelect(isUp, small, large);
            (Vector256.Min(x, Vector256<double>.Zero) - tail).CopyTo(shares.LogYes[i..]);
            (Vector256.Min(-x, Vector256<double>.Zero) - tail).CopyTo(shares.LogNo[i..]);
            yes.CopyTo(shares.Yes[i..]);
            no.CopyTo(shares.No[i..]);
            yes.CopyTo(shares.ClippedYes[i..]);
            no.CopyTo(shares.ClippedNo[i..]);
        }
    }

    /// <inheritdoc/>
    public void FillSlopes(int count, ElementShares shares)
    {
        for (int i = 0; i < count; i++)
        {
            shares.YesSlope[i] = shares.No[i];
            shares.NoSlope[i] = -shares.Yes[i];
            shares.ShareSlope[i] = shares.Yes[i] * shares.No[i];
        }
    }
}
