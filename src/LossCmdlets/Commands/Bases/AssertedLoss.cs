using System.Globalization;
using LossCmdlets.Errors;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Diagnostics;
using LossKernels.Measures;

namespace LossCmdlets.Commands.Bases;

/// <summary>A loss that is held to bounds, or several where losses were kept, with what costs most.</summary>
/// <param name="kept">The loss.</param>
/// <param name="costliest">What costs most; null where that is not known.</param>
internal sealed class AssertedLoss(KeptLoss kept, string? costliest)
{
    private const int Shown = 2;

    /// <summary>The loss of a result, of which the classes that cost most may be known; or a number.</summary>
    /// <exception cref="LossException">NullValue or NonNumericValue: it is neither.</exception>
    public static AssertedLoss OfResult(object? result, ValueReader reader)
    {
        KeptLoss kept = KeptLoss.Read(result, reader);
        return new AssertedLoss(kept, kept.Classes.Count == 0 ? null : string.Join("; ", kept.Classes
            .OrderByDescending(found => found.Loss).Take(Shown).Select(found => FormattableString.Invariant($"class {found.Class}: {found.Loss:G4}"))));
    }

    /// <summary>The loss of data that was measured for this, with the samples that cost most.</summary>
    public static AssertedLoss OfMeasured(CrossEntropyResult result, Measured measured, ValueReader reader) => new(
        KeptLoss.Read(result, reader), string.Join("; ", measured.Loss.Costliest.Take(Shown).Select(sample => Describe(sample, measured.Labels))));

    /// <summary>Ends in an error where the loss, or one of those that were kept, is not within bounds.</summary>
    /// <exception cref="LossException">AssertionFailed.</exception>
    public void Hold(LossBounds bounds)
    {
        if (kept.Loss is double loss)
        {
            Hold(bounds, loss, $"The {(kept.IsAccuracy ? "accuracy" : "loss")} is {kept.Text ?? Text(loss)}{kept.Description}");
        }

        for (int row = 0; row < kept.Values.Length; row++)
        {
            Hold(bounds, kept.Values[row], $"{(kept.IsAccuracy ? "Accuracy" : "Loss")} {row} of {kept.Values.Length} is {Text(kept.Values[row])}{kept.Description}");
        }
    }

    // Of a loss that is NaN no sample costs most, but it is known which ones are at fault, or that none is left.
    private void Hold(LossBounds bounds, double loss, string found)
    {
        if (bounds.Complaint(loss) is string expected)
        {
            string? culprits = kept.Fault ?? (kept.Values.Length > 0 ? OfValues() : costliest is null ? null : CostMost(costliest));
            LossException failure = LossErrors.AssertionFailed(found, expected, culprits, loss);
            throw culprits is null && kept.MayBeCrossEntropy ? PromptErrors.OfUnknownCosts(failure) : failure;
        }
    }

    // A hit and a loss of 0 cost nothing.
    private string OfValues()
    {
        string[] costly = [.. kept.Values
            .Select((loss, row) => (Loss: loss, Row: row, Cost: kept.IsAccuracy ? 1 - loss : loss))
            .Where(value => value.Cost != 0)
            .OrderByDescending(value => double.IsNaN(value.Cost) ? double.PositiveInfinity : value.Cost)
            .Take(Shown)
            .Select(value => $"{(kept.IsAccuracy ? "accuracy" : "loss")} {value.Row}: {Text(value.Loss)}")];
        return costly.Length == 0 ? "None of them costs anything." : CostMost(string.Join("; ", costly));
    }

    private static string Describe(CostlySample sample, IReadOnlyList<string>? labels)
    {
        string cost = FormattableString.Invariant($"sample {sample.Row}: {sample.Loss:G4}");
        return sample.Class < 0 ? cost
            : FormattableString.Invariant($"{cost} (class {(sample.Class < labels?.Count ? labels[sample.Class] : sample.Class)}, p {sample.Probability:G3})");
    }

    private static string CostMost(string samples) => samples.Length == 0 ? "No sample has a loss." : $"What costs most: {samples}.";

    private static string Text(double loss) => loss.ToString("G9", CultureInfo.InvariantCulture);
}
