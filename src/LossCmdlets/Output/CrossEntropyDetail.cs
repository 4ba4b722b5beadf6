using System.Globalization;
using LossKernels.Measures;

namespace LossCmdlets.Output;

/// <summary>
/// What the same read tells beside the loss. Everything is weighted as the losses are, but counts. A sample's class is its label, or of soft
/// targets the largest, the first of equals; a binary output is yes where its target is above a half.
/// </summary>
public sealed class CrossEntropyDetail
{
    private readonly LossDetail _detail;

    internal CrossEntropyDetail(LossDetail detail, IReadOnlyList<string>? labels)
    {
        _detail = detail;
        TopKAccuracy = [.. detail.TopKAccuracy];
        CalibrationBins = [.. detail.CalibrationBins.Select(bin => new CalibrationBin(bin.Lower, bin.Upper, bin.Count, bin.Confidence, bin.Accuracy))];
        Classes = new ClassDetail[detail.ClassLoss.Count];
        for (int i = 0; i < Classes.Length; i++)
        {
            string label = labels?.Count == Classes.Length ? labels[i] : i.ToString(CultureInfo.InvariantCulture);
            Classes[i] = new ClassDetail(label, detail.ClassCount[i], detail.ClassLoss[i]);
        }
    }

    /// <summary>The share of samples whose class has no other one above it; binary: of outputs on the right side of a half. Ties are hits.</summary>
    public double Accuracy => _detail.Accuracy;

    /// <summary>The share of samples whose class has fewer than 1, 2, 3, ... classes above it, up to 10 and to the number of classes. Empty for binary losses.</summary>
    public double[] TopKAccuracy { get; }

    /// <summary>The mean over the samples of the sum over the classes of (p - t)^2; binary: over the outputs of (p - z)^2.</summary>
    public double BrierScore => _detail.BrierScore;

    /// <summary>The mean distance between the probability of the winning class and how often it is right, over the bins.</summary>
    public double CalibrationError => _detail.CalibrationError;

    /// <summary>The entropy of the shares of the classes among these targets, in nats.</summary>
    public double PriorEntropy => _detail.PriorEntropy;

    /// <summary>The least that always predicting the same shares would cost by the same options, in the unit of the loss; null where the loss is not -ln p.</summary>
    public double? PriorLoss => _detail.PriorLoss;

    /// <summary>By which part of the loss of the prior the mean loss is below it; null where the loss is not -ln p, or there is one class.</summary>
    public double? LossReduction => _detail.LossReduction;

    /// <summary>The classes in order; of one binary output 0 and 1, of several the outputs.</summary>
    public ClassDetail[] Classes { get; }

    /// <summary>15 equal bins of the probability of the winning class.</summary>
    public CalibrationBin[] CalibrationBins { get; }

    /// <summary>The three numbers that are compared most.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Accuracy {Accuracy:G4}, BrierScore {BrierScore:G4}, CalibrationError {CalibrationError:G4}");
}
