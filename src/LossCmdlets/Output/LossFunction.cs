using System.Globalization;
using Catalogued = LossKernels.Losses.LossFunction;

namespace LossCmdlets.Output;

/// <summary>A loss: what it computes, and what frameworks call it.</summary>
public sealed class LossFunction
{
    internal LossFunction(Catalogued loss, string? script = null)
    {
        Name = loss.Name;
        Alias = [.. loss.Aliases];
        Summary = loss.Summary;
        Formula = script ?? loss.Formula;
        Range = loss.Range;
        Better = loss.IsHigherBetter ? "Higher" : "Lower";
        HasGradient = loss.HasGradient;
        Parameter = [.. loss.Parameters.Select(parameter => new LossFunctionParameter(parameter.Name, parameter.Default, parameter.Range, parameter.Summary))];
        Convention = [.. loss.Uses.Select(use => new LossFunctionUse(use.Convention.Name, [.. use.Names], use.Note))];
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Other names, which several frameworks use.</summary>
    public string[] Alias { get; }

    /// <summary>What it is, in a sentence.</summary>
    public string Summary { get; }

    /// <summary>The formula, with target t or y, prediction p or x, and C outputs or classes; of a registered loss its script.</summary>
    public string Formula { get; }

    /// <summary>The values that it can have.</summary>
    public string Range { get; }

    /// <summary>Which way is better: Lower, or Higher as of an accuracy.</summary>
    public string Better { get; }

    /// <summary>Whether it has derivatives.</summary>
    public bool HasGradient { get; }

    /// <summary>The parameters of its own.</summary>
    public LossFunctionParameter[] Parameter { get; }

    /// <summary>The conventions that know it; the first is meant where none is named.</summary>
    public LossFunctionUse[] Convention { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

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

/// <summary>What a loss is in a convention.</summary>
/// <param name="Convention">The convention.</param>
/// <param name="Name">What the framework calls it.</param>
/// <param name="Note">What to know about it, or null.</param>
public sealed record LossFunctionUse(string Convention, string[] Name, string? Note)
{
    /// <summary>The convention, what the loss is called there, and what to know about it.</summary>
    public override string ToString() => Convention + (Name.Length == 0 ? "" : $": {string.Join(", ", Name)}") + (Note is null ? "" : $". {Note}");
}
