using System.Globalization;
using System.IO.Compression;
using System.Text;
using LossKernels.Measures;
using LossKernels.Progress;
using LossKernels.Semantics;
using LossKernels.Sources.Columns;
using LossKernels.Sources.Text;
using LossKernels.Tensors;
using LossKernels.Tests.Sources;

namespace LossKernels.Tests.Measures;

/// <summary>Rows of CSV files give the bits of the numbers in them, however they are read.</summary>
public sealed class TableMeasurementTests : IDisposable
{
    private const int Rows = 20_000;
    private const int Classes = 7;

    private static readonly CrossEntropyOptions Logits = new() { Form = InputForm.Logit };
    private static readonly ColumnRequest Columns = new(["y"], ["p*"]);

    private readonly TemporaryFolder _folder = new();
    private readonly double[] _predictions = new double[Rows * Classes];
    private readonly double[] _labels = new double[Rows];

    public TableMeasurementTests()
    {
        Random random = new(5);
        for (int i = 0; i < _predictions.Length; i++)
        {
            _predictions[i] = (random.NextDouble() * 10) - 5;
        }

        for (int i = 0; i < Rows; i++)
        {
            _labels[i] = random.Next(Classes);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(8, true)]
    public void The_bits_are_those_of_the_array(int threads, bool isPacked)
    {
        CrossEntropyOptions options = Logits with { ThrottleLimit = threads };
        LossResult expected = CrossEntropy.Measure(
            TensorView.Create<double>(_predictions, Rows, Classes), TensorView.Create<double>(_labels), options with { DataType = ElementType.Float32 });
        LossResult result = CrossEntropy.MeasureTable(Write("all.csv", 0, Rows, isPacked: isPacked), "y", "p*", options);
        AssertSame(expected, result);
        Assert.Equal(LossKind.Sparse, result.Kind);
    }

    [Theory]
    [InlineData("y;p0;p1\n0;0.5;0.5\n", "1..2", "semicolons")]
    [InlineData("0|0.5|0.5\n", "1..2", "bars")]
    [InlineData("0\t0.5\t0.5\n", "2", "tabs")]
    [InlineData("0\n", "1..2", null)]
    public void A_position_beyond_the_only_column_tells_what_parts_the_cells(string text, string prediction, string? marks)
    {
        ColumnPattern column = int.TryParse(prediction, CultureInfo.InvariantCulture, out int position) ? new(position) : new(prediction);
        File.WriteAllText(_folder.File("parted.csv"), text);
        Action[] reads = [() => CrossEntropy.MeasureTable(_folder.File("parted.csv"), 0, column), () => CsvTensor.Read(_folder.File("parted.csv"), [column])];
        foreach (Action read in reads)
        {
            LossException failure = Assert.ThrowsAny<LossException>(read);
            Assert.Equal((nameof(LossErrors.ColumnNotFound), FailureKind.NotFound), (failure.Id, failure.Kind));
            Assert.Equal(marks is not null, failure.Remedy.StartsWith($"If {marks} stand between its cells", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Several_files_are_one_data_set()
    {
        LossResult expected = CrossEntropy.MeasureTable(Write("all.csv", 0, Rows), "y", "p*", Logits);
        using TableMeasurement measurement = new(Logits, Columns, new ClassLabels(), failure => throw failure);
        measurement.Add(Write("a.csv", 0, 1));
        measurement.Add(Write("b.csv", 1, 12_345));
        measurement.Add(Write("c.csv", 12_345, Rows));
        AssertSame(expected, Assert.Single(measurement.Complete()).Result);
    }

    [Fact]
    public void Rows_at_fault_are_left_out_and_named()
    {
        const string Bad = "bad.csv";
        string[] lines = File.ReadAllLines(Write(Bad, 0, Rows));
        lines[2] = "x" + lines[2];
        lines[5000] = "99" + lines[5000][lines[5000].IndexOf(',', StringComparison.Ordinal)..];
        lines[19_000] += ",1";
        File.WriteAllLines(_folder.File(Bad), lines);
        int[] good = [.. Enumerable.Range(0, Rows).Except([1, 4999, 18_999])];
        LossResult expected = CrossEntropy.Measure(
            TensorView.Create<double>([.. good.SelectMany(row => _predictions[(row * Classes)..((row + 1) * Classes)])], good.Length, Classes),
            TensorView.Create<double>([.. good.Select(row => _labels[row])]),
            Logits with { DataType = ElementType.Float32 });

        List<LossException> failures = [];
        using TableMeasurement measurement = new(Logits with { Kind = LossKind.Sparse }, new ColumnRequest(["y"], ["p0", "p1", "p2", "p3", "p4", "p5", "p6"]), new ClassLabels(["0", "1", "2", "3", "4", "5", "6"]), failures.Add);
        measurement.Add(_folder.File(Bad));
        LossResult result = Assert.Single(measurement.Complete()).Result;
        AssertSame(expected, result);
        Assert.Equal(3, result.SkippedCount);
        Assert.Equal(["LabelOutOfRange", "LabelOutOfRange", "RaggedRow"], failures.Select(failure => failure.Id));
        Assert.All(new[] { 3, 5001, 19_001 }.Zip(failures), pair => Assert.Contains(FormattableString.Invariant($"line {pair.First}"), pair.Second.Message, StringComparison.Ordinal));
        Assert.All(failures, failure => Assert.Contains(Bad, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Groups_are_measured_side_by_side()
    {
        string path = _folder.File("groups.csv");
        StringBuilder text = new("y,p0,p1,p2,p3,p4,p5,p6,part\n");
        for (int row = 0; row < 3000; row++)
        {
            text.Append(Line(row)).Append(',').Append("part ").Append(row % 3 == 0 ? "b" : row % 3 == 1 ? "a" : "B").Append('\n');
        }

        File.WriteAllText(path, text.ToString());
        using TableMeasurement measurement = new(Logits, Columns with { Group = "part" }, new ClassLabels(), failure => throw failure);
        measurement.Add(path);
        IReadOnlyList<GroupResult> results = measurement.Complete();
        Assert.Equal(["part b", "part a"], results.Select(result => result.Group));
        foreach ((GroupResult result, Func<int, bool> isIn) in results.Zip<GroupResult, Func<int, bool>>([row => row % 3 != 1, row => row % 3 == 1]))
        {
            int[] rows = [.. Enumerable.Range(0, 3000).Where(isIn)];
            AssertSame(
                CrossEntropy.Measure(
                    TensorView.Create<double>([.. rows.SelectMany(row => _predictions[(row * Classes)..((row + 1) * Classes)])], rows.Length, Classes),
                    TensorView.Create<double>([.. rows.Select(row => _labels[row])]),
                    Logits with { DataType = ElementType.Float32 }),
                result.Result);
        }
    }

    [Fact]
    public void Losses_go_to_a_file_without_those_left_out()
    {
        string path = Write("all.csv", 0, Rows);
        string[] lines = File.ReadAllLines(path);
        lines[8000] = "7" + lines[8000][1..];
        File.WriteAllLines(path, lines);
        CrossEntropyOptions options = Logits with { Kind = LossKind.Sparse };
        using TableMeasurement kept = new(options with { Reduction = Reduction.None }, Columns, new ClassLabels(), _ => { });
        kept.Add(path);
        float[] expected = [.. Assert.Single(kept.Complete()).Result.Values!.Read<float>(0, Rows - 1, new float[Rows - 1])];

        string output = _folder.File("losses.npy");
        using TableMeasurement measurement = new(options with { OutputPath = output }, Columns, new ClassLabels(), _ => { });
        measurement.Add(path);
        LossResult result = Assert.Single(measurement.Complete()).Result;
        Assert.Null(result.Values);
        Assert.Equal(expected.Average(loss => (double)loss), result.Loss!.Value, 6);
        using LossKernels.Sources.Arrays.TensorFile file = LossKernels.Sources.Arrays.TensorFile.Open(output);
        Assert.Equal(expected, file.Tensor.Read<float>(0, Rows - 1, new float[Rows - 1]).ToArray());
        Assert.Equal("(19999,)", file.Tensor.Shape.ToString());
    }

    [Fact]
    public void A_measurement_that_is_given_up_leaves_no_file()
    {
        string output = _folder.File("losses.npy");
        using (TableMeasurement measurement = new(Logits with { OutputPath = output }, Columns, new ClassLabels(), _ => { }))
        {
            measurement.Add(Write("all.csv", 0, Rows));
        }

        Assert.Equal(["all.csv"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Files_of_other_columns_are_refused()
    {
        File.WriteAllText(_folder.File("other.csv"), "y,p0,p1\n0,1,2\n");
        using TableMeasurement measurement = new(Logits, Columns, new ClassLabels(), failure => throw failure);
        measurement.Add(Write("a.csv", 0, 1));
        LossException failure = Assert.ThrowsAny<LossException>(() => measurement.Add(_folder.File("other.csv")));
        Assert.Equal("ShapeMismatch", failure.Id);
    }

    [Fact]
    public void Progress_comes_to_its_end_and_cancellation_ends_at_once()
    {
        string path = Write("all.csv", 0, Rows);
        MeasureProgress progress = new();
        CrossEntropy.MeasureTable(path, "y", "p*", Logits, new MeasureContext { Progress = progress });
        Assert.Equal(Rows, progress.Rows);
        Assert.InRange(progress.Share!.Value, 0.9, 1);
        Assert.ThrowsAny<OperationCanceledException>(() => CrossEntropy.MeasureTable(path, "y", "p*", Logits, new CancellationToken(canceled: true)));
    }

    private static void AssertSame(LossResult expected, LossResult result)
    {
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected.Loss!.Value), BitConverter.DoubleToInt64Bits(result.Loss!.Value));
        Assert.Equal(expected.SampleCount, result.SampleCount);
        Assert.Equal(expected.StandardError, result.StandardError);
    }

    private string Line(int row) => string.Create(
        CultureInfo.InvariantCulture, $"{_labels[row]},{string.Join(',', _predictions[(row * Classes)..((row + 1) * Classes)].Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}");

    private string Write(string name, int first, int end, bool isPacked = false)
    {
        string path = _folder.File(name);
        StringBuilder text = new("y,p0,p1,p2,p3,p4,p5,p6\n");
        for (int row = first; row < end; row++)
        {
            text.Append(Line(row)).Append('\n');
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        using FileStream file = File.Create(path);
        using Stream stream = isPacked ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(bytes);
        return path;
    }
}
