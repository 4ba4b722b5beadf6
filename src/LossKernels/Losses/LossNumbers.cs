namespace LossKernels.Losses;

/// <summary>The names of numbers that several formulas have.</summary>
internal static class LossNumbers
{
    /// <summary>What keeps a division or a logarithm from zero.</summary>
    public const string Epsilon = nameof(Epsilon);

    /// <summary>From where on a score or a distance costs nothing.</summary>
    public const string Margin = nameof(Margin);

    /// <summary>Whether what depends on nothing, or on the target alone, is added.</summary>
    public const string Full = nameof(Full);

    /// <summary>Whether there is a loss for each element (else for each row).</summary>
    public const string PerElement = nameof(PerElement);

    /// <summary>Whether predictions are logarithms.</summary>
    public const string LogPrediction = nameof(LogPrediction);

    /// <summary>Whether targets are logarithms.</summary>
    public const string LogTarget = nameof(LogTarget);
}
