using System.Globalization;

namespace LossCmdlets.Output;

/// <summary>A parameter that a loss has of its own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">What it is where it is not given and the convention has no value of its own.</param>
/// <param name="Range">What it may be.</param>
/// <param name="Summary">What it does.</param>
public sealed record LossFunctionParameter(string Name, double Default, string Range, string Summary)
{
    /// <summary>The name and the default.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({Default})");
}
