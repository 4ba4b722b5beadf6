using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Details;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Details.Verdicts;
using LossKernels.Kernels.Walks;

namespace LossKernels.Measures.Details;

/// <summary>
/// The sums of a block from which <see cref="LossDetail"/> is made. They are merged in the order of the blocks. The memory is borrowed until then.
/// </summary>
internal sealed class BlockDetail
{
    // In doubles: the ranks, the bins, the classes.
    private const int FirstBin = RowQualitySums.MostRanks;
    private const int FirstClass = FirstBin + (ConfidenceBins.Count * BinSums.Numbers);

    private readonly int _places;
    private readonly double[] _memory;

    // Where there are more classes than losses, the classes come one after another, and this says which.
    private readonly int[]? _listed;
    private double[]? _targets;
    private int _targetCount;
    private int _count;

    /// <summary>Room for some losses of some classes. Outputs have a place each, in any number.</summary>
    public BlockDetail(int classes, int losses)
    {
        _places = Math.Min(classes, losses);
        _listed = classes > losses ? ArrayPool<int>.Shared.Rent(losses) : null;
        _memory = ArrayPool<double>.Shared.Rent(Length);
        _memory.AsSpan(0, Length).Clear();
    }

    /// <summary>The bins.</summary>
    public Span<BinSums> Bins => MemoryMarshal.Cast<double, BinSums>(_memory.AsSpan(FirstBin, FirstClass - FirstBin));

    /// <summary>The weights of the losses whose class has 0, 1, 2, ... classes above it.</summary>
    public Span<double> Ranks => _memory.AsSpan(0, RowQualitySums.MostRanks);

    /// <summary>The weighted Brier scores.</summary>
    public double BrierScore { get; private set; }

    /// <summary>The weights of the losses.</summary>
    public double Weight { get; private set; }

    /// <summary>The same without those of the classes, where each class's term is weighed.</summary>
    public double Mass { get; private set; }

    /// <summary>The weighted losses.</summary>
    public double Loss { get; private set; }

    /// <summary>Whether losses are listed one by one, so that targets of all are not added up by themselves.</summary>
    public bool IsListed => _listed is not null;

    /// <summary>Whether there are targets beside what came with the losses.</summary>
    public bool HasTargets => _targets is not null;

    private int Length => FirstClass + (_places * ClassSums.Numbers);

    private Span<ClassSums> Classes => MemoryMarshal.Cast<double, ClassSums>(_memory.AsSpan(FirstClass, _places * ClassSums.Numbers));

    /// <summary>Adds the losses of samples of classes, once.</summary>
    /// <param name="quality">The quality of their predictions.</param>
    /// <param name="labels">The class of each; negative for one that is left out.</param>
    /// <param name="targets">What each target adds to the share of its class; empty for one.</param>
    /// <param name="weights">The weights; empty where all are one.</param>
    /// <param name="factors">The same without those of the classes, where each class's term is weighed.</param>
    /// <param name="losses">The losses with their weights.</param>
    public void Add(
        PredictionQuality quality,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> factors,
        ReadOnlySpan<double> losses)
    {
        quality.LeaveOutNaN();
        Span<ClassSums> classes = Classes;
        double brier = 0;
        double total = 0;
        double mass = 0;
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
            mass += factors.IsEmpty ? 1 : factors[r];
            loss += losses[r];
            ref ClassSums sums = ref classes[_listed is null ? label : _count];
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
        Mass = mass;
        Loss = loss;
    }

    /// <summary>Adds the losses of samples of classes, all of weight one, whose quality is added up as far as it can be; once.</summary>
    /// <param name="verdicts">The verdicts on their predictions.</param>
    /// <param name="labels">The class of each; negative for one that is left out.</param>
    /// <param name="losses">The losses.</param>
    /// <param name="target">What each target adds to the share of its class.</param>
    public void Add(RowVerdicts verdicts, ReadOnlySpan<int> labels, ReadOnlySpan<double> losses, double target)
    {
        // Where all weights are one, what is a sum of weights is a count. Listed classes are no places of a table.
        using RowTally tally = new(_listed is null ? _places : 0, labels.Length);
        tally.Add(labels, losses);
        BrierScore = verdicts.Sums.BrierScore;
        Span<double> ranks = Ranks;
        for (int rank = 0; rank < ranks.Length; rank++)
        {
            ranks[rank] = verdicts.Sums.Ranks[rank];
        }

        Span<BinSums> bins = Bins;
        for (int bin = 0; bin < bins.Length; bin++)
        {
            (double hitConfidence, double hits) = verdicts.Sums.Places.Of(2 * bin);
            (double missConfidence, double misses) = verdicts.Sums.Places.Of((2 * bin) + 1);
            bins[bin] = new BinSums { Count = (long)(hits + misses), Weight = hits + misses, Hits = hits, Confidence = hitConfidence + missConfidence };
        }

        if (_listed is null)
        {
            (Loss, Weight) = tally.CopyTo(Classes, target);
        }
        else
        {
            List(labels, losses, target);
        }

        Mass = Weight;
    }

