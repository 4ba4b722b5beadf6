namespace LossKernels.Semantics;

/// <summary>
/// The numbers of a formula over probabilities: p is normalised and clipped, and the logarithm taken of p, or of p + epsilon, and not let
/// below the floor. Epsilon and the bounds are rounded to the data type, as the frameworks do.
/// </summary>
/// <param name="Normalisation">Whether and when the row is divided by its sum.</param>
/// <param name="Epsilon">Epsilon; zero for none.</param>
/// <param name="Use">Where epsilon is used.</param>
/// <param name="SingleEpsilon">Epsilon in single precision, where it is another.</param>
/// <param name="LogFloor">The least value of a logarithm.</param>
public sealed record ProbabilityFormula(
    Normalisation Normalisation = Normalisation.None,
    double Epsilon = 0,
    EpsilonUse Use = EpsilonUse.Clip,
    double? SingleEpsilon = null,
    double LogFloor = double.NegativeInfinity)
{
    /// <summary>Probabilities as they are, and their logarithms.</summary>
    public static ProbabilityFormula Plain { get; } = new();

    /// <summary>Whether there is an epsilon at all.</summary>
    public bool HasEpsilon => Epsilon > 0;

    /// <summary>Whether the numbers have the rounding of single precision though double is computed in, as with logits of single precision over a temperature.</summary>
    internal bool IsSingle { get; init; }

    /// <summary>Epsilon for a data type.</summary>
    /// <param name="single">Whether that is single precision.</param>
    public double EpsilonFor(bool single) => single ? SingleEpsilon ?? Epsilon : Epsilon;
}
