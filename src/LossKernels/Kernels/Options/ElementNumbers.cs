namespace LossKernels.Kernels.Options;

/// <summary>The numbers of a binary loss: A (1 - p_t)^gamma (z w_1 q B(p) + (1 - z) w_0 B(1 - p)), in a unit.</summary>
/// <param name="Point">B and gamma.</param>
/// <param name="Smoothing">The share of a target that is spread over yes and no.</param>
/// <param name="YesWeight">w_1.</param>
/// <param name="NoWeight">w_0.</param>
/// <param name="PositiveWeights">q: none for one, one, or one an output.</param>
/// <param name="Alpha">A is z alpha + (1 - z)(1 - alpha); null for one.</param>
/// <param name="Unit">What the losses are multiplied by.</param>
/// <param name="SkipsZeros">Whether a factor of zero makes nothing of an infinite loss; else the product is NaN.</param>
internal sealed record ElementNumbers(
    PointLoss Point,
    double Smoothing,
    double YesWeight,
    double NoWeight,
    double[] PositiveWeights,
    double? Alpha,
    double Unit,
    bool SkipsZeros);
