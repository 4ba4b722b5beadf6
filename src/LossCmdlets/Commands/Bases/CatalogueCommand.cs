using System.Management.Automation;
using LossCmdlets.Input;
using LossKernels;

namespace LossCmdlets.Commands.Bases;

/// <summary>Gets entries of a catalogue by their names. A name that no entry has is an error, a wildcard that fits none gets nothing.</summary>
public abstract class CatalogueCommand : LossCommand
{
    /// <summary>Names, or what else entries are known by; wildcards are allowed.</summary>
    public abstract string[]? Name { get; set; }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        foreach (string name in Name ?? [string.Empty])
        {
            try
            {
                WriteObject(
                    WildcardPattern.ContainsWildcardCharacters(name) && Wildcards.Of(name) is not null ? FindAll(name) : Find(name),
                    enumerateCollection: true);
            }
            catch (LossException failure)
            {
                Report(failure, name);
            }
        }
    }

    /// <summary>The entry of a name.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: there is none.</exception>
    private protected abstract object Find(string name);

    /// <summary>The entries of which a name fits.</summary>
    private protected abstract IEnumerable<object> FindAll(string wildcards);

    /// <summary>What fits wildcards, without regard to case.</summary>
    private protected static WildcardPattern Pattern(string wildcards) => new(wildcards, WildcardOptions.IgnoreCase);
}
