using System.Globalization;
using LossKernels.Semantics;

namespace LossKernels.Measures;

/// <summary>What a loss is held to. NaN is within no bounds.</summary>
public sealed record LossBounds
{
    /// <summary>How far a loss may be from what is expected where no tolerance is given, as a share of that.</summary>
    public const double DefaultShare = 1e-6;

    /// <summary>The least that it may be; null for no bound.</summary>
    public double? Minimum { get; init; }

    /// <summary>The most that it may be; null for no bound.</summary>
    public double? Maximum { get; init; }

    /// <summary>What it should be; null where that is open.</summary>
    public double? Expected { get; init; }

    /// <summary>How far it may be from <see cref="Expected"/>, in the unit of the loss; null for a millionth of that.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Refuses bounds that hold nothing, or that nothing can hold.</summary>
    /// <exception cref="LossException">OptionNotSupported or ParameterOutOfRange.</exception>
    public void Check()
    {
        if (Minimum is null && Maximum is null && Expected is null)
        {
            throw LossErrors.OptionNotSupported("Nothing is said of what the loss should be.", "Give `Maximum`, `Minimum` or `Expected`.");
        }

        if (Tolerance is not null && Expected is null)
        {
            throw LossErrors.OptionNotSupported("A tolerance is how far the loss may be from what is expected, and nothing is.", "Add `Expected`, or leave out `Tolerance`.");
        }

        if (Tolerance is double tolerance)
        {
            NumberRange.NotNegative.Check(nameof(Tolerance), tolerance, "Give how far the loss may be from `Expected` on either side, as in `Tolerance = 0.001`.");
        }

        CheckNumber(nameof(Minimum), Minimum);
        CheckNumber(nameof(Maximum), Maximum);
        CheckNumber(nameof(Expected), Expected);
        if (Minimum > Maximum)
        {
            throw LossErrors.ParameterOutOfRange(nameof(Minimum), Minimum, Text($"at most `Maximum`, which is {Maximum}"), "Exchange `Minimum` and `Maximum`, or leave out one of them.");
        }
    }

    /// <summary>What a loss should be and is not, as the end of a sentence; null where it is within the bounds.</summary>
    /// <param name="loss">The loss.</param>
    public string? Complaint(double loss)
    {
        // In this form NaN fails each.
        double allowed = Tolerance ?? (DefaultShare * Math.Abs(Expected ?? 0));
        return Maximum is double most && !(loss <= most) ? Text($"at most {most}")
            : Minimum is double least && !(loss >= least) ? Text($"at least {least}")
            : Expected is double expected && !(loss.Equals(expected) || Math.Abs(loss - expected) <= allowed) ? Text($"{expected}, give or take {allowed:G6}")
            : null;
    }

    private static void CheckNumber(string parameter, double? value)
    {
        if (value is double number && double.IsNaN(number))
        {
            throw LossErrors.ParameterOutOfRange(parameter, number, "a number", "Find out what made the bound NaN (a missing value, 0/0); no loss is within it.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
