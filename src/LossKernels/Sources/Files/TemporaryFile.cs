using Microsoft.Win32.SafeHandles;

namespace LossKernels.Sources.Files;

/// <summary>Files that nobody else sees, and that are gone when they are closed.</summary>
internal static class TemporaryFile
{
    /// <summary>Makes one.</summary>
    /// <exception cref="LossException">FileNotFound: there is no place for it.</exception>
    public static SafeFileHandle Create()
    {
        string path = Path.GetTempPath();
        try
        {
            path = Path.GetTempFileName();
            return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            throw FileFailure.Translate(path, failure, "used for temporary files");
        }
    }

    /// <summary>Writes bytes from an offset on.</summary>
    /// <exception cref="LossException">FileNotFound: there is no room for them.</exception>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(file, bytes, offset);
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            throw FileFailure.Translate(Path.GetTempPath(), failure, "used for temporary files");
        }
    }
}
