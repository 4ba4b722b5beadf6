using System.IO.Compression;
using System.Text;
using LossKernels.Sources.Text;

namespace LossKernels.Tests.Sources.Text;

/// <summary>Each rule of delimited text on a file that is written for it.</summary>
public class CsvTableTests
{
    private static readonly CsvColumns TwoNumbers = new([0, 1], []);

    [Theory]
    [InlineData("1,2\n3,4\n", "1 2;3 4")]
    [InlineData("1,2\n3,4", "1 2;3 4")]
    [InlineData("1,2\r\n3,4\r\n", "1 2;3 4")]
    [InlineData("1,2\r\n3,4", "1 2;3 4")]
    [InlineData("1,2\r\n3,4\r", "1 2;3 4")]
    [InlineData("\uFEFF1,2\n3,4\n", "1 2;3 4")]
    [InlineData("\n\r\n \t\n1,2\n\n  \r\n3,4\n\n", "1 2;3 4")]
    [InlineData(" 1\t, 2 \n3 ,\t4 \r\n", "1 2;3 4")]
    [InlineData("\"1\",\"2\"\n 3, \"4\" \r\n", "1 2;3 4")]
    [InlineData("-1e-3,+.5\nnan,-Inf\n", "-0.001 0.5;NaN -Infinity")]
    [InlineData("#TYPE System.Object\r\n1,2\r\n3,4\r\n", "1 2;3 4")]
    [InlineData("\uFEFF#TYPE System.Object\n\n1,2\n3,4", "1 2;3 4")]
    public void Numbers_are_read(string content, string expected)
    {
        using TemporaryFile file = new(content);
        using CsvTable table = CsvTable.Open(file.Path);
        List<string> rows = [];
        foreach (CsvBatch batch in table.Read(TwoNumbers, skipFirst: false))
        {
            Assert.Empty(batch.Failures);
            for (int row = 0; row < batch.Rows; row++)
            {
                rows.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{batch.Numbers[2 * row]} {batch.Numbers[(2 * row) + 1]}"));
            }
        }

        Assert.Equal(expected, string.Join(';', rows));
    }

    [Theory]
    [InlineData("#TYPE System.Object\np,q\n1,2\n3,x\n", true, 4)]
    [InlineData("#TYPE System.Object\n1,2\n3,x\n", false, 3)]
    [InlineData("\n\np,q\n1,2\n3,x\n", true, 5)]
    public void A_line_that_tells_a_type_is_no_record_and_counts_as_a_line(string content, bool hasHeader, int badLine)
    {
        using TemporaryFile file = new(content);
        using CsvTable table = CsvTable.Open(file.Path);
        Assert.Equal(hasHeader ? ["p", "q"] : ["1", "2"], table.FirstLine);
        for (int again = 0; again < 2; again++)
        {
            CsvBatch batch = table.Read(TwoNumbers, hasHeader).First();
            Assert.Equal(1, batch.Rows);
            Assert.Equal(badLine, Assert.Single(batch.Failures).Line);
        }
    }

    [Fact]
    public void A_file_of_a_line_that_tells_a_type_alone_is_empty()
    {
        using TemporaryFile file = new("#TYPE System.Object\n");
        Assert.Equal("EmptyInput", Failure(() => CsvTable.Open(file.Path)).Id);
    }

    [Theory]
    [InlineData("data.csv", "1,2", null)]
    [InlineData("data.CSV.gz", "1,2", null)]
    [InlineData("data.tsv", "1\t2", null)]
    [InlineData("data.TAB", "1\t2", null)]
    [InlineData("data.tsv.gz", "1\t2", null)]
    [InlineData("data.txt", "1;2", ';')]
    [InlineData("data.tsv", "1|2", '|')]
    [InlineData("data.tsv", "1 2", ' ')]
    public void Delimiter_is_given_or_goes_by_the_name(string name, string content, char? delimiter)
    {
        using TemporaryFile file = new(content, name);
        using CsvTable table = CsvTable.Open(file.Path, new CsvFormat { Delimiter = delimiter });
        Assert.Equal(["1", "2"], table.FirstLine);
    }

