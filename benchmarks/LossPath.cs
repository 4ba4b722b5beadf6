using LossKernels.Semantics;

namespace LossKernels.Benchmarks;

/// <summary>One way through the library: which loss, of what, against what targets.</summary>
internal sealed record LossPath(string Name, LossKind Kind, InputForm Form, TargetValues Targets, params int[] Classes)
{
    /// <summary>Float64 instead of Float32.</summary>
    public bool IsDouble { get; init; }

    /// <summary>How many rows lie side by side behind the class axis, which then is the second of three; 1 where it is the last.</summary>
    public int Inner { get; init; } = 1;

    /// <summary>How many predictions there are for each target.</summary>
    public int PredictionsPerTarget { get; init; } = 1;

    /// <summary>Whether the gradient is wanted beside the loss.</summary>
    public bool Gradient { get; init; }

    /// <summary>The loss of the catalogue that is measured instead of cross-entropy, or null.</summary>
    public string? Function { get; init; }

    /// <summary>All that is measured.</summary>
    public static IReadOnlyList<LossPath> All { get; } =
    [
        new("sparse, logits", LossKind.Sparse, InputForm.Logit, TargetValues.Label, 2, 3, 10, 32, 100, 1000, 32000, 128256),
        new("sparse, logits, float64", LossKind.Sparse, InputForm.Logit, TargetValues.Label, 10, 100, 1000, 32000) { IsDouble = true },
        new("sparse, logits, class axis 1", LossKind.Sparse, InputForm.Logit, TargetValues.Label, 10, 32) { Inner = 4096 },
        new("one-hot, logits", LossKind.Categorical, InputForm.Logit, TargetValues.OneHot, 10, 100, 1000, 32000),
        new("soft targets, logits", LossKind.Categorical, InputForm.Logit, TargetValues.Soft, 2, 10, 100, 1000, 32000),
        new("sparse, probabilities", LossKind.Sparse, InputForm.Probability, TargetValues.Label, 2, 10, 100, 1000, 32000),
        new("one-hot, probabilities", LossKind.Categorical, InputForm.Probability, TargetValues.OneHot, 2, 10, 100, 1000, 32000),
        new("soft targets, probabilities", LossKind.Categorical, InputForm.Probability, TargetValues.Soft, 2, 10, 100, 1000, 32000),
        new("binary, logits", LossKind.Binary, InputForm.Logit, TargetValues.Hard, 1, 100),
        new("binary, probabilities", LossKind.Binary, InputForm.Probability, TargetValues.Hard, 1, 100),
        new("binary, soft targets, logits", LossKind.Binary, InputForm.Logit, TargetValues.Soft, 1),
        new("binary, soft targets, probabilities", LossKind.Binary, InputForm.Probability, TargetValues.Soft, 1),
        new("sparse, logits, gradient", LossKind.Sparse, InputForm.Logit, TargetValues.Label, 2, 3, 10, 100, 1000, 32000) { Gradient = true },
        new("sparse, logits, class axis 1, gradient", LossKind.Sparse, InputForm.Logit, TargetValues.Label, 2, 10, 32) { Inner = 4096, Gradient = true },
        new("soft targets, logits, gradient", LossKind.Categorical, InputForm.Logit, TargetValues.Soft, 2, 10, 100, 1000) { Gradient = true },
        new("sparse, probabilities, gradient", LossKind.Sparse, InputForm.Probability, TargetValues.Label, 2, 10, 100, 1000) { Gradient = true },
        new("soft targets, probabilities, gradient", LossKind.Categorical, InputForm.Probability, TargetValues.Soft, 2, 10, 100, 1000) { Gradient = true },
        new("binary, logits, gradient", LossKind.Binary, InputForm.Logit, TargetValues.Hard, 1) { Gradient = true },
        new("binary, soft targets, logits, gradient", LossKind.Binary, InputForm.Logit, TargetValues.Soft, 1) { Gradient = true },
        new("binary, probabilities, gradient", LossKind.Binary, InputForm.Probability, TargetValues.Hard, 1) { Gradient = true },
        new("binary, soft targets, probabilities, gradient", LossKind.Binary, InputForm.Probability, TargetValues.Soft, 1) { Gradient = true },
        Element("squared error", "MeanSquaredError", InputForm.Logit, TargetValues.Soft, 1, 3, 100),
        Element("squared error, gradient", "MeanSquaredError", InputForm.Logit, TargetValues.Soft, 1, 100) with { Gradient = true },
        Element("absolute error", "MeanAbsoluteError", InputForm.Logit, TargetValues.Soft, 1, 100),
        Element("Huber", "Huber", InputForm.Logit, TargetValues.Soft, 1, 100),
        Element("smooth L1", "SmoothL1", InputForm.Logit, TargetValues.Soft, 1, 100),
        Element("hinge", "Hinge", InputForm.Logit, TargetValues.Sign, 1, 100),
        Element("squared hinge", "SquaredHinge", InputForm.Logit, TargetValues.Sign, 1, 100),
        Element("hinge embedding", "HingeEmbedding", InputForm.Probability, TargetValues.Sign, 1, 100),
        Element("percentage error", "MeanAbsolutePercentageError", InputForm.Logit, TargetValues.Soft, 1, 100),
        Element("squared logarithmic error", "MeanSquaredLogarithmicError", InputForm.Probability, TargetValues.Soft, 1, 100),
        Element("log-cosh", "LogCosh", InputForm.Logit, TargetValues.Soft, 1, 100),
        Element("Poisson", "Poisson", InputForm.Probability, TargetValues.Hard, 1, 100),
        Element("Poisson likelihood", "PoissonNegativeLogLikelihood", InputForm.Logit, TargetValues.Hard, 1, 100),
        Element("soft margin", "SoftMargin", InputForm.Logit, TargetValues.Sign, 1, 100),
        Element("Kullback-Leibler", "KullbackLeiblerDivergence", InputForm.Probability, TargetValues.Soft, 10, 100),
        Element("Jensen-Shannon, float64", "JensenShannonDivergence", InputForm.Probability, TargetValues.Soft, 10, 100) with { IsDouble = true },
        Element("Gaussian likelihood", "GaussianNegativeLogLikelihood", InputForm.Probability, TargetValues.Soft, 1, 100) with { PredictionsPerTarget = 2 },
    ];

    /// <summary>The length of the longest of their names.</summary>
    public static int LongestName { get; } = All.Max(path => path.Name.Length);

    // A loss of the catalogue that each prediction has for itself.
    private static LossPath Element(string name, string function, InputForm form, TargetValues targets, params int[] outputs) =>
        new($"element, {name}", LossKind.Binary, form, targets, outputs) { Function = function };
}
