namespace LossKernels.Semantics.Formulas;

/// <summary>What a kernel saw of its input on the way; what is not certain is looked at once more.</summary>
/// <param name="ArePredictionsAllowed">Whether the predictions are all of the form for certain: probabilities within 0..1, or their logarithms.</param>
/// <param name="AreTargetsWithinUnit">Whether the targets lie within 0..1 for certain; of class numbers always.</param>
internal readonly record struct BlockCheck(bool ArePredictionsAllowed, bool AreTargetsWithinUnit)
{
    /// <summary>Of a formula that takes any numbers.</summary>
    public static BlockCheck None => new(ArePredictionsAllowed: true, AreTargetsWithinUnit: true);
}
