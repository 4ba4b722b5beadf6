using System.Security;

namespace LossKernels.Sources.Files;

/// <summary>The failures of the file system in our words.</summary>
internal static class FileFailure
{
    /// <summary>What cannot be done with a file that is to be made.</summary>
    public const string Written = "written";

    /// <summary>Whether an exception is one that the file system, or a path that is none, gives.</summary>
    public static bool IsOne(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or NotSupportedException or SecurityException or ArgumentException;

    /// <summary>The failure of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="failure">What the file system says.</param>
    /// <param name="use">What could not be done with the file: opened, read or written.</param>
    public static LossException Translate(string path, Exception failure, string use) => failure switch
    {
        FileNotFoundException => LossErrors.FileNotFound(path),
        DirectoryNotFoundException => LossErrors.FileNotFound(path, "its folder does not exist.", use).WithRemedy(use == Written ? "Create the folder, or correct the path." : "Check the path."),
        UnauthorizedAccessException => LossErrors.FileNotFound(path, "access to it is denied.", use),
        ArgumentException => LossErrors.FileNotFound(path, "no file can have this name.", use).WithRemedy("Correct the path: it has a character that names do not have."),
        _ => LossErrors.FileNotFound(path, failure.Message, use),
    };
}
