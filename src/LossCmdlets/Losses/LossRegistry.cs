using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using LossKernels.Losses;

namespace LossCmdlets.Losses;

/// <summary>The losses that were registered in a runspace, in the order of their names.</summary>
internal static class LossRegistry
{
    private static readonly ConditionalWeakTable<Runspace, SortedDictionary<string, ScriptBlock>> ByRunspace = new();

    /// <summary>Those of the runspace of this thread.</summary>
    public static SortedDictionary<string, ScriptBlock> Current =>
        ByRunspace.GetValue(Runspace.DefaultRunspace, _ => new SortedDictionary<string, ScriptBlock>(StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a loss has a name, be it registered or of the catalogue.</summary>
    public static bool IsTaken(string name) => Current.ContainsKey(name) || LossFunctions.Known(name) is not null;
}
