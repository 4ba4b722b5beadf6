#:project ../src/LossKernels/LossKernels.csproj
#:property PublishAot=false

// Measures two real data sets through the C# API and prints each loss beside the one that PyTorch and scikit-learn give.
// Run it from anywhere: dotnet run examples/QuickStart.cs
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
bool failed = false;

// Ten classes, the label a number: sparse categorical cross-entropy.
TensorView digits = Npy<float>("digits/logits.npy", 899, 10);
TensorView digitLabels = Npy<long>("digits/labels.npy", 899);
CrossEntropyOptions logits = new() { Form = InputForm.Logit, Convention = Conventions.Exact };
LossResult fromLogits = CrossEntropy.Measure(digits, digitLabels, logits);
Show("digits", "from logits", fromLogits.Loss!.Value, "ce_from_logits_float64");
Show("digits", "its perplexity", Math.Exp(fromLogits.Loss.Value), "perplexity");

(TensorView labels, TensorView probabilities) = Csv("digits/predictions.csv");
Show("digits", "from probabilities (CSV)", CrossEntropy.Measure(probabilities, labels).Loss!.Value, "ce_from_probabilities_renormalised");

// One output: binary cross-entropy.
TensorView cancer = Npy<float>("breast-cancer/logits.npy", 285);
TensorView cancerLabels = Npy<long>("breast-cancer/labels.npy", 285);
Show("breast-cancer", "from logits", CrossEntropy.Measure(cancer, cancerLabels, logits).Loss!.Value, "bce_from_logits_float64");

(labels, probabilities) = Csv("breast-cancer/predictions.csv");
CrossEntropyOptions exact = new() { Convention = Conventions.Exact };
Show("breast-cancer", "from probabilities (CSV)", CrossEntropy.Measure(probabilities, labels, exact).Loss!.Value, "bce_from_probabilities_exact");
return failed ? 1 : 0;

void Show(string set, string what, double loss, string name)
{
    using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Data($"{set}/expected.json")));
    double right = expected.RootElement.GetProperty(name).GetDouble();
    bool agrees = Math.Abs(loss - right) <= 1e-6 * Math.Abs(right);
    failed |= !agrees;
    Console.WriteLine($"{set,-14} {what,-25} {loss:F12}  expected {right:F12}  {(agrees ? "agrees" : "DIFFERS")}");
}

// A .npy file is a header, whose length stands in bytes 8 and 9, and the plain values.
static TensorView Npy<T>(string name, params ReadOnlySpan<int> lengths)
    where T : unmanaged
{
    byte[] file = File.ReadAllBytes(Data(name));
    return TensorView.Create(MemoryMarshal.Cast<byte, T>(file.AsSpan(10 + BitConverter.ToUInt16(file, 8))).ToArray(), lengths);
}

// The first column is the label, the others are probabilities.
static (TensorView Labels, TensorView Probabilities) Csv(string name)
{
    float[][] rows = [.. File.ReadLines(Data(name)).Skip(1).Select(line => line.Split(',').Select(float.Parse).ToArray())];
    int[] shape = rows[0].Length == 2 ? [rows.Length] : [rows.Length, rows[0].Length - 1];
    return (TensorView.Create(rows.Select(row => (int)row[0]).ToArray()), TensorView.Create(rows.SelectMany(row => row[1..]).ToArray(), shape));
}

static string Data(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "data", name);
