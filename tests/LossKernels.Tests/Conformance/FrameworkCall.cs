using System.Text.Json;
using LossKernels.Diagnostics;
using LossKernels.Measures;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Measures;

namespace LossKernels.Tests.Conformance;

/// <summary>A framework's call in the terms of this library, by rules that know names and shapes and no single case.</summary>
internal static class FrameworkCall
{
    private const double KerasAlpha = 0.25;

    // What a name stands for before its parameters are read. Auto: the shape of the targets says whether they are labels.
    private static readonly Dictionary<string, CrossEntropyOptions> Functions = new()
    {
        ["BinaryCrossentropy"] = new() { Kind = LossKind.Binary },
        ["CategoricalCrossentropy"] = new() { Kind = LossKind.Categorical },
        ["SparseCategoricalCrossentropy"] = new() { Kind = LossKind.Sparse },
        ["BinaryFocalCrossentropy"] = new() { Kind = LossKind.Binary, FocalGamma = 2 },
        ["CategoricalFocalCrossentropy"] = new() { Kind = LossKind.Categorical, FocalGamma = 2 },
        ["CategoricalGeneralizedCrossEntropy"] = new() { Kind = LossKind.Sparse, GeneralizedQ = 0.5 },
        ["ops.binary_crossentropy"] = new() { Kind = LossKind.Binary, Reduction = Reduction.PerElement },
        ["sigmoid_cross_entropy_with_logits"] = new() { Kind = LossKind.Binary, Form = InputForm.Logit, Reduction = Reduction.PerElement },
        ["weighted_cross_entropy_with_logits"] = new() { Kind = LossKind.Binary, Form = InputForm.Logit, Reduction = Reduction.PerElement },
        ["softmax_cross_entropy_with_logits"] = new() { Kind = LossKind.Categorical, Form = InputForm.Logit, Reduction = Reduction.None },
        ["sparse_softmax_cross_entropy_with_logits"] = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Reduction = Reduction.None },
        ["binary_cross_entropy"] = new() { Kind = LossKind.Binary },
        ["binary_cross_entropy_with_logits"] = new() { Kind = LossKind.Binary, Form = InputForm.Logit },
        ["cross_entropy"] = new() { Form = InputForm.Logit },
        ["nll_loss"] = new() { Kind = LossKind.Sparse, Form = InputForm.LogProbability },
        ["log_loss"] = new(),
        ["log_loss_reduction"] = new() { Detailed = true },
        ["d2_log_loss_score"] = new() { Detailed = true },
        ["SoftmaxCrossEntropyLoss"] = new() { Kind = LossKind.Sparse, Form = InputForm.Logit },
        ["NegativeLogLikelihoodLoss"] = new() { Kind = LossKind.Sparse, Form = InputForm.LogProbability },
        ["sigmoid_binary_cross_entropy"] = new() { Kind = LossKind.Binary, Form = InputForm.Logit, Reduction = Reduction.None },
        ["sigmoid_focal_loss"] = new() { Kind = LossKind.Binary, Form = InputForm.Logit, Reduction = Reduction.None, FocalGamma = 2 },
        ["softmax_cross_entropy"] = new() { Kind = LossKind.Categorical, Form = InputForm.Logit, Reduction = Reduction.None },
        ["safe_softmax_cross_entropy"] = new() { Kind = LossKind.Categorical, Form = InputForm.Logit, Reduction = Reduction.None },
        ["softmax_cross_entropy_with_integer_labels"] = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Reduction = Reduction.None },
        ["poly_loss_cross_entropy"] = new() { Kind = LossKind.Categorical, Form = InputForm.Logit, Reduction = Reduction.None, PolyEpsilon = 2 },
        ["logLoss"] = new() { Kind = LossKind.Binary },
        ["sigmoidCrossEntropy"] = new() { Kind = LossKind.Binary, Form = InputForm.Logit },
        ["softmaxCrossEntropy"] = new() { Kind = LossKind.Categorical, Form = InputForm.Logit },
        ["sparseSoftmaxCrossEntropy"] = new() { Kind = LossKind.Sparse, Form = InputForm.Logit },
        ["layers.binaryCrossentropy"] = new() { Kind = LossKind.Binary, Reduction = Reduction.None },
        ["layers.categoricalCrossentropy"] = new() { Kind = LossKind.Categorical, Reduction = Reduction.None },
        ["layers.sparseCategoricalCrossentropy"] = new() { Kind = LossKind.Sparse, Reduction = Reduction.None },
    };

    /// <summary>Whether a name is that of a cross-entropy.</summary>
    public static bool Knows(string loss) => Functions.ContainsKey(loss)
        || loss is "Softmax" or "LogSoftmax" or "Sigmoid" or "LogSigmoid" or "Logit" or "SoftmaxCrossEntropyLoss:log_prob" or "smooth_labels";

    /// <summary>Calls.</summary>
    /// <exception cref="LossException">The library refuses.</exception>
    /// <exception cref="NotSupportedException">No rule knows the name of a parameter.</exception>
    public static Outcome Run(GoldenCase golden) => golden.Loss switch
    {
        "Softmax" => Softmax(golden, golden.Parameter("axis")?.GetInt32() ?? -1, log: false),
        "LogSoftmax" => Softmax(golden, golden.Parameter("axis")?.GetInt32() ?? -1, log: true),
        "Sigmoid" => new Outcome(Activation.Sigmoid(Prediction(golden))),
        "LogSigmoid" => new Outcome(Activation.Sigmoid(Prediction(golden), log: true)),
        "Logit" => new Outcome(Activation.InverseSigmoid(Prediction(golden))),

        // The second output of the loss, whatever its other parameters are.
        "SoftmaxCrossEntropyLoss:log_prob" => Softmax(golden, axis: 1, log: true),
        "smooth_labels" => SmoothLabels(golden),
        _ => Outcome(Measure(golden)),
    };

    /// <summary>What all rules find in what is called with; nothing where no loss is called.</summary>
    public static IReadOnlyList<Diagnostic> Examine(GoldenCase golden)
    {
        if (!Functions.ContainsKey(golden.Loss))
        {
            return [];
        }

        try
        {
            return Measure(golden, examined: true).Diagnostics;
        }
        catch (LossException failure)
        {
            return failure is ExplainedException explained ? explained.Findings : [];
        }
    }

    private static Outcome Softmax(GoldenCase golden, int axis, bool log) =>
        new(Activation.Softmax(Prediction(golden), axis, log: log));

    // At equal logits the derivatives are 1 / C less the smoothed targets.
    private static Outcome SmoothLabels(GoldenCase golden)
    {
        TensorView targets = JsonTensor.Read(golden.Target);
        TensorView logits = TensorView.Create<double>(new double[targets.Shape.Length], targets.Shape);
        LossResult result = CrossEntropy.Measure(logits, targets, new CrossEntropyOptions
        {
            Convention = Conventions.Find(golden.Framework),
            Kind = LossKind.Categorical,
            Form = InputForm.Logit,
            Reduction = Reduction.None,
            LabelSmoothing = golden.Parameter("alpha")!.Value.GetDouble(),
            Gradient = true,
        });
        double[] smoothed = result.Gradient!.Read(0, (int)targets.Shape.Length, new double[targets.Shape.Length]).ToArray();
        return new Outcome(TensorView.Create<double>(Array.ConvertAll(smoothed, derivative => (1.0 / targets.Shape[^1]) - derivative), targets.Shape));
    }

    // A reduction of log-loss is part of the detail.
    private static Outcome Outcome(LossResult result) => result.Detail?.LossReduction is double reduction
        ? new(Scalar(reduction))
        : new(result.Values ?? Scalar(result.Loss!.Value), result.Gradient);

    private static TensorView Scalar(double value) => TensorView.Create<double>(new[] { value }, new Shape());

    private static LossResult Measure(GoldenCase golden, bool examined = false)
    {
        TensorView prediction = Prediction(golden);
        TensorView target = Target(golden);
        CrossEntropyOptions options = golden.Parameters.EnumerateObject().Aggregate(Defaults(golden, prediction.Shape, target.Shape), (made, parameter) =>
            With(made, golden, parameter.Name, parameter.Value));
        return CrossEntropy.Measure(prediction, target, options with { Examined = examined }, SampleWeight(golden, options, prediction.Shape));
    }

    private static CrossEntropyOptions Defaults(GoldenCase golden, Shape prediction, Shape target)
    {
        CrossEntropyOptions function = Functions[golden.Loss];
        return function with
        {
            Convention = Conventions.Find(golden.Loss.StartsWith("layers.", StringComparison.Ordinal) ? "Keras1" : golden.Framework),
            Kind = function.Kind != LossKind.Auto ? function.Kind
                : golden.Framework is "sklearn" or "mlnet" && prediction.Rank == 1 ? LossKind.Binary
                : target.Equals(prediction) ? LossKind.Categorical
                : LossKind.Sparse,
            Reduction = golden.Kind == "function" && function.Reduction == Reduction.Mean ? Reduction.None : function.Reduction,
            Denominator = golden.Kind == "metric" ? MetricDenominator(golden) : Denominator.Convention,
            DataType = golden.Kind == "metric" || (golden.Kind == "class" && golden.Framework == "keras3") ? ElementType.Float32 : null,
            Gradient = golden.HasGradient,
        };
    }

    // Metrics divide by the sum of the weights; those of Keras 3 count the zeros of an ignored class, which have no weight to take them out.
    private static Denominator MetricDenominator(GoldenCase golden) =>
        golden.Framework == "keras3" && golden.Parameter("ignore_class") is not null && golden.SampleWeight.ValueKind == JsonValueKind.Null
            ? Denominator.Elements
            : Denominator.WeightSum;

    private static CrossEntropyOptions With(CrossEntropyOptions options, GoldenCase golden, string parameter, JsonElement value) => parameter switch
    {
        "from_logits" => options with { Form = value.GetBoolean() ? InputForm.Logit : InputForm.Probability },
        "reduction" or "_reduce" => WithReduction(options, golden, value.GetString()),
        "normalize" => options with { Reduction = value.GetBoolean() ? Reduction.Mean : Reduction.Sum },
        "label_smoothing" => options with { LabelSmoothing = value.GetDouble() },
        "axis" => options with { Axis = value.GetInt32() },
        "ignore_class" or "ignore_index" => options with { IgnoreClass = value.GetInt32() },
        "gamma" => options with { FocalGamma = value.GetDouble() },
        "apply_class_balancing" when value.GetBoolean() => options with { FocalAlpha = [golden.Parameter("alpha")?.GetDouble() ?? KerasAlpha] },
        "alpha" when options.Kind == LossKind.Categorical || golden.Framework == "optax" => options with { FocalAlpha = [.. JsonTensor.Flatten(value)] },
        "q" => options with { GeneralizedQ = value.GetDouble() },
        "epsilon" when options.PolyEpsilon is not null => options with { PolyEpsilon = value.GetDouble() },
        "eps" or "epsilon" => options with { Epsilon = value.GetDouble() },
        "pos_weight" => options with { PositiveWeights = [.. JsonTensor.Flatten(value)] },
        "weight" when options.Kind != LossKind.Binary => options with { ClassWeights = [.. JsonTensor.Flatten(value)] },

        // Read with the balancing, the sample weights and the targets.
        "apply_class_balancing" or "alpha" or "weight" or "labels" => options,
        _ => throw new NotSupportedException($"{golden.Loss}({parameter})"),
    };

    private static CrossEntropyOptions WithReduction(CrossEntropyOptions options, GoldenCase golden, string? reduction) => reduction switch
    {
        null or "none" => options with { Reduction = Reduction.None },
        "sum" => options with { Reduction = Reduction.Sum },

        // Beside its default, the sum over the weights that are not zero.
        "mean" when golden.Framework == "tfjs" => options with { Reduction = Reduction.Mean, Denominator = Denominator.WeightSum },
        "mean_with_sample_weight" => options with { Reduction = Reduction.Mean, Denominator = Denominator.WeightSum },
        "mean" or "sum_over_batch_size" => options with { Reduction = Reduction.Mean },
        _ => throw new NotSupportedException($"{golden.Loss}(reduction: {reduction})"),
    };

    private static TensorView Prediction(GoldenCase golden) => Tensor(
        golden.Prediction,
        golden.PredictionType ?? (golden.Framework == "sklearn" ? ElementType.Float64 : ElementType.Float32));

    // Labels of scikit-learn are whatever they are, and sorted.
    private static TensorView Target(GoldenCase golden)
    {
        if (golden.Framework != "sklearn" || golden.Target[0].ValueKind == JsonValueKind.Array)
        {
            return Tensor(golden.Target, golden.TargetType ?? ElementType.Float64);
        }

        string[] labels = Texts(golden.Target);
        string[] given = golden.Parameter("labels") is JsonElement all ? Texts(all) : labels;
        LabelEncoding classes = new([.. given.Distinct().OrderBy(Number).ThenBy(label => label, StringComparer.Ordinal)]);
        return TensorView.Create(classes.Encode(labels));
    }

    private static TensorView? SampleWeight(GoldenCase golden, CrossEntropyOptions options, Shape prediction)
    {
        JsonElement? weights = options.Kind == LossKind.Binary && golden.Parameter("weight") is JsonElement factors ? factors : golden.SampleWeight;
        if (weights is not { ValueKind: not JsonValueKind.Null } given)
        {
            return null;
        }

        TensorView tensor = JsonTensor.Read(given);
        int losses = options.Kind == LossKind.Binary ? prediction.Rank : prediction.Rank - 1;
        return golden.Framework is "torch" or "tfjs" ? AlignFirst(tensor, losses) : tensor;
    }

    // PyTorch and TensorFlow.js align shapes at the last axis; the library does at the first.
    internal static TensorView AlignFirst(TensorView weights, int rank)
    {
        List<int> lengths = [.. weights.Shape.Lengths];
        while (lengths.Count > rank && lengths[0] == 1)
        {
            lengths.RemoveAt(0);
        }

        while (lengths.Count < rank)
        {
            lengths.Insert(0, 1);
        }

        return weights.Reshape(new Shape([.. lengths]));
    }

    internal static TensorView Tensor(JsonElement json, ElementType type)
    {
        TensorView wide = JsonTensor.Read(json);
        double[] values = [.. JsonTensor.Flatten(json)];
        return type switch
        {
            ElementType.Float16 => TensorView.Create<Half>(Array.ConvertAll(values, value => (Half)value), wide.Shape),
            ElementType.Int64 or ElementType.Int32 => TensorView.Create<long>(Array.ConvertAll(values, value => (long)value), wide.Shape),
            _ => wide.As(type),
        };
    }

    private static double Number(string label) => NumberText.TryParse(label, out double number) ? number : 0;

    private static string[] Texts(JsonElement labels) => [.. labels.EnumerateArray().Select(label => label.ToString())];
}
