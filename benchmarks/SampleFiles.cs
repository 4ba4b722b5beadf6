using System.Globalization;
using LossKernels.Sources.Arrays;
using LossKernels.Tensors;

namespace LossKernels.Benchmarks;

/// <summary>Files of labels and probabilities of ten classes, in a folder that goes with them.</summary>
internal sealed class SampleFiles : IDisposable
{
    /// <summary>The classes.</summary>
    public const int Classes = 10;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    /// <summary>A path in the folder.</summary>
    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Writes npy files: labels of 64 bits, and probabilities in single precision.</summary>
    /// <param name="rows">How many rows.</param>
    /// <returns>The paths of both, and the arrays.</returns>
    public (string Targets, string Predictions, long[] Labels, float[] Probabilities) WriteNpy(int rows)
    {
        long[] labels = Array.ConvertAll(RandomData.Labels(rows, Classes), label => (long)label);
        float[] probabilities = RandomData.Distributions<float>(rows, Classes);
        string targets = Path($"labels-{rows}.npy");
        string predictions = Path($"probabilities-{rows}.npy");
        TensorFileWriter.Save(targets, TensorView.Create(labels));
        TensorFileWriter.Save(predictions, TensorView.Create(probabilities, rows, Classes));
        return (targets, predictions, labels, probabilities);
    }

    /// <summary>Writes a CSV file of the columns label, p0, p1 and so on.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="write">Writes a probability; null for the digits of single precision.</param>
    public string WriteCsv(int rows, Func<double, string>? write = null)
    {
        write ??= value => ((float)value).ToString("R", CultureInfo.InvariantCulture);
        string path = Path($"{Guid.NewGuid():N}.csv");
        Random random = new(1);
        using StreamWriter file = new(path);
        file.Write($"label,{string.Join(',', Enumerable.Range(0, Classes).Select(i => $"p{i}"))}\n");
        double[] row = new double[Classes];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < Classes; c++)
            {
                row[c] = Math.Exp(6 * random.NextDouble());
            }

            double sum = row.Sum();
            file.Write($"{random.Next(Classes)},{string.Join(',', row.Select(value => write(value / sum)))}\n");
        }

        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
