using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace LossCmdlets.Loading;

/// <summary>Answers for LossKernels out of <c>bin/dependencies</c> while the module is imported.</summary>
/// <remarks>
/// The engine runs the initializer at every import, forced ones and those of other runspaces included, and the cleanup at every
/// removal; each import therefore adds one subscription and each removal takes one away. The context itself stays for the life of
/// the process, as the cmdlets' own assembly does. Before it runs the initializer the engine looks at the public types: none derives
/// from a type of the library, or has one for an interface, so that none needs it before it can be found.
/// </remarks>
public sealed class KernelResolver : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly KernelContext Kernels = new(
        Path.Combine(Path.GetDirectoryName(typeof(KernelResolver).Assembly.Location)!, "dependencies"));

    /// <inheritdoc/>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == "LossKernels" ? Kernels.LoadFromAssemblyName(name) : null;
}
