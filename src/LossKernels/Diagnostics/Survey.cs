using LossKernels.Numerics;

namespace LossKernels.Diagnostics;

/// <summary>
/// What an examination sees beyond what every measurement sees: of a block first, then merged in the order of the blocks. Samples that are
/// ignored count among the predictions only.
/// </summary>
internal sealed class Survey
{
    /// <summary>How many different targets are told apart: two are the classes of something, three are something else.</summary>
    public const int MostDistinct = 3;

    /// <summary>The rows of predictions.</summary>
    public long Rows { get; set; }

    /// <summary>The least prediction that is a number.</summary>
    public double Least { get; set; } = double.PositiveInfinity;

    /// <summary>The greatest prediction that is a number.</summary>
    public double Greatest { get; set; } = double.NegativeInfinity;

    /// <summary>Whether all predictions that are numbers lie within 0..1.</summary>
    public bool IsWithinUnit => Least >= 0 && Greatest <= 1;

    /// <summary>Predictions that are NaN.</summary>
    public Sighting NotANumber;

    /// <summary>Logits, or logarithms, of classes that are infinite and not negative: those that are negative rule a class out.</summary>
    public Sighting Infinite;

    /// <summary>Whether all predictions are 0 or 1.</summary>
    public bool AreHard { get; set; } = true;

    /// <summary>
    /// Rows that do not sum to 1, within a tolerance; the value is the sum. Of several classes; of logarithms the exponentials, and of logits as far as
    /// they lie within 0..1.
    /// </summary>
    public Sighting Unnormalised;

    /// <summary>The sum that is farthest from 1.</summary>
    public double WorstSum { get; set; } = 1;

    /// <summary>Rows of several targets of which one is 1 and the others are 0.</summary>
    public long OneHotTargets { get; set; }

    /// <summary>Targets, one for each prediction, that are neither 0 nor 1.</summary>
    public Sighting SoftTargets;

    /// <summary>The different targets of one output, in the order in which they come: no more than <see cref="MostDistinct"/>.</summary>
    public List<double> DistinctTargets { get; } = [];

    /// <summary>The least label, where there are labels.</summary>
    public int LeastLabel { get; set; } = int.MaxValue;

    /// <summary>The greatest label, where there are labels.</summary>
    public int GreatestLabel { get; set; } = -1;

    /// <summary>How often the predictions expect another class than that of the targets, where all targets are of one.</summary>
    public double OtherShare { get; set; }

    /// <summary>How often they expect class 0, where no label is 0.</summary>
    public double ZeroShare { get; set; }

    /// <summary>How many weights there are.</summary>
    public long WeightCount { get; set; }

    /// <summary>Weights that are zero.</summary>
    public Sighting ZeroWeights;

    /// <summary>The greatest weight, and its sample.</summary>
    public (double Weight, long Row) GreatestWeight { get; set; } = (double.NegativeInfinity, 0);

    /// <summary>The sum of the weights.</summary>
    public CompensatedSum Weights;

    /// <summary>The sum of their squares.</summary>
    public CompensatedSum SquaredWeights;

    /// <summary>Samples with a probability of what came true that the convention clips; the value is that probability.</summary>
    public Sighting Clipped;

    /// <summary>The weighted loss of these.</summary>
    public CompensatedSum ClippedLoss;

    /// <summary>The sum of the losses by the plain formula, without weights.</summary>
    public CompensatedSum PlainLoss;

    /// <summary>The same, were the predictions of the other form: probabilities taken as logits, or logits that lie within 0..1 as probabilities.</summary>
    public CompensatedSum OtherFormLoss;

    /// <summary>The same, were each label one less, where no label is 0.</summary>
    public CompensatedSum ShiftedLoss;

    /// <summary>The samples that cost most.</summary>
    public CostliestSamples Costliest { get; } = new();

    /// <summary>The samples that were lost because of a label that is none of the classes; the value is the first such label.</summary>
    public Sighting LabelsBeyond;

    /// <summary>The greatest of those labels.</summary>
    public double GreatestBeyond { get; set; } = double.NegativeInfinity;

    /// <summary>Whether all rows of predictions are the same.</summary>
    public bool IsConstant { get; set; } = true;

    /// <summary>Takes in a target of one output, to see how many different ones there are.</summary>
    public void AddTarget(double target)
    {
        if (DistinctTargets.Count < MostDistinct && !DistinctTargets.Contains(target))
        {
            DistinctTargets.Add(target);
        }
    }

    /// <summary>Adds what the block that follows showed.</summary>
    public void Add(Survey later)
    {
        IsConstant &= later.IsConstant;
        Rows += later.Rows;
        Least = Math.Min(Least, later.Least);
        Greatest = Math.Max(Greatest, later.Greatest);
        NotANumber.Merge(later.NotANumber);
        Infinite.Merge(later.Infinite);
        Unnormalised.Merge(later.Unnormalised);
        WorstSum = Math.Abs(later.WorstSum - 1) > Math.Abs(WorstSum - 1) ? later.WorstSum : WorstSum;
        OneHotTargets += later.OneHotTargets;
        SoftTargets.Merge(later.SoftTargets);
        LeastLabel = Math.Min(LeastLabel, later.LeastLabel);
        GreatestLabel = Math.Max(GreatestLabel, later.GreatestLabel);
        OtherShare += later.OtherShare;
        ZeroShare += later.ZeroShare;
        AreHard &= later.AreHard;
        later.DistinctTargets.ForEach(AddTarget);
        WeightCount += later.WeightCount;
        ZeroWeights.Merge(later.ZeroWeights);
        GreatestWeight = later.GreatestWeight.Weight > GreatestWeight.Weight ? later.GreatestWeight : GreatestWeight;
        Weights += later.Weights;
        SquaredWeights += later.SquaredWeights;
        Clipped.Merge(later.Clipped);
        ClippedLoss += later.ClippedLoss;
        PlainLoss += later.PlainLoss;
        OtherFormLoss += later.OtherFormLoss;
        ShiftedLoss += later.ShiftedLoss;
        Costliest.Add(later.Costliest);
        LabelsBeyond.Merge(later.LabelsBeyond);
        GreatestBeyond = Math.Max(GreatestBeyond, later.GreatestBeyond);
    }
}
