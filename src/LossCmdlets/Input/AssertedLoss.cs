using System.Collections;
using System.Globalization;
using System.Management.Automation;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Diagnostics;
using LossKernels.Diagnostics.Rules;
using LossKernels.Losses;
using LossKernels.Measures;
using LossResult = LossCmdlets.Output.LossResult;

namespace LossCmdlets.Input;

/// <summary>A loss that is held to bounds, or several where losses were kept, and what is known of the samples that cost most.</summary>
internal sealed class AssertedLoss
{
    private const int ShownRows = 2;

    // More of it is better, and the least of several is the worst.
    private readonly bool _isAccuracy;

    // Whether Assert-CrossEntropy can measure it, and then tell what costs most.
    private readonly bool _isMeasuredHere = true;

    private readonly string _description;
    private readonly string? _text;
    private readonly double? _loss;
    private readonly double[] _values;
    private readonly string? _costliest;

    // Of a loss that is NaN no sample costs most, but it is known which ones are at fault, or that none is left.
    private readonly string? _atFault;

    private AssertedLoss(PSObject result, ValueReader reader, string? costliest)
    {
        _loss = KeptProperty.Of(result, nameof(CrossEntropyResult.Loss)) is { } loss ? Number(reader, loss) : null;
        _values = KeptProperty.Of(result, nameof(CrossEntropyResult.Values)) is { } values ? Numbers(reader, values) : [];
        if (_loss is null && _values.Length == 0)
        {
            throw LossErrors.NonNumericValue("Result", null, result.BaseObject)
                .WithRemedy("Give a result of Measure-CrossEntropy, Measure-Loss or Measure-Accuracy, or a number; or targets and predictions, of which -Prediction is the second argument.");
        }

        LossResult? measured = result.BaseObject as LossResult;
        _text = measured?.ToString();
        string? name = KeptProperty.Of(result, nameof(LossResult.Name)) as string;

        // What has come through a job or a file has nothing but its name.
        _isAccuracy = measured?.IsHigherBetter ?? LossFunctions.All.Any(known => known.Name == name && known.IsHigherBetter);
        _isMeasuredHere = name is null || KeptProperty.Of(result, nameof(CrossEntropyResult.Kind)) is not null;
        _description = Describe(result);
        _costliest = costliest ?? OfClasses(result, reader);
        _atFault = measured?.Diagnostics.FirstOrDefault(found => found.Id == nameof(LossNotANumber) || (_loss is double.NaN && found.Id == nameof(NothingToAverage)))?.Message;
    }

    private AssertedLoss(double loss)
    {
        _loss = loss;
        _values = [];
        _description = "";
    }

    /// <summary>The loss of a result, also of one that has come through a job or a file; or a number.</summary>
    /// <exception cref="LossException">NullValue or NonNumericValue: it is neither.</exception>
    public static AssertedLoss OfResult(object? result, ValueReader reader)
    {
        object? value = reader.Unwrap(result);
        return value switch
        {
            null => throw LossErrors.NullValue("Result"),
            string or IFormattable and not LossResult => new AssertedLoss(Number(reader, value)),
            _ => new AssertedLoss(PSObject.AsPSObject(result), reader, null),
        };
    }

    /// <summary>The loss of data that was measured for this, with the samples that cost most.</summary>
    public static AssertedLoss OfMeasured(CrossEntropyResult result, Measured measured, ValueReader reader) => new(
        PSObject.AsPSObject(result), reader, string.Join("; ", measured.Loss.Costliest.Take(ShownRows).Select(sample => Describe(sample, measured.Labels))));

    /// <summary>Ends in an error where the loss, or one of those that were kept, is not within bounds.</summary>
    /// <exception cref="LossException">AssertionFailed.</exception>
    public void Hold(LossBounds bounds)
    {
        if (_loss is double loss)
        {
            Hold(bounds, loss, $"The {(_isAccuracy ? "accuracy" : "loss")} is {_text ?? Text(loss)}{_description}");
        }

        for (int row = 0; row < _values.Length; row++)
        {
            Hold(bounds, _values[row], $"{(_isAccuracy ? "Accuracy" : "Loss")} {row} of {_values.Length} is {Text(_values[row])}{_description}");
        }
    }

