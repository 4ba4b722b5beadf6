using System.Text.Json;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>The numbers that the frameworks' documentation prints, and for calls like its examples what their formulas give; each names its source.</summary>
public class DocumentedTests
{
    private static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(File.ReadAllText("golden/documented.json")).RootElement.EnumerateArray()];

    public static TheoryData<string> Ids => [.. Cases.Select(Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Gives_the_documented_number(string id)
    {
        JsonElement golden = Cases.Single(candidate => Id(candidate) == id);
        CrossEntropyOptions options = new()
        {
            Convention = Conventions.Find(golden.GetProperty("convention").GetString()!),
            Kind = Enum.Parse<LossKind>(golden.GetProperty("kind").GetString()!),
            Form = golden.TryGetProperty("fromLogits", out JsonElement logits) && logits.GetBoolean() ? InputForm.Logit : InputForm.Probability,
            Reduction = Enum.Parse<Reduction>(golden.GetProperty("reduction").GetString()!),
            DataType = golden.GetProperty("convention").GetString() == "Exact" ? ElementType.Float64 : ElementType.Float32,
        };

        LossResult result = CrossEntropy.Measure(Prediction(golden), JsonTensor.Read(golden.GetProperty("target")), options);

        double[] expected = [.. JsonTensor.Flatten(golden.GetProperty("expected"))];
        double[] actual = new double[expected.Length];
        actual = result.Loss is double loss ? [loss] : result.Values!.Read<double>(0, actual.Length, actual).ToArray();
        Assert.Equal(JsonTensor.Read(golden.GetProperty("expected")).Shape, result.Values?.Shape ?? new Shape());
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], golden.GetProperty("rtol").GetDouble() * Math.Abs(expected[i]));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_documented_number_has_a_source(string id)
    {
        JsonElement golden = Cases.Single(candidate => Id(candidate) == id);
        Assert.Matches("^(https://|arithmetic: )", golden.TryGetProperty("source", out JsonElement source) ? source.GetString() : "");
    }

    private static TensorView Prediction(JsonElement golden)
    {
        JsonElement prediction = golden.GetProperty("prediction");
        if (prediction.ValueKind == JsonValueKind.Array)
        {
            return JsonTensor.Read(prediction);
        }

        Assert.Equal("softmax([[5.0,7.0]])", prediction.GetString());
        return Activation.Softmax(TensorView.Create([5f, 7f], 1, 2));
    }

    private static string Id(JsonElement golden) => golden.GetProperty("id").GetString()!;
}
