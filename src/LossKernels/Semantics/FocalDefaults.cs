namespace LossKernels.Semantics;

/// <summary>The focal loss of a convention: each term of the loss times alpha (1 - p)^gamma.</summary>
/// <param name="Gamma">Gamma where none is given.</param>
/// <param name="Alpha">Alpha where none is given; null for none.</param>
/// <param name="ClipsLogits">Whether logits go through softmax or sigmoid into the clipped formula over probabilities, and so saturate.</param>
public sealed record FocalDefaults(double Gamma = FocalDefaults.UsualGamma, double? Alpha = null, bool ClipsLogits = false)
{
    /// <summary>The gamma of every framework so far.</summary>
    public const double UsualGamma = 2;
}
