using Catalogued = LossKernels.Measures.LossFunction;

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
