namespace LossKernels;

/// <summary>What a number outside 0..1 is that was given as a probability: a logit, or a percentage.</summary>
internal static class NoProbability
{
    // Few logits are greater, and few percentages that a classifier gives to its choice are less.
    private const double GreatLogit = 10;

    // Percentages that were rounded may be a little more than all.
    private const double WholePercentage = 100.1;

    /// <summary>Whether the greatest of some numbers, or one of them, may be a percentage.</summary>
    public static bool MayBePercentage(double value) => value is >= GreatLogit and <= WholePercentage;

    /// <summary>What to do.</summary>
    /// <param name="takesLogits">Whether the convention takes logits.</param>
    /// <param name="value">The number.</param>
    public static string Remedy(bool takesLogits, double value) => Remedy(takesLogits ? "Add `Form = InputForm.Logit`" : "Apply `Activation` first", value);

    /// <summary>What to do.</summary>
    /// <param name="ofLogits">What to do with logits.</param>
    /// <param name="value">The number.</param>
    public static string Remedy(string ofLogits, double value) => string.Concat(
        ofLogits,
        " if the predictions are logits",
        MayBePercentage(value) ? "; divide them by 100 if they are percentages." : ".");
}
