namespace LossKernels.Semantics;

/// <summary>
/// The numbers of a formula over probabilities: p is normalised, clipped to [epsilon, 1 - epsilon], and the logarithm taken of
/// p + second epsilon and not let below the floor. Epsilon and the bounds are rounded to the data type, as the frameworks do.
/// </summary>
/// <param name="Normalisation">Whether and when the row is divided by its sum.</param>
/// <param name="Epsilon">The clip bound; zero for none.</param>
/// <param name="AddsEpsilon">Whether epsilon is added once more inside the logarithm (binary only).</param>
/// <param name="LogFloor">The least value of a logarithm.</param>
public sealed record ProbabilityFormula(
    Normalisation Normalisation = Normalisation.None,
    double Epsilon = 0,
    bool AddsEpsilon = false,
    double LogFloor = double.NegativeInfinity);
