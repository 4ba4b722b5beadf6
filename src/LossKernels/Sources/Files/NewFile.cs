using Microsoft.Win32.SafeHandles;

namespace LossKernels.Sources.Files;

/// <summary>
/// A file that comes into being at once: it is written under a hidden name beside its place and moved there by <see cref="Commit"/>.
/// Without that, nothing is left of it.
/// </summary>
internal sealed class NewFile : IDisposable
{
    private readonly string _target;
    private readonly string _temporary;
    private readonly bool _overwrite;
    private readonly CancellationToken _cancellation;
    private readonly SafeFileHandle _handle;
    private bool _isMoved;

    /// <summary>Looks whether a file may be called so that is written as it is.</summary>
    /// <exception cref="LossException">UnsupportedFileFormat where its name says that it is compressed.</exception>
    public static void CheckName(string path)
    {
        if (CompressedName.IsOne(path))
        {
            throw LossErrors.UnsupportedFileFormat(path, "files are written as they are, and it is called as compressed ones are", "Leave .gz out of its name, and compress the file that is written.");
        }
    }

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it will be.</param>
    /// <param name="overwrite">Whether it may replace a file that is there.</param>
    /// <param name="cancellation">Ends the writing: the next write throws.</param>
    /// <exception cref="LossException">
    /// FileExists, NotFileSystemPath, FileNotFound where its folder is missing or may not be written to, or UnsupportedFileFormat where its name says that it is compressed.
    /// </exception>
    public NewFile(string path, bool overwrite = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        CheckName(path);
        Path = path;
        _overwrite = overwrite;
        _cancellation = cancellation;
        try
        {
            FileKind kind = FileKinds.Of(path);
            if (kind is not (FileKind.Missing or FileKind.File))
            {
                throw LossErrors.NotFileSystemPath(path, kind.Describe());
            }

            if (kind == FileKind.File && !overwrite)
            {
                throw LossErrors.FileExists(path);
            }

            // What a link leads to is replaced, and the link stays.
            _target = FileKinds.Resolve(path).FullName;
            _temporary = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(_target) ?? "", $".{System.IO.Path.GetRandomFileName()}");
            _handle = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            throw FileFailure.Translate(path, failure, FileFailure.Written);
        }
    }

    /// <summary>Where the file will be, as it was given.</summary>
    public string Path { get; }

    /// <summary>Writes bytes from an offset on. Many threads may write at once; what none of them writes is zero.</summary>
    /// <exception cref="LossException">FileNotFound: the file system has no room for them, or fails.</exception>
    /// <exception cref="OperationCanceledException">The writing was ended.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        _cancellation.ThrowIfCancellationRequested();
        try
        {
            RandomAccess.Write(_handle, bytes, offset);
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            throw FileFailure.Translate(Path, failure, FileFailure.Written);
        }
    }

    /// <summary>Cuts the file off, or lengthens it by zeros.</summary>
    /// <exception cref="LossException">FileNotFound: the file system has no room for it, or fails.</exception>
    public void SetLength(long length)
    {
        try
        {
            RandomAccess.SetLength(_handle, length);
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            throw FileFailure.Translate(Path, failure, FileFailure.Written);
        }
    }

    /// <summary>Puts the file in its place; it cannot be written any more.</summary>
    /// <exception cref="LossException">FileExists: somebody else made one meanwhile; FileNotFound: the file system fails.</exception>
    public void Commit()
    {
        try
        {
            _handle.Dispose();
            if (!OperatingSystem.IsWindows() && File.Exists(_target))
            {
                File.SetUnixFileMode(_temporary, File.GetUnixFileMode(_target));
            }

            File.Move(_temporary, _target, _overwrite);
            _isMoved = true;
        }
        catch (IOException) when (!_overwrite && File.Exists(_target))
        {
            throw LossErrors.FileExists(Path);
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            throw FileFailure.Translate(Path, failure, FileFailure.Written);
        }
    }

    /// <summary>Deletes the file, unless it was put in its place.</summary>
    public void Dispose()
    {
        if (_isMoved)
        {
            return;
        }

        _handle.Dispose();
        try
        {
            File.Delete(_temporary);
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            // A folder that is gone has nothing left to delete, and what led here is told anyway.
        }
    }
}
