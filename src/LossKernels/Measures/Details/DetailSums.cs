using System.Buffers;
using LossKernels.Kernels.Details;
using LossKernels.Kernels.Details.Verdicts;
using LossKernels.Measures.Binding;
using LossKernels.Numerics;
using LossKernels.Semantics.Terms;

namespace LossKernels.Measures.Details;

/// <summary>
/// The sums from which <see cref="LossDetail"/> is made, over all blocks. The memory is borrowed: of many classes new one would cost more than their sums.
/// </summary>
internal sealed class DetailSums(MeasurePlan plan)
{
    private readonly BinSums[] _bins = new BinSums[ConfidenceBins.Count];
    private readonly ClassSums[] _classes = Borrow<ClassSums>(plan.DetailClasses);
    private readonly CompensatedSum[] _ranks = new CompensatedSum[RowQualitySums.MostRanks];

    // Of targets that came beside the losses, if any did.
    private double[]? _targets;
    private CompensatedSum _brier;
    private CompensatedSum _weight;
    private CompensatedSum _mass;
    private CompensatedSum _loss;

    private bool IsBinary => plan.TakesElements;

    private FormulaTerms Terms => plan.CrossEntropy.Terms;

    /// <summary>Adds the sums of the block that follows.</summary>
    public void Add(BlockDetail block)
    {
        for (int bin = 0; bin < _bins.Length; bin++)
        {
            _bins[bin].Add(block.Bins[bin]);
        }

        for (int rank = 0; rank < _ranks.Length; rank++)
        {
            _ranks[rank] += block.Ranks[rank];
        }

        _brier += block.BrierScore;
        _weight += block.Weight;
        _mass += block.Mass;
        _loss += block.Loss;
        if (block.HasTargets)
        {
            _targets ??= Borrow<double>(plan.DetailClasses);
        }

        block.AddTo(_classes, _targets);
    }

    /// <summary>What the sums come to; it is asked once, as the memory is given back.</summary>
    public LossDetail Build()
    {
        double weight = _weight.Value;
        (double entropy, double prior) = IsBinary ? PriorOfOutputs() : PriorOfClasses();
        double? priorLoss = Terms.IsLogarithmic ? prior / weight : null;
        double[] losses = GC.AllocateUninitializedArray<double>(plan.DetailClasses);
        long[] counts = GC.AllocateUninitializedArray<long>(plan.DetailClasses);
        for (int label = 0; label < losses.Length; label++)
        {
            ref ClassSums sums = ref _classes[label];

            // What weighs nothing may still cost something: of a smoothed target each class has a part, whatever that of the sample's class is multiplied by.
            losses[label] = sums.Weight == 0 ? double.NaN : sums.Loss / sums.Weight;
            counts[label] = (long)sums.Count;
        }

        ArrayPool<ClassSums>.Shared.Return(_classes);
        if (_targets is not null)
        {
            ArrayPool<double>.Shared.Return(_targets);
        }

        return new LossDetail
        {
            Accuracy = _ranks[0].Value / weight,
            TopKAccuracy = IsBinary ? [] : TopAccuracies(weight),
            ClassLoss = losses,
            ClassCount = counts,
            BrierScore = _brier.Value / weight,
            CalibrationError = CalibrationError(weight),
            CalibrationBins = [.. Enumerable.Range(0, ConfidenceBins.Count).Select(Bin)],
            PriorEntropy = entropy,
            PriorLoss = priorLoss,
            LossReduction = priorLoss > 0 ? 1 - (_loss.Value / weight / priorLoss) : null,
        };
    }

    private static TSum[] Borrow<TSum>(int classes)
    {
        TSum[] sums = ArrayPool<TSum>.Shared.Rent(classes);
        sums.AsSpan(0, classes).Clear();
        return sums;
    }

