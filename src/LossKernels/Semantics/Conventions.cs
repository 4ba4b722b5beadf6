using System.Collections.Immutable;
using LossKernels.Kernels.Binary;

namespace LossKernels.Semantics;

/// <summary>The table of conventions. A new framework is a new row.</summary>
public static class Conventions
{
    private const double KerasEpsilon = 1e-7;
    private const double KerasAlpha = 0.25;

    // It is a single-precision number there, and what it costs has more digits: 34.538776391283193, and not -ln 1e-15.
    private const double MLNetEpsilon = 1e-15f;
    private const InputForm AllForms = InputForm.Probability | InputForm.Logit | InputForm.LogProbability;

    private static ProbabilityFormula MachineEpsilon { get; } = new(Epsilon: double.BitIncrement(1) - 1, SingleEpsilon: float.BitIncrement(1) - 1);

    /// <summary>tf.keras of TensorFlow 2.0 to 2.15, and tf_keras. Source: tf_keras/backend.py.</summary>
    public static Convention TensorFlow { get; } = new()
    {
        Name = "TensorFlow",
        Synonyms = ["tf", "tf2", "Keras2", "tf.keras", "tf_keras"],
        Versions = "tf.keras of TensorFlow 2.0 to 2.15 and tf_keras",
        Traits = "epsilon 1e-7 as clip bound and again inside the binary logarithm; sparse rows are normalised after the clip.",
        Binary = new(Epsilon: KerasEpsilon, Use: EpsilonUse.Clip | EpsilonUse.Inside),
        Categorical = new(Normalisation.BeforeClip, KerasEpsilon),
        Sparse = new(Normalisation.AfterClip, KerasEpsilon),
        InfiniteLogit = InfiniteLogit.TimesTarget,
        AveragesOutputs = true,
        CategoricalFocal = new(Alpha: KerasAlpha, ClipsLogits: true),
        ClassWeighting = ClassWeighting.Sample,
        GradientTakesDistributions = true,
    };

    /// <summary>Keras 3 on its JAX, Torch and NumPy back ends. Source: keras/src/backend/*/nn.py.</summary>
    public static Convention Keras3 { get; } = new()
    {
        Name = "Keras3",
        Synonyms = ["keras"],
        Versions = "Keras 3 (JAX, Torch and NumPy back ends)",
        Traits = "epsilon 1e-7 as clip bound only; rows are normalised before the clip.",
        Binary = new(Epsilon: KerasEpsilon),
        Categorical = new(Normalisation.BeforeClip, KerasEpsilon),
        Sparse = new(Normalisation.BeforeClip, KerasEpsilon),
        InfiniteLogit = InfiniteLogit.SoftplusProducts,
        AveragesOutputs = true,
        BroadcastsWeights = true,
        MeanOfNothing = WhenAllIgnored.Zero,
        BinaryFocal = new(ClipsLogits: true),
        CategoricalFocal = new(Alpha: KerasAlpha, ClipsLogits: true),
        ClassWeighting = ClassWeighting.Sample,
    };

    /// <summary>Keras 1.0 to 2.2.4 on TensorFlow, and tf.keras to TensorFlow 1.13. Source: keras/backend/tensorflow_backend.py.</summary>
    public static Convention Keras1 { get; } = new()
    {
        Name = "Keras1",
        Synonyms = ["tf1"],
        Versions = "Keras 1.0 to 2.2.4 and TensorFlow to 1.13",
        Traits = "epsilon 1e-7 as clip bound, binary probabilities turned back into logits; sparse rows are normalised after the clip.",
        Binary = new(Epsilon: KerasEpsilon),
        Categorical = new(Normalisation.BeforeClip, KerasEpsilon),
        Sparse = new(Normalisation.AfterClip, KerasEpsilon),
        InfiniteLogit = InfiniteLogit.TimesTarget,
        AveragesOutputs = true,
        CategoricalFocal = new(Alpha: KerasAlpha, ClipsLogits: true),
        ClassWeighting = ClassWeighting.Sample,
        GradientTakesDistributions = true,
    };

    /// <summary>PyTorch's BCELoss, BCEWithLogitsLoss and CrossEntropyLoss. Source: aten/src/ATen/native/Loss.cpp, LossNLL.cpp.</summary>
    public static Convention PyTorch { get; } = new()
    {
        Name = "PyTorch",
        Synonyms = ["torch"],
        Modules = ["nn", "F", "torchvision"],
        Versions = "BCELoss, BCEWithLogitsLoss, CrossEntropyLoss and NLLLoss of PyTorch",
        Traits = "no epsilon, binary logarithms not below -100; classes from logits only, on axis 1; label -100 is ignored.",
        CategoricalForms = InputForm.Logit | InputForm.LogProbability,
        Binary = new(LogFloor: -100),

        // A number in single precision there, in double precision too.
        BinaryGradientFloor = 1e-12f,
        InfiniteLogit = InfiniteLogit.TimesComplement,
        DefaultAxis = 1,
        IgnoreClass = -100,
        Denominator = Denominator.Elements,
        SparseDenominator = Denominator.WeightSum,
        BroadcastsWeights = true,
        RefusesOutsideUnit = true,
        RefusesNaN = true,
    };

    /// <summary>log_loss of scikit-learn 1.5 and later. Source: sklearn/metrics/_classification.py.</summary>
    public static Convention ScikitLearn { get; } = new()
    {
        Name = "ScikitLearn",
        Synonyms = ["sklearn", "scikit-learn"],
        Versions = "log_loss of scikit-learn 1.5 and later",
        Traits = "probabilities, clipped by the machine epsilon of their type; a mean divides by the sum of the weights.",
        BinaryForms = InputForm.Probability,
        CategoricalForms = InputForm.Probability,
        Binary = MachineEpsilon,
        Categorical = MachineEpsilon,
        Sparse = MachineEpsilon,
        ZeroTimesInfinityIsZero = true,
        AveragesOutputs = true,
        Denominator = Denominator.WeightSum,
        SparseDenominator = Denominator.WeightSum,
        MeanOfNothing = WhenAllIgnored.Error,
        ClassWeighting = ClassWeighting.Sample,
        RefusesOutsideUnit = true,
        RefusesNaN = true,
        DefaultsToDouble = true,
    };

