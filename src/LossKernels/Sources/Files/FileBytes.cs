using Microsoft.Win32.SafeHandles;

namespace LossKernels.Sources.Files;

/// <summary>
/// The bytes of a file. It is read and not mapped: where a mapped file shrinks, the process ends.
/// </summary>
internal sealed class FileBytes : ByteSource
{
    private readonly SafeFileHandle _handle;
    private readonly string _part;
    private readonly CancellationToken _cancellation;

    private FileBytes(string path, SafeFileHandle handle, string part, CancellationToken cancellation)
        : base(path)
    {
        _handle = handle;
        _part = part;
        _cancellation = cancellation;
        Length = RandomAccess.GetLength(handle);
    }

    /// <inheritdoc/>
    public override long Length { get; }

    /// <summary>Opens a file. Others may go on writing it, and may delete it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends the reading: the next read throws.</param>
    /// <exception cref="LossException">FileNotFound, NotFileSystemPath, or MalformedFile where it is empty.</exception>
    public static FileBytes Open(string path, CancellationToken cancellation = default)
    {
        SafeFileHandle? handle = null;
        try
        {
            FileKind kind = FileKinds.Of(path);
            if (kind != FileKind.File)
            {
                throw kind == FileKind.Missing ? LossErrors.FileNotFound(path) : LossErrors.NotFileSystemPath(path, kind.Describe());
            }

            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Write | FileShare.Delete);
            return new FileBytes(path, handle, "", cancellation);
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            handle?.Dispose();
            throw FileFailure.Translate(path, failure, "opened");
        }
    }

    /// <summary>The bytes of a file that was written for this purpose.</summary>
    /// <param name="path">The file that they were made from.</param>
    /// <param name="handle">The file that they are in; it is closed with this object.</param>
    /// <param name="part">What part of the first file they are, as in " of 'x.npy', decompressed".</param>
    public static FileBytes Over(string path, SafeFileHandle handle, string part) => new(path, handle, part, CancellationToken.None);

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public override void Read(long offset, Span<byte> destination)
    {
        _cancellation.ThrowIfCancellationRequested();
        try
        {
            while (!destination.IsEmpty)
            {
                int count = RandomAccess.Read(_handle, destination, offset);
                if (count == 0)
                {
                    throw Ended(offset);
                }

                offset += count;
                destination = destination[count..];
            }
        }
        catch (Exception failure) when (FileFailure.IsOne(failure))
        {
            throw FileFailure.Translate(Path, failure, "read");
        }
    }

    /// <inheritdoc/>
    public override string Place(long offset) => base.Place(offset) + _part;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _handle.Dispose();
        base.Dispose(disposing);
    }
}