    private void Hold(LossBounds bounds, double loss, string found)
    {
        if (bounds.Complaint(loss) is string expected)
        {
            throw LossErrors.AssertionFailed(found, expected, _atFault ?? (_values.Length > 0 ? OfValues() : _costliest is null ? null : CostMost(_costliest)), loss, _isMeasuredHere);
        }
    }

    // A hit and a loss of 0 cost nothing.
    private string OfValues()
    {
        string[] costly = [.. _values
            .Select((loss, row) => (Loss: loss, Row: row, Cost: _isAccuracy ? 1 - loss : loss))
            .Where(value => value.Cost != 0)
            .OrderByDescending(value => double.IsNaN(value.Cost) ? double.PositiveInfinity : value.Cost)
            .Take(ShownRows)
            .Select(value => $"{(_isAccuracy ? "accuracy" : "loss")} {value.Row}: {Text(value.Loss)}")];
        return costly.Length == 0 ? "None of them costs anything." : CostMost(string.Join("; ", costly));
    }

    private static string Describe(PSObject result)
    {
        string[] known = [.. new[] { nameof(CrossEntropyResult.Group), nameof(CrossEntropyResult.Kind), nameof(CrossEntropyResult.Convention) }
            .Select(name => Named(name, KeptProperty.Of(result, name))).OfType<object>().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)];
        string samples = KeptProperty.Of(result, nameof(CrossEntropyResult.SampleCount)) is { } count ? $", {count} {(count is 1L ? "sample" : "samples")}" : "";
        return known.Length == 0 ? "" : $" ({string.Join(", ", known)}{samples})";
    }

    private static string Describe(CostlySample sample, IReadOnlyList<string>? labels)
    {
        string cost = FormattableString.Invariant($"sample {sample.Row}: {sample.Loss:G4}");
        return sample.Class < 0 ? cost
            : FormattableString.Invariant($"{cost} (class {(sample.Class < labels?.Count ? labels[sample.Class] : sample.Class)}, p {sample.Probability:G3})");
    }

    // Of a result with details the classes that cost most are known: out of JSON they are objects without a type, or where that was not deep enough their texts.
    private static string? OfClasses(PSObject result, ValueReader reader)
    {
        if (KeptProperty.Of(result, nameof(CrossEntropyResult.Detail)) is not { } detail
            || reader.Unwrap(KeptProperty.Of(PSObject.AsPSObject(detail), nameof(CrossEntropyDetail.Classes))) is not IEnumerable classes)
        {
            return null;
        }

        ClassDetail[] known = [.. classes.OfType<object>().Select(found => ReadClass(found, reader)).OfType<ClassDetail>()];
        return known.Length == 0 ? null : string.Join("; ", known.OrderByDescending(found => found.Loss).Take(ShownRows).Select(found => $"class {found}"));
    }

    private static ClassDetail? ReadClass(object found, ValueReader reader) => reader.Unwrap(found) is string text ? ClassDetail.Parse(text)
        : PSObject.AsPSObject(found) is var stored
            && KeptProperty.Of(stored, nameof(ClassDetail.Class)) is { } label && KeptProperty.Of(stored, nameof(ClassDetail.Loss)) is { } loss
            ? new ClassDetail(Scalar.ToLabel(reader.Unwrap(label)!), 0, Number(reader, loss))
        : null;

    private static string CostMost(string samples) => samples.Length == 0 ? "No sample has a loss." : $"What costs most: {samples}.";

    // JSON has numbers for names.
    private static object? Named(string property, object? value) => property == nameof(CrossEntropyResult.Kind) && value is long number ? (Kind)number : value;

    private static double Number(ValueReader reader, object value) => Numbers(reader, value)[0];

    private static double[] Numbers(ValueReader reader, object value) => reader.ReadNumbers(value, "Result").View.ToArray<double>();

    private static string Text(double loss) => loss.ToString("G9", CultureInfo.InvariantCulture);
}
