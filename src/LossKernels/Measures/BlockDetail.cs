using LossKernels.Kernels;

namespace LossKernels.Measures;

/// <summary>The sums of a block from which <see cref="LossDetail"/> is made. They are merged in the order of the blocks.</summary>
internal sealed class BlockDetail
{
    /// <summary>The number of bins of the winning probability.</summary>
    public const int Bins = 15;

    /// <summary>The greatest k of top-k accuracy.</summary>
    public const int MostRanks = 10;

    private readonly double[] _binWeights = new double[Bins];
    private readonly double[] _binHits = new double[Bins];
    private readonly double[] _binConfidences = new double[Bins];
    private readonly long[] _binCounts = new long[Bins];
    private readonly double[] _rankWeights = new double[MostRanks];

    // By class; or, where there are more classes than losses, one after another with the class of each.
    private readonly int[]? _listed;
    private readonly double[] _classWeights;
    private readonly double[] _classLosses;
    private readonly long[] _classCounts;
    private readonly double[] _classTargets;
    private double[]? _targets;
    private double _brier;
    private int _count;

    /// <summary>Room for some losses of some classes.</summary>
    public BlockDetail(int classes, int losses)
    {
        bool isListed = classes > losses;
        int room = isListed ? losses : classes;
        _listed = isListed ? new int[room] : null;
        _classWeights = new double[room];
        _classLosses = new double[room];
        _classCounts = new long[room];
        _classTargets = new double[room];
    }

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
    /// <param name="counts">Whether the loss counts for its class.</param>
    public void Add(PredictionQuality quality, int index, int label, double weight, double weightedLoss, double weightedTarget, bool counts)
    {
        double rank = quality.Ranks[index];
        double confidence = quality.Confidences[index];
        double hit = rank == 0 ? weight : 0;
        if (rank < MostRanks)
        {
            _rankWeights[(int)rank] += weight;
        }

        int bin = Math.Clamp((int)(confidence * Bins), 0, Bins - 1);
        _binCounts[bin]++;
        _binWeights[bin] += weight;
        _binHits[bin] += hit;
        _binConfidences[bin] += weight * confidence;
        _brier += weight * quality.BrierScores[index];
        Weight += weight;
        Loss += weightedLoss;

        int place = label;
        if (_listed is not null)
        {
            place = _count++;
            _listed[place] = label;
        }

        _classWeights[place] += weight;
        _classLosses[place] += weightedLoss;
        _classTargets[place] += weightedTarget;
        _classCounts[place] += counts ? 1 : 0;
    }

    /// <summary>Adds to the share of a class among the targets, or of yes among those of an output, beside what came with the losses.</summary>
    public void AddTarget(int label, int classes, double weightedTarget)
    {
        _targets ??= new double[classes];
        _targets[label] += weightedTarget;
    }

    /// <summary>Adds to the sums of the whole.</summary>
    public void AddTo(DetailSums sums)
    {
        sums.Add(_binCounts, _binWeights, _binHits, _binConfidences, _rankWeights, _brier, Weight, Loss);
        int places = _listed is null ? _classWeights.Length : _count;
        for (int i = 0; i < places; i++)
        {
            int label = _listed is null ? i : _listed[i];
            sums.AddClass(label, _classCounts[i], _classWeights[i], _classLosses[i]);
            if (_classTargets[i] != 0)
            {
                sums.AddTarget(label, _classTargets[i]);
            }
        }

        for (int i = 0; i < _targets?.Length; i++)
        {
            sums.AddTarget(i, _targets[i]);
        }
    }
}
