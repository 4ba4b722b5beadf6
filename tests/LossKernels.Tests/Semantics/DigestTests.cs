using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using Xunit.Abstractions;

namespace LossKernels.Tests.Semantics;

/// <summary>
/// The bits of many results as text, for the same program with other instructions to be compared with. No digest is recorded here:
/// it would compare the library with its own past.
/// </summary>
public class DigestTests(ITestOutputHelper output)
{
    private const int Count = 400;

    /// <summary>The environment variable that names the file which the digest goes to.</summary>
    private const string FileVariable = "CROSSENTROPY_DIGEST";

    private static readonly int[] ClassCounts = [1, 2, 3, 5, 7, 8, 10, 15, 16, 17, 31, 33, 63, 64, 65, 100, 127, 200, 257, 1000, 4099];

    [Fact]
    public void Of_many_results()
    {
        List<string> lines = [];
        HashSet<string> distinct = [];
        int finite = 0;
        (string Name, double[] Numbers)[] results = [.. Enumerable.Range(0, Count).Select(Result), .. ResultsOfElements()];
        foreach ((string name, double[] numbers) in results)
        {
            string bits = Digest(numbers);
            lines.Add($"{lines.Count} {name}: {bits}");
            distinct.Add(bits);
            finite += numbers.All(double.IsFinite) ? 1 : 0;
        }

        string all = Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        lines.Add($"all: {all}");
        output.WriteLine(all);
        if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } path)
        {
            File.WriteAllLines(path, lines);
        }

        // Rows of one class cost nothing under several conventions: such results are equal.
        Assert.InRange(finite, results.Length * 9 / 10, results.Length);
        Assert.InRange(distinct.Count, results.Length * 9 / 10, results.Length);
    }

    // Losses of elements, in rows that are added up in every way that there is.
    private static IEnumerable<(string Name, double[] Numbers)> ResultsOfElements()
    {
        foreach (string name in (string[])["mse", "huber", "logcosh", "msle", "mape", "poisson", "poisson_nll", "SoftMargin", "hinge"])
        {
            for (int outputs = 1; outputs <= 20; outputs++)
            {
                LossOptions options = LossFunctions.Find(name).CreateOptions() with { DataType = outputs % 3 == 0 ? ElementType.Float64 : ElementType.Float32 };
                Shape shape = new(37, outputs);
                Generator random = new(outputs);
                TensorView prediction = TensorView.Create<double>(Fill<double>((int)shape.Length, random.NextUnit), shape);
                TensorView target = TensorView.Create<double>(Fill<double>((int)shape.Length, random.NextUnit), shape);
                LossResult result = Loss.Measure(prediction, target, options);
                yield return ($"{name} {outputs}", [result.Loss!.Value, result.StandardError!.Value]);
            }
        }
    }

    private static (string Name, double[] Numbers) Result(int index)
    {
        // Mixed radix, so that the paths and conventions come with each other, the sizes as they fall.
        (int rest, int path) = Math.DivRem(index, 10);
        (rest, int conventionIndex) = Math.DivRem(rest, Conventions.All.Length);
        bool isSingle = rest % 2 == 0;
        bool isLastAxis = rest / 2 % 2 == 0;
        InputForm form = path % 2 == 0 ? InputForm.Logit : InputForm.Probability;
        (LossKind kind, bool isHard) = (path / 2) switch
        {
            0 => (LossKind.Sparse, true),
            1 => (LossKind.Categorical, true),
            2 => (LossKind.Categorical, false),
            3 => (LossKind.Binary, true),
            _ => (LossKind.Binary, false),
        };
        Convention convention = Conventions.All[conventionIndex];
        kind = convention.Forms(kind) == InputForm.None ? LossKind.Sparse : kind;
        form = (convention.Forms(kind) & form) != 0 ? form : form == InputForm.Logit ? InputForm.Probability : InputForm.Logit;
        int classes = ClassCounts[(index * 13) % ClassCounts.Length];
        Reduction reduction = (index % 7) switch { < 3 => Reduction.Mean, < 5 => Reduction.Sum, _ => Reduction.None };
        CrossEntropyOptions options = WithOptions(
            index / 3, classes, new CrossEntropyOptions { Kind = kind, Form = form, Convention = convention, Reduction = reduction, Axis = 1 });
        LossResult result = isSingle
            ? Measure<float>(index, classes, isHard, isLastAxis, options)
            : Measure<double>(index, classes, isHard, isLastAxis, options);
        string name = string.Create(CultureInfo.InvariantCulture, $"{kind} {form} {convention.Name} {result.DataType} {classes} {reduction} {index / 3 % 6}");
        return (name, [.. result.Values is null ? [result.Loss!.Value, result.StandardError ?? 0] : Numbers(result.Values), .. Numbers(result.Gradient), .. Numbers(result.Detail)]);
    }

    // A third of the results are those of the plain kernels.
    private static CrossEntropyOptions WithOptions(int number, int classes, CrossEntropyOptions options) => (number % 6) switch
    {
        0 => options with { LabelSmoothing = 0.1, Gradient = true },
        1 => options with { FocalGamma = 1.5, Detailed = true },
        2 when options.Kind != LossKind.Binary => options with { ClassWeights = [.. Enumerable.Range(1, classes).Select(label => 1d / label)], LabelSmoothing = 0.2 },
        3 => options with { Detailed = true },
        4 when options.Form == InputForm.Logit => options with { Temperature = 0.7, Gradient = true },
        _ => options,
    };

    private static double[] Numbers(TensorView? values) =>
        values is null ? [] : values.Read(0, (int)values.Shape.Length, new double[values.Shape.Length]).ToArray();

    private static double[] Numbers(LossDetail? detail) =>
        detail is null ? [] : [detail.Accuracy, detail.BrierScore, detail.CalibrationError, detail.PriorEntropy, .. detail.ClassLoss.Where(double.IsFinite)];

    private static LossResult Measure<T>(int seed, int classes, bool isHard, bool isLastAxis, CrossEntropyOptions options)
        where T : unmanaged, INumber<T>
    {
        int rows = 21 + (9 * (seed % 5));
        Generator random = new(seed);
        Shape shape = isLastAxis ? new Shape(rows, classes) : new Shape(3, classes, rows / 3);
        T[] predictions = Fill<T>((int)shape.Length, () => options.Form == InputForm.Logit ? (random.NextUnit() - 0.5) * 48 : random.NextUnit());
        if (options.Kind == LossKind.Sparse)
        {
            Shape labelShape = shape.Without(1);
            int[] labels = [.. Enumerable.Range(0, (int)labelShape.Length).Select(_ => random.Next(classes))];
            return CrossEntropy.Measure(TensorView.Create<T>(predictions, shape), TensorView.Create<int>(labels, labelShape), options);
        }

        T[] targets = Fill<T>(predictions.Length, isHard ? () => 0 : random.NextUnit);
        int inner = (int)shape.Length / shape[0] / classes;
        for (int row = 0; isHard && row < targets.Length / classes; row++)
        {
            targets[(((row / inner * classes) + random.Next(classes)) * inner) + (row % inner)] = T.One;
        }

        return CrossEntropy.Measure(TensorView.Create<T>(predictions, shape), TensorView.Create<T>(targets, shape), options);
    }

    private static T[] Fill<T>(int count, Func<double> next)
        where T : unmanaged, INumber<T>
    {
        T[] values = new T[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = T.CreateTruncating(next());
        }

        return values;
    }

    private static string Digest(double[] numbers) => Convert.ToHexString(SHA256.HashData(
        [.. numbers.SelectMany(number => BitConverter.GetBytes(BitConverter.DoubleToInt64Bits(number)))]))[..16];

    /// <summary>SplitMix64: integers alone, the same everywhere.</summary>
    private sealed class Generator(int seed)
    {
        private ulong _state = (ulong)seed << 32;

        /// <summary>A multiple of 2^-53 in 0..1.</summary>
        public double NextUnit() => (NextBits() >> 11) * (1.0 / (1L << 53));

        public int Next(int end) => (int)(NextBits() % (ulong)end);

        private ulong NextBits()
        {
            ulong z = _state += 0x9e3779b97f4a7c15;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            return z ^ (z >> 31);
        }
    }
}
