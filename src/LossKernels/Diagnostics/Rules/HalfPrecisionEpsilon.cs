using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Half precision, in which an epsilon vanishes.</summary>
public sealed class HalfPrecisionEpsilon : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Information;

    /// <inheritdoc/>
    public override string Condition => "The predictions are stored as float16 or bfloat16, they are probabilities, and the convention has an epsilon below 2^-11: 1 - epsilon is 1 there.";

    /// <inheritdoc/>
    public override string Reason => "A framework that computes in half precision clips nothing at 1 and gets NaN or infinity where the number here is finite.";

    private const double Least = 1.0 / 2048;

    internal override Diagnostic? Check(Evidence evidence) =>
        evidence.StoredType is not (ElementType.Float16 or ElementType.BFloat16) || evidence.Form != InputForm.Probability
        || evidence.Epsilon is not (> 0 and < Least) ? null : Found(
            $"The predictions are {evidence.StoredType.ToString()}; they were widened, and clipped by {evidence.Epsilon:R} in single precision.",
            "Store logits, or probabilities in single precision.",
            evidence.Samples,
            0);
}
