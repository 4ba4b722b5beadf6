using LossCmdlets.Errors;
using LossKernels.Diagnostics;

namespace LossCmdlets.Tests.Errors;

/// <summary>A fix is a call that users can make.</summary>
public class SpelledFixTests
{
    public static TheoryData<Fix, string> Calls => new()
    {
        { Fix.With("Kind = LossKind.Categorical", "Form = InputForm.Logit"), "Measure-CrossEntropy $target $prediction -Kind Categorical -FromLogits" },
        { Fix.With("Form = InputForm.Probability"), "Measure-CrossEntropy $target $prediction" },
        { Fix.With("Convention = Conventions.Exact"), "Measure-CrossEntropy $target $prediction -Convention Exact" },
        { Fix.With("ClassLabels.Class = [.. Enumerable.Range(1, 3).Select(label => label.ToString())]"), "Measure-CrossEntropy $target $prediction -Class (1..3)" },
        { Fix.With("ClassLabels.Class = [\"-1\",\"1\"]"), "Measure-CrossEntropy $target $prediction -Class -1,1" },
        { Fix.With("IgnoreClass = -1"), "Measure-CrossEntropy $target $prediction -IgnoreClass -1" },
        { new Fix { Target = Fix.AsPrediction, Prediction = Fix.AsTarget }, "Measure-CrossEntropy $prediction $target" },
        { new Fix { Target = "OneHot.Decode(target)", Options = ["Kind = LossKind.Auto"] }, "Measure-CrossEntropy (ConvertFrom-OneHot $target) $prediction" },
        { new Fix { Prediction = "Activation.Softmax(prediction)" }, "Measure-CrossEntropy $target (ConvertTo-Probability $prediction)" },
        { new Fix { Prediction = "Activation.Sigmoid(prediction)" }, "Measure-CrossEntropy $target (ConvertTo-Probability $prediction -Activation Sigmoid)" },
        { new Fix { Prediction = "Activation.InverseSoftmax(prediction)" }, "Measure-CrossEntropy $target (ConvertTo-Logit $prediction)" },
        { new Fix { Prediction = "Activation.InverseSigmoid(prediction)" }, "Measure-CrossEntropy $target (ConvertTo-Logit $prediction -Activation Sigmoid)" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_fix_is_a_call(Fix fix, string call) => Assert.Equal(call, SpelledFix.Call(fix));

    [Fact]
    public void What_says_the_same_of_the_call_goes()
    {
        Assert.Equal(["FromLogits", "FromLogProbability"], new SpelledFix(Fix.With("Form = InputForm.Probability")).Replaced);
        Assert.Equal(["Kind", "Class"], new SpelledFix(Fix.With("Kind = LossKind.Auto", "ClassLabels.Class = [.. Enumerable.Range(1, 3).Select(label => label.ToString())]")).Replaced);
    }
}
