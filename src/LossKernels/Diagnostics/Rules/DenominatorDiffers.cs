using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>A mean over a denominator that others would not use.</summary>
public sealed class DenominatorDiffers : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Information;

    /// <inheritdoc/>
    public override string Condition => "There are weights or ignored samples, and another denominator that a framework uses would give another mean.";

    /// <inheritdoc/>
    public override string Reason => "Frameworks divide by the number of losses, by those that count, or by the sum of the weights, and their means differ by that alone.";

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (evidence is not { Reduction: Reduction.Mean, IsOfBatches: false, IsNothing: false })
        {
            return null;
        }

        (Denominator Denominator, double Divisor, double Mean)[] others = [.. evidence.Means.Where(other => other.Divisor > 0 && other.Divisor != evidence.Divisor)];
        string numbers = string.Join(", ", others.Select(other => $"{other.Denominator} {Round(other.Divisor)} gives {Round(other.Mean)}"));
        return others.Length == 0 ? null : Found(
            $"The mean divides by {evidence.Denominator.ToString()} {Round(evidence.Divisor)}; {numbers}.",
            "Choose with `Denominator` what the mean that you compare with divides by.",
            evidence.Samples,
            0,
            Fix.With($"Denominator = Denominator.{others[0].Denominator}"));
    }
}
