using System.Collections;
using System.Globalization;
using System.Management.Automation;
using LossCmdlets.Errors;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Diagnostics.Rules;
using LossKernels.Losses;
using LossResult = LossCmdlets.Output.LossResult;

namespace LossCmdlets.Input;

/// <summary>The loss of a result, or the losses where these were kept, and what it tells of them: as it was measured, or as it came through a job, a file or JSON.</summary>
internal sealed record KeptLoss
{
    private const string Result = "Result";

    /// <summary>The loss; null where the losses were kept.</summary>
    public double? Loss { get; private init; }

    /// <summary>The losses where they were kept.</summary>
    public double[] Values { get; private init; } = [];

    /// <summary>The loss as the result prints it; null of one that has come through a file.</summary>
    public string? Text { get; private init; }

    /// <summary>Whether more of it is better, and the least of several is the worst.</summary>
    public bool IsAccuracy { get; private init; }

    /// <summary>Whether it is a cross-entropy, or a number of which nothing is known.</summary>
    public bool MayBeCrossEntropy { get; private init; } = true;

    /// <summary>What was measured, in brackets; empty where nothing is known of it.</summary>
    public string Description { get; private init; } = "";

    /// <summary>What is at fault that the loss is no number; null where it is one, or nothing is known of that.</summary>
    public string? Fault { get; private init; }

    /// <summary>The classes and their mean losses; none of a result without details.</summary>
    public IReadOnlyList<(string Class, double Loss)> Classes { get; private init; } = [];

    /// <summary>Reads a result, or a number.</summary>
    /// <exception cref="LossException">NullValue or NonNumericValue: it is neither.</exception>
    public static KeptLoss Read(object? result, ValueReader reader)
    {
        object? value = reader.Unwrap(result);
        return value switch
        {
            null => throw PromptErrors.NullValue(Result),
            string or IFormattable and not LossResult => new KeptLoss { Loss = Number(reader, value) },
            _ => Read(PSObject.AsPSObject(result), reader),
        };
    }

    private static KeptLoss Read(PSObject result, ValueReader reader)
    {
        double? loss = KeptProperty.Of(result, nameof(LossResult.Loss)) is { } number ? Number(reader, number) : null;
        double[] values = KeptProperty.Of(result, nameof(LossResult.Values)) is { } several ? Numbers(reader, several) : [];
        if (loss is null && values.Length == 0)
        {
            throw LossErrors.NonNumericValue(Result, null, result.BaseObject)
                .WithRemedy("Give a result of Measure-CrossEntropy, Measure-Loss or Measure-Accuracy, or a number; or targets and predictions, of which -Prediction is the second argument.");
        }

        LossResult? measured = result.BaseObject as LossResult;
        string? name = KeptProperty.Of(result, nameof(LossResult.Name)) as string;
        return new KeptLoss
        {
            Loss = loss,
            Values = values,
            Text = measured?.ToString(),

            // What has come through a job or a file has nothing but its name.
            IsAccuracy = measured?.IsHigherBetter ?? LossFunctions.All.Any(known => known.Name == name && known.IsHigherBetter),
            MayBeCrossEntropy = name is null || KeptProperty.Of(result, nameof(CrossEntropyResult.Kind)) is not null,
            Description = Describe(result),
            Fault = measured?.Diagnostics.FirstOrDefault(found => found.Id == nameof(LossNotANumber) || (loss is double.NaN && found.Id == nameof(NothingToAverage)))?.Message,
            Classes = [.. ReadClasses(result, reader)],
        };
    }

    private static string Describe(PSObject result)
    {
        string[] known = [.. new[] { nameof(LossResult.Group), nameof(CrossEntropyResult.Kind), nameof(LossResult.Convention) }
            .Select(name => Named(name, KeptProperty.Of(result, name))).OfType<object>().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)];
        string samples = KeptProperty.Of(result, nameof(LossResult.SampleCount)) is { } count ? $", {count} {(count is 1L ? "sample" : "samples")}" : "";
        return known.Length == 0 ? "" : $" ({string.Join(", ", known)}{samples})";
    }

    // JSON has numbers for names.
    private static object? Named(string property, object? value) => property == nameof(CrossEntropyResult.Kind) && value is long number ? (Kind)number : value;

    // Out of JSON classes are objects without a type, or where that was not deep enough their texts.
    private static IEnumerable<(string Class, double Loss)> ReadClasses(PSObject result, ValueReader reader)
    {
        if (KeptProperty.Of(result, nameof(CrossEntropyResult.Detail)) is not { } detail
            || reader.Unwrap(KeptProperty.Of(PSObject.AsPSObject(detail), nameof(CrossEntropyDetail.Classes))) is not IEnumerable classes)
        {
            yield break;
        }

        foreach (object? found in classes)
        {
            PSObject? stored = found is null ? null : PSObject.AsPSObject(found);
            if (reader.Unwrap(found) is string text)
            {
                if (text.LastIndexOf(ClassDetail.Separator, StringComparison.Ordinal) is >= 0 and int end
                    && double.TryParse(text.AsSpan(end + ClassDetail.Separator.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double printed))
                {
                    yield return (text[..end], printed);
                }
            }
            else if (stored is not null && KeptProperty.Of(stored, nameof(ClassDetail.Class)) is { } label && KeptProperty.Of(stored, nameof(ClassDetail.Loss)) is { } loss)
            {
                yield return (Scalar.ToLabel(reader.Unwrap(label)!), Number(reader, loss));
            }
        }
    }

    private static double Number(ValueReader reader, object value) => Numbers(reader, value)[0];

    private static double[] Numbers(ValueReader reader, object value) => reader.ReadNumbers(value, Result).View.ToArray<double>();
}
