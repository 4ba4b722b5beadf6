using System.Globalization;
using LossKernels.Sources.Text;
using LossKernels.Tensors;

namespace LossKernels.Tests.Sources.Text;

/// <summary>Tensors as text: what is written comes back to the last bit, and what has no place in a table is refused.</summary>
public sealed class CsvTensorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_come_back_to_the_last_bit()
    {
        Random random = new(7);
        double[] values = [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 0.1, 1e23, .. Enumerable.Range(0, 20_001).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64()))];
        CsvTensor.Save(_folder.File("x.csv"), TensorView.Create(values, values.Length / 3, 3), ["a", "b", "c"]);
        (TensorView read, IReadOnlyList<string>? classes) = CsvTensor.Read(_folder.File("x.csv"));
        Assert.Equal(new Shape(values.Length / 3, 3), read.Shape);
        Assert.Equal(["a", "b", "c"], classes);
        Assert.Equal(Reads.Bits(values), Reads.Bits(Reads.All<double>(read, 4096)));
    }

    [Fact]
    public void Single_precision_is_written_in_its_own_digits()
    {
        CsvTensor.Save(_folder.File("x.csv"), TensorView.Create([0.1f, 16777216f, 1e-7f]));
        Assert.Equal("0.1\n16777216\n1E-07\n", File.ReadAllText(_folder.File("x.csv")));
    }

    [Fact]
    public void Large_whole_numbers_keep_their_digits()
    {
        CsvTensor.Save(_folder.File("x.csv"), TensorView.Create([long.MaxValue, long.MinValue]));
        CsvTensor.Save(_folder.File("y.csv"), TensorView.Create([ulong.MaxValue]));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue}\n{long.MinValue}\n"), File.ReadAllText(_folder.File("x.csv")));
        Assert.Equal("18446744073709551615\n", File.ReadAllText(_folder.File("y.csv")));
    }

    [Theory]
    [InlineData("cat,dog", "cat", "dog")]
    [InlineData("c_cat,c_1", "cat", "1")]
    [InlineData("c_nan,c_inf", "nan", "inf")]
    [InlineData("c_0,c_1")]
    [InlineData("c_0,c_1", "only one")]
    public void The_first_line_is_no_row(string header, params string[] classes)
    {
        IReadOnlyList<string> names = CsvTensor.Header(new Shape(3, 2), classes.Length > 0 ? classes : null);
        Assert.Equal(header, string.Join(',', names));
        CsvTensor.Save(_folder.File("x.csv"), TensorView.Create([0.0, 1, 2, 3, 4, 5], 3, 2), names);
        Assert.Equal([0, 1, 2, 3, 4, 5], Reads.All<double>(CsvTensor.Read(_folder.File("x.csv")).Tensor));
    }

    [Theory]
    [InlineData("a\n1,2\n3", "RaggedRow", "line 2")]
    [InlineData("a,b\n1,\n", "EmptyString", "line 2")]
    [InlineData("a,b\n1,2\n1,x\n", "NonNumericValue", "line 3")]
    [InlineData("a,b\n", "EmptyInput", "x.csv")]
    public void A_row_at_fault_is_named_and_not_left_out(string text, string id, string place)
    {
        File.WriteAllText(_folder.File("x.csv"), text);
        LossException failure = Assert.Throws<LossException>(() => CsvTensor.Read(_folder.File("x.csv")));
        Assert.Equal(id, failure.Id);
        Assert.Contains(place, failure.Message, StringComparison.Ordinal);
    }

    // Python: int(float(9007199254740993)) is 9007199254740992, and JavaScript writes 2**60 as 1152921504606847000.
    [Theory]
    [InlineData("a\n1\n9007199254740993\n", "'9007199254740993' at line 3, column 'a'")]
    [InlineData("a,b\n\n\"1\",\"-00100000000000000001\"\r\n", "'-00100000000000000001' at line 3, column 'b'")]
    [InlineData("a,b\nnan,1\n+123456789012345678901234567890,1", "'+123456789012345678901234567890' at line 3, column 'a'")]
    [InlineData("a\n9007199254740992\n100000000000000000000\n1152921504606846976\n1152921504606847000\n9007199254740993.5\n1e300\ninf\n", null)]
    public void A_whole_number_of_too_many_digits_is_an_error_where_it_is_not_to_be_rounded(string text, string? place)
    {
        File.WriteAllText(_folder.File("x.csv"), text);
        Exception? failure = Record.Exception(() => CsvTensor.Read(_folder.File("x.csv"), refusesRounded: true));
        if (place is null)
        {
            Assert.Null(failure);
        }
        else
        {
            LossException refusal = Assert.IsType<LossException>(failure);
            Assert.Equal("UnsupportedFileFormat", refusal.Id);
            Assert.Contains(place, refusal.Message, StringComparison.Ordinal);
        }

        Assert.NotEmpty(Reads.All<double>(CsvTensor.Read(_folder.File("x.csv")).Tensor));
    }

    // The last number of many parts, behind the first of which a batch does not begin at line 1.
    [Fact]
    public void The_line_is_that_of_the_file()
    {
        const int Lines = 1_000_000;
        File.WriteAllText(_folder.File("x.csv"), $"{string.Concat(Enumerable.Repeat("0.5\n", Lines))}9007199254740993\n");
        LossException failure = Assert.Throws<LossException>(() => CsvTensor.Read(_folder.File("x.csv"), refusesRounded: true));
        Assert.Contains($"line {Lines + 1},", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_place_in_a_table_is_refused_and_leaves_nothing()
    {
        LossException failure = Assert.Throws<LossException>(() => CsvTensor.Save(_folder.File("x.csv"), TensorView.Create([1f], 1, 1, 1)));
        Assert.Equal(nameof(LossErrors.OptionNotSupported), failure.Id);
        Assert.ThrowsAny<OperationCanceledException>(
            () => CsvTensor.Save(_folder.File("x.csv"), TensorView.Create([1f]), cancellation: new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }
}
