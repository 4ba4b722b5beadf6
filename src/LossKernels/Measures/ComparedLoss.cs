using LossKernels.Semantics;

namespace LossKernels.Measures;

/// <summary>What a convention makes of data that several were asked about.</summary>
/// <param name="Convention">Whose formula.</param>
/// <param name="Form">What the predictions were taken to be.</param>
/// <param name="Result">What was measured; null where the convention refuses.</param>
/// <param name="Refusal">Why the convention refuses; null where it does not.</param>
/// <param name="Difference">
/// The loss less that under the convention and form asked for, in the units that they have; zero where they agree to the precision of the less precise, null where one
/// of the two refuses.
/// </param>
/// <param name="Reasons">What of the convention makes the difference: each was seen to move the number by itself. Empty where there is none.</param>
public sealed record ComparedLoss(
    Convention Convention, InputForm Form, LossResult? Result, LossException? Refusal, double? Difference, IReadOnlyList<string> Reasons);
