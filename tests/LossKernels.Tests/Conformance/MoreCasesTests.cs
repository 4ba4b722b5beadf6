namespace LossKernels.Tests.Conformance;

/// <summary>
/// The rest of the numbers that TensorFlow.js, Optax, ONNX, PyTorch and scikit-learn publish, and drawn cases of PyTorch that this library once
/// had another number for.
/// </summary>
public class MoreCasesTests
{
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
    };

    public static TheoryData<string> Ids => [.. GoldenCase.More.Select(golden => golden.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Gives_what_the_framework_gives(string id)
    {
        string? failure = Failure(GoldenCase.FindMore(id));
        if (Exceptions.ContainsKey(id))
        {
            Assert.NotNull(failure);
        }
        else
        {
            Assert.Null(failure);
        }
    }

    private static string? Failure(GoldenCase golden)
    {
        try
        {
            Outcome outcome = FrameworkCall.Knows(golden.Loss) ? FrameworkCall.Run(golden) : OtherLossCall.Run(golden);
            return golden.IsRefused ? $"{golden.Id}: not refused" : golden.Mismatch(outcome);
        }
        catch (LossException refusal)
        {
            return golden.IsRefused ? null : $"{golden.Id}: {refusal.Message}";
        }
    }
}
