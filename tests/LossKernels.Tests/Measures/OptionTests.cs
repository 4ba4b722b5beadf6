using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using static LossKernels.Tests.Measures.OptionCall;

namespace LossKernels.Tests.Measures;

/// <summary>Options at the ends of their ranges, and what is refused.</summary>
public class OptionTests
{
    [Fact]
    public void Epsilon_replaces_both_the_clip_and_what_is_added()
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Epsilon = 0.1 };
        Assert.Equal(-Math.Log(0.2), Loss([0.0], [1], [1], [1], options), 1e-12);
        Assert.Equal(double.PositiveInfinity, Loss([0.0], [1], [1], [1], options with { Epsilon = 0 }));
        AssertFails("OptionNotSupported", [0.5], [1], [1], [1], options with { Convention = Conventions.PyTorch });
        AssertFails("OptionNotSupported", [0.5], [1], [1], [1], options with { Form = InputForm.Logit });
        AssertFails("ParameterOutOfRange", [0.5], [1], [1], [1], options with { Epsilon = -1 });
    }

    [Fact]
    public void Shapes_and_options_without_a_meaning_are_refused()
    {
        AssertFails("TargetCountMismatch", [0.5, 0.5, 0.5, 0.5], [2, 2], [0, 1, 1], [3]);
        AssertFails("ShapeMismatch", new double[12], [2, 3, 2], [0, 1, 1, 0, 1, 1], [2, 3, 1, 1]);
        AssertFails("ParameterOutOfRange", [0.5, 0.5], [1, 2], [0], [1], new CrossEntropyOptions { Axis = 2 });
        AssertFails("LabelNotInteger", [0.5, 0.5], [1, 2], [0.5], [1], new CrossEntropyOptions { Kind = LossKind.Sparse });
        AssertFails("LabelOutOfRange", [0.5, 0.5], [1, 2], [2], [1]);
        AssertFails("OptionNotSupported", [0.5, 0.5], [1, 2], [0], [1], new CrossEntropyOptions { Convention = Conventions.PyTorch });
        AssertFails("OptionNotSupported", [0.5, 0.5], [1, 2], [0], [1], new CrossEntropyOptions { Reduction = Reduction.PerElement });
        AssertFails("ParameterOutOfRange", [0.5, 0.5], [1, 2], [0], [1], new CrossEntropyOptions { ThrottleLimit = -1 });
        AssertFails("OptionNotSupported", [0.5, 0.5], [1, 2], [0], [1], new CrossEntropyOptions { Convention = Conventions.Exact, DataType = ElementType.Float32 });
    }

    // Every refusal of an option, or of two that do not go together.
    public static TheoryData<string, CrossEntropyOptions> Refusals
    {
        get
        {
            CrossEntropyOptions sparse = new() { Kind = LossKind.Sparse, Convention = Conventions.Exact };
            CrossEntropyOptions logits = sparse with { Form = InputForm.Logit };
            CrossEntropyOptions categorical = sparse with { Kind = LossKind.Categorical };
            CrossEntropyOptions binary = sparse with { Kind = LossKind.Binary };
            CrossEntropyOptions binaryLogits = binary with { Form = InputForm.Logit };
            CrossEntropyOptions keras = binary with { Convention = Conventions.Keras3 };
            TheoryData<string, CrossEntropyOptions> cases = new()
            {
                { "OptionNotSupported", sparse with { Form = InputForm.LogProbability, Convention = Conventions.TensorFlow } },
                { "OptionNotSupported", sparse with { Convention = Conventions.PyTorch } },
                { "OptionNotSupported", sparse with { Convention = Conventions.Optax } },
                { "OptionNotSupported", logits with { Convention = Conventions.ScikitLearn } },
                { "OptionNotSupported", logits with { Convention = Conventions.MLNet } },
                { "OptionNotSupported", binaryLogits with { Convention = Conventions.Onnx } },
                { "OptionNotSupported", binary with { Form = InputForm.LogProbability, Convention = Conventions.PyTorch } },
                { "OptionNotSupported", sparse with { Temperature = 2 } },
                { "OptionNotSupported", sparse with { Form = InputForm.LogProbability, Temperature = 2 } },
                { "OptionNotSupported", sparse with { Reduction = Reduction.PerElement } },
                { "OptionNotSupported", categorical with { Reduction = Reduction.PerElement } },
                { "OptionNotSupported", sparse with { Reduction = Reduction.Sum, Denominator = Denominator.Elements } },
                { "OptionNotSupported", sparse with { Reduction = Reduction.None, Denominator = Denominator.WeightSum } },
                { "OptionNotSupported", sparse with { Reduction = Reduction.Sum, BatchSize = 2 } },
                { "OptionNotSupported", binary with { Reduction = Reduction.PerElement, BatchSize = 2 } },
                { "OptionNotSupported", sparse with { Epsilon = 0.1 } },
                { "OptionNotSupported", binary with { Epsilon = 0.1, Convention = Conventions.MLNet } },
                { "OptionNotSupported", binary with { Epsilon = 0.1, Convention = Conventions.PyTorch } },
                { "OptionNotSupported", keras with { Epsilon = 0.1, Form = InputForm.Logit } },
                { "OptionNotSupported", keras with { Epsilon = 0.1, GeneralizedQ = 0.5 } },
                { "OptionNotSupported", binary with { ClassWeights = [1, 2] } },
                { "OptionNotSupported", binary with { PositiveWeights = [2] } },
                { "OptionNotSupported", logits with { PositiveWeights = [2] } },
                { "OptionNotSupported", sparse with { PolyEpsilon = 1, GeneralizedQ = 0.5 } },
                { "OptionNotSupported", categorical with { IgnoreClass = 1 } },
                { "OptionNotSupported", binary with { IgnoreClass = 1 } },
                { "OptionNotSupported", sparse with { DataType = ElementType.Float32 } },
                { "ParameterOutOfRange", keras with { DataType = ElementType.Float16 } },
                { "ParameterOutOfRange", sparse with { ThrottleLimit = -1 } },
                { "ClassWeightCountMismatch", sparse with { ClassWeights = [1, 2] } },
                { "ClassWeightCountMismatch", sparse with { ClassWeights = [] } },
                { "ClassWeightCountMismatch", categorical with { ClassWeights = [1, 2, 3, 4] } },
                { "ClassWeightCountMismatch", binaryLogits with { PositiveWeights = [1, 2] } },
                { "ClassWeightCountMismatch", binaryLogits with { PositiveWeights = [] } },
                { "ClassWeightCountMismatch", sparse with { FocalAlpha = [0.1, 0.2] } },
                { "ClassWeightCountMismatch", binary with { FocalAlpha = [0.1, 0.2, 0.3] } },
            };
            foreach (double value in (double[])[-1, double.NaN, double.PositiveInfinity])
            {
                cases.Add("ParameterOutOfRange", logits with { Temperature = value });
                cases.Add("ParameterOutOfRange", keras with { Epsilon = value });
                cases.Add("ParameterOutOfRange", sparse with { ClassWeights = [1, value, 1] });
                cases.Add("ParameterOutOfRange", binaryLogits with { PositiveWeights = [value] });
                cases.Add("ParameterOutOfRange", sparse with { LabelSmoothing = value });
                cases.Add("ParameterOutOfRange", sparse with { FocalGamma = value });
                cases.Add("ParameterOutOfRange", sparse with { FocalAlpha = [value] });
                cases.Add("ParameterOutOfRange", binary with { FocalAlpha = [value] });
                cases.Add("ParameterOutOfRange", sparse with { PolyEpsilon = value == -1 ? double.NegativeInfinity : value });
                cases.Add("ParameterOutOfRange", sparse with { GeneralizedQ = value });
                cases.Add("ParameterOutOfRange", sparse with { Denominator = Denominator.Number, DenominatorValue = value });
            }

            cases.Add("ParameterOutOfRange", logits with { Temperature = 0 });
            cases.Add("ParameterOutOfRange", keras with { Epsilon = 0.5 });
            cases.Add("ParameterOutOfRange", sparse with { LabelSmoothing = 1.01 });
            cases.Add("ParameterOutOfRange", binary with { FocalAlpha = [1.01] });
            cases.Add("ParameterOutOfRange", sparse with { GeneralizedQ = 0 });
            cases.Add("ParameterOutOfRange", sparse with { GeneralizedQ = 1.01 });
            cases.Add("ParameterOutOfRange", sparse with { Denominator = Denominator.Number });
            cases.Add("ParameterOutOfRange", sparse with { Denominator = Denominator.Number, DenominatorValue = 0 });
            cases.Add("ParameterOutOfRange", sparse with { BatchSize = 0 });
            cases.Add("ParameterOutOfRange", sparse with { BatchSize = -1 });
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Options_without_a_meaning_are_refused(string id, CrossEntropyOptions options)
    {
        double[] targets = options.Kind == LossKind.Sparse ? [2, 1] : [0, 0, 1, 0, 1, 0];
        int[] shape = options.Kind == LossKind.Sparse ? [2] : [2, 3];
        AssertFails(id, [0.2, 0.2, 0.6, 0.5, 0.3, 0.2], [2, 3], targets, shape, options);

        LossMeter meter = new(options, failure => Assert.Fail(failure.Message));
        LossException failure = Assert.ThrowsAny<LossException>(() =>
        {
            meter.Add([0.2, 0.2, 0.6], targets.Length == 2 ? [2] : [0, 0, 1]);
            meter.Complete();
        });
        Assert.Equal(id, failure.Id);
    }

    // The ends of the ranges have a meaning.
    [Fact]
    public void Options_at_the_ends_of_their_ranges_are_taken()
    {
        CrossEntropyOptions sparse = new() { Kind = LossKind.Sparse, Convention = Conventions.Exact };
        foreach (CrossEntropyOptions options in (CrossEntropyOptions[])[
            sparse with { LabelSmoothing = 1 },
            sparse with { FocalGamma = 0 },
            sparse with { FocalAlpha = [0] },
            sparse with { GeneralizedQ = 1 },
            sparse with { ClassWeights = [0, 0, 1] },
            sparse with { BatchSize = int.MaxValue },
            sparse with { PolyEpsilon = -1 },
            sparse with { Convention = Conventions.TensorFlow, Epsilon = 0.499 },
            sparse with { Convention = Conventions.ScikitLearn, Epsilon = 0 },
            sparse with { Convention = Conventions.TensorFlow, Form = InputForm.Logit, FocalGamma = 1, Epsilon = 0.1 }])
        {
            Assert.True(double.IsFinite(Loss([0.2, 0.2, 0.6, 0.5, 0.3, 0.2], [2, 3], [2, 1], [2], options)));
        }
    }
}
