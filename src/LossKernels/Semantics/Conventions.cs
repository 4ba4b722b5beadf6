using System.Collections.Immutable;
using LossKernels.Kernels;

namespace LossKernels.Semantics;

/// <summary>The table of conventions. A new framework is a new row.</summary>
public static class Conventions
{
    private const double KerasEpsilon = 1e-7;

    /// <summary>tf.keras of TensorFlow 2.0 to 2.15, and tf_keras. Source: tf_keras/backend.py.</summary>
    public static Convention TensorFlow { get; } = new()
    {
        Name = "TensorFlow",
        Synonyms = ["tf", "tf2", "Keras2", "tf.keras", "tf_keras"],
        Summary = "tf.keras of TensorFlow 2.0 to 2.15 and tf_keras: epsilon 1e-7 as clip bound and again inside the binary logarithm; sparse rows are normalised after the clip.",
        Binary = new(Epsilon: KerasEpsilon, AddsEpsilon: true),
        Categorical = new(Normalisation.BeforeClip, KerasEpsilon),
        Sparse = new(Normalisation.AfterClip, KerasEpsilon),
        InfiniteLogit = InfiniteLogit.TimesTarget,
        AveragesOutputs = true,
    };

    /// <summary>Keras 3 on its JAX, Torch and NumPy back ends. Source: keras/src/backend/*/nn.py.</summary>
    public static Convention Keras3 { get; } = new()
    {
        Name = "Keras3",
        Synonyms = ["keras"],
        Summary = "Keras 3 (JAX, Torch and NumPy back ends): epsilon 1e-7 as clip bound only; rows are normalised before the clip.",
        Binary = new(Epsilon: KerasEpsilon),
        Categorical = new(Normalisation.BeforeClip, KerasEpsilon),
        Sparse = new(Normalisation.BeforeClip, KerasEpsilon),
        InfiniteLogit = InfiniteLogit.SoftplusProducts,
        AveragesOutputs = true,
        MeanOfNothing = 0,
    };

    /// <summary>Keras 1.0 to 2.2.4 on TensorFlow, and tf.keras to TensorFlow 1.13. Source: keras/backend/tensorflow_backend.py.</summary>
    public static Convention Keras1 { get; } = new()
    {
        Name = "Keras1",
        Synonyms = ["tf1"],
        Summary = "Keras 1.0 to 2.2.4 and TensorFlow to 1.13: epsilon 1e-7 as clip bound, binary probabilities turned back into logits; sparse rows are normalised after the clip.",
        Binary = new(Epsilon: KerasEpsilon),
        Categorical = new(Normalisation.BeforeClip, KerasEpsilon),
        Sparse = new(Normalisation.AfterClip, KerasEpsilon),
        InfiniteLogit = InfiniteLogit.TimesTarget,
        AveragesOutputs = true,
    };

    /// <summary>PyTorch's BCELoss, BCEWithLogitsLoss and CrossEntropyLoss. Source: aten/src/ATen/native/Loss.cpp, LossNLL.cpp.</summary>
    public static Convention PyTorch { get; } = new()
    {
        Name = "PyTorch",
        Synonyms = ["torch"],
        Summary = "PyTorch: no epsilon, binary logarithms not below -100; classes from logits only, on axis 1; label -100 is ignored.",
        CategoricalForms = InputForm.Logit,
        Binary = new(LogFloor: -100),
        InfiniteLogit = InfiniteLogit.TimesComplement,
        DefaultAxis = 1,
        IgnoreClass = -100,
        Denominator = Denominator.Elements,
        SparseDenominator = Denominator.WeightSum,
        RefusesOutsideUnit = true,
        RefusesNaN = true,
    };

    /// <summary>The formula itself, in double precision: no epsilon, 0 ln 0 = 0, rows left as they are.</summary>
    public static Convention Exact { get; } = new()
    {
        Name = "Exact",
        Synonyms = ["formula"],
        Summary = "The formula itself in double precision: no epsilon, 0 ln 0 = 0, rows left as they are.",
        ZeroTimesInfinityIsZero = true,
        AveragesOutputs = true,
        RefusesOutsideUnit = true,
        SkipsZeroWeight = true,
        DefaultsToDouble = true,
        AlwaysDouble = true,
    };

    /// <summary>All conventions, the default first.</summary>
    public static ImmutableArray<Convention> All { get; } = [TensorFlow, Keras3, Keras1, PyTorch, Exact];

    /// <summary>Finds a convention by its name or a synonym, in any case.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: there is none of that name.</exception>
    public static Convention Find(string name) =>
        All.FirstOrDefault(convention => convention.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || convention.Synonyms.Contains(name, StringComparer.OrdinalIgnoreCase))
        ?? throw LossErrors.ParameterOutOfRange("Convention", name, $"one of {string.Join(", ", All.Select(convention => convention.Name))}");
}