    /// <summary>SoftmaxCrossEntropyLoss and NegativeLogLikelihoodLoss of ONNX. Source: onnx/docs/Operators.md and onnx/reference/ops.</summary>
    public static Convention Onnx { get; } = new()
    {
        Name = "Onnx",
        Versions = "SoftmaxCrossEntropyLoss and NegativeLogLikelihoodLoss of ONNX",
        Traits = "logits or log-probabilities with the classes on axis 1; a mean divides by the sum of the weights.",
        BinaryForms = InputForm.None,
        CategoricalForms = InputForm.Logit | InputForm.LogProbability,
        DefaultAxis = 1,
        SparseDenominator = Denominator.WeightSum,
    };

    /// <summary>Optax. Source: optax/losses/_classification.py.</summary>
    public static Convention Optax { get; } = new()
    {
        Name = "Optax",
        Versions = "the classification losses of Optax",
        Traits = "logits only, nothing clipped; a target of zero makes nothing of an infinite logit.",
        BinaryForms = InputForm.Logit,
        CategoricalForms = InputForm.Logit,
        InfiniteLogit = InfiniteLogit.SoftplusProducts,
        ZeroTimesInfinityIsZero = true,
        MeanOfNothing = WhenAllIgnored.Zero,
    };

    /// <summary>tf.losses of TensorFlow.js. Its layers' losses are those of Keras1. Source: tfjs-core/src/ops/losses.</summary>
    public static Convention TensorFlowJs { get; } = new()
    {
        Name = "TensorFlowJs",
        Synonyms = ["tfjs"],
        Modules = ["tf"],
        Versions = "tf.losses of TensorFlow.js",
        Traits = "epsilon 1e-7 inside the binary logarithm and no clip; a mean divides by the number of weights that are not zero.",
        Binary = new(Epsilon: KerasEpsilon, Use: EpsilonUse.Inside),
        Categorical = new(Normalisation.BeforeClip, KerasEpsilon),
        Sparse = new(Normalisation.AfterClip, KerasEpsilon),
        InfiniteLogit = InfiniteLogit.TimesTarget,
        Denominator = Denominator.NonZeroWeights,
        SparseDenominator = Denominator.NonZeroWeights,
        BroadcastsWeights = true,
        ClassWeighting = ClassWeighting.Sample,
        GradientTakesDistributions = true,
    };

    /// <summary>The evaluators of ML.NET. Source: Microsoft.ML.Data/Evaluators.</summary>
    public static Convention MLNet { get; } = new()
    {
        Name = "MLNet",
        Synonyms = ["ML.NET"],
        Versions = "the evaluators of ML.NET",
        Traits = "probabilities; binary losses in bits and not clipped, those of several classes clipped to 1e-15..1; a mean divides by the sum of the weights.",
        BinaryForms = InputForm.Probability,
        CategoricalForms = InputForm.Probability,
        Categorical = new(Epsilon: MLNetEpsilon, Use: EpsilonUse.ClipBelow),
        Sparse = new(Epsilon: MLNetEpsilon, Use: EpsilonUse.ClipBelow),
        AveragesOutputs = true,
        Denominator = Denominator.WeightSum,
        SparseDenominator = Denominator.WeightSum,
        ClassWeighting = ClassWeighting.Sample,
        MeasuresBinaryInBits = true,
        HardensBinaryTargets = true,
        DefaultsToDouble = true,
        AlwaysDouble = true,
    };

    /// <summary>The formula itself, in double precision: no epsilon, 0 ln 0 = 0, rows left as they are.</summary>
    public static Convention Exact { get; } = new()
    {
        Name = "Exact",
        Synonyms = ["formula"],
        BinaryForms = AllForms,
        CategoricalForms = AllForms,
        Versions = "the formula itself, in double precision",
        Traits = "no epsilon, 0 ln 0 = 0, rows left as they are.",
        ZeroTimesInfinityIsZero = true,
        AveragesOutputs = true,
        RefusesOutsideUnit = true,
        SkipsZeroWeight = true,
        DefaultsToDouble = true,
        AlwaysDouble = true,
    };

    /// <summary>All conventions, the default first.</summary>
    public static ImmutableArray<Convention> All { get; } = [TensorFlow, Keras3, Keras1, PyTorch, ScikitLearn, Onnx, Optax, TensorFlowJs, MLNet, Exact];

    /// <summary>Finds a convention by its name or a synonym, in any case.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: there is none of that name.</exception>
    public static Convention Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Known(name) is Convention known)
        {
            return known;
        }

        string? near = Spelling.Nearest(name, All.SelectMany(convention => convention.Synonyms.Prepend(convention.Name)));
        throw LossErrors.ParameterOutOfRange(
            "Convention",
            name,
            $"one of {string.Join(", ", All.Select(convention => convention.Name))}",
            near is null ? "Choose by what the framework is called; `Conventions.All` tells whose formula each is." : Spelling.Remedy(near, Known(near)!.Name, "the names that `Conventions.All` lists"));
    }

    /// <summary>The convention that has a name or a synonym; null where none has.</summary>
    internal static Convention? Known(string name) =>
        All.FirstOrDefault(convention => convention.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || convention.Synonyms.Contains(name, StringComparer.OrdinalIgnoreCase));
}
