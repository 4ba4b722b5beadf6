using System.Buffers.Binary;
using System.Text;
using LossKernels.Sources.Arrays;
using LossKernels.Sources.Files;

namespace LossKernels.Tests.Sources.Arrays;

/// <summary>Whatever a file is, there is a result or an error that says what is wrong.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("f4 little C", ".npy")]
    [InlineData("version (3, 0) F", ".npy")]
    [InlineData("savez 4", ".npz")]
    [InlineData("savez_compressed 4", ".npz")]
    public void A_file_that_was_cut_off_anywhere_is_malformed(string name, string extension)
    {
        byte[] bytes = RecordedCase.Get(name).Bytes;
        for (int length = 0; length < bytes.Length; length++)
        {
            Check(nameof(LossErrors.MalformedFile), bytes[..length], extension, extension == ".npz" ? "x" : null);
        }
    }

    [Fact]
    public void Safetensors_that_were_cut_off_anywhere_are_malformed()
    {
        byte[] bytes = Safetensors.File("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", Safetensors.Floats(1, 2));
        for (int length = 0; length < bytes.Length; length++)
        {
            Check(nameof(LossErrors.MalformedFile), bytes[..length], ".safetensors", "x");
        }
    }

    [Theory]
    [InlineData("(2, 4)", "MalformedFile", "takes 32 bytes, and there are 24")]
    [InlineData("(2, 2)", "MalformedFile", "takes 16 bytes, and there are 24")]
    [InlineData("(-2, -3)", "MalformedFile", "negative")]
    [InlineData("(0, 3)", "MalformedFile", "takes 0 bytes")]
    [InlineData("(2305843009213693952, 3)", "MalformedFile", "takes")]
    [InlineData("(4611686018427387904, 4)", "MalformedFile", "more values than any file")]
    [InlineData("(99999999999999999999999999999999, 99999999999999999999999999999999)", "MalformedFile", "more values than any file")]
    [InlineData("(0, 9223372036854775807, 3)", "MalformedFile", "more values than any file")]
    [InlineData("(4294967296, 0)", "MalformedFile", "takes 0 bytes")]
    [InlineData("(6)", "MalformedFile", "a number where a tuple")]
    [InlineData("[2, 3]", "MalformedFile", "'[' where '(' belongs")]
    [InlineData("(2 3)", "MalformedFile", "'3' where a comma belongs")]
    [InlineData("(2, 3", "MalformedFile", "'}' where a comma belongs")]
    [InlineData("(2.0, 3)", "MalformedFile", "'.' where a comma belongs")]
    [InlineData("('2', 3)", "MalformedFile", "where a whole number belongs")]
    [InlineData("(02, 3)", "MalformedFile", "where a whole number belongs")]
    [InlineData("None", "MalformedFile", "'N' where '(' belongs")]
    public void A_shape_that_lies_is_told(string shape, string id, string what) =>
        CheckHeader($"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}}}", id, what);

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "lacks one of the keys")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'more': 1}", "has the key 'more'")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}", "the key 'descr' twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3)}", "where True or False belongs")]
    [InlineData("{'descr': '<f4' 'fortran_order': False, 'shape': (2, 3)}", "where ',' belongs")]
    [InlineData("{'descr': '<f4, 'fortran_order': False, 'shape': (2, 3)}", "'<f4, ' names no type")]
    [InlineData("{'descr': 'x9', 'fortran_order': False, 'shape': (2, 3)}", "'x9' names no type")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (2, 3)}", "'' names no type")]
    [InlineData("{'descr': '<', 'fortran_order': False, 'shape': (2, 3)}", "'<' names no type")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} 1", "where nothing more belongs")]
    [InlineData("['descr', '<f4']", "'[' where '{' belongs")]
    [InlineData("{", "its end where a text in quotes belongs")]
    [InlineData("", "its end where '{' belongs")]
    [InlineData("{'de\\x73cr': '<f4'}", "'\\' where plain text")]
    public void A_header_that_is_none_is_told(string header, string what) => CheckHeader(header, nameof(LossErrors.MalformedFile), what);

    [Fact]
    public void What_is_too_large_for_an_axis_is_unsupported()
    {
        CheckHeader($"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Concat(Enumerable.Repeat("1, ", 65))}2, 3)}}", nameof(LossErrors.UnsupportedFileFormat), "67 axes");
        Check(nameof(LossErrors.UnsupportedFileFormat), Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 0)}", []), ".npy", null, "an axis longer than 2147483647");
    }

    [Theory]
    [InlineData("1, 0, 255, 255", "MalformedFile")]
    [InlineData("2, 0, 255, 255, 255, 255", "MalformedFile")]
    [InlineData("3, 0, 0, 0, 1, 0", "MalformedFile")]
    [InlineData("4, 0, 16, 0", "UnsupportedFileFormat")]
    [InlineData("1, 1, 16, 0", "UnsupportedFileFormat")]
    public void The_length_of_a_header_is_not_believed(string rest, string id) =>
        Check(id, [0x93, .. "NUMPY"u8, .. rest.Split(", ").Select(byte.Parse), .. new byte[100]], ".npy", null);

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""")]
    [InlineData("""{"y":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""")]
    [InlineData("""{"y":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":4,"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}""")]
    [InlineData("""{"x":{"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":[]}""")]
    [InlineData("""{"x\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"\ud800","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""[]""")]
    [InlineData(""" {"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""")]
    [InlineData("")]
    [InlineData("{}")]
    public void A_header_of_safetensors_that_lies_is_malformed(string header) =>
        Check(nameof(LossErrors.MalformedFile), Safetensors.File(header, new byte[8]), ".safetensors", "x");

    [Fact]
    public void The_length_of_a_header_of_safetensors_is_not_believed()
    {
        foreach (ulong length in new ulong[] { 17, 100_000_001, ulong.MaxValue })
        {
            byte[] bytes = [.. new byte[8], .. "{}              "u8];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
            Check(nameof(LossErrors.MalformedFile), bytes, ".safetensors", null);
        }
    }

    [Fact]
    public void A_type_of_safetensors_that_is_not_read_is_unsupported() =>
        Check(nameof(LossErrors.UnsupportedFileFormat), Safetensors.File("""{"x":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", new byte[8]), ".safetensors", null, "'F8_E4M3'");

    [Theory]
    [InlineData(8, 1, "UnsupportedFileFormat", "encrypted")]
    [InlineData(10, 99, "UnsupportedFileFormat", "method 99")]
    [InlineData(24, 1, "MalformedFile", "is stored in")]
    [InlineData(28, 4, "MalformedFile", "")]
    [InlineData(42, 1, "MalformedFile", "does not begin there")]
    [InlineData(46, 'y', "MalformedFile", "has another name")]
    public void A_directory_that_lies_is_told(int at, byte value, string id, string what)
    {
        byte[] bytes = RecordedCase.Get("savez 1").Bytes.ToArray();
        int central = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        bytes[central + at] = value;
        if (at == 10)
        {
            bytes[8] = value;
        }

        Check(id, bytes, ".npz", null, what);
    }

    [Fact]
    public void What_is_stored_is_checked()
    {
        byte[] bytes = RecordedCase.Get("savez 1").Bytes.ToArray();
        int central = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        bytes[central - 1] ^= 1;
        Check(nameof(LossErrors.MalformedFile), bytes, ".npz", null, "has the check sum");
    }

    [Fact]
    public void What_is_decompressed_is_checked()
    {
        byte[] bytes = RecordedCase.Get("savez_compressed large").Bytes;
        int central = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        CheckChanged(central + 16, 1, "check sum");
        CheckChanged(central + 24, -1, "more than the");
        CheckChanged(central + 24, 1, "of the");
        CheckChanged(central + 27, 0x7f, "more than");
        CheckChanged(70, 0x55, "");

        void CheckChanged(int at, int by, string what)
        {
            byte[] changed = bytes.ToArray();
            changed[at] += (byte)by;
            Check(nameof(LossErrors.MalformedFile), changed, ".npz", null, what);
        }
    }

    [Fact]
    public void A_member_that_is_no_array_is_told()
    {
        byte[] bytes = RecordedCase.Get("savez 1").Bytes.ToArray();
        int array = bytes.AsSpan().IndexOf("NUMPY"u8) - 1;
        bytes[array + 1] = (byte)'X';
        int central = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        Crc32 crc = default;
        crc.Add(bytes.AsSpan(array, central - array));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(central + 16), crc.Value);
        Check(nameof(LossErrors.MalformedFile), bytes, ".npz", null, "does not begin as an npy file");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_shrinks_while_it_is_read_is_told(bool isFortran)
    {
        byte[] bytes = Npy($"{{'descr': '<f4', 'fortran_order': {isFortran}, 'shape': (1000, 10)}}", new byte[40_000]);
        string path = _folder.File("a.npy", bytes);
        using TensorFile file = TensorFile.Open(path);
        using (FileStream stream = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.SetLength(20_001);
        }

        LossException failure = Assert.Throws<LossException>(() => Reads.All<float>(file.Tensor, 1000));
        Assert.Equal(nameof(LossErrors.MalformedFile), failure.Id);
        Assert.Contains("at byte 20001, it ends", failure.Message);
    }

    [Fact]
    public void A_file_that_is_deleted_while_it_is_read_is_read_on()
    {
        string path = _folder.File("a.npy", RecordedCase.Get("f4 little C").Bytes);
        using TensorFile file = TensorFile.Open(path);
        File.Delete(path);
        Assert.Equal(12, Reads.All<float>(file.Tensor).Length);
    }

    [Fact]
    public void What_is_no_file_is_told()
    {
        CheckPath(nameof(LossErrors.FileNotFound), _folder.File("none.npy"));
        CheckPath(nameof(LossErrors.FileNotFound), _folder.File("none/none.npy"));
        CheckPath(nameof(LossErrors.FileNotFound), "");
        CheckPath(nameof(LossErrors.FileNotFound), "a\0b");
        CheckPath(nameof(LossErrors.FileNotFound), new string('a', 10_000));
        CheckPath(nameof(LossErrors.NotFileSystemPath), _folder.Path);
        CheckPath(nameof(LossErrors.MalformedFile), _folder.File("empty.npy", []));
        if (!OperatingSystem.IsWindows())
        {
            CheckPath(nameof(LossErrors.NotFileSystemPath), "/dev/zero");
            CheckPath(nameof(LossErrors.NotFileSystemPath), "/dev/null");
            File.CreateSymbolicLink(_folder.File("zero.npy"), "/dev/zero");
            CheckPath(nameof(LossErrors.NotFileSystemPath), _folder.File("zero.npy"));
            File.CreateSymbolicLink(_folder.File("loop.npy"), _folder.File("loop.npy"));
            CheckPath(nameof(LossErrors.FileNotFound), _folder.File("loop.npy"));
            Assert.Equal(nameof(LossErrors.NotFileSystemPath), Assert.Throws<LossException>(() => new NewFile("/dev/null", overwrite: true)).Id);
        }
    }

    [Fact]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = _folder.File("pipe.npy");
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start("mkfifo", path);
        process.WaitForExit();
        CheckPath(nameof(LossErrors.NotFileSystemPath), path);
    }

    [Fact]
    public void A_file_that_must_not_be_read_is_told()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            return;
        }

        string path = _folder.File("a.npy", RecordedCase.Get("f4 little C").Bytes);
        File.SetUnixFileMode(path, UnixFileMode.None);
        CheckPath(nameof(LossErrors.FileNotFound), path);
    }

    private static void CheckPath(string id, string path)
    {
        Assert.Equal(id, Assert.Throws<LossException>(() => TensorFile.Open(path)).Id);
        Assert.Equal(id, Assert.Throws<LossException>(() => TensorFile.ListKeys(path)).Id);
    }

    private static byte[] Npy(string header, byte[] data)
    {
        byte[] text = Encoding.ASCII.GetBytes(header);
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. data];
    }

    private static void CheckHeader(string header, string id, string what) => Check(id, Npy(header, new byte[24]), ".npy", null, what);

    private static void Check(string id, byte[] bytes, string extension, string? key, string what = "")
    {
        LossException failure = Assert.Throws<LossException>(() =>
        {
            using TensorFile file = TensorFile.Open(new MemoryBytes("damaged" + extension, bytes), key);
            Reads.All<double>(file.Tensor);
        });
        Assert.Equal(id, failure.Id);
        Assert.Contains(what, failure.Message);
        Assert.StartsWith($"The file 'damaged{extension}' ", failure.Message);
    }
}