    // The entropy of the shares of the classes, and what always predicting those of their terms in the losses costs: that of smoothed and weighed targets.
    // Of many classes, most may have no target.
    private (double Entropy, double Loss) PriorOfClasses()
    {
        double[] targets = ArrayPool<double>.Shared.Rent(plan.DetailClasses);
        double total = 0;
        int count = 0;
        for (int label = 0; label < plan.DetailClasses; label++)
        {
            double target = TargetOf(label);
            if (target != 0)
            {
                targets[count++] = target;
                total += target;
            }
        }

        double entropy = EntropyOf(targets.AsSpan(0, count), total);
        double loss = Terms.Smoothing == 0 ? total * entropy : LossOfSmoothed(targets.AsSpan(0, plan.DetailClasses));
        ArrayPool<double>.Shared.Return(targets);
        return (entropy, loss);
    }

    // Each class has a part of every target.
    private double LossOfSmoothed(Span<double> targets)
    {
        double part = Terms.Smoothing / targets.Length * _mass.Value;
        double total = 0;
        for (int label = 0; label < targets.Length; label++)
        {
            total += targets[label] = ((1 - Terms.Smoothing) * TargetOf(label)) + (part * WeightOf(label));
        }

        return total * EntropyOf(targets, total);
    }

    private double TargetOf(int label) => _targets is null ? _classes[label].Target : _classes[label].Target + (WeightOf(label) * _targets[label]);

    private double WeightOf(int label) => Terms.ClassWeights.Count == 0 ? 1 : Terms.ClassWeights[label];

    private static double EntropyOf(ReadOnlySpan<double> targets, double total)
    {
        double entropy = total == 0 ? double.NaN : 0;
        foreach (double target in targets)
        {
            entropy -= Term(target / total);
        }

        return entropy;
    }

    // Outputs may have weights of their own. These are added up as the targets are, so that the share of what all are is one to the bit.
    private (double Entropy, double Loss) PriorOfOutputs()
    {
        int outputs = plan.Layout.Classes;
        double part = Terms.Smoothing / 2;
        double entropy = 0;
        double loss = 0;
        double total = 0;
        for (int j = 0; j < outputs; j++)
        {
            double weight = outputs > 1 ? _classes[j].Weight : _classes[0].Weight + _classes[1].Weight;
            double yes = outputs > 1 ? _classes[j].Target : _classes[0].Target + _classes[1].Target;
            entropy += EntropyOf(yes, weight - yes);

            double mass = Terms.ClassWeights.Count == 0 ? weight : _mass.Value;
            loss += EntropyOf(
                PositiveWeightOf(j) * (((1 - Terms.Smoothing) * yes) + (part * WeightOf(1) * mass)),
                ((1 - Terms.Smoothing) * (weight - yes)) + (part * WeightOf(0) * mass));
            total += weight;
        }

        return (entropy / total, plan.Convention.MeasuresBinaryInBits ? loss / Math.Log(2) : loss);
    }

    private double PositiveWeightOf(int output) => Terms.PositiveWeights.Count switch
    {
        0 => 1,
        1 => Terms.PositiveWeights[0],
        _ => Terms.PositiveWeights[output],
    };

    // Of what is yes and no, by its weight.
    private static double EntropyOf(double yes, double no)
    {
        double weight = yes + no;
        double share = yes / weight;
        return weight == 0 ? 0 : -weight * (Term(share) + Term(no / weight));
    }

    private static double Term(double share) => share <= 0 ? 0 : share * Math.Log(share);

    private double[] TopAccuracies(double weight)
    {
        double[] accuracies = new double[Math.Min(RowQualitySums.MostRanks, plan.Layout.Classes)];
        double hits = 0;
        for (int rank = 0; rank < accuracies.Length; rank++)
        {
            hits += _ranks[rank].Value;
            accuracies[rank] = hits / weight;
        }

        return accuracies;
    }

    private double CalibrationError(double weight)
    {
        // As of the Brier score, one NaN makes it NaN, though it is in no bin.
        double error = double.IsNaN(_brier.Value) ? double.NaN : 0;
        for (int bin = 0; bin < ConfidenceBins.Count; bin++)
        {
            error += Math.Abs(_bins[bin].Hits - _bins[bin].Confidence);
        }

        return error / weight;
    }

    private CalibrationBin Bin(int bin) => new(
        (double)bin / ConfidenceBins.Count,
        (bin + 1d) / ConfidenceBins.Count,
        _bins[bin].Count,
        _bins[bin].Confidence / _bins[bin].Weight,
        _bins[bin].Hits / _bins[bin].Weight);
}
