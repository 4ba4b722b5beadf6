using System.Text.Json;

namespace LossKernels.Tests.Conformance;

/// <summary>The cases of a file of <c>tests/golden</c>, by their ids.</summary>
internal sealed class GoldenFile
{
    private readonly Dictionary<string, GoldenCase> _cases;

    private GoldenFile(string name) => _cases = JsonDocument.Parse(File.ReadAllText($"golden/{name}.json"))
        .RootElement.EnumerateArray()
        .Select(json => new GoldenCase(json))
        .ToDictionary(golden => golden.Id);

    /// <summary>Cross-entropy of all frameworks.</summary>
    public static GoldenFile CrossEntropy { get; } = new("cross-entropy");

    /// <summary>Losses beside cross-entropy.</summary>
    public static GoldenFile OtherLosses { get; } = new("other-losses");

    /// <summary>All losses and metrics of Keras and TensorFlow that the first two do not have.</summary>
    public static GoldenFile Keras { get; } = new("keras");

    /// <summary>What the other frameworks publish beside the first two, and cases drawn at random, computed by PyTorch 1.13.</summary>
    public static GoldenFile OtherFrameworks { get; } = new("other-frameworks");

    public IReadOnlyCollection<GoldenCase> Cases => _cases.Values;

    public IEnumerable<string> Ids => _cases.Keys;

    public GoldenCase this[string id] => _cases[id];
}