    [Theory]
    [InlineData('.')]
    [InlineData('e')]
    [InlineData('7')]
    [InlineData('-')]
    [InlineData('"')]
    [InlineData('\n')]
    [InlineData('\0')]
    [InlineData('\u00A7')]
    public void Delimiter_is_none_that_numbers_have(char delimiter)
    {
        using TemporaryFile file = new("1\n");
        Assert.Equal("ParameterOutOfRange", Failure(() => CsvTable.Open(file.Path, new CsvFormat { Delimiter = delimiter })).Id);
    }

    [Fact]
    public void First_line_is_text()
    {
        using TemporaryFile file = new("\n \"a \"\"b\"\"\", \"c\n,d\" , e f ,\"\",\r\n1,2,3,4,5\n");
        using CsvTable table = CsvTable.Open(file.Path);
        Assert.Equal(["a \"b\"", "c\n,d", "e f", "", ""], table.FirstLine);
        CsvBatch batch = table.Read(new CsvColumns([4], []), skipFirst: true).First();
        Assert.Equal([4], batch.Lines.ToArray());
        Assert.Equal([0], batch.Records.ToArray());
        Assert.Equal([5], batch.Numbers.ToArray());
    }

    [Fact]
    public void Labels_are_numbers_or_text_and_keys_are_text()
    {
        using TemporaryFile file = new("l,k\ncat,1\n7,01\n\"a \"\"b\"\"\", x y \n\"7.5\",\"\"\ncat,1\n\"x\n,\",1\nnan,\u00E9\n");
        using CsvTable table = CsvTable.Open(file.Path);
        CsvBatch batch = table.Read(new CsvColumns([], [0], 1), skipFirst: true).First();
        Assert.Empty(batch.Failures);
        Assert.Equal([double.NaN, 7, double.NaN, 7.5, double.NaN, double.NaN, double.NaN], batch.Labels.ToArray());
        Assert.Equal([0, -1, 1, -1, 0, 2, -1], batch.LabelTexts.ToArray());
        Assert.Equal(["cat", "a \"b\"", "x\n,"], batch.Texts);
        Assert.Equal([0, 1, 2, 3, 0, 0, 4], batch.Keys.ToArray());
        Assert.Equal(["1", "01", "x y", "", "\u00E9"], batch.KeyTexts);
        Assert.Equal([2, 3, 4, 5, 6, 7, 9], batch.Lines.ToArray());
    }

