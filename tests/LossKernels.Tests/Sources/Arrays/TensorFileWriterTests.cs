using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LossKernels.Sources.Arrays;
using LossKernels.Sources.Files;
using LossKernels.Tensors;
using Xunit.Abstractions;

namespace LossKernels.Tests.Sources.Arrays;

/// <summary>What is written has the bytes that NumPy and the safetensors library write.</summary>
public sealed class TensorFileWriterTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Arrays => [.. RecordedCase.All.Where(each => each.Has("saved") && each.Has("values")).Select(each => each.Name)];

    public static TheoryData<string> Archives => [.. RecordedCase.All.Where(each => each.Has("saved") && each.Has("members")).Select(each => each.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Arrays))]
    public void An_npy_file_has_the_bytes_of_NumPy(string name)
    {
        RecordedCase recorded = RecordedCase.Get(name);
        TensorFileWriter.Save(_folder.File("a.npy"), Tensor(recorded.Json));
        Assert.Equal(recorded.Bytes, File.ReadAllBytes(_folder.File("a.npy")));
        Assert.Equal(["a.npy"], Names());
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public void An_npz_file_has_the_bytes_of_NumPy(string name)
    {
        RecordedCase recorded = RecordedCase.Get(name);
        KeyValuePair<string, TensorView>[] tensors = [.. recorded.Json.GetProperty("members").EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Tensor(member.Value)))];
        TensorFileWriter.Save(_folder.File("a.npz"), tensors);
        Assert.Equal(recorded.Bytes, File.ReadAllBytes(_folder.File("a.npz")));
        if (name == "savez without a name")
        {
            TensorFileWriter.Save(_folder.File("b.npz"), tensors[0].Value);
            Assert.Equal(recorded.Bytes, File.ReadAllBytes(_folder.File("b.npz")));
        }
    }

    [Fact]
    public void Headers_of_large_members_have_the_bytes_of_Python()
    {
        RecordedCase recorded = RecordedCase.Get("zip64");
        ZipMember member = new("x.npy", Encoding.ASCII.GetBytes("x.npy"), 0, ZipFormat.Stored, 0x12345678, 5L << 30, 5L << 30, 7L << 30);
        byte[] local = ZipWriter.LocalHeader(member);
        byte[] central = ZipWriter.CentralHeader(member);
        byte[] written = [.. local, .. central, .. ZipWriter.End(1, 12L << 30, central.Length)];
        Assert.Equal(recorded.Bytes, written);
    }

    [Fact]
    public void A_compressed_file_is_smaller_and_reads_the_same()
    {
        float[] values = [.. Enumerable.Range(0, 100_000).Select(i => (float)(i % 10))];
        TensorFileWriter.Save(_folder.File("a.npz"), [new("x", TensorView.Create(values, 1000, 100))], compress: true);
        Assert.InRange(new FileInfo(_folder.File("a.npz")).Length, 1, 40_000);
        using TensorFile file = TensorFile.Open(_folder.File("a.npz"));
        Assert.Equal(new Shape(1000, 100), file.Tensor.Shape);
        Assert.Equal(values, Reads.All<float>(file.Tensor, 4097));
    }

    // The bytes are those of the reference library's own tests.
    [Theory]
    [InlineData("attn.0", 3, 64, """{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}""")]
    [InlineData("attn0", 4, 72, """{"attn0":{"dtype":"F32","shape":[1,1,2,3],"data_offsets":[0,24]}}       """)]
    public void A_safetensors_file_has_the_bytes_of_the_reference_library(string key, int rank, byte length, string header)
    {
        TensorView tensor = TensorView.Create([0f, 1, 2, 3, 4, 5], rank == 3 ? [1, 2, 3] : [1, 1, 2, 3]);
        TensorFileWriter.Save(_folder.File("a.safetensors"), [new(key, tensor)]);
        byte[] expected = [length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(header), 0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64, 0, 0, 160, 64];
        Assert.Equal(expected, File.ReadAllBytes(_folder.File("a.safetensors")));
    }

    [Fact]
    public void Safetensors_has_wide_types_first_and_then_names_in_order()
    {
        TensorFileWriter.Save(
            _folder.File("a.safetensors"),
            [
                new("bool", TensorView.Create([true])),
                new("b\"\n\u0001é", TensorView.Create([1f])),
                new("a", TensorView.Create([2f])),
                new("bf16", TensorView.CreateBFloat16(new ushort[] { 0x7fc1 }, new Shape(1))),
                new("u64", TensorView.Create([3UL])),
                new("f64", TensorView.Create([4.0])),
            ]);
        byte[] bytes = File.ReadAllBytes(_folder.File("a.safetensors"));
        const string Expected =
            """{"u64":{"dtype":"U64","shape":[1],"data_offsets":[0,8]},"f64":{"dtype":"F64","shape":[1],"data_offsets":[8,16]},"a":{"dtype":"F32","shape":[1],"data_offsets":[16,20]},"b\"\n\u0001é":{"dtype":"F32","shape":[1],"data_offsets":[20,24]},"bf16":{"dtype":"BF16","shape":[1],"data_offsets":[24,26]},"bool":{"dtype":"BOOL","shape":[1],"data_offsets":[26,27]}}""";
        Assert.Equal(0, bytes[0] % 8);
        Assert.Equal(Expected, Encoding.UTF8.GetString(bytes.AsSpan(8, bytes.Length - 8 - 27)).TrimEnd(' '));
        Assert.Equal([3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 64, 0, 0, 0, 64, 0, 0, 128, 63, 0xc1, 0x7f, 1], bytes[^27..]);
        using TensorFile file = TensorFile.Open(_folder.File("a.safetensors"), "b\"\n\u0001é");
        Assert.Equal([1f], Reads.All<float>(file.Tensor));
    }

    [Fact]
    public void An_empty_list_is_an_empty_archive()
    {
        TensorFileWriter.Save(_folder.File("a.safetensors"), []);
        Assert.Equal([8, 0, 0, 0, 0, 0, 0, 0, .. "{}      "u8], File.ReadAllBytes(_folder.File("a.safetensors")));
        TensorFileWriter.Save(_folder.File("a.npz"), []);
        Assert.Empty(TensorFile.ListKeys(_folder.File("a.npz")));
    }

    [Fact]
    public void A_file_is_replaced_only_when_that_is_asked_for()
    {
        string path = _folder.File("a.npy");
        TensorFileWriter.Save(path, TensorView.Create([1f]));
        Assert.Equal(nameof(LossErrors.FileExists), Assert.Throws<LossException>(() => TensorFileWriter.Save(path, TensorView.Create([2f]))).Id);
        TensorFileWriter.Save(path, TensorView.Create([2f]), overwrite: true);
        using TensorFile file = TensorFile.Open(path);
        Assert.Equal([2f], Reads.All<float>(file.Tensor));
    }

    [Fact]
    public void A_file_that_came_into_being_meanwhile_is_not_replaced()
    {
        using NewFile file = new(_folder.File("a.npy"));
        file.Write([1], 0);
        File.WriteAllText(_folder.File("a.npy"), "other");
        Assert.Equal(nameof(LossErrors.FileExists), Assert.Throws<LossException>(file.Commit).Id);
        file.Dispose();
        Assert.Equal(["a.npy"], Names());
        Assert.Equal("other", File.ReadAllText(_folder.File("a.npy")));
    }

    [Fact]
    public void What_is_not_committed_leaves_nothing()
    {
        using (NewFile file = new(_folder.File("a.npy")))
        {
            file.Write([1, 2, 3], 5);
            Assert.StartsWith(".", Assert.Single(Names()));
        }

        Assert.Empty(Names());
        TensorView none = TensorView.CreateBFloat16(new ushort[1], new Shape(1));
        Assert.Equal(nameof(LossErrors.UnsupportedFileFormat), Assert.Throws<LossException>(() => TensorFileWriter.Save(_folder.File("a.npy"), none)).Id);
        Assert.Empty(Names());
    }

    [Theory]
    [InlineData("a.npy", TensorFormat.Npz)]
    [InlineData("a.bin", TensorFormat.Npy)]
    [InlineData("a", TensorFormat.Safetensors)]
    public void The_format_may_be_another_than_the_name_says(string name, TensorFormat format)
    {
        TensorFileWriter.Save(_folder.File(name), [new("x", TensorView.Create([1f, 2]))], format: format);
        using TensorFile file = TensorFile.Open(_folder.File(name), format: format);
        Assert.Equal([1f, 2], Reads.All<float>(file.Tensor));
        Assert.Equal(file.Keys, TensorFile.ListKeys(_folder.File(name), format));
        TensorFormat other = format == TensorFormat.Npy ? TensorFormat.Npz : TensorFormat.Npy;
        Assert.Equal(nameof(LossErrors.MalformedFile), Assert.Throws<LossException>(() => TensorFile.Open(_folder.File(name), format: other)).Id);
    }

    [Theory]
    [InlineData("a.npy")]
    [InlineData("a.npz")]
    [InlineData("a.safetensors")]
    public void Writing_that_is_ended_leaves_nothing(string name)
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => TensorFileWriter.Save(_folder.File(name), [new("x", TensorView.Create([1f]))], cancellation: source.Token));
        Assert.Empty(Names());
    }

    [Fact]
    public void What_a_link_leads_to_is_replaced()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(_folder.File("sub"));
        File.WriteAllText(_folder.File("sub/real.npy"), "old");
        File.SetUnixFileMode(_folder.File("sub/real.npy"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(_folder.File("link.npy"), _folder.File("sub/real.npy"));
        TensorFileWriter.Save(_folder.File("link.npy"), TensorView.Create([1f]), overwrite: true);
        Assert.NotNull(new FileInfo(_folder.File("link.npy")).LinkTarget);
        Assert.Equal(132, new FileInfo(_folder.File("sub/real.npy")).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("sub/real.npy")));
    }

    [Fact]
    public void Where_no_file_can_be_is_said()
    {
        TensorView tensor = TensorView.Create([1f]);
        Check(nameof(LossErrors.FileNotFound), "none/a.npy", tensor);
        Check(nameof(LossErrors.UnsupportedFileFormat), "a.bin", tensor);
        Directory.CreateDirectory(_folder.File("folder.npy"));
        Check(nameof(LossErrors.NotFileSystemPath), "folder.npy", tensor);
        Check(nameof(LossErrors.OptionNotSupported), "a.npy", tensor, tensor);
        Check(nameof(LossErrors.ParameterOutOfRange), "a.npz", tensor, tensor);
        Assert.Equal(nameof(LossErrors.OptionNotSupported), Assert.Throws<LossException>(() => TensorFileWriter.Save(_folder.File("a.npy"), [new("x", tensor)], compress: true)).Id);
        Assert.Equal(nameof(LossErrors.UnsupportedFileFormat), Assert.Throws<LossException>(() => TensorFileWriter.Save(_folder.File("a.npy.gz"), [new("x", tensor)], format: TensorFormat.Npy)).Id);
        Assert.Contains("as compressed ones are", Assert.Throws<LossException>(() => TensorFileWriter.Save(_folder.File("a.npy.gz"), [new("x", tensor)])).Message, StringComparison.Ordinal);
        Assert.Equal(["folder.npy"], Names());

        void Check(string id, string name, params TensorView[] tensors)
        {
            KeyValuePair<string, TensorView>[] named = [.. tensors.Select(each => KeyValuePair.Create("same", each))];
            Assert.Equal(id, Assert.Throws<LossException>(() => TensorFileWriter.Save(_folder.File(name), named, overwrite: true)).Id);
        }
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(123_456, 1)]
    [InlineData(4000, 30)]
    public void Losses_written_by_many_threads_have_the_bytes_of_one_array(int rows, int columns)
    {
        double[] values = [.. Enumerable.Range(0, rows * columns).Select(i => Math.Sqrt(i))];
        Shape shape = columns == 1 ? new Shape(rows) : new Shape(rows, columns);
        TensorFileWriter.Save(_folder.File("whole.npy"), TensorView.Create<double>(values, shape));
        using (NpyLossWriter writer = new(_folder.File("losses.npy"), ElementType.Float64, shape.Without(0).With(0, 1)))
        {
            Parallel.ForEach(Enumerable.Range(0, (values.Length + 999) / 1000).Reverse(), block =>
                writer.Write<double>(values.AsSpan(block * 1000, Math.Min(1000, values.Length - (block * 1000))), block * 1000L));
            Assert.False(File.Exists(_folder.File("losses.npy")));
            writer.Complete(shape);
        }

        Assert.Equal(File.ReadAllBytes(_folder.File("whole.npy")), File.ReadAllBytes(_folder.File("losses.npy")));
        Assert.Equal(2, Names().Length);
    }

    [Fact]
    public void Losses_may_be_written_again_and_come_out_fewer()
    {
        TensorFileWriter.Save(_folder.File("whole.npy"), TensorView.Create<float>([1, 5, 6]));
        using (NpyLossWriter writer = new(_folder.File("losses.npy"), ElementType.Float32, new Shape(1)))
        {
            writer.Write<float>([2, 3, 4], 1);
            writer.Write<float>([1, 5, 6], 0);
            writer.Complete(new Shape(3));
        }

        Assert.Equal(File.ReadAllBytes(_folder.File("whole.npy")), File.ReadAllBytes(_folder.File("losses.npy")));
    }

    [Fact]
    public void Losses_of_another_type_or_more_axes_are_no_file()
    {
        using (NpyLossWriter writer = new(_folder.File("losses.npy"), ElementType.Float32, new Shape(3)))
        {
            writer.Write<float>([1, 2, 3], 0);
            Assert.Throws<ArgumentException>(() => writer.Write<double>([1], 3));
            Assert.Throws<ArgumentException>(() => writer.Complete(new Shape([3, .. Enumerable.Repeat(1, 30)])));
        }

        Assert.Empty(Names());
    }

    [Fact]
    public void NumPy_reads_what_is_written()
    {
        TensorFileWriter.Save(_folder.File("a.npy"), TensorView.Create([1.5f, 2, 3, 4], 2, 2));
        TensorFileWriter.Save(_folder.File("a.npz"), [new("x", TensorView.Create([1, 2])), new("größe", TensorView.Create([true]))], compress: true);
        const string Program = "import sys, numpy as n; a = n.load(sys.argv[1]); z = n.load(sys.argv[2]); print(a.dtype, a.tolist(), z.files, z['x'].tolist(), z['größe'].tolist())";
        if (Run("import numpy") is null)
        {
            output.WriteLine("Skipped: there is no python3 with NumPy.");
            return;
        }

        Assert.Equal("float32 [[1.5, 2.0], [3.0, 4.0]] ['x', 'größe'] [1, 2] [True]", Run(Program, _folder.File("a.npy"), _folder.File("a.npz"))?.Trim());
    }

    // What a program of Python prints; null where there is no Python or it fails.
    private static string? Run(params string[] arguments)
    {
        // Of several, the system's is the one that packages of the distribution belong to.
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        ProcessStartInfo start = new(python, ["-X", "utf8", "-c", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            string printed = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? printed : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static TensorView Tensor(JsonElement json)
    {
        double[] values = RecordedCase.Values(json);
        Shape shape = RecordedCase.Shape(json);
        return RecordedCase.Type(json) switch
        {
            ElementType.Boolean => Create(value => value != 0),
            ElementType.Int8 => Create(value => (sbyte)value),
            ElementType.UInt8 => Create(value => (byte)value),
            ElementType.Int16 => Create(value => (short)value),
            ElementType.UInt16 => Create(value => (ushort)value),
            ElementType.Int32 => Create(value => (int)value),
            ElementType.UInt32 => Create(value => (uint)value),
            // The recorded doubles have lost the last digits of large integers.
            ElementType.Int64 => Create(value => value == Math.Round(long.MaxValue / 3.0) ? long.MaxValue / 3 : (long)value),
            ElementType.UInt64 => Create(value => value == Math.Round(ulong.MaxValue / 3.0) ? ulong.MaxValue / 3 : (ulong)value),
            ElementType.Float16 => Create(value => (Half)value),
            ElementType.Float32 => Create(value => (float)value),
            _ => Create(value => value),
        };

        TensorView Create<T>(Func<double, T> convert)
            where T : unmanaged => TensorView.Create<T>(Array.ConvertAll(values, value => convert(value)), shape);
    }

    private string[] Names() => [.. new DirectoryInfo(_folder.Path).EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];
}
