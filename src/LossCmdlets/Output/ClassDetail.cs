using System.Globalization;

namespace LossCmdlets.Output;

/// <summary>A class, or a binary output, and its losses.</summary>
/// <param name="Class">Its label, or its number where labels are not known.</param>
/// <param name="SampleCount">How many samples it has; of several binary outputs, how many yes.</param>
/// <param name="Loss">The mean loss of its samples, in the unit of the loss; NaN where there are none.</param>
public sealed record ClassDetail(string Class, long SampleCount, double Loss)
{
    /// <summary>What stands between the label and the loss in the text of a class.</summary>
    internal const string Separator = ": ";

    /// <summary>The label and the loss.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Class}{Separator}{Loss:G4}");
}
