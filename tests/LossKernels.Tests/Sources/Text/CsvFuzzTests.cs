using System.Globalization;
using System.Text;
using LossKernels.Sources.Text;
using Xunit.Abstractions;

namespace LossKernels.Tests.Sources.Text;

/// <summary>
/// Whatever is done to a file, what comes of it are records and failures, and for text those that a plain reader finds.
/// The variable CROSSENTROPY_FUZZ says how many files are tried.
/// </summary>
public class CsvFuzzTests(ITestOutputHelper output)
{
    private const string CountVariable = "CROSSENTROPY_FUZZ";
    private const int UsualCount = 5000;

    // Memory for reading in parts, and what each byte may come to as text, numbers and messages.
    private const long FixedBytes = 1 << 21;
    private const long BytesPerByte = 1000;

    private static readonly TimeSpan NoEnd = TimeSpan.FromMinutes(1);

    private static readonly string[] Insertions = ["\"", "\"\"", ",\"", "\n\"", "\r", "\n", "\r\n", ",", "\0", " ", "\t", "nan", "1e999", "\u00EF\u00BB\u00BF", "\u001F\u008B", "\u00FF\u00FE", "0000000000000000000000000"];

    [Fact]
    public void Changed_files_give_records_or_failures()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), CultureInfo.InvariantCulture, out int given) ? given : UsualCount;
        int seed = given > 0 ? Environment.TickCount : 1;
        output.WriteLine($"{count} files, seed {seed}");
        Random random = new(seed);
        for (int number = 0; number < count; number++)
        {
            CsvDraw draw = new(random);
            bool isPacked = number % 4 == 0;
            byte[] content = Change(isPacked ? TemporaryFile.Pack(draw.Content) : draw.Content, random);
            if (content.Length == 0)
            {
                continue;
            }

            using TemporaryFile file = new(content);
            CsvSizes sizes = new(random.Next(2) == 0 ? random.Next(1, 200) : 1 << 12, 1 << 20);
            string Name() => $"file {number} of seed {seed}, parts of {sizes.Part}, {draw}";

            List<string> outcome = Read(file.Path, draw, 1, sizes, content.Length, Name);
            Assert.True(outcome.SequenceEqual(Read(file.Path, draw, 3, sizes, content.Length, Name)), Name());
            if (IsText(content, outcome))
            {
                List<string> expected = Plain(content, draw);
                Assert.True(expected.SequenceEqual(outcome), $"{Name()}\nexpected {string.Join("\n", expected)}\nread {string.Join("\n", outcome)}");
            }
        }
    }

    private static List<string> Read(string path, CsvDraw draw, int threads, CsvSizes sizes, int length, Func<string> name)
    {
        using CancellationTokenSource cancellation = new(NoEnd);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            List<string> outcome = CsvOutcome.Of(path, new CsvFormat { Delimiter = draw.Delimiter }, draw.Columns, draw.SkipFirst, threads, sizes, cancellation.Token);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < FixedBytes + (BytesPerByte * length), $"{allocated} bytes for {length}, {name()}");
            return outcome;
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{failure}\n{name()}");
            throw;
        }
    }

    // Other files are refused as a whole, or unpacked.
    private static bool IsText(byte[] content, List<string> outcome) =>
        !content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) && outcome is not (["UnsupportedFileFormat"] or ["ColumnNotFound"]);

    private static List<string> Plain(byte[] content, CsvDraw draw) => PlainCsv.Outcome(content, draw.Delimiter, draw.Columns, draw.SkipFirst);

    private static byte[] Change(byte[] content, Random random)
    {
        List<byte> bytes = [.. content];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            int at = random.Next(bytes.Count + 1);
            int length = Math.Min(random.Next(random.Next(4) == 0 ? 200 : 4), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(Insertions[random.Next(Insertions.Length)]));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3 when random.Next(3) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    if (at < bytes.Count)
                    {
                        bytes[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(bytes[at] ^ (1 << random.Next(8)));
                    }

                    break;
            }
        }

        return [.. bytes];
    }
}
