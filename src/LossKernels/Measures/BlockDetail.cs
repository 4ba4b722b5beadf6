using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using LossKernels.Kernels;

namespace LossKernels.Measures;

/// <summary>The sums of a block from which <see cref="LossDetail"/> is made. They are merged in the order of the blocks.</summary>
internal sealed class BlockDetail
{
    /// <summary>The greatest k of top-k accuracy.</summary>
    public const int MostRanks = 10;

    // So many targets are taken in double at once.
    private const int PartLength = 256;

    // Where there are more classes than losses, the classes come one after another, and this says which.
    private readonly int[]? _listed;
    private readonly ClassSums[] _classes;
    private double[]? _targets;
    private int _targetCount;
    private int _count;

    /// <summary>Room for some losses of some classes. Outputs have a place each, in any number.</summary>
    public BlockDetail(int classes, int losses)
    {
        bool isListed = classes > losses;
        _classes = new ClassSums[isListed ? losses : classes];
        _listed = isListed ? new int[losses] : null;
    }

    /// <summary>The bins.</summary>
    public BinSums[] BinSums { get; } = new BinSums[ConfidenceBins.Count];

    /// <summary>The weights of the losses whose class has 0, 1, 2, ... classes above it.</summary>
    public double[] Ranks { get; } = new double[MostRanks];

    /// <summary>The weighted Brier scores.</summary>
    public double BrierScore { get; private set; }

    /// <summary>The weights of the losses.</summary>
    public double Weight { get; private set; }

    /// <summary>The weighted losses.</summary>
    public double Loss { get; private set; }

    /// <summary>Adds the losses of samples of classes, once.</summary>
    /// <param name="quality">The quality of their predictions.</param>
    /// <param name="labels">The class of each; negative for one that is left out.</param>
    /// <param name="targets">What each target adds to the share of its class; empty for one.</param>
    /// <param name="weights">The weights; empty where all are one.</param>
    /// <param name="losses">The losses with their weights.</param>
    public void Add(
        PredictionQuality quality, ReadOnlySpan<int> labels, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, ReadOnlySpan<double> losses)
    {
        if (weights.IsEmpty && targets.IsEmpty && _listed is null)
        {
            AddEqual(quality, labels, losses);
            return;
        }

        double brier = 0;
        double total = 0;
        double loss = 0;
        for (int r = 0; r < labels.Length; r++)
        {
            int label = labels[r];
            if (label < 0)
            {
                continue;
            }

            double weight = weights.IsEmpty ? 1 : weights[r];
            Count(quality.Ranks[r], quality.Confidences[r], weight);
            brier += Weighted(weight, quality.BrierScores[r]);
            total += weight;
            loss += losses[r];
            ref ClassSums sums = ref _classes[_listed is null ? label : _count];
            sums.Count++;
            sums.Weight += weight;
            sums.Loss += losses[r];
            sums.Target += targets.IsEmpty ? weight : weight * targets[r];
            if (_listed is not null)
            {
                _listed[_count++] = label;
            }
        }

        BrierScore = brier;
        Weight = total;
        Loss = loss;
    }

    /// <summary>Adds losses of binary outputs.</summary>
    /// <param name="quality">The quality of their predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="outputs">The number of outputs of a sample.</param>
    /// <param name="weights">The weights, one a loss or one a sample; empty where all are one.</param>
    /// <param name="losses">The losses with their weights.</param>
    public void AddOutputs<T>(PredictionQuality quality, ReadOnlySpan<T> targets, int outputs, ReadOnlySpan<double> weights, ReadOnlySpan<double> losses)
        where T : unmanaged, INumberBase<T>
    {
        int repeat = weights.IsEmpty ? 1 : losses.Length / weights.Length;
        double brier = 0;
        double total = 0;
        double loss = 0;
        for (int i = 0, column = 0; i < losses.Length; i++)
        {
            double target = double.CreateTruncating(targets[i]);
            double weight = weights.IsEmpty ? 1 : weights[repeat == 1 ? i : i / repeat];
            int yes = target > 0.5 ? 1 : 0;
            Count(quality.Ranks[i], quality.Confidences[i], weight);
            brier += Weighted(weight, quality.BrierScores[i]);
            total += weight;
            loss += losses[i];
            ref ClassSums sums = ref _classes[outputs == 1 ? yes : column];
            sums.Count += outputs == 1 ? 1 : yes;
            sums.Weight += weight;
            sums.Loss += losses[i];
            sums.Target += weight * target;
            column = column + 1 == outputs ? 0 : column + 1;
        }

        BrierScore = brier;
        Weight = total;
        Loss = loss;
    }

