namespace LossKernels.Sources.Files;

/// <summary>What a file's name says of compression: <c>.gz</c> stands behind the name of what is compressed.</summary>
public static class CompressedName
{
    private const string Extension = ".gz";

    /// <summary>Whether a file is called as compressed ones are.</summary>
    public static bool IsOne(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What the file is called that is in it; the name itself where it says nothing of compression.</summary>
    public static string WithoutExtension(string path) => IsOne(path) ? path[..^Extension.Length] : path;
}
