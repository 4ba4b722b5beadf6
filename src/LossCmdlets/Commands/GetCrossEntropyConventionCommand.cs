using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Completion;
using LossCmdlets.Output;
using LossKernels.Semantics;

namespace LossCmdlets.Commands;

/// <summary>Gets conventions: whose formulas there are.</summary>
[Cmdlet(VerbsCommon.Get, "CrossEntropyConvention")]
[OutputType(typeof(CrossEntropyConvention))]
public sealed class GetCrossEntropyConventionCommand : CatalogueCommand
{
    /// <summary>Names or synonyms; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConventionCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [SupportsWildcards]
    public override string[]? Name { get; set; } = ["*"];

    private protected override object Find(string name) => new CrossEntropyConvention(Conventions.Find(name));

    private protected override IEnumerable<object> FindAll(string wildcards) => Conventions.All
        .Where(convention => convention.Synonyms.Prepend(convention.Name).Any(Pattern(wildcards).IsMatch))
        .Select(convention => new CrossEntropyConvention(convention));
}
