using System.Management.Automation;

namespace LossCmdlets.Input;

/// <summary>
/// Runs when the module is imported: lets tensors that scripts construct read PowerShell's wrapped values,
/// such as the text that comes out of a pipeline.
/// </summary>
public sealed class ModuleImport : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => ValueShell.Current = PowerShellValues.Instance;
}
