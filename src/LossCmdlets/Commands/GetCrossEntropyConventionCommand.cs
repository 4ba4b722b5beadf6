using System.Management.Automation;
using LossCmdlets.Errors;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Semantics;

namespace LossCmdlets.Commands;

/// <summary>Gets conventions: whose formulas there are.</summary>
[Cmdlet(VerbsCommon.Get, "CrossEntropyConvention")]
[OutputType(typeof(CrossEntropyConvention))]
public sealed class GetCrossEntropyConventionCommand : LossCommand
{
    /// <summary>Names or synonyms; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConventionCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            try
            {
                WriteObject(Find(name).Select(convention => new CrossEntropyConvention(convention)), enumerateCollection: true);
            }
            catch (LossException failure)
            {
                WriteError(ErrorRecords.Of(failure, name));
            }
        }
    }

    private static IEnumerable<Convention> Find(string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            return [Conventions.Find(name)];
        }

        WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
        return Conventions.All.Where(convention => convention.Synonyms.Prepend(convention.Name).Any(pattern.IsMatch));
    }
}
