using System.Reflection;
using System.Runtime.Loader;

namespace LossCmdlets.Loading;

/// <summary>
/// The load context that LossKernels and its dependencies live in, so that they meet no other version of theirs that the shell or
/// another module has loaded.
/// </summary>
internal sealed class KernelContext(string directory) : AssemblyLoadContext("CrossEntropy")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(directory, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
