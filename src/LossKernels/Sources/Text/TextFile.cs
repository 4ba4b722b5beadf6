using LossKernels.Sources.Arrays;

namespace LossKernels.Sources.Text;

/// <summary>The bytes of a text file: unpacked where it is packed by gzip, and without the mark that says that they are UTF-8.</summary>
internal sealed class TextFile : IDisposable
{
    private readonly FileStream _file;
    private GzipReader? _packed;
    private long _position;

    private TextFile(string path, FileStream file)
    {
        Path = path;
        _file = file;
        Length = file.Length;
    }

    public string Path { get; }

    /// <summary>The bytes of the file as it lies on the disk.</summary>
    public long Length { get; }

    /// <summary>How many of them are read.</summary>
    public long Position => Volatile.Read(ref _position);

    public bool IsPacked => _packed is not null;

    /// <summary>Opens a file at its first byte.</summary>
    /// <exception cref="LossException">FileNotFound, NotFileSystemPath, UnsupportedFileFormat, or MalformedFile.</exception>
    public static TextFile Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw LossErrors.NotFileSystemPath(path, "a folder");
        }

        TextFile? file = null;
        try
        {
            // There is nothing to read in a file without length, and to open a pipe would wait until somebody writes to it.
            if (new FileInfo(path).Length == 0)
            {
                throw IsPipe(path) ? LossErrors.NotFileSystemPath(path, "a pipe or a device") : LossErrors.EmptyInput(path);
            }

            file = new TextFile(path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
            file.Rewind();
            return file;
        }
        catch (Exception failure)
        {
            file?.Dispose();
            throw failure switch
            {
                FileNotFoundException or DirectoryNotFoundException => LossErrors.FileNotFound(path),
                UnauthorizedAccessException or IOException or ArgumentException or NotSupportedException => LossErrors.FileNotFound(path, failure.Message),
                _ => failure,
            };
        }
    }

    /// <summary>Goes back to the first byte of the text.</summary>
    public void Rewind()
    {
        Restart(isPacked: false);
        Span<byte> start = stackalloc byte[3];
        bool isPacked = Fill(start[..2]) == 2 && start[..2].SequenceEqual(GzipReader.Magic);
        Restart(isPacked);
        int length = Fill(start);
        RefuseArrays(start[..length]);
        if (start.StartsWith<byte>([0xFF, 0xFE]) || start.StartsWith<byte>([0xFE, 0xFF]))
        {
            throw LossErrors.UnsupportedFileFormat(Path, "its text is UTF-16 or UTF-32", "Save it as UTF-8.");
        }

        if (length < 3 || !start.SequenceEqual<byte>([0xEF, 0xBB, 0xBF]))
        {
            Restart(isPacked);
        }
    }

    /// <summary>Reads over some bytes of the text, or to its end.</summary>
    public void Skip(long count)
    {
        byte[] buffer = new byte[Math.Min(count, 1 << 16)];
        int read;
        do
        {
            read = Read(buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)));
            count -= read;
        }
        while (read > 0 && count > 0);
    }

    /// <summary>Reads on.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="LossException">MalformedFile: it cannot be unpacked, cannot be read, or has shrunk since it was opened.</exception>
    public int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            // A file that grows meanwhile would have no end.
            read = _packed?.Read(buffer) ?? _file.Read(buffer[..(int)Math.Min(buffer.Length, Math.Max(0, Length - _file.Position))]);
        }
        catch (InvalidDataException failure)
        {
            throw LossErrors.MalformedFile(Path, $"byte {_file.Position}", failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw LossErrors.MalformedFile(Path, $"byte {_file.Position}", $"it cannot be read ({failure.Message})");
        }

        Volatile.Write(ref _position, _file.Position);
        return read > 0 || buffer.IsEmpty || _packed is not null || _file.Position >= Length
            ? read
            : throw LossErrors.MalformedFile(Path, $"byte {_file.Position}", $"it ends, though it had {Length} bytes when it was opened");
    }

    public void Dispose()
    {
        _packed?.Dispose();
        _file.Dispose();
    }

    private void Restart(bool isPacked)
    {
        _packed?.Dispose();
        _file.Position = 0;
        _packed = isPacked ? new GzipReader(_file) : null;
    }

    // A zip file is an npz file, or a workbook.
    private void RefuseArrays(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(NpyHeader.Magic[..3]) || start.StartsWith("PK\u0003"u8))
        {
            throw LossErrors.UnsupportedFileFormat(
                Path, "it is not text", "Measure npy and npz files with `TensorFile.Open`; save a workbook as CSV.");
        }
    }

    private int Fill(Span<byte> buffer)
    {
        int filled = 0;
        int read;
        do
        {
            read = Read(buffer[filled..]);
            filled += read;
        }
        while (read > 0 && filled < buffer.Length);
        return filled;
    }

    // Opened for reading and writing, a pipe waits for nobody. Nothing is written.
    private static bool IsPipe(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return !file.CanSeek;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
