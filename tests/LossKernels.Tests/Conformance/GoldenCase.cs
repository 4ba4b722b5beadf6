using System.Text.Json;
using LossKernels.Tensors;
using LossKernels.Tests.Measures;

namespace LossKernels.Tests.Conformance;

/// <summary>
/// A number that a framework gives, in that framework's own names: those that its tests and documentation publish (each names its source),
/// and those that PyTorch 1.13.1 and scikit-learn 1.2.1 computed.
/// </summary>
internal sealed record GoldenCase
{
    private readonly JsonElement _json;

    public GoldenCase(JsonElement json)
    {
        _json = json;
        Framework = Text("framework")!;
    }

    public string Id => Text("id")!;

    public string Framework { get; init; }

    /// <summary>Keras: class, function or metric. Elsewhere a case is a function.</summary>
    public string? Kind => Text("kind");

    public string Loss => Text("loss")!;

    public JsonElement Parameters => _json.GetProperty("params");

    public JsonElement Target => _json.GetProperty("y_true");

    public JsonElement Prediction => _json.GetProperty("y_pred");

    public JsonElement SampleWeight => _json.GetProperty("sample_weight");

    /// <summary>The type of the targets; null for plain numbers.</summary>
    public ElementType? TargetType => Type("y_true_dtype");

    /// <summary>The type of the predictions, or that of the computation; null for the framework's own.</summary>
    public ElementType? PredictionType => Type("y_pred_dtype") ?? Type("compute_dtype");

    /// <summary>Whether the framework refuses the input.</summary>
    public bool IsRefused => _json.TryGetProperty("error", out _);

    public bool HasGradient => _json.TryGetProperty("grad", out _);

    /// <summary>A parameter of the call, or null.</summary>
    public JsonElement? Parameter(string name) => Parameters.TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>How an outcome differs from the published one by more than its tolerance; null if it does not.</summary>
    public string? Mismatch(Outcome outcome) =>
        Mismatch("value", outcome.Values, _json.GetProperty("expected")) ?? (HasGradient ? Mismatch("gradient", outcome.Gradient!, _json.GetProperty("grad")) : null);

    private string? Mismatch(string what, TensorView actual, JsonElement published)
    {
        TensorView expected = JsonTensor.Read(published);

        // TensorFlow.js' tests compare the values of a tensor as one row.
        bool comparesFlat = Framework == "tfjs" && expected.Shape.Rank == 1;
        if (!expected.Shape.Equals(comparesFlat ? new Shape((int)actual.Shape.Length) : actual.Shape))
        {
            return $"{Id}: the {what} is of shape {actual.Shape}, not {expected.Shape}";
        }

        double[] wanted = Numbers(expected);
        double[] given = Numbers(actual);
        int first = Enumerable.Range(0, wanted.Length).FirstOrDefault(i => !IsClose(given[i], wanted[i]), -1);
        return first < 0 ? null : $"{Id}: {what} {first} is {given[first]:R}, not {wanted[first]:R}";
    }

    // As numpy.allclose has it; special values are themselves.
    private bool IsClose(double actual, double expected) => double.IsFinite(expected)
        ? Math.Abs(actual - expected) <= _json.GetProperty("atol").GetDouble() + (_json.GetProperty("rtol").GetDouble() * Math.Abs(expected))
        : actual.Equals(expected);

    private static double[] Numbers(TensorView tensor)
    {
        double[] numbers = new double[tensor.Shape.Length];
        return tensor.Read(0, numbers.Length, numbers.AsSpan()).ToArray();
    }

    private string? Text(string name) => _json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private ElementType? Type(string name) => Text(name) is string type ? Enum.Parse<ElementType>(type, ignoreCase: true) : null;
}
