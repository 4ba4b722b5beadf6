namespace LossKernels.Diagnostics;

/// <summary>What to change in a measurement, as texts in which options and functions are those of the API.</summary>
public sealed record Fix
{
    /// <summary>What is given as targets; with <see cref="AsPrediction"/>, what these texts call what was given.</summary>
    public const string AsTarget = "target";

    /// <summary>What is given as predictions.</summary>
    public const string AsPrediction = "prediction";

    /// <summary>The options to set, as in Axis = 1; one that is to be left out has the value that it has by itself.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What to give as targets: what was given, or a function of it.</summary>
    public string Target { get; init; } = AsTarget;

    /// <summary>What to give as predictions, likewise.</summary>
    public string Prediction { get; init; } = AsPrediction;

    /// <summary>A fix that sets options.</summary>
    /// <param name="options">The options, each with its value.</param>
    public static Fix With(params IReadOnlyList<string> options) => new() { Options = options };

    /// <summary>The measurement with what the fix changes; the other options stay as they are.</summary>
    public override string ToString() => $"CrossEntropy.Measure({Prediction}, {Target}){(Options.Count == 0 ? "" : $" with {string.Join(", ", Options)}")}";

    /// <summary>Whether the same is changed.</summary>
    public bool Equals(Fix? other) => other is not null && (Target, Prediction) == (other.Target, other.Prediction) && Options.SequenceEqual(other.Options);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
