using System.Formats.Tar;

namespace LossKernels.Sources.Files;

/// <summary>Finds out what a path leads to without opening it.</summary>
internal static class FileKinds
{
    private const int TypePosition = 156;

    /// <summary>What a path leads to, through links.</summary>
    public static FileKind Of(string path)
    {
        FileInfo file = Resolve(path);
        return Directory.Exists(file.FullName) ? FileKind.Folder
            : !file.Exists ? FileKind.Missing
            : file.Length > 0 ? FileKind.File
            : OfNoLength(file.FullName);
    }

    /// <summary>What a path leads to through links, if it is one; the path itself otherwise.</summary>
    public static FileInfo Resolve(string path)
    {
        FileInfo file = new(path);
        return file.LinkTarget is null ? file : new FileInfo(file.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
    }

    /// <summary>A kind as messages call it.</summary>
    public static string Describe(this FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a pipe or a socket",
        _ => "a device",
    };

    // Pipes and devices have no length. The runtime tells them from empty files only where it archives them.
    private static FileKind OfNoLength(string path)
    {
        using MemoryStream archive = new();
        try
        {
            using TarWriter writer = new(archive, TarEntryFormat.Ustar, leaveOpen: true);
            writer.WriteEntry(path, "entry");
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            // A socket cannot be archived; neither can a file that must not be read, which is found out when it is opened.
            return failure is UnauthorizedAccessException ? FileKind.File : FileKind.Pipe;
        }

        return (TarEntryType)archive.GetBuffer()[TypePosition] switch
        {
            TarEntryType.Fifo => FileKind.Pipe,
            TarEntryType.CharacterDevice or TarEntryType.BlockDevice => FileKind.Device,
            _ => FileKind.File,
        };
    }
}
