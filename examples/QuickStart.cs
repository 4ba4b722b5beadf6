#:project ../src/LossKernels/LossKernels.csproj
#:property PublishAot=false

// Measures two real data sets through the C# API and prints each loss beside the one that PyTorch and scikit-learn give.
// Run it from anywhere: dotnet run examples/QuickStart.cs
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Sources.Arrays;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
bool failed = false;
CrossEntropyOptions exact = new() { Convention = Conventions.Exact };

// Ten classes, the label a number: sparse categorical cross-entropy.
LossResult digits = FromLogits("digits");
Show("digits", "from logits", digits.Loss!.Value, "ce_from_logits_float64");
Show("digits", "its perplexity", Math.Exp(digits.Loss.Value), "perplexity");
LossResult table = CrossEntropy.MeasureTable(Data("digits/predictions.csv"), "label", "p*");
Show("digits", "from probabilities (CSV)", table.Loss!.Value, "ce_from_probabilities_renormalised");

// One output: binary cross-entropy.
Show("breast-cancer", "from logits", FromLogits("breast-cancer").Loss!.Value, "bce_from_logits_float64");
table = CrossEntropy.MeasureTable(Data("breast-cancer/predictions.csv"), "label", "p", exact);
Show("breast-cancer", "from probabilities (CSV)", table.Loss!.Value, "bce_from_probabilities_exact");
return failed ? 1 : 0;

LossResult FromLogits(string set)
{
    using TensorFile predictions = TensorFile.Open(Data($"{set}/logits.npy"));
    using TensorFile labels = TensorFile.Open(Data($"{set}/labels.npy"));
    return CrossEntropy.Measure(predictions.Tensor, labels.Tensor, exact with { Form = InputForm.Logit });
}

void Show(string set, string what, double loss, string name)
{
    using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Data($"{set}/expected.json")));
    double right = expected.RootElement.GetProperty(name).GetDouble();
    bool agrees = Math.Abs(loss - right) <= 1e-6 * Math.Abs(right);
    failed |= !agrees;
    Console.WriteLine($"{set,-14} {what,-25} {loss:F12}  expected {right:F12}  {(agrees ? "agrees" : "DIFFERS")}");
}

static string Data(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "data", name);
