using System.Collections.ObjectModel;
using System.Management.Automation;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Sources.Arrays;

namespace LossCmdlets.Input.Files;

/// <summary>Turns paths as PowerShell writes them into paths of the file system.</summary>
/// <param name="paths">The shell's paths.</param>
internal sealed class FilePaths(PathIntrinsics paths)
{
    private const string FileSystem = "FileSystem";

    /// <summary>The files that a path with wildcards leads to.</summary>
    /// <exception cref="LossException">FileNotFound or NotFileSystemPath.</exception>
    public IReadOnlyList<string> Resolve(string path)
    {
        Collection<string> found = [];
        ProviderInfo? provider = null;
        Find(path, () => found = paths.GetResolvedProviderPathFromPSPath(path, out provider));
        Check(path, provider);
        return found.Count > 0 ? found
            : path.Contains('[') ? throw Missing(path).WithRemedy("Check the path; where [ and ] belong to a name and are no wildcards, give it with -LiteralPath, or with the parameter that ends so.")
            : throw Missing(path);
    }

    /// <summary>The file that a path leads to as it stands.</summary>
    /// <exception cref="LossException">FileNotFound or NotFileSystemPath.</exception>
    public string FindLiteral(string path)
    {
        string found = ResolveLiteral(path);
        return Path.Exists(found) ? found : throw Missing(path, isLiteral: true);
    }

    /// <summary>A file that is there and that a text may mean, as a path with or without wildcards; null where there is none.</summary>
    public string? FindFile(string text)
    {
        try
        {
            return Resolve(text).FirstOrDefault(File.Exists);
        }
        catch (LossException)
        {
            return null;
        }
    }

    /// <summary>The file that a path leads to as it stands, whether it exists or not.</summary>
    /// <exception cref="LossException">FileNotFound where there is no such drive, or NotFileSystemPath.</exception>
    public string ResolveLiteral(string path)
    {
        string found = "";
        ProviderInfo? provider = null;
        Find(path, () => found = paths.GetUnresolvedProviderPathFromPSPath(path, out provider, out _));
        Check(path, provider);
        return found;
    }

    /// <summary>The file that a path leads to, to be written: with wildcards the one that is there.</summary>
    /// <exception cref="LossException">What the others throw; NotFileSystemPath where wildcards lead to several files.</exception>
    public string ResolveOutput(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return ResolveLiteral(path);
        }

        IReadOnlyList<string> found = Resolve(path);
        return found.Count == 1 ? found[0] : throw LossErrors.NotFileSystemPath(path, $"{found.Count} files");
    }

    // What lies where it was looked for; of several folders that are wildcards, and of what the file system does not show, nothing is said.
    private LossException Missing(string path, bool isLiteral = false)
    {
        string sought = paths.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        if (provider.Name != FileSystem || Path.GetDirectoryName(sought) is not { Length: > 0 } folder
            || (!isLiteral && WildcardPattern.ContainsWildcardCharacters(folder)))
        {
            return LossErrors.FileNotFound(path);
        }

        try
        {
            string[]? names = !Directory.Exists(folder) ? null
                : [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!)
                    .OrderByDescending(name => Path.GetExtension(name) == Path.GetExtension(sought))
                    .ThenByDescending(name => TensorFile.IsNamed(name) || TensorFileFormat.Auto.IsText(name))
                    .ThenBy(name => name, StringComparer.Ordinal)];
            return LossErrors.FileNotFound(path, folder, names);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return LossErrors.FileNotFound(path);
        }
    }

    private void Find(string path, Action find)
    {
        if (string.IsNullOrEmpty(path))
        {
            throw LossErrors.FileNotFound(path);
        }

        try
        {
            find();
        }
        catch (ItemNotFoundException)
        {
            throw Missing(path);
        }
        catch (Exception failure) when (failure is SessionStateException or ProviderInvocationException or WildcardPatternException)
        {
            throw LossErrors.FileNotFound(path, failure.Message);
        }
    }

    private static void Check(string path, ProviderInfo? provider)
    {
        if (provider is not null && provider.Name != FileSystem)
        {
            throw LossErrors.NotFileSystemPath(path, $"the {provider.Name} provider");
        }
    }
}
