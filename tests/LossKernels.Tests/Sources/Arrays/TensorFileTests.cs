using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LossKernels.Sources.Arrays;
using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Tests.Sources.Arrays;

/// <summary>What NumPy and safetensors wrote is read as they read it.</summary>
public class TensorFileTests
{
    public static TheoryData<string> Arrays => [.. RecordedCase.All.Where(each => each.Has("values")).Select(each => each.Name)];

    public static TheoryData<string> Refused => [.. RecordedCase.All.Where(each => each.Has("error")).Select(each => each.Name)];

    public static TheoryData<string> Archives => [.. RecordedCase.All.Where(each => each.Has("members")).Select(each => each.Name)];

    public static TheoryData<string> Samples => [.. RecordedCase.All.Where(each => each.Has("sha256")).Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Arrays))]
    public void An_array_is_read_as_NumPy_reads_it(string name)
    {
        RecordedCase recorded = RecordedCase.Get(name);
        using TensorFile file = recorded.Open();
        Assert.Empty(file.Keys);
        Check(recorded.Json, file.Tensor);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public void An_archive_is_read_as_NumPy_reads_it(string name)
    {
        RecordedCase recorded = RecordedCase.Get(name);
        JsonProperty[] members = [.. recorded.Json.GetProperty("members").EnumerateObject()];
        foreach (JsonProperty member in members)
        {
            foreach (string key in new[] { member.Name, member.Name + ".npy" })
            {
                using TensorFile file = recorded.Open(key, ".npz");
                Assert.Equal(members.Select(each => each.Name), file.Keys);
                if (recorded.Json.TryGetProperty("rows", out JsonElement rows))
                {
                    Assert.Equal(rows.GetInt32(), file.Tensor.Shape[0]);
                    double[] row = RecordedCase.Values(member.Value);
                    Assert.Equal(Enumerable.Repeat(row, rows.GetInt32()).SelectMany(each => each), Reads.All<double>(file.Tensor, 4096));
                }
                else
                {
                    Check(member.Value, file.Tensor);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_number_is_refused_with_what_converts_it(string name)
    {
        LossException failure = Assert.Throws<LossException>(() => RecordedCase.Get(name).Open());
        Assert.Equal(nameof(LossErrors.UnsupportedFileFormat), failure.Id);
        Assert.Contains("numpy.", failure.Remedy);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_samples_are_read_as_NumPy_reads_them(string name)
    {
        JsonElement json = RecordedCase.Get(name).Json;
        using TensorFile file = TensorFile.Open(Path.Combine(AppContext.BaseDirectory, name["sample ".Length..]));
        Assert.Equal(RecordedCase.Type(json), file.Tensor.ElementType);
        Assert.Equal(RecordedCase.Shape(json), file.Tensor.Shape);
        byte[] values = MemoryMarshal.AsBytes(Reads.All<double>(file.Tensor, 1000).AsSpan()).ToArray();
        Assert.Equal(json.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(values)));
    }

    [Fact]
    public void A_member_that_is_too_large_for_memory_is_decompressed_to_a_file()
    {
        RecordedCase recorded = RecordedCase.Get("savez_compressed large");
        MemoryBytes bytes = new("recorded.npz", recorded.Bytes);
        ZipDirectory directory = ZipDirectory.Read(bytes);
        using ByteSource unpacked = ZipContents.Open(directory.Locate(directory.Members[0]), directory.Members[0], mostInMemory: 1000);
        Assert.IsType<FileBytes>(unpacked);
        using TensorFile file = recorded.Open(extension: ".npz");
        Assert.Equal(Reads.All<int>(file.Tensor, 4096), Reads.All<int>(NpyHeader.Open(unpacked), 4096));
    }

    // Six floats of shape (1, 2, 3), as the tests of the reference library have them, without and with padding.
    [Theory]
    [InlineData(64, """{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}""")]
    [InlineData(72, """{"attn0":{"dtype":"F32","shape":[1,1,2,3],"data_offsets":[0,24]}}       """)]
    public void Safetensors_of_the_reference_library_are_read(int length, string header)
    {
        byte[] bytes = Safetensors.File(header, Safetensors.Floats(0, 1, 2, 3, 4, 5));
        Assert.Equal(length, bytes[0]);
        using TensorFile file = Safetensors.Open(bytes);
        Assert.Equal([header.Split('"')[1]], file.Keys);
        Assert.Equal([0f, 1, 2, 3, 4, 5], Reads.All<float>(file.Tensor));
    }

    [Theory]
    [InlineData("lables", "Choose 'labels', or another of the file's tensors, with `TensorFile.Open(path, key)`.")]
    [InlineData("weights", "Choose one of the file's tensors by its name, with `TensorFile.Open(path, key)`.")]
    [InlineData(null, "Choose one of the file's tensors by its name, with `TensorFile.Open(path, key)`.")]
    public void A_tensor_that_is_near_is_named(string? key, string remedy)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("a.npz", RecordedCase.Get("savez 4").Bytes);
        LossException failure = Assert.Throws<LossException>(() => TensorFile.Open(path, key));
        Assert.Equal("ColumnNotFound", failure.Id);
        Assert.Equal(remedy, failure.Remedy);
    }

    [Fact]
    public void Every_type_of_safetensors_is_read()
    {
        const string Types = "BOOL=Boolean U8=UInt8 I8=Int8 I16=Int16 U16=UInt16 F16=Float16 BF16=BFloat16 I32=Int32 U32=UInt32 F32=Float32 F64=Float64 I64=Int64 U64=UInt64";
        foreach (string[] pair in Types.Split(' ').Select(pair => pair.Split('=')))
        {
            // The number one.
            byte[] one = pair[0] switch
            {
                "F16" => [0, 0x3c],
                "BF16" => [0x80, 0x3f],
                "F32" => [0, 0, 0x80, 0x3f],
                "F64" => [0, 0, 0, 0, 0, 0, 0xf0, 0x3f],
                "BOOL" => [1],
                _ => [1, .. new byte[(int.Parse(pair[0][1..]) / 8) - 1]],
            };
            using TensorFile file = Safetensors.Open(Safetensors.File($$$"""{"__metadata__":{"a":"b"},"x":{"dtype":"{{{pair[0]}}}","shape":[2],"data_offsets":[0,{{{one.Length * 2}}}]}}""", [.. one, .. one]));
            Assert.Equal(Enum.Parse<ElementType>(pair[1]), file.Tensor.ElementType);
            Assert.Equal([1.0, 1.0], Reads.All<double>(file.Tensor));
            Assert.Equal([1f, 1f], Reads.All<float>(file.Tensor));
        }
    }

    [Fact]
    public void A_key_is_asked_for_where_there_are_several_tensors()
    {
        RecordedCase recorded = RecordedCase.Get("savez 4");
        LossException missing = Assert.Throws<LossException>(() => recorded.Open(extension: ".npz"));
        LossException wrong = Assert.Throws<LossException>(() => recorded.Open("y", ".npz"));
        LossException superfluous = Assert.Throws<LossException>(() => RecordedCase.Get("f4 little C").Open("y"));
        Assert.All(new[] { missing, wrong, superfluous }, failure => Assert.Equal(nameof(LossErrors.ColumnNotFound), failure.Id));
        Assert.Equal("The file 'recorded.npz' has 4 tensors: 'x', 'labels', 'größe', 'a/b'; none was chosen.", missing.Message);
        Assert.Equal("The file 'recorded.npz' has no tensor 'y'; it has 4 tensors: 'x', 'labels', 'größe', 'a/b'.", wrong.Message);
    }

    [Fact]
    public void Keys_are_listed()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(["x", "labels", "größe", "a/b"], TensorFile.ListKeys(folder.File("a.npz", RecordedCase.Get("savez 4").Bytes)));
        Assert.Empty(TensorFile.ListKeys(folder.File("a.npy", RecordedCase.Get("f4 little C").Bytes)));
    }

    [Fact]
    public void The_content_says_the_format()
    {
        using TemporaryFolder folder = new();
        using TensorFile file = TensorFile.Open(folder.File("a.bin", RecordedCase.Get("savez 1").Bytes));
        Assert.Equal(["x"], file.Keys);
        Assert.Equal(nameof(LossErrors.UnsupportedFileFormat), Assert.Throws<LossException>(() => TensorFile.Open(folder.File("b.bin", Encoding.ASCII.GetBytes("label,p0\n1,2\n")))).Id);
        Assert.Equal(nameof(LossErrors.MalformedFile), Assert.Throws<LossException>(() => TensorFile.Open(folder.File("b.npy", Encoding.ASCII.GetBytes("label,p0\n1,2\n")))).Id);
    }

    [Fact]
    public void Large_arrays_in_Fortran_order_are_gathered_as_small_ones_are_turned()
    {
        foreach (RecordedCase recorded in RecordedCase.All.Where(each => each.Has("values") && each.Name.EndsWith('F')))
        {
            MemoryBytes bytes = new("recorded.npy", recorded.Bytes);
            NpyHeader header = NpyHeader.Read(bytes);
            if (header.Shape.Rank > 1)
            {
                FileView stored = new(new ByteSlice(bytes, header.Start, bytes.Length - header.Start), header.Shape, header.Type, header.IsSwapped);
                FortranView view = new(stored, bytes.Path, mostInMemory: -1);
                double[] expected = RecordedCase.Values(recorded.Json);
                for (int atOnce = 1; atOnce <= expected.Length + 1; atOnce++)
                {
                    Assert.Equal(Reads.Bits(expected), Reads.Bits(Reads.All<double>(view, atOnce)));
                }
            }
        }
    }

    [Fact]
    public void Joined_files_read_across_their_borders()
    {
        TensorFile[] files = [RecordedCase.Get("f4 little C").Open(), RecordedCase.Get("f4 big F").Open(), RecordedCase.Get("f4 big C").Open()];
        TensorView joined = TensorFile.Join(files);
        double[] one = RecordedCase.Values(RecordedCase.Get("f4 little C").Json);
        double[] expected = [.. one, .. one, .. one];
        Assert.Equal(new Shape(9, 4), joined.Shape);
        for (int atOnce = 1; atOnce <= expected.Length; atOnce++)
        {
            Assert.Equal(Reads.Bits(expected), Reads.Bits(Reads.All<double>(joined, atOnce)));
        }

        Array.ForEach(files, file => file.Dispose());
    }

    [Theory]
    [InlineData("f8 little C")]
    [InlineData("shape (7,) C")]
    [InlineData("shape () C")]
    [InlineData("shape (5, 1) C")]
    public void Files_that_do_not_belong_together_are_not_joined(string other)
    {
        using TensorFile first = RecordedCase.Get("f4 little C").Open();
        using TensorFile second = RecordedCase.Get(other).Open(extension: "-2.npy");
        LossException failure = Assert.Throws<LossException>(() => TensorFile.Join([first, second]));
        Assert.Equal(nameof(LossErrors.ShapeMismatch), failure.Id);
        Assert.StartsWith("The file 'recorded-2.npy' ", failure.Message);
    }

    [Theory]
    [InlineData("a.npy")]
    [InlineData("a.npz")]
    [InlineData("a.safetensors")]
    public void Opening_and_reading_can_be_ended(string name)
    {
        using TemporaryFolder folder = new();
        TensorFileWriter.Save(folder.File(name), [new("x", TensorView.Create(new float[100_000]))]);
        using CancellationTokenSource source = new();
        using TensorFile file = TensorFile.Open(folder.File(name), cancellation: source.Token);
        Assert.Equal(0, file.Tensor.Read<float>(99_999, 1, new float[1])[0]);
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => file.Tensor.Read<float>(0, 1, new float[1]).ToArray());
        Assert.ThrowsAny<OperationCanceledException>(() => TensorFile.Open(folder.File(name), cancellation: source.Token));
    }

    [Fact]
    public void Many_threads_read_one_file()
    {
        using TemporaryFolder folder = new();
        float[] values = [.. Enumerable.Range(0, 300_000).Select(i => i * 0.5f)];
        TensorFileWriter.Save(folder.File("a.npy"), TensorView.Create(values, 30_000, 10));
        using TensorFile file = TensorFile.Open(folder.File("a.npy"));
        Parallel.For(0, 200, block =>
        {
            double[] wide = new double[1500];
            float[] same = new float[1500];
            Assert.Equal(values.AsSpan(block * 1500, 1500), file.Tensor.Read(block * 1500L, 1500, same));
            Assert.Equal(values[(block * 1500) + 1499], file.Tensor.Read(block * 1500L, 1500, wide)[1499]);
        });
    }

    private static void Check(JsonElement expected, TensorView tensor)
    {
        Assert.Equal(RecordedCase.Type(expected), tensor.ElementType);
        Assert.Equal(RecordedCase.Shape(expected), tensor.Shape);
        double[] values = RecordedCase.Values(expected);
        Assert.Equal(Reads.Bits(values), Reads.Bits(Reads.All<double>(tensor)));
        Assert.Equal(Array.ConvertAll(values, value => (float)value), Reads.All<float>(tensor, 5));
    }
}
