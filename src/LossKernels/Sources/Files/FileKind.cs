namespace LossKernels.Sources.Files;

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A file, which may be empty.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe or a socket, whose opening may wait for somebody for ever.</summary>
    Pipe,

    /// <summary>A device, whose opening may do something.</summary>
    Device,
}
