using LossKernels.Numerics;
using LossKernels.Semantics;

namespace LossKernels.Measures;

/// <summary>The sums from which <see cref="LossDetail"/> is made, over all blocks.</summary>
internal sealed class DetailSums(MeasurePlan plan)
{
    private readonly long[] _binCounts = new long[BlockDetail.Bins];
    private readonly double[] _binWeights = new double[BlockDetail.Bins];
    private readonly double[] _binHits = new double[BlockDetail.Bins];
    private readonly double[] _binConfidences = new double[BlockDetail.Bins];
    private readonly double[] _ranks = new double[BlockDetail.MostRanks];
    private readonly long[] _classCounts = new long[plan.DetailClasses];
    private readonly double[] _classWeights = new double[plan.DetailClasses];
    private readonly double[] _classLosses = new double[plan.DetailClasses];
    private readonly double[] _targets = new double[plan.Layout.Classes];
    private CompensatedSum _brier;
    private CompensatedSum _weight;
    private CompensatedSum _loss;

    private bool IsBinary => plan.Kind == LossKind.Binary;

    /// <summary>Adds the sums of a block.</summary>
    public void Add(
        ReadOnlySpan<long> binCounts,
        ReadOnlySpan<double> binWeights,
        ReadOnlySpan<double> binHits,
        ReadOnlySpan<double> binConfidences,
        ReadOnlySpan<double> ranks,
        double brier,
        double weight,
        double loss)
    {
        for (int bin = 0; bin < BlockDetail.Bins; bin++)
        {
            _binCounts[bin] += binCounts[bin];
            _binWeights[bin] += binWeights[bin];
            _binHits[bin] += binHits[bin];
            _binConfidences[bin] += binConfidences[bin];
        }

        for (int rank = 0; rank < ranks.Length; rank++)
        {
            _ranks[rank] += ranks[rank];
        }

        _brier += brier;
        _weight += weight;
        _loss += loss;
    }

    /// <summary>Adds losses of a class.</summary>
    public void AddClass(int label, long count, double weight, double loss)
    {
        _classCounts[label] += count;
        _classWeights[label] += weight;
        _classLosses[label] += loss;
    }

    /// <summary>Adds to the share of a class, or of yes among the targets of an output.</summary>
    public void AddTarget(int label, double weight) => _targets[label] += weight;

    /// <summary>What the sums come to.</summary>
    public LossDetail Build()
    {
        double weight = _weight.Value;
        double entropy = PriorEntropy(weight);
        double unit = IsBinary && plan.Convention.MeasuresBinaryInBits ? Math.Log(2) : 1;
        return new LossDetail
        {
            Accuracy = _ranks[0] / weight,
            TopKAccuracy = IsBinary ? [] : TopAccuracies(weight),
            ClassLoss = [.. _classLosses.Select((loss, label) => loss / _classWeights[label])],
            ClassCount = _classCounts,
            BrierScore = _brier.Value / weight,
            CalibrationError = CalibrationError(weight),
            CalibrationBins = [.. Enumerable.Range(0, BlockDetail.Bins).Select(Bin)],
            PriorEntropy = entropy,
            LossReduction = plan.Terms.IsLogarithmic && entropy > 0 ? 1 - (_loss.Value * unit / weight / entropy) : null,
        };
    }

    // Of classes, all of them are one distribution; of outputs, each has yes and no.
    private double PriorEntropy(double weight)
    {
        double entropy = 0;
        foreach (double target in _targets)
        {
            // A sample's weight counts for each of its outputs.
            double share = IsBinary ? target / (weight / _targets.Length) : target / _targets.Sum();
            entropy -= Term(share) + (IsBinary ? Term(1 - share) : 0);
        }

        return IsBinary ? entropy / _targets.Length : entropy;
    }

    private static double Term(double share) => share <= 0 ? 0 : share * Math.Log(share);

    private double[] TopAccuracies(double weight)
    {
        double[] accuracies = new double[Math.Min(BlockDetail.MostRanks, plan.Layout.Classes)];
        double hits = 0;
        for (int rank = 0; rank < accuracies.Length; rank++)
        {
            hits += _ranks[rank];
            accuracies[rank] = hits / weight;
        }

        return accuracies;
    }

    private double CalibrationError(double weight)
    {
        double error = 0;
        for (int bin = 0; bin < BlockDetail.Bins; bin++)
        {
            error += Math.Abs(_binHits[bin] - _binConfidences[bin]);
        }

        return error / weight;
    }

    private CalibrationBin Bin(int bin) => new(
        (double)bin / BlockDetail.Bins,
        (bin + 1d) / BlockDetail.Bins,
        _binCounts[bin],
        _binConfidences[bin] / _binWeights[bin],
        _binHits[bin] / _binWeights[bin]);
}
