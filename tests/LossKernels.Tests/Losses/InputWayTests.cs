using System.Globalization;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Sources.Columns;
using LossKernels.Tensors;
using LossKernels.Tests.Sources;

namespace LossKernels.Tests.Losses;

/// <summary>Every way in gives the same bits: arrays on any number of threads, samples one by one, and CSV.</summary>
public sealed class InputWayTests : IDisposable
{
    private const int Rows = 20_000;
    private const int Classes = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly double[] _prediction = new double[Rows * Classes];
    private readonly double[] _target = new double[Rows * Classes];
    private readonly double[] _weights = new double[Rows];

    public InputWayTests()
    {
        Random random = new(7);
        for (int i = 0; i < _prediction.Length; i++)
        {
            _prediction[i] = Math.Round(random.NextDouble() + 0.01, 6);
            _target[i] = Math.Round(random.NextDouble(), 6);
        }

        for (int i = 0; i < Rows; i++)
        {
            _weights[i] = Math.Round(2 * random.NextDouble(), 3);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("MeanSquaredError", Reduction.Mean)]
    [InlineData("MeanAbsoluteError", Reduction.Sum)]
    [InlineData("KullbackLeiblerDivergence", Reduction.Mean)]
    [InlineData("CosineSimilarity", Reduction.Mean)]
    public void Arrays_single_samples_and_a_table_give_the_same_bits(string name, Reduction reduction)
    {
        LossOptions options = LossFunctions.Find(name).CreateOptions() with { Reduction = reduction, DataType = ElementType.Float32 };
        LossResult array = Loss.Measure(
            TensorView.Create<double>(_prediction, Rows, Classes), TensorView.Create<double>(_target, Rows, Classes), options, TensorView.Create<double>(_weights));
        LossResult single = Loss.Measure(
            TensorView.Create<double>(_prediction, Rows, Classes), TensorView.Create<double>(_target, Rows, Classes), options with { ThrottleLimit = 1 }, TensorView.Create<double>(_weights));
        using LossMeter meter = new(options, failure => throw failure);
        for (int row = 0; row < Rows; row++)
        {
            meter.Add(_prediction.AsSpan(row * Classes, Classes), _target.AsSpan(row * Classes, Classes), _weights[row]);
        }

        LossResult streamed = meter.Complete();
        using TableMeasurement table = new(options, new ColumnRequest(["t*"], ["p*"], "w"), new ClassLabels(), failure => throw failure);
        table.Add(WriteTable());
        LossResult read = table.Complete()[0].Result;
        Assert.All([single, streamed, read], result =>
        {
            Assert.Equal(array.Loss, result.Loss);
            Assert.Equal(array.StandardError, result.StandardError);
            Assert.Equal(array.WeightSum, result.WeightSum);
        });
        Assert.Equal(name, array.Function!.Name);
        Assert.Null(array.Kind);
    }

    private string WriteTable()
    {
        string path = _folder.File("table.csv");
        using StreamWriter writer = new(path);
        writer.WriteLine("p0,p1,p2,t0,t1,t2,w");
        for (int row = 0; row < Rows; row++)
        {
            IEnumerable<double> cells = [.. _prediction.AsSpan(row * Classes, Classes), .. _target.AsSpan(row * Classes, Classes), _weights[row]];
            writer.WriteLine(string.Join(',', cells.Select(cell => cell.ToString(CultureInfo.InvariantCulture))));
        }

        return path;
    }
}
