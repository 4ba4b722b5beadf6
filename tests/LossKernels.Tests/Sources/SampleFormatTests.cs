using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Sources.Arrays;
using LossKernels.Tensors;

namespace LossKernels.Tests.Sources;

/// <summary>The two samples of real predictions give the bits of the same numbers in arrays, in whatever file they are.</summary>
public sealed class SampleFormatTests : IDisposable
{
    private const int HeaderLength = 128;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, bool> Tensors
    {
        get
        {
            TheoryData<string, string, bool> data = [];
            foreach (string sample in new[] { "digits", "breast-cancer" })
            {
                data.Add(sample, ".npy", false);
                data.Add(sample, ".npz", false);
                data.Add(sample, ".npz", true);
                data.Add(sample, ".safetensors", false);
            }

            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tensors))]
    public void Files_of_tensors_give_the_bits_of_arrays(string sample, string extension, bool compress)
    {
        int classes = sample == "digits" ? 10 : 1;
        long[] labels = Numbers<long>($"{sample}/labels.npy");
        float[] logits = Numbers<float>($"{sample}/logits.npy");
        TensorView target = TensorView.Create(labels);
        TensorView prediction = classes == 1 ? TensorView.Create(logits) : TensorView.Create(logits, labels.Length, classes);
        CrossEntropyOptions options = new() { Form = InputForm.Logit, Detailed = true };
        LossResult expected = CrossEntropy.Measure(prediction, target, options);

        string targetPath = _folder.File("target" + extension);
        string predictionPath = _folder.File("prediction" + extension);
        TensorFileWriter.Save(targetPath, [new("y", target)], compress: compress);
        TensorFileWriter.Save(predictionPath, [new("x", prediction)], compress: compress);
        if (extension == ".npy")
        {
            Assert.Equal(File.ReadAllBytes(Sample($"{sample}/labels.npy")), File.ReadAllBytes(targetPath));
            Assert.Equal(File.ReadAllBytes(Sample($"{sample}/logits.npy")), File.ReadAllBytes(predictionPath));
        }

        using TensorFile targets = TensorFile.Open(targetPath);
        using TensorFile predictions = TensorFile.Open(predictionPath);
        AssertSame(expected, CrossEntropy.Measure(predictions.Tensor, targets.Tensor, options));
    }

    [Theory]
    [InlineData("digits", false)]
    [InlineData("digits", true)]
    [InlineData("breast-cancer", false)]
    [InlineData("breast-cancer", true)]
    public void Text_gives_the_bits_of_its_numbers(string sample, bool isPacked)
    {
        string path = Sample($"{sample}/predictions.csv");
        double[][] rows = [.. File.ReadLines(path).Skip(1).Select(line => Array.ConvertAll(line.Split(','), cell => double.Parse(cell, CultureInfo.InvariantCulture)))];
        double[] predictions = [.. rows.SelectMany(row => row[1..])];
        CrossEntropyOptions options = new() { Detailed = true };
        LossResult expected = CrossEntropy.Measure(
            TensorView.Create(predictions, rows.Length, predictions.Length / rows.Length), TensorView.Create([.. rows.Select(row => row[0])]), options with { DataType = ElementType.Float32 });
        if (isPacked)
        {
            string packed = _folder.File("predictions.csv.gz");
            using (GZipStream gzip = new(File.Create(packed), CompressionLevel.Optimal))
            {
                gzip.Write(File.ReadAllBytes(path));
            }

            path = packed;
        }

        AssertSame(expected, CrossEntropy.MeasureTable(path, "label", "p*", options));
    }

    // Without a reader of ours: the files have a header of one block.
    private static T[] Numbers<T>(string name)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(Sample(name)).AsSpan(HeaderLength)).ToArray();

    private static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, name);

    private static void AssertSame(LossResult expected, LossResult result)
    {
        Assert.Equal(Bits(expected.Loss), Bits(result.Loss));
        Assert.Equal(Bits(expected.StandardError), Bits(result.StandardError));
        Assert.Equal(Bits(expected.Detail!.BrierScore), Bits(result.Detail!.BrierScore));
        Assert.Equal(expected.SampleCount, result.SampleCount);
        Assert.Equal(expected.Kind, result.Kind);
    }

    private static long Bits(double? value) => BitConverter.DoubleToInt64Bits(value!.Value);
}
