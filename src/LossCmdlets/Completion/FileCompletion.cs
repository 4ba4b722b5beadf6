using System.Collections;
using System.Management.Automation;
using LossKernels;

namespace LossCmdlets.Completion;

/// <summary>What completers of names that stand in a file share. A file that cannot be read completes nothing.</summary>
internal static class FileCompletion
{
    /// <summary>The names in the first file that -Path or -LiteralPath leads to.</summary>
    /// <param name="bound">The parameters that are given so far.</param>
    /// <param name="what">What stands before Path in the names of these parameters.</param>
    /// <param name="read">Reads the names in a file.</param>
    public static IReadOnlyList<string> Of(IDictionary bound, string what, Func<string, IReadOnlyList<string>> read)
    {
        object? wildcard = bound?[$"{what}Path"];
        object? given = wildcard ?? bound?[$"{what}LiteralPath"];
        string? path = given is object[] { Length: > 0 } several ? several[0]?.ToString() : given?.ToString();
        if (string.IsNullOrEmpty(path))
        {
            return [];
        }

        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Microsoft.PowerShell.Management\\Convert-Path").AddParameter(wildcard is null ? "LiteralPath" : "Path", path).AddParameter("ErrorAction", ActionPreference.Ignore);
        string? file = shell.Invoke<string>().FirstOrDefault();
        try
        {
            return file is null ? [] : read(file);
        }
        catch (LossException)
        {
            return [];
        }
    }
}
