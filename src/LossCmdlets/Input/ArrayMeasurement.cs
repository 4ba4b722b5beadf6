using LossCmdlets.Errors;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>Measures arrays: targets that are given, and predictions that are given or piped.</summary>
/// <param name="reader">Reads values.</param>
/// <param name="target">The targets.</param>
/// <param name="prediction">The predictions; null where they are piped.</param>
/// <param name="weights">The weights of the samples, or null.</param>
/// <param name="options">What to compute.</param>
/// <param name="labels">What is said of classes by their labels.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class ArrayMeasurement(
    ValueReader reader,
    object? target,
    GivenValue? prediction,
    GivenValue? weights,
    LossOptions options,
    ClassLabels labels,
    CancellationToken cancellation) : InputMeasurement
{
    private const string Prediction = "Prediction";
    private const string Target = "Target";
    private const string SampleWeight = "SampleWeight";

    private readonly NumberCollector? _piped = prediction is null ? reader.CollectNumbers(Prediction) : null;
    private InputArray? _predictions;
    private InputArray? _targets;
    private TensorView? _weights;

    /// <inheritdoc/>
    public override void Add(object? piped) => _piped?.Add(piped);

    /// <inheritdoc/>
    public override IEnumerable<Measured> Complete() => [Measure(options)];

    /// <summary>Measures by other options what was read once.</summary>
    /// <param name="asked">What to compute.</param>
    /// <exception cref="LossException">The arrays, or they together with the options, have no meaning.</exception>
    public Measured Measure(LossOptions asked) => TryMeasureUnseen(asked) ?? Measure(asked, _predictions ??= ReadPredictions());

    // Boxed numbers lie scattered over the memory, and going there takes most of the time: they are looked at as they are measured. Whatever fails then
    // is told as it would be had they been looked at before, unless they are all numbers.
    private Measured? TryMeasureUnseen(LossOptions asked)
    {
        if (_predictions is null && prediction is { Value: var given } && reader.TryViewUnseen(given, Prediction) is { } unseen)
        {
            try
            {
                Measured measured = Measure(asked, unseen);
                _predictions = unseen;
                return measured;
            }
            catch (LossException) when (!reader.AreNumbers(given))
            {
                // They are of the same shape once they are read, so that the targets stand.
            }
        }

        return null;
    }

    private InputArray ReadPredictions() => _piped is not null ? _piped.Finish() : reader.ReadNumbers(prediction!.Value, Prediction);

    private Measured Measure(LossOptions asked, InputArray predictions)
    {
        InputArray targets = _targets ??= ReadTargets(predictions, asked);
        _weights ??= weights is null ? null : reader.ReadNumbers(weights.Value, SampleWeight).View;
        DataType untyped = asked.Convention.UntypedDataType.ToOutput();
        (TensorView encoded, LossOptions complete, string[]? classes) = TargetLabels.Encode(
            targets,
            predictions,
            labels,
            asked,
            (order, ignored) => TargetLabels.Encode(targets.IsText ? targets : reader.ReadLabels(target, Target), order, ignored));
        if (complete.DataType is null && !complete.Convention.AlwaysDouble)
        {
            complete = complete with { DataType = predictions.ResolveDataType(DataType.Auto, untyped).ToKernel() };
        }

        return new Measured(Loss.Measure(predictions.View, encoded, complete, _weights, cancellation), classes);
    }

    // Text is a label where there can be any. Among numbers, of which each belongs to a prediction, it is a number that is misspelt, unless classes were named.
    private InputArray ReadTargets(InputArray predictions, LossOptions asked)
    {
        InputArray read = reader.ReadTargets(target, Target);
        bool areNumbers = !asked.TakesLabels || (read.Shape.Length == predictions.Shape.Length && read.Labels?.Any(IsNumber) == true);
        bool areLabelsOfRows = !asked.TakesLabels && read.IsText && AreLabelsOfRows(read, predictions.Shape);
        if (!read.IsText || (labels.Class is not null && !areLabelsOfRows) || !areNumbers)
        {
            return read;
        }

        try
        {
            return reader.ReadNumbers(target, Target, allowBoolean: true);
        }
        catch (LossException failure) when (areLabelsOfRows)
        {
            string classes = labels.Class is null ? "..." : string.Join(", ", labels.Class.Select(QuotedText.Of));
            throw failure.WithRemedy(
                $"Give a value for each prediction: (ConvertTo-OneHot $target -Class {classes}) makes rows of such labels, which -Class names in the order of the prediction columns.");
        }
    }

    private static bool AreLabelsOfRows(InputArray text, Shape predictions) =>
        predictions.Rank > 1 && predictions[^1] > 1 && text.Shape.Length * predictions[^1] == predictions.Length && !text.Labels!.Any(IsNumber);

    private static bool IsNumber(string label) => Scalar.Read(label, out _) == ScalarKind.Number;
}
