namespace LossCmdlets.Output;

/// <summary>A formula of a convention.</summary>
/// <param name="Convention">The name of the convention.</param>
/// <param name="Kind">The kind of cross-entropy.</param>
/// <param name="Form">What the predictions are: Probability, Logit or LogProbability.</param>
/// <param name="Formula">
/// The loss: z or t is the target, y the label; p, x or l is the prediction (a probability, a logit, the logarithm of a probability), and e is
/// epsilon.
/// </param>
/// <param name="Epsilon">Epsilon in double precision; null where the formula has none.</param>
/// <param name="Float32Epsilon">Epsilon in single precision; null where the formula has none.</param>
public sealed record ConventionFormula(string Convention, Kind Kind, string Form, string Formula, double? Epsilon, double? Float32Epsilon)
{
    /// <summary>The kind, the form and the formula.</summary>
    public override string ToString() => $"{Kind} from {Form}: {Formula}";
}
