namespace LossKernels.Diagnostics;

/// <summary>What to change in the call, as options: named as the parameters of Measure-CrossEntropy.</summary>
public sealed record Fix
{
    /// <summary>The options to give, with their values as PowerShell writes them; null for a switch.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Set { get; init; } = [];

    /// <summary>What to give as targets, where that changes: an expression in which $target and $prediction are what is given now.</summary>
    public string Target { get; init; } = "$target";

    /// <summary>What to give as predictions, likewise.</summary>
    public string Prediction { get; init; } = "$prediction";

    /// <summary>The options to leave out.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];

    /// <summary>A fix that gives an option.</summary>
    /// <param name="option">Its name, without the dash.</param>
    /// <param name="value">Its value as PowerShell writes it; null for a switch.</param>
    /// <param name="remove">Options that go with it no longer.</param>
    public static Fix With(string option, string? value = null, params IReadOnlyList<string> remove) => new() { Set = [new(option, value)], Remove = remove };

    /// <summary>A fix that leaves an option out.</summary>
    /// <param name="options">Their names, without the dash.</param>
    public static Fix Without(params IReadOnlyList<string> options) => new() { Remove = options };

    /// <summary>The options that are given, as PowerShell writes them.</summary>
    public string SetText => string.Join(' ', Set.Select(option => option.Value is null ? $"-{option.Key}" : $"-{option.Key} {option.Value}"));

    /// <summary>The call with what the fix changes; the other options stay as they are.</summary>
    public override string ToString() => string.Join(' ', new[] { "Measure-CrossEntropy", Target, Prediction, SetText }.Where(part => part.Length > 0));

    /// <summary>Whether the same options are given and left out.</summary>
    public bool Equals(Fix? other) => other is not null
        && (Target, Prediction) == (other.Target, other.Prediction) && Set.SequenceEqual(other.Set) && Remove.SequenceEqual(other.Remove);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