    [Fact]
    public void One_column_is_read_in_several_ways()
    {
        using TemporaryFile file = new("1.50,2\n");
        using CsvTable table = CsvTable.Open(file.Path);
        CsvBatch batch = table.Read(new CsvColumns([1, 0, 1], [0, 0], 0), skipFirst: false).First();
        Assert.Equal([2, 1.5, 2], batch.Numbers.ToArray());
        Assert.Equal([1.5, 1.5], batch.Labels.ToArray());
        Assert.Equal(["1.50"], batch.KeyTexts);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_replaced()
    {
        using TemporaryFile file = new([(byte)'a', 0xFF, (byte)'b', (byte)'\n', (byte)'a', 0xFE, (byte)'b', (byte)'\n']);
        using CsvTable table = CsvTable.Open(file.Path);
        CsvBatch batch = table.Read(new CsvColumns([], [0]), skipFirst: false).First();
        Assert.Equal(["a\uFFFDb"], batch.Texts);
        Assert.Equal([0, 0], batch.LabelTexts.ToArray());
    }

    [Theory]
    [InlineData("1,x,2\n", "NonNumericValue", "line 4, column 'p1'", "'x'")]
    [InlineData("1,\"1,5\",2\n", "NonNumericValue", "line 4, column 'p1'", "'1,5'")]
    [InlineData("1,1\"2\",2\n", "NonNumericValue", "line 4, column 'p1'", "'1\"2\"'")]
    [InlineData("1,1\r2,2\n", "NonNumericValue", "line 4, column 'p1'", "")]
    [InlineData("1,2\0,2\n", "NonNumericValue", "line 4, column 'p1'", "")]
    [InlineData("1,\"1 2\",2\n", "NonNumericValue", "line 4, column 'p1'", "'1 2'")]
    [InlineData("\"1\n1\",2,2\n", "NonNumericValue", "line 4, column 'p0'", "")]
    [InlineData("1,,2\n", "EmptyString", "line 4, column 'p1'", "")]
    [InlineData("1,  ,2\n", "EmptyString", "line 4, column 'p1'", "")]
    [InlineData("1,\"\",2\n", "EmptyString", "line 4, column 'p1'", "")]
    [InlineData("1,2,\n", "EmptyString", "line 4, column 'l'", "")]
    [InlineData("1,2,a\0b\n", "MalformedFile", "line 4, column 'l'", "null character")]
    [InlineData("1,2,\"a\"b\n", "MalformedFile", "line 4, column 'l'", "closing quote")]
    [InlineData("1,\"2\"\"\",2\n", "NonNumericValue", "line 4, column 'p1'", "")]
    [InlineData("1,2\n", "RaggedRow", "line 4", "2 cells where the first line has 3")]
    [InlineData("1,x\n", "RaggedRow", "line 4", "2 cells where the first line has 3")]
    [InlineData("1,2,3,4\n", "RaggedRow", "line 4", "4 cells")]
    [InlineData("1,2,\"3,\n4\",\n", "RaggedRow", "line 4", "4 cells")]
    public void Records_at_fault_are_named_and_left_out(string line, string id, string place, string what)
    {
        using TemporaryFile file = new($"p0,p1,l\n\n1,2,a\n{line}5,6,b\n");
        using CsvTable table = CsvTable.Open(file.Path);
        CsvBatch batch = table.Read(new CsvColumns([0, 1], [2]), skipFirst: true).First();
        CsvFailure failure = Assert.Single(batch.Failures);
        Assert.Equal((id, 1, 4), (failure.Error.Id, failure.Record, failure.Line));
        Assert.Contains($"{place}", failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains(what, failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains(file.Path, failure.Error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Error.Remedy);
        Assert.Equal([1, 2, 5, 6], batch.Numbers.ToArray());
        Assert.Equal([0, 2], batch.Records.ToArray());
        Assert.Equal(["a", "b"], batch.Texts);
    }

    [Fact]
    public void Columns_without_names_are_called_by_position_and_lines_within_a_record_by_their_number()
    {
        using TemporaryFile file = new("1,2\n\"a\nb\",x\n");
        using CsvTable table = CsvTable.Open(file.Path);
        CsvFailure failure = table.Read(new CsvColumns([1], []), skipFirst: false).First().Failures.Single();
        Assert.Equal(3, failure.Line);
        Assert.Contains("'x' at line 3, column 1 (counted from 0) is", failure.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_that_nobody_asks_for_may_be_anything()
    {
        using TemporaryFile file = new("1,,\"a\"b\n2,x\0,\"\n\"\n");
        using CsvTable table = CsvTable.Open(file.Path);
        CsvBatch batch = table.Read(new CsvColumns([0], []), skipFirst: false).First();
        Assert.Empty(batch.Failures);
        Assert.Equal([1, 2], batch.Numbers.ToArray());
    }

    [Fact]
    public void Keys_and_labels_of_records_at_fault_do_not_appear()
    {
        using TemporaryFile file = new("a,k,1\nb,l,x\na,k,2\nc,m,3\n");
        using CsvTable table = CsvTable.Open(file.Path);
        CsvBatch batch = table.Read(new CsvColumns([2], [0], 1), skipFirst: false).First();
        Assert.Equal(["a", "c"], batch.Texts);
        Assert.Equal(["k", "m"], batch.KeyTexts);
        Assert.Equal(["l"], batch.Failures.Select(failure => failure.Key));
        Assert.Equal([0, 0, 1], batch.Keys.ToArray());
    }

    [Theory]
    [InlineData("1,2\n3,\"4\n5,6\n", 2)]
    [InlineData("1,2\n\"3\n\",\n\"4,\"\"5\n6,7", 4)]
    public void Open_quote_is_reported_once_with_its_line(string content, long line)
    {
        using TemporaryFile file = new(content);
        foreach (int size in new[] { 1, 5, 1000 })
        {
            using CsvTable table = CsvTable.Open(file.Path, null, new CsvSizes(size, 1000));
            int rows = 0;
            List<CsvFailure> failures = [];
            foreach (CsvBatch batch in table.Read(TwoNumbers, skipFirst: false, 2))
            {
                rows += batch.Rows;
                failures.AddRange(batch.Failures);
            }

            Assert.Equal(1, rows);
            CsvFailure last = failures[^1];
            Assert.Equal(("MalformedFile", line), (last.Error.Id, last.Line));
            Assert.Contains($"line {line}", last.Error.Message, StringComparison.Ordinal);
            Assert.Single(failures, failure => failure.Error.Message.Contains("never closed", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Quote_within_a_cell_opens_nothing()
    {
        using TemporaryFile file = new("5\" pipe,1\nsix\"\",2\n");
        using CsvTable table = CsvTable.Open(file.Path, null, new CsvSizes(4, 1000));
        Assert.Equal(["5\" pipe", "six\"\""], table.Read(new CsvColumns([1], [0]), skipFirst: false).SelectMany(batch => batch.Texts));
    }

    [Fact]
    public void Record_that_is_too_long_is_reported_with_its_line()
    {
        using TemporaryFile file = new($"1,2\n3,4\n5,{new string('0', 100)}6\n7,8\n");
        List<string> expected =
        [
            CsvOutcome.Row(0, 1, [1, 2], [], null),
            CsvOutcome.Row(1, 2, [3, 4], [], null),
            CsvOutcome.Failure(2, 3, "MalformedFile", "line 3"),
        ];
        foreach (int size in new[] { 1, 8, 64 })
        {
            Assert.Equal(expected, CsvOutcome.Of(file.Path, null, TwoNumbers, skipFirst: false, threads: 2, new CsvSizes(size, 64)));
            Assert.Equal(4, CsvOutcome.Of(file.Path, null, TwoNumbers, skipFirst: false, threads: 2, new CsvSizes(size, 128)).Count);
        }
    }

    [Theory]
    [InlineData("label,p0,p1\n", true)]
    [InlineData("label,0.1,p1\n", false)]
    [InlineData("cat,0.1,0.9\n", false)]
    [InlineData("cat,,\n", false)]
    [InlineData("cat,,p\n", true)]
    [InlineData("0,1,2\n", true)]
    [InlineData(",0,1\n", true)]
    [InlineData("0,1,3\n", false)]
    [InlineData("1,2,3\n", false)]
    [InlineData("0,1.0,2\n", false)]
    public void Header_is_told_from_the_first_line(string content, bool expected)
    {
        using TemporaryFile file = new(content);
        using CsvTable table = CsvTable.Open(file.Path);
        Assert.Equal(expected, table.LooksLikeHeader([1, 2]));
    }

    [Theory]
    [InlineData("0\n1\n", 0)]
    [InlineData("0,1\n1,0\n", 1)]
    public void Few_numbers_that_may_be_data_are_no_header(string content, int column)
    {
        using TemporaryFile file = new(content);
        using CsvTable table = CsvTable.Open(file.Path);
        Assert.False(table.LooksLikeHeader([column]));
    }

    [Fact]
    public void Table_can_be_read_again_and_says_how_far_it_is()
    {
        using TemporaryFile file = new(string.Concat(Enumerable.Repeat("1,2\n", 1000)));
        using CsvTable table = CsvTable.Open(file.Path, null, new CsvSizes(100, 1000));
        Assert.Equal(4000, table.Length);
        for (int time = 0; time < 2; time++)
        {
            long before = 0;
            long rows = 0;
            foreach (CsvBatch batch in table.Read(TwoNumbers, skipFirst: time == 1, 3))
            {
                Assert.InRange(table.Position, before + 1, table.Length);
                before = table.Position;
                rows += batch.Rows;
            }

            Assert.Equal(1000 - time, rows);
            Assert.Equal(4000, table.Position);
        }
    }

    [Fact]
    public void Reading_can_stop_at_any_batch()
    {
        using TemporaryFile file = new(string.Concat(Enumerable.Repeat("1,2\n", 10_000)));
        using CsvTable table = CsvTable.Open(file.Path, null, new CsvSizes(100, 1000));
        foreach (int threads in new[] { 1, 2, 8 })
        {
            Assert.Equal(3, table.Read(TwoNumbers, skipFirst: false, threads).Take(3).Count());
            using CancellationTokenSource cancellation = new();
            int batches = 0;
            Assert.ThrowsAny<OperationCanceledException>(() =>
            {
                foreach (CsvBatch batch in table.Read(TwoNumbers, skipFirst: false, threads, cancellation.Token))
                {
                    if (++batches == 3)
                    {
                        cancellation.Cancel();
                    }
                }
            });
            Assert.Equal(3, batches);
        }
    }

    [Fact]
    public void Packed_files_are_known_by_their_bytes()
    {
        byte[] packed = TemporaryFile.Pack("\uFEFF1,2\n3,4\n"u8);
        using TemporaryFile file = new(packed);
        using CsvTable table = CsvTable.Open(file.Path);
        Assert.Equal([1, 2, 3, 4], table.Read(TwoNumbers, skipFirst: false).First().Numbers.ToArray());
        Assert.Equal(packed.Length, table.Length);
        Assert.Equal(packed.Length, table.Position);
    }

    [Fact]
    public void Packed_files_may_have_several_members()
    {
        using TemporaryFile file = new([.. TemporaryFile.Pack("1,2\n3,"u8), .. TemporaryFile.Pack("4\n"u8)]);
        using CsvTable table = CsvTable.Open(file.Path);
        Assert.Equal([1, 2, 3, 4], table.Read(TwoNumbers, skipFirst: false).First().Numbers.ToArray());
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void Packed_file_that_is_cut_or_changed_is_an_error_after_what_came_before(CompressionLevel level)
    {
        byte[] text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},{i * 7919 % 1000}\n")));
        byte[] packed = TemporaryFile.Pack(text, level);
        List<string> whole;
        using (TemporaryFile file = new(packed))
        {
            whole = CsvOutcome.Of(file.Path, null, TwoNumbers, skipFirst: false, threads: 2, new CsvSizes(256, 1000));
            Assert.Equal(500, whole.Count);
        }

        for (int cut = 2; cut < packed.Length; cut += cut < packed.Length - 20 ? 37 : 1)
        {
            using TemporaryFile file = new(packed.AsSpan(0, cut));
            AssertFails(file, whole);
        }

        byte[] changed = [.. packed];
        changed[^6] ^= 1;
        using TemporaryFile wrongSum = new(changed);
        AssertFails(wrongSum, whole);
        using TemporaryFile followed = new([.. packed, 1, 2, 3]);
        AssertFails(followed, whole);
    }

    [Fact]
    public void Packed_file_of_any_length_is_whole()
    {
        byte[] text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1,2\n", 5000)));
        for (int length = 8100; length < 8300; length++)
        {
            using TemporaryFile file = new(TemporaryFile.Pack(text.AsSpan(0, length / 4 * 4), CompressionLevel.NoCompression).AsSpan());
            Assert.Equal(length / 4, CsvOutcome.Of(file.Path, null, TwoNumbers, skipFirst: false, threads: 1, CsvSizes.Default).Count);
        }
    }

    [Fact]
    public void What_is_no_file_of_text_says_so()
    {
        using TemporaryFile file = new([]);
        string folder = Path.GetDirectoryName(file.Path)!;
        Assert.Equal("EmptyInput", Failure(() => CsvTable.Open(file.Path)).Id);
        Assert.Equal("NotFileSystemPath", Failure(() => CsvTable.Open(folder)).Id);
        Assert.Equal("FileNotFound", Failure(() => CsvTable.Open(Path.Combine(folder, "none.csv"))).Id);
        Assert.Equal("FileNotFound", Failure(() => CsvTable.Open(Path.Combine(folder, "none", "none.csv"))).Id);
        Assert.Equal("FileNotFound", Failure(() => CsvTable.Open("")).Id);
        Assert.Equal("FileNotFound", Failure(() => CsvTable.Open("a\0b")).Id);
    }

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, "EmptyInput")]
    [InlineData(new byte[] { (byte)'\n', (byte)' ', (byte)'\n' }, "EmptyInput")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'1', 0 }, "UnsupportedFileFormat")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, (byte)'1' }, "UnsupportedFileFormat")]
    [InlineData(new byte[] { (byte)'a', (byte)'\r', (byte)'1', (byte)'\r' }, "UnsupportedFileFormat")]
    [InlineData(new byte[] { 0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y' }, "UnsupportedFileFormat")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4 }, "UnsupportedFileFormat")]
    [InlineData(new byte[] { (byte)'"', (byte)'a', (byte)'\n', (byte)'1' }, "MalformedFile")]
    [InlineData(new byte[] { 0x1F, 0x8B }, "MalformedFile")]
    public void Content_that_has_no_first_line_says_so(byte[] content, string id)
    {
        using TemporaryFile file = new(content);
        Assert.Equal(id, Failure(() => CsvTable.Open(file.Path)).Id);
        using TemporaryFile packed = new(TemporaryFile.Pack(content));
        if (content[0] != 0x1F)
        {
            Assert.Equal(id, Failure(() => CsvTable.Open(packed.Path)).Id);
        }
    }

    [Fact]
    public void Column_that_is_not_there_says_so()
    {
        using TemporaryFile file = new("1,2\n");
        using CsvTable table = CsvTable.Open(file.Path);
        Assert.Equal("ColumnNotFound", Failure(() => table.Read(new CsvColumns([2], []), skipFirst: false)).Id);
        Assert.Equal("ColumnNotFound", Failure(() => table.Read(new CsvColumns([], [-1]), skipFirst: false)).Id);
    }

    [Fact]
    public void Pipe_is_no_file()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFile file = new("1\n");
        string pipe = file.Path + ".pipe";
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        Assert.Equal("NotFileSystemPath", Failure(() => CsvTable.Open(pipe)).Id);
    }

    [Fact]
    public void File_that_shrinks_is_an_error_after_what_came_before()
    {
        using TemporaryFile file = new(string.Concat(Enumerable.Repeat("1,2\n", 1000)));
        using CsvTable table = CsvTable.Open(file.Path, null, new CsvSizes(100, 1000));
        int rows = 0;
        LossException failure = Failure(() =>
        {
            foreach (CsvBatch batch in table.Read(TwoNumbers, skipFirst: false, 1))
            {
                rows += batch.Rows;
                using FileStream other = new(file.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                other.SetLength(2002);
            }
        });
        Assert.Equal("MalformedFile", failure.Id);
        Assert.Equal(500, rows);
    }

    private static void AssertFails(TemporaryFile file, List<string> whole)
    {
        foreach (int threads in new[] { 1, 3 })
        {
            List<string> outcome = CsvOutcome.Of(file.Path, null, TwoNumbers, skipFirst: false, threads, new CsvSizes(256, 1000));
            Assert.Equal("MalformedFile", outcome[^1]);
            Assert.Equal(whole.Take(outcome.Count - 1), outcome.SkipLast(1));
        }
    }

    private static LossException Failure(Action action) => Assert.Throws<LossException>(action);
}
