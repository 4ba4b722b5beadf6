namespace LossKernels.Tests.Conformance;

/// <summary>What else TensorFlow.js, Optax, ONNX, PyTorch, scikit-learn and ML.NET publish, softmax and sigmoid of all frameworks, and cases drawn at random that PyTorch 1.13 computed.</summary>
public class OtherFrameworkTests
{
    private const int Count = 360;

    // What the library does not do as the framework does, and why.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["tfjs-more-030"] = "weights that make more losses of the losses: one for each class of a sample",
        ["tfjs-more-033"] = "a vector is as many samples of one output here, and a loss for each",
        ["tfjs-more-035"] = "the same",
        ["tfjs-more-037"] = "the same",
        ["tfjs-more-045"] = "the same",
        ["tfjs-more-046"] = "the same",
        ["optax-more-034"] = "targets that have an axis of one more are taken",
        ["sklearn-more-006"] = "targets that are all of one class are taken",
        ["sklearn-more-008"] = "the targets of a hinge loss are sides, and no labels",
        ["sklearn-more-014"] = "the roots of several outputs are not averaged",
        ["sklearn-more-025"] = "the same",
        ["act-015"] = "TensorFlow.js takes a softmax along the last axis only",
        ["act-042"] = "what is no probability has no logit, and SciPy gives NaN",
    };

    public static TheoryData<string> Ids => [.. GoldenFile.OtherFrameworks.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Gives_what_the_framework_gives(string id) => GoldenRun.Check(GoldenFile.OtherFrameworks[id], Exceptions.ContainsKey(id));

    [Fact]
    public void Every_case_is_there()
    {
        Assert.Equal(Count, GoldenFile.OtherFrameworks.Cases.Count);
        Assert.All(Exceptions.Keys, id => Assert.NotNull(GoldenFile.OtherFrameworks[id]));
    }
}
