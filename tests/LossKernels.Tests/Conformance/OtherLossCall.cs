using System.Text.Json;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Measures;

namespace LossKernels.Tests.Conformance;

/// <summary>A framework's call of a loss beside cross-entropy in the terms of this library, by rules that know names and shapes and no single case.</summary>
internal static class OtherLossCall
{
    // Names that stand for a loss with a number of its own.
    private static readonly Dictionary<string, (string Name, string Number, double Value)> Special = new()
    {
        ["perceptron_loss"] = ("Hinge", "Margin", 0),
        ["multiclass_perceptron_loss"] = ("MultiMargin", "Margin", 0),
        ["kl_divergence_with_log_targets"] = ("KullbackLeiblerDivergence", "LogTarget", 1),
    };

    private static readonly Dictionary<string, string> Numbers = new()
    {
        ["delta"] = "Delta",
        ["beta"] = "Beta",
        ["eps"] = "Epsilon",
        ["alpha"] = "Alpha",
        ["margin"] = "Margin",
        ["p"] = "Power",
        ["k"] = "K",
        ["threshold"] = "Threshold",
        ["full"] = "Full",
        ["log_input"] = "LogPrediction",
        ["log_target"] = "LogTarget",
    };

    /// <summary>Calls.</summary>
    /// <exception cref="LossException">The library refuses, or knows no such loss.</exception>
    /// <exception cref="NotSupportedException">No rule knows the name of a parameter.</exception>
    public static Outcome Run(GoldenCase golden)
    {
        TensorView prediction = Prediction(golden);
        TensorView target = FrameworkCall.Tensor(golden.Target, golden.TargetType ?? ElementType.Float64);
        LossOptions options = Defaults(golden, prediction.Shape);
        foreach (JsonProperty parameter in golden.Parameters.EnumerateObject())
        {
            options = With(options, golden, parameter.Name, parameter.Value);
        }

        // Several axes are all but the first one.
        if (golden.Parameter("axis") is { ValueKind: JsonValueKind.Array })
        {
            Shape flat = new(prediction.Shape[0], (int)(prediction.Shape.Length / prediction.Shape[0]));
            (prediction, target) = (prediction.Reshape(flat), target.Reshape(flat));
        }

        LossResult result = Loss.Measure(prediction, target, options, SampleWeight(golden, prediction.Shape, target.Shape));
        TensorView values = result.Values ?? TensorView.Create<double>(new[] { result.Loss!.Value }, new Shape());

        // What Keras measures by is the similarity, and its loss the negative of that.
        bool isSimilarity = golden.Kind == "metric" && result.Function is LossKernels.Losses.Functions.CosineSimilarity;
        return new Outcome(isSimilarity ? Negative(values) : values, result.Gradient is null ? null : OfMeans(golden, result));
    }

    private static LossOptions Defaults(GoldenCase golden, Shape prediction)
    {
        bool isLayer = golden.Loss.StartsWith("layers.", StringComparison.Ordinal);
        (string name, string? number, double value) = Special.TryGetValue(golden.Loss, out (string Name, string Number, double Value) special)
            ? special
            : (golden.Loss, null, 0);

        // scikit-learn has one name for the hinge of a score and for that of a row of them.
        name = golden.Framework == "sklearn" && name == "hinge_loss" && prediction.Rank == 2 ? "MultiMargin" : name;
        NamedLoss named = LossFunctions.Find($"{(isLayer ? "keras1" : golden.Framework)}.{name}");
        LossOptions options = named.CreateOptions(Conventions.Find(isLayer ? "keras1" : golden.Framework)) with
        {
            Reduction = isLayer || golden.Framework == "optax" || golden.Kind == "function" ? Reduction.None : Reduction.Mean,
            Denominator = golden.Kind == "metric" ? Denominator.WeightSum : Denominator.Convention,
            DataType = golden.Framework.StartsWith("keras", StringComparison.Ordinal) ? ElementType.Float32 : null,
            Gradient = golden.HasGradient,
        };
        options = options is CrossEntropyOptions ? options with { Reduction = Reduction.PerElement } : options;
        return number is null ? options : With(options, number, value);
    }

    private static LossOptions With(LossOptions options, GoldenCase golden, string parameter, JsonElement value) => parameter switch
    {
        "reduction" => WithReduction(options, golden, value.GetString()),
        "axis" => options with { Axis = value.ValueKind == JsonValueKind.Array ? -1 : value.GetInt32() },
        "weight" => options with { ClassWeights = [.. JsonTensor.Flatten(value)] },
        "dtype" or "var" => options,
        _ when Numbers.TryGetValue(parameter, out string? name) => With(
            options, name, value.ValueKind is JsonValueKind.True or JsonValueKind.False ? (value.GetBoolean() ? 1 : 0) : value.GetDouble()),
        _ => throw new NotSupportedException($"{golden.Loss}({parameter})"),
    };

    private static LossFunctionOptions With(LossOptions options, string number, double value)
    {
        LossFunctionOptions own = (LossFunctionOptions)options;
        return own with { Numbers = own.Numbers.SetItem(number, value) };
    }

    private static LossOptions WithReduction(LossOptions options, GoldenCase golden, string? reduction) => reduction switch
    {
        null or "none" => options with { Reduction = Reduction.None },
        "sum" => options with { Reduction = Reduction.Sum },
        "mean_with_sample_weight" => options with { Denominator = Denominator.WeightSum },
        "mean" when golden.Framework == "tfjs" => options with { Denominator = Denominator.WeightSum },
        "mean" or "sum_over_batch_size" => options,
        "batchmean" => options with { Denominator = Denominator.Number, DenominatorValue = golden.Prediction.GetArrayLength() },
        _ => throw new NotSupportedException($"{golden.Loss}(reduction: {reduction})"),
    };

    // Variances stand behind the means, of each sample of one output.
    private static TensorView Prediction(GoldenCase golden)
    {
        TensorView prediction = FrameworkCall.Tensor(
            golden.Prediction, golden.PredictionType ?? (golden.Framework == "sklearn" ? ElementType.Float64 : ElementType.Float32));
        if (golden.Parameter("var") is not JsonElement variances)
        {
            return prediction;
        }

        double[] pairs = [.. JsonTensor.Flatten(golden.Prediction).Zip(JsonTensor.Flatten(variances)).SelectMany(pair => new[] { pair.First, pair.Second })];
        return TensorView.Create<double>(pairs, pairs.Length / 2, 2);
    }

    // The recorded derivatives are those to the means.
    private static TensorView OfMeans(GoldenCase golden, LossResult result)
    {
        TensorView gradient = result.Gradient!;
        if (golden.Parameter("var") is null)
        {
            return gradient;
        }

        double[] all = gradient.Read(0, (int)gradient.Shape.Length, new double[gradient.Shape.Length]).ToArray();
        return TensorView.Create<double>(all.Where((_, place) => place % 2 == 0).ToArray());
    }

    private static TensorView? SampleWeight(GoldenCase golden, Shape prediction, Shape target)
    {
        if (golden.SampleWeight.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        TensorView weights = JsonTensor.Read(golden.SampleWeight);
        return golden.Framework == "tfjs" ? FrameworkCall.AlignFirst(weights, Math.Min(prediction.Rank, target.Rank)) : weights;
    }

    private static TensorView Negative(TensorView values) =>
        TensorView.Create<double>(Array.ConvertAll(values.Read(0, (int)values.Shape.Length, new double[values.Shape.Length]).ToArray(), value => -value), values.Shape);
}
