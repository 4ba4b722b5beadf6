using System.IO.Compression;
using System.Text;

namespace LossKernels.Tests.Sources.Text;

/// <summary>A file that goes with its test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("csv-").FullName;

    public TemporaryFile(ReadOnlySpan<byte> content, string name = "data.csv")
    {
        Path = System.IO.Path.Combine(_folder, name);
        File.WriteAllBytes(Path, content);
    }

    public TemporaryFile(string content, string name = "data.csv")
        : this(Encoding.UTF8.GetBytes(content), name)
    {
    }

    public string Path { get; }

    public static byte[] Pack(ReadOnlySpan<byte> content, CompressionLevel level = CompressionLevel.Fastest)
    {
        MemoryStream packed = new();
        using (GZipStream stream = new(packed, level))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
