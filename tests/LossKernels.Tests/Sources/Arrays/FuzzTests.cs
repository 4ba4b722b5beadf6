using LossKernels.Sources.Arrays;
using LossKernels.Sources.Files;
using LossKernels.Tensors;
using Xunit.Abstractions;

namespace LossKernels.Tests.Sources.Arrays;

/// <summary>
/// Changes valid files of every binary format at random: each is then a tensor that can be read to its end, or one of our errors, and takes little memory.
/// CROSSENTROPY_FUZZ says how many, CROSSENTROPY_FUZZ_SEED from which seed.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int Count = 20_000;
    private const long MostAllocated = 2 << 20;

    private static readonly byte[][] Tokens =
        [.. new[] { "-1", "0", "99999999999999999999", "2147483648", "4294967296", "(", ")", ",", "'", "{", "}", "[", "]", "\"", "<f8", ">i2", "True", "\\ud800", "PK\u0001\u0002", "PK\u0005\u0006", "PK\u0006\u0006" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly (string Extension, byte[] Bytes)[] Files =
    [
        .. RecordedCase.All.Where(each => each.Has("values") && each.Bytes.Length < 1000).Select(each => (".npy", each.Bytes)),
        .. Enumerable.Repeat(RecordedCase.All.Where(each => each.Has("members")).Select(each => (".npz", each.Bytes)), 10).SelectMany(each => each),
        .. Enumerable.Repeat(
            (".safetensors", Safetensors.File(
                """{"__metadata__":{"a":"b"},"x":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"y":{"dtype":"I64","shape":[3],"data_offsets":[24,48]},"z":{"dtype":"BF16","shape":[],"data_offsets":[48,50]}}""",
                new byte[50])), 30),
    ];

    [Fact]
    public void A_changed_file_is_a_tensor_or_an_error()
    {
        int seed = Number("CROSSENTROPY_FUZZ_SEED", Environment.TickCount);
        int count = Number("CROSSENTROPY_FUZZ", Count);
        output.WriteLine($"{count} changes, CROSSENTROPY_FUZZ_SEED={seed}");
        int tensors = 0;
        long most = 0;
        using TemporaryFolder folder = new();
        for (int i = 0; i < count; i++)
        {
            Random random = new(seed + i);
            (string extension, byte[] bytes) = Files[random.Next(Files.Length)];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes = Change(bytes, random);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                tensors += Read(folder, i, extension, bytes);
            }
            catch (Exception failure) when (failure is not LossException)
            {
                Assert.Fail($"With CROSSENTROPY_FUZZ_SEED={seed + i} CROSSENTROPY_FUZZ=1 a {extension} file gives {failure}\n{Convert.ToBase64String(bytes)}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            most = Math.Max(most, allocated);
            Assert.True(allocated <= MostAllocated, $"With CROSSENTROPY_FUZZ_SEED={seed + i} CROSSENTROPY_FUZZ=1 a {extension} file of {bytes.Length} bytes takes {allocated}.");
        }

        output.WriteLine($"{tensors} tensors were read; at most {most} bytes were allocated for a file");

        // Most changes of numbers leave a tensor; without any the changes would be too coarse to test more than the first checks.
        Assert.True(count < Count || tensors > count / 20, $"only {tensors} tensors of {count} changes");
    }

    // Nearly all files are read from memory, which takes the same way but for the reading of bytes.
    private static int Read(TemporaryFolder folder, int number, string extension, byte[] bytes)
    {
        string? path = number % 50 == 0 ? folder.File($"{number}{extension}", bytes) : null;
        int tensors = 0;
        try
        {
            IReadOnlyList<string?> keys = [null];
            using (TensorFile first = Open(path, extension, bytes, null))
            {
                keys = first.Keys.Count > 0 ? first.Keys : keys;
            }

            foreach (string? key in keys)
            {
                using TensorFile file = Open(path, extension, bytes, key);
                ReadAll(file.Tensor);
                tensors++;
            }
        }
        catch (LossException failure)
        {
            Assert.NotEmpty(failure.Message);
            if (failure.Id == nameof(LossErrors.ColumnNotFound))
            {
                tensors += ReadKeys(path, extension, bytes);
            }
        }

        return tensors;
    }

    private static int ReadKeys(string? path, string extension, byte[] bytes)
    {
        int tensors = 0;
        foreach (string key in new[] { "x", "labels", "y", "z" })
        {
            try
            {
                using TensorFile file = Open(path, extension, bytes, key);
                ReadAll(file.Tensor);
                tensors++;
            }
            catch (LossException failure)
            {
                Assert.NotEmpty(failure.Message);
            }
        }

        return tensors;
    }

    private static TensorFile Open(string? path, string extension, byte[] bytes, string? key) =>
        path is null ? TensorFile.Open(new MemoryBytes("fuzz" + extension, bytes), key) : TensorFile.Open(path, key);

    private static void ReadAll(TensorView tensor)
    {
        float[] buffer = new float[100];
        for (long start = 0; start < tensor.Shape.Length; start += buffer.Length)
        {
            tensor.Read(start, (int)Math.Min(buffer.Length, tensor.Shape.Length - start), buffer);
        }
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length + 1);
        byte[] head = bytes[..at];
        byte[] tail = bytes[at..];
        switch (random.Next(16))
        {
            case 0:
                return head;
            case 1:
                return [.. head, .. Tokens[random.Next(Tokens.Length)], .. tail];
            case 2:
                return [.. head, .. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(256)), .. tail];
            case 3:
                return [.. head, .. tail.Skip(random.Next(1, 20))];
            case 4:
                byte[] other = Files[random.Next(Files.Length)].Bytes;
                return [.. head, .. other[random.Next(other.Length)..]];
            case 5:
                byte[] token = Tokens[random.Next(Tokens.Length)];
                return [.. head, .. token, .. tail.Skip(token.Length)];
            default:
                byte[] changed = [.. bytes];
                if (at < changed.Length)
                {
                    changed[at] = random.Next(2) == 0 ? (byte)(changed[at] ^ (1 << random.Next(8))) : (byte)random.Next(256);
                }

                return changed;
        }
    }

    private static int Number(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : otherwise;
}
