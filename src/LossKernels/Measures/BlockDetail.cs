using LossKernels.Kernels;

namespace LossKernels.Measures;

/// <summary>The sums of a block from which <see cref="LossDetail"/> is made. They are merged in the order of the blocks.</summary>
internal sealed class BlockDetail
{
    /// <summary>The number of bins of the winning probability.</summary>
    public const int Bins = 15;

    /// <summary>The greatest k of top-k accuracy.</summary>
    public const int MostRanks = 10;

    // Where there are more classes than losses, the classes come one after another, and this says which.
    private readonly int[]? _listed;
    private readonly ClassSums[] _classes;
    private double[]? _targets;
    private int _count;

    /// <summary>Room for some losses of some classes.</summary>
    public BlockDetail(int classes, int losses)
    {
        bool isListed = classes > losses;
        _classes = new ClassSums[isListed ? losses : classes];
        _listed = isListed ? new int[losses] : null;
    }

    /// <summary>The bins.</summary>
    public BinSums[] BinSums { get; } = new BinSums[Bins];

    /// <summary>The weights of the losses whose class has 0, 1, 2, ... classes above it.</summary>
    public double[] Ranks { get; } = new double[MostRanks];

    /// <summary>The weighted Brier scores.</summary>
    public double BrierScore { get; private set; }

    /// <summary>The weights of the losses.</summary>
    public double Weight { get; private set; }

    /// <summary>The weighted losses.</summary>
    public double Loss { get; private set; }

    /// <summary>Adds a loss.</summary>
    /// <param name="quality">The quality of its prediction.</param>
    /// <param name="index">The place of it there.</param>
    /// <param name="label">The class.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="weightedLoss">The loss with its weight.</param>
    /// <param name="weightedTarget">What the target adds to the share of the class, with the weight.</param>
    /// <param name="counts">One if the loss counts for its class, else zero.</param>
    public void Add(PredictionQuality quality, int index, int label, double weight, double weightedLoss, double weightedTarget, int counts)
    {
        double rank = quality.Ranks[index];
        double confidence = quality.Confidences[index];
        if (rank < MostRanks)
        {
            Ranks[(int)rank] += weight;
        }

        ref BinSums bin = ref BinSums[Math.Clamp((int)(confidence * Bins), 0, Bins - 1)];
        bin.Count++;
        bin.Weight += weight;
        bin.Hits += rank == 0 ? weight : 0;
        bin.Confidence += weight * confidence;
        BrierScore += weight * quality.BrierScores[index];
        Weight += weight;
        Loss += weightedLoss;

        int place = label;
        if (_listed is not null)
        {
            place = _count++;
            _listed[place] = label;
        }

        ref ClassSums sums = ref _classes[place];
        sums.Count += counts;
        sums.Weight += weight;
        sums.Loss += weightedLoss;
        sums.Target += weightedTarget;
    }

    /// <summary>Adds to the share of a class among the targets, or of yes among those of an output, beside what came with the losses.</summary>
    public void AddTarget(int label, int classes, double weightedTarget)
    {
        _targets ??= new double[classes];
        _targets[label] += weightedTarget;
    }

    /// <summary>Adds the sums of the classes, and of the targets, to those of the whole.</summary>
    public void AddTo(ClassSums[] classes, double[] targets)
    {
        int places = _listed is null ? _classes.Length : _count;
        for (int i = 0; i < places; i++)
        {
            int label = _listed is null ? i : _listed[i];
            classes[label].Add(_classes[i]);
            if (_classes[i].Target != 0)
            {
                targets[label] += _classes[i].Target;
            }
        }

        for (int i = 0; i < _targets?.Length; i++)
        {
            targets[i] += _targets[i];
        }
    }
}
