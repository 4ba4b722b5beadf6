using System.Diagnostics;
using System.Globalization;
using LossKernels.Benchmarks;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

// Prints, for each path and number of classes, how fast the loss is measured as a share of a plain vector read of the same bytes by as
// many threads: the median of paired ratios, the two run in turn. dotnet run -c Release --project benchmarks
const int Elements = 32 << 20;
const int Pairs = 7;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"Share of a plain vector read of the same bytes, float32, {Environment.ProcessorCount} threads, median of {Pairs} pairs.");
Console.WriteLine($"{"path",-28}{"C = 1",8}{"2",8}{"10",8}{"100",8}{"1000",8}{"32000",8}");

Print("sparse, logits", LossKind.Sparse, InputForm.Logit);
Print("sparse, probabilities", LossKind.Sparse, InputForm.Probability);
Print("one-hot, logits", LossKind.Categorical, InputForm.Logit);
Print("one-hot, probabilities", LossKind.Categorical, InputForm.Probability);
Print("binary, logits", LossKind.Binary, InputForm.Logit);
Print("binary, probabilities", LossKind.Binary, InputForm.Probability);

static void Print(string path, LossKind kind, InputForm form)
{
    Console.Write($"{path,-28}");
    foreach (int classes in (int[])[1, 2, 10, 100, 1000, 32000])
    {
        bool isMeasured = classes > 1 || kind == LossKind.Binary;
        Console.Write(isMeasured ? $"{Share(kind, form, classes),8:F3}" : $"{"",8}");
    }

    Console.WriteLine();
}

static double Share(LossKind kind, InputForm form, int classes)
{
    int rows = Elements / classes;
    Random random = new(classes);
    float[] values = Fill(rows * classes, () => form == InputForm.Logit ? (random.NextSingle() * 10) - 5 : random.NextSingle());
    int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))];
    float[] targets = kind switch
    {
        LossKind.Sparse => [],
        LossKind.Categorical => OneHot.Encode(labels, classes, 1f, 0f),
        _ => Fill(values.Length, () => random.Next(2)),
    };

    TensorView prediction = TensorView.Create(values, rows, classes);
    TensorView target = kind == LossKind.Sparse ? TensorView.Create(labels) : TensorView.Create(targets, rows, classes);
    CrossEntropyOptions options = new() { Kind = kind, Form = form };
    CrossEntropy.Measure(prediction, target, options);

    double[] ratios = new double[Pairs];
    for (int pair = 0; pair < Pairs; pair++)
    {
        long start = Stopwatch.GetTimestamp();
        PlainRead.Touch(values);
        PlainRead.Touch(targets);
        if (kind == LossKind.Sparse)
        {
            PlainRead.Touch(labels);
        }

        TimeSpan read = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        CrossEntropy.Measure(prediction, target, options);
        ratios[pair] = read / Stopwatch.GetElapsedTime(start);
    }

    Array.Sort(ratios);
    return ratios[Pairs / 2];
}

static float[] Fill(int count, Func<float> value)
{
    float[] values = new float[count];
    for (int i = 0; i < count; i++)
    {
        values[i] = value();
    }

    return values;
}
