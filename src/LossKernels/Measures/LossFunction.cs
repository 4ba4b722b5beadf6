using System.Collections.Immutable;
using LossKernels.Semantics;

namespace LossKernels.Measures;

/// <summary>
/// A loss: its formula, and what the frameworks make of it, as data. A loss is a class, of which it has the name, or a row of a table;
/// the catalogue, LossFunctions, lists all of them.
/// </summary>
public abstract class LossFunction
{
    private protected LossFunction()
    {
    }

    /// <summary>The name by which it is chosen.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Short names that several frameworks use.</summary>
    public virtual ImmutableArray<string> Aliases => [];

    /// <summary>What it is, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>The formula, with target t, prediction p or x, and C outputs or classes.</summary>
    public abstract string Formula { get; }

    /// <summary>The values that it can have.</summary>
    public abstract string Range { get; }

    /// <summary>Whether more is better, as of an accuracy; of a loss less is.</summary>
    public virtual bool IsHigherBetter => false;

    /// <summary>Whether it has derivatives.</summary>
    public virtual bool HasGradient => true;

    /// <summary>The numbers that may be given.</summary>
    public virtual ImmutableArray<LossParameter> Parameters => [];

    /// <summary>The conventions that know it, the one that is meant where none is named first.</summary>
    public abstract ImmutableArray<LossUse> Uses { get; }

    /// <summary>All that it is called: its name, its aliases, and the names that frameworks have for it.</summary>
    public IEnumerable<string> Names => [Name, .. Aliases, .. Uses.SelectMany(use => use.Names)];

    /// <summary>What it is in a convention, which is known by its name; null where that has none.</summary>
    public LossUse? UseIn(Convention? convention) => Uses.FirstOrDefault(use => use.Convention.Name == convention?.Name);

    /// <summary>What it is called behind a module of a framework: what that calls it, then its own names; nothing where the framework has it not.</summary>
    public IEnumerable<string> NamesIn(Convention framework) => UseIn(framework) is LossUse use ? [.. use.Names, Name, .. Aliases] : [];

    /// <summary>What to compute of this loss.</summary>
    /// <param name="convention">Whose formula; null for the first of <see cref="Uses"/>.</param>
    public abstract LossOptions CreateOptions(Convention? convention = null);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
