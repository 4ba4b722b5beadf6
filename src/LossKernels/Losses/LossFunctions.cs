using System.Collections.Immutable;
using LossKernels.Losses.Functions;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>The catalogue of losses.</summary>
public static class LossFunctions
{
    /// <summary>All losses.</summary>
    public static ImmutableArray<LossFunction> All { get; } =
    [
        new MeanSquaredError(),
        new HalfSquaredError(),
        new MeanAbsoluteError(),
        new MeanAbsolutePercentageError(),
        new MeanSquaredLogarithmicError(),
        new RootMeanSquaredError(),
        new KullbackLeiblerDivergence(),
        new JensenShannonDivergence(),
        new Poisson(),
        new CosineSimilarity(),
        new LogCosh(),
        new Huber(),
        new SmoothL1(),
        new Pinball(),
        new Hinge(),
        new SquaredHinge(),
        new CategoricalHinge(),
        new MultiMargin(),
        new SoftMargin(),
        new MultiLabelSoftMargin(),
        new HingeEmbedding(),
        new GaussianNegativeLogLikelihood(),
        new PoissonNegativeLogLikelihood(),
        new ZeroOne(),
        new Hamming(),
        new BrierScore(),
        new Dice(),
        new Tversky(),
        .. CrossEntropyFunctions.All,
        new Accuracy(),
        new BinaryAccuracy(),
        new CategoricalAccuracy(),
        new SparseCategoricalAccuracy(),
        new TopKCategoricalAccuracy(),
        new SparseTopKCategoricalAccuracy(),
    ];

    /// <summary>The names of the numbers that any of them has.</summary>
    public static IEnumerable<string> ParameterNames => All.SelectMany(loss => loss.Parameters).Select(parameter => parameter.Name).Distinct();

    /// <summary>
    /// Finds a loss by its name, by an alias, or by what a framework calls it, with or without its module: PascalCase and snake_case are the same.
    /// A framework's own name, or a module in front, names the convention too.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="asked">Whose formula is wanted, if that is said: of several losses of the name the one that this framework calls so.</param>
    /// <param name="registered">Names of other losses that may be meant by one that is none.</param>
    /// <exception cref="LossException">ParameterOutOfRange: there is none of that name.</exception>
    public static NamedLoss Find(string name, Convention? asked = null, IEnumerable<string>? registered = null) =>
        Known(name, asked) ?? throw UnknownLoss.Failure(name, registered ?? []);

    /// <summary>The loss that <see cref="Find"/> finds; null where there is none of that name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="asked">Whose formula is wanted, if that is said.</param>
    public static NamedLoss? Known(string name, Convention? asked = null)
    {
        ModuleName written = new(name);
        string own = written.Own;
        IEnumerable<Convention> frameworks = asked is null ? written.Frameworks : written.Frameworks.Append(asked);
        bool IsOwn(LossFunction loss) => Spelling.AreAlike(loss.Name, own) || loss.Aliases.Any(alias => Spelling.AreAlike(alias, own));
        bool IsUsed(LossUse use) => use.Names.Any(known => Spelling.AreAlike(known, own));
        bool IsOf(LossFunction loss, Convention framework) => loss.NamesIn(framework).Any(known => Spelling.AreAlike(known, own));

        // What the framework calls so comes first, then the catalogue's own names, then what any framework calls so.
        LossFunction[] named = [.. All.Where(loss => IsOwn(loss) || loss.Uses.Any(IsUsed)).OrderByDescending(IsOwn)];
        Convention? owner = frameworks.FirstOrDefault(framework => named.Any(loss => IsOf(loss, framework)));
        Convention? OwnerOf(LossFunction loss) => owner
            ?? (IsOwn(loss) ? null : frameworks.FirstOrDefault(framework => loss.UseIn(framework) is not null) ?? loss.Uses.First(IsUsed).Convention);
        NamedLoss[] found = [.. named.Where(loss => owner is null || IsOf(loss, owner)).Select(loss => new NamedLoss(loss, OwnerOf(loss)))];
        return found is [NamedLoss first, .. NamedLoss[] others] ? first with { Others = [.. others] } : null;
    }
}
