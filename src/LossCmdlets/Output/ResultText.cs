using System.Globalization;
using System.Management.Automation;
using LossKernels.Semantics;

namespace LossCmdlets.Output;

/// <summary>What the columns of views show of a result, be it as it was measured or out of a job: texts that no culture changes.</summary>
public static class ResultText
{
    // With all other columns of a result, that is a line of 80.
    private const int Longest = 20;

    /// <summary>The loss with its unit, where that is not nats. Of losses that are kept, as many as leave room for the other columns.</summary>
    public static string Loss(PSObject result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string text = result.ToString();
        const string Separator = ", ";
        const string Rest = Separator + "...";
        if (text.Length > Longest && text.Contains(Separator, StringComparison.Ordinal))
        {
            int end = text.AsSpan(0, Longest - Rest.Length + Separator.Length).LastIndexOf(Separator);
            text = end > 0 ? text[..end] + Rest : text[..text.IndexOf(Separator, StringComparison.Ordinal)] + " …";
        }

        return Value(result, nameof(CrossEntropyResult.Unit)) is "bits" ? $"{text} bits" : text;
    }

    /// <summary>The kind of a cross-entropy, the name of another loss.</summary>
    public static string? Kind(PSObject result) => (Value(result, nameof(CrossEntropyResult.Kind)) ?? Value(result, nameof(LossResult.Name)))?.ToString();

    /// <summary>A number of the detail; empty where there is none.</summary>
    public static string Detail(PSObject result, string name) =>
        Value(result, nameof(CrossEntropyResult.Detail)) is { } detail ? Short((double?)Value(PSObject.AsPSObject(detail), name)) : "";

    /// <summary>A number with four digits; empty where there is none.</summary>
    public static string Short(double? number) => number?.ToString("G4", CultureInfo.InvariantCulture) ?? "";

    /// <summary>What predictions may be, in short.</summary>
    public static string Forms(IEnumerable<string> forms)
    {
        ArgumentNullException.ThrowIfNull(forms);
        return string.Join(", ", forms.Select(form => form switch
        {
            nameof(InputForm.Probability) => "p",
            nameof(InputForm.Logit) => "logit",
            _ => "ln p",
        }));
    }

    private static object? Value(PSObject result, string property) => result.Properties[property]?.Value;
}
