using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossKernels;

namespace LossCmdlets.Completion;

/// <summary>What completers of names that stand in a file share. A file that cannot be read completes nothing.</summary>
internal static class FileCompletion
{
    /// <summary>The names in the first file that one of some parameters leads to.</summary>
    /// <param name="bound">The parameters that are given so far.</param>
    /// <param name="parameters">Those that hold paths.</param>
    /// <param name="read">Reads the names in a file.</param>
    public static IReadOnlyList<string> Of(IDictionary bound, string[] parameters, Func<string, IReadOnlyList<string>> read)
    {
        object? given = parameters.Select(parameter => bound?[parameter]).FirstOrDefault(value => value is not null);
        string? path = given is object[] { Length: > 0 } several ? several[0]?.ToString() : given?.ToString();
        if (string.IsNullOrEmpty(path))
        {
            return [];
        }

        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Microsoft.PowerShell.Management\\Convert-Path").AddParameter("Path", path).AddParameter("ErrorAction", ActionPreference.Ignore);
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

    /// <summary>A name as a completion, in quotes where it needs them.</summary>
    public static CompletionResult ToResult(string name)
    {
        bool isBare = name.Length > 0 && name.All(letter => char.IsLetterOrDigit(letter) || letter == '_') && !char.IsDigit(name[0]);
        return new CompletionResult(
            isBare ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'", name.Length > 0 ? name : "''", CompletionResultType.ParameterValue, name.Length > 0 ? name : "''");
    }
}
