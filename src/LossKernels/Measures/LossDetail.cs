namespace LossKernels.Measures;

/// <summary>
/// What the same read tells beside the loss. Everything is weighted as the losses are, but counts. A sample's class is its label, or of soft
/// targets the largest, the first of equals; a binary output is yes where its target is above a half, or above zero where the convention takes such a one for 1.
/// </summary>
public sealed record LossDetail
{
    /// <summary>The share of samples whose class has no other one above it; binary: of outputs on the right side of a half. Ties are hits, of which the accuracies of the catalogue count the first class alone.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The share of samples whose class has fewer than 1, 2, 3, ... classes above it, up to 10 and to the number of classes. Empty for binary losses.</summary>
    public required IReadOnlyList<double> TopKAccuracy { get; init; }

    /// <summary>
    /// The mean loss of the samples of each class; NaN where there are none, or none that weighs anything. Binary: of 0 and of 1 where there is one output, else of each output.
    /// </summary>
    public required IReadOnlyList<double> ClassLoss { get; init; }

    /// <summary>How many samples each class has; of several binary outputs, how many yes each has.</summary>
    public required IReadOnlyList<long> ClassCount { get; init; }

    /// <summary>The mean over the samples of the sum over the classes of (p - t)^2; binary: over the outputs of (p - z)^2. Source: G. W. Brier, 1950.</summary>
    public required double BrierScore { get; init; }

    /// <summary>
    /// The expected calibration error: the mean distance between the probability of the winning class and how often it is right, over 15 equal
    /// bins of that probability. Source: C. Guo et al., 2017.
    /// </summary>
    public required double CalibrationError { get; init; }

    /// <summary>The bins of <see cref="CalibrationError"/>.</summary>
    public required IReadOnlyList<CalibrationBin> CalibrationBins { get; init; }

    /// <summary>The entropy of the shares of the classes among these targets, in nats. Several binary outputs: the mean of theirs.</summary>
    public required double PriorEntropy { get; init; }

    /// <summary>
    /// The least that always predicting the same shares would cost, by the same options: the cost of the shares that the classes have in the losses, where targets are
    /// smoothed and terms have their weights. Of plain targets that is the entropy of the prior. In the unit of the loss; null where the loss is not -ln p.
    /// </summary>
    public required double? PriorLoss { get; init; }

    /// <summary>By which part of the loss of the prior the mean loss is below it: 1 - loss / prior loss. Null where the loss is not -ln p, or the prior costs nothing, as that of one class.</summary>
    public required double? LossReduction { get; init; }
}