    /// <summary>Takes over what binary outputs come to.</summary>
    /// <param name="sums">Their sums.</param>
    /// <param name="outputs">The number of outputs of a sample.</param>
    /// <param name="count">The number of all outputs.</param>
    public void AddOutputs(OutputSums sums, int outputs, int count)
    {
        for (int bin = 0; bin < BinSums.Length; bin++)
        {
            (long all, long missed) = (sums.Counts[bin], sums.Misses[bin]);
            BinSums[bin] = new BinSums { Count = all, Weight = all, Hits = all - missed, Confidence = sums.Confidences[bin] };
            Ranks[0] += all - missed;
            Ranks[1] += missed;
        }

        BrierScore = sums.BrierScore;
        Weight = count;
        Loss = sums.Losses.Sum();
        for (int place = 0; place < _classes.Length; place++)
        {
            double yeses = sums.Yeses[place];
            double weight = outputs > 1 ? count / outputs : place == 1 ? yeses : count - sums.Yeses[1];
            _classes[place] = new ClassSums
            {
                Count = (long)(outputs > 1 ? yeses : weight),
                Weight = weight,
                Loss = sums.Losses[place],
                Target = sums.Targets[place],
            };
        }
    }

    /// <summary>Adds to the shares of the classes among the targets, beside what came with the losses.</summary>
    /// <param name="targets">The targets of a row.</param>
    /// <param name="weight">Its weight.</param>
    public void AddTargets<T>(ReadOnlySpan<T> targets, double weight)
        where T : unmanaged, INumberBase<T>
    {
        if (_targets is null)
        {
            _targets = ArrayPool<double>.Shared.Rent(targets.Length);
            _targetCount = targets.Length;
            _targets.AsSpan(0, _targetCount).Clear();
        }

        Span<double> sums = _targets.AsSpan(0, _targetCount);
        Span<double> part = stackalloc double[PartLength];
        for (int first = 0; first < targets.Length; first += PartLength)
        {
            int count = Math.Min(PartLength, targets.Length - first);
            TensorPrimitives.ConvertTruncating(targets.Slice(first, count), part);
            TensorPrimitives.MultiplyAdd(part[..count], weight, sums.Slice(first, count), sums.Slice(first, count));
        }
    }

    // Where all weights are one, what is a sum of weights is a count.
    private void AddEqual(PredictionQuality quality, ReadOnlySpan<int> labels, ReadOnlySpan<double> losses)
    {
        ReadOnlySpan<double> ranks = quality.Ranks[..labels.Length];
        ReadOnlySpan<double> confidences = quality.Confidences[..labels.Length];
        ReadOnlySpan<double> scores = quality.BrierScores[..labels.Length];
        losses = losses[..labels.Length];
        Span<int> rankCounts = stackalloc int[MostRanks + 1];
        Span<int> hits = stackalloc int[ConfidenceBins.Count];
        rankCounts.Clear();
        hits.Clear();
        ClassSums[] classes = _classes;
        BinSums[] bins = BinSums;
        double brier = 0;
        double loss = 0;
        int samples = 0;
        for (int r = 0; r < labels.Length; r++)
        {
            int label = labels[r];
            if (label < 0)
            {
                continue;
            }

            int rank = (int)Math.Min(ranks[r], MostRanks);
            double confidence = confidences[r];
            int place = ConfidenceBins.Of(confidence);
            rankCounts[rank]++;
            hits[place] += rank == 0 ? 1 : 0;
            bins[place].Count++;
            bins[place].Confidence += confidence;
            ref ClassSums sums = ref classes[label];
            sums.Count++;
            sums.Loss += losses[r];
            brier += scores[r];
            loss += losses[r];
            samples++;
        }

        BrierScore = brier;
        Weight = samples;
        Loss = loss;
        for (int bin = 0; bin < bins.Length; bin++)
        {
            bins[bin].Weight = bins[bin].Count;
            bins[bin].Hits = hits[bin];
        }

        for (int rank = 0; rank < MostRanks; rank++)
        {
            Ranks[rank] = rankCounts[rank];
        }

        foreach (ref ClassSums sums in classes.AsSpan())
        {
            sums.Weight = sums.Count;
            sums.Target = sums.Count;
        }
    }

    // What has no weight counts for nothing, be it NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Weighted(double weight, double value) => weight == 0 ? 0 : weight * value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Count(double rank, double confidence, double weight)
    {
        if (rank < MostRanks)
        {
            Ranks[(int)rank] += weight;
        }

        ref BinSums bin = ref BinSums[ConfidenceBins.Of(confidence)];
        bin.Count++;
        bin.Weight += weight;
        bin.Hits += rank == 0 ? weight : 0;
        bin.Confidence += Weighted(weight, confidence);
    }

    /// <summary>Adds the sums of the classes, and of the targets, to those of the whole; once.</summary>
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

        if (_targets is not null)
        {
            Span<double> sums = targets.AsSpan(0, _targetCount);
            TensorPrimitives.Add(sums, _targets.AsSpan(0, _targetCount), sums);
            ArrayPool<double>.Shared.Return(_targets);
            _targets = null;
        }
    }
}