    /// <summary>Adds losses of binary outputs.</summary>
    /// <param name="quality">The quality of their predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="outputs">The number of outputs of a sample.</param>
    /// <param name="weights">The weights, one a loss or one a sample; empty where all are one.</param>
    /// <param name="factors">The same without those of the classes, where each of the two terms of a loss is weighed.</param>
    /// <param name="yes">The weight of the term of a yes; null where terms are not weighed.</param>
    /// <param name="losses">The losses with their weights.</param>
    public void AddOutputs(
        PredictionQuality quality,
        ReadOnlySpan<double> targets,
        int outputs,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> factors,
        double? yes,
        ReadOnlySpan<double> losses)
    {
        quality.LeaveOutNaN();
        Span<ClassSums> classes = Classes;
        int repeat = weights.IsEmpty ? 1 : losses.Length / weights.Length;
        double brier = 0;
        double total = 0;
        double mass = 0;
        double loss = 0;
        for (int i = 0, column = 0; i < losses.Length; i++)
        {
            int ofSample = repeat == 1 ? i : i / repeat;
            double weight = weights.IsEmpty ? 1 : weights[ofSample];
            double factor = factors.IsEmpty ? 1 : factors[ofSample];
            int isYes = targets[i] > 0.5 ? 1 : 0;
            Count(quality.Ranks[i], quality.Confidences[i], weight);
            brier += Weighted(weight, quality.BrierScores[i]);
            total += weight;
            mass += factor;
            loss += losses[i];
            ref ClassSums sums = ref classes[outputs == 1 ? isYes : column];
            sums.Count += outputs == 1 ? 1 : isYes;
            sums.Weight += weight;
            sums.Loss += losses[i];
            sums.Target += (yes is double ofYes ? ofYes * factor : weight) * targets[i];
            column = column + 1 == outputs ? 0 : column + 1;
        }

        BrierScore = brier;
        Weight = total;
        Mass = mass;
        Loss = loss;
    }

    /// <summary>Takes over what binary outputs come to.</summary>
    /// <param name="sums">Their sums.</param>
    public void AddOutputs(OutputSums sums)
    {
        int outputs = sums.Outputs;
        long count = sums.Counts.Sum();
        Span<ClassSums> classes = Classes;
        Span<double> ranks = Ranks;
        for (int bin = 0; bin < ConfidenceBins.Count; bin++)
        {
            (long all, long missed) = (sums.Counts[bin], sums.Misses[bin]);
            Bins[bin] = new BinSums { Count = all, Weight = all, Hits = all - missed, Confidence = sums.Confidences[bin] };
            ranks[0] += all - missed;
            ranks[1] += missed;
        }

        BrierScore = sums.BrierScore;
        Weight = count;
        Mass = count;
        Loss = sums.Losses.Sum();
        for (int place = 0; place < classes.Length; place++)
        {
            double yeses = sums.Yeses[place];
            double weight = outputs > 1 ? count / outputs : place == 1 ? yeses : count - sums.Yeses[1];
            classes[place] = new ClassSums
            {
                Count = outputs > 1 ? yeses : weight,
                Weight = weight,
                Loss = sums.Losses[place],
                Target = sums.Targets[place],
            };
        }
    }

    /// <summary>Adds to the shares of the classes among the targets, beside what came with the losses.</summary>
    /// <param name="targets">The targets of some rows of weight one, side by side.</param>
    /// <param name="classes">The number of classes.</param>
    public void AddTargets<T>(ReadOnlySpan<T> targets, int classes)
        where T : unmanaged => ColumnSums.Add(targets, Targets(classes));

    /// <summary>The same of one row.</summary>
    /// <param name="targets">The targets of the row.</param>
    /// <param name="weight">Its weight.</param>
    public void AddTargets<T>(ReadOnlySpan<T> targets, double weight)
        where T : unmanaged => ColumnSums.AddRow(targets, weight, Targets(targets.Length));

    /// <summary>Adds the sums of the classes, and of the targets, to those of the whole; once, as the memory is given back.</summary>
    public void AddTo(ClassSums[] classes, double[]? targets)
    {
        Span<ClassSums> sums = Classes;
        int places = _listed is null ? sums.Length : _count;
        for (int i = 0; i < places; i++)
        {
            classes[_listed is null ? i : _listed[i]].Add(sums[i]);
        }

        ArrayPool<double>.Shared.Return(_memory);
        if (_listed is not null)
        {
            ArrayPool<int>.Shared.Return(_listed);
        }

        if (_targets is not null)
        {
            Span<double> all = targets.AsSpan(0, _targetCount);
            TensorPrimitives.Add(all, _targets.AsSpan(0, _targetCount), all);
            ArrayPool<double>.Shared.Return(_targets);
            _targets = null;
        }
    }

    // The sums of the classes' targets, borrowed.
    private Span<double> Targets(int classes)
    {
        if (_targets is null)
        {
            _targets = ArrayPool<double>.Shared.Rent(classes);
            _targetCount = classes;
            _targets.AsSpan(0, classes).Clear();
        }

        return _targets.AsSpan(0, _targetCount);
    }

    private void List(ReadOnlySpan<int> labels, ReadOnlySpan<double> losses, double target)
    {
        Span<ClassSums> classes = Classes;
        double loss = 0;
        for (int r = 0; r < labels.Length; r++)
        {
            if (labels[r] >= 0)
            {
                loss += losses[r];
                classes[_count] = new ClassSums { Loss = losses[r], Count = 1, Weight = 1, Target = target };
                _listed![_count++] = labels[r];
            }
        }

        Loss = loss;
        Weight = _count;
    }

    // What has no weight counts for nothing, be it NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Weighted(double weight, double value) => weight == 0 ? 0 : weight * value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Count(double rank, double confidence, double weight)
    {
        if (rank < RowQualitySums.MostRanks)
        {
            Ranks[(int)rank] += weight;
        }

        if (double.IsNaN(confidence))
        {
            return;
        }

        ref BinSums bin = ref Bins[ConfidenceBins.Of(confidence)];
        bin.Count++;
        bin.Weight += weight;
        bin.Hits += rank == 0 ? weight : 0;
        bin.Confidence += Weighted(weight, confidence);
    }
}
