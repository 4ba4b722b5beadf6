using System.Numerics;
using LossKernels.Diagnostics;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Examines a block, number by number and in double: what it looks for is not worth a kernel, as nobody measures so all day.</summary>
internal sealed class SurveyReader<T>(MeasurePlan plan)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // What logarithms of probabilities are taken of at least, where logits are tried as such.
    private const double LeastProbability = 1e-7;

    private readonly bool _isBinary = plan.Targets == TargetForm.Elements;
    private readonly int _classes = plan.Layout.Classes;

    /// <summary>What a block shows.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="losses">The losses with their weights, as they are kept: one a row or one an element.</param>
    /// <param name="weights">As many weights; empty where all are one.</param>
    /// <param name="source">Where the rows are.</param>
    /// <param name="firstRow">The first row.</param>
    public Survey Read(
        TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<double> losses, ReadOnlySpan<double> weights, TensorSource source, long firstRow)
    {
        int shares = _isBinary && _classes == 1 ? 2 : _classes;
        Survey survey = new() { Rows = predictions.Rows, ClassCounts = new long[shares], ClassShares = new double[shares] };
        double[] row = new double[_classes];
        double[] target = targets.Labels.IsEmpty ? new double[_classes] : [];
        int lossesPerRow = losses.Length / predictions.Rows;
        for (int r = 0; r < predictions.Rows; r++)
        {
            long sample = source.SampleNumber(firstRow + r);
            for (int c = 0; c < _classes; c++)
            {
                row[c] = double.CreateTruncating(predictions[r, c]);
            }

            for (int c = 0; c < target.Length; c++)
            {
                target[c] = double.CreateTruncating(targets.Block[r, c]);
            }

            ReadPredictions(survey, row, sample);
            int label = targets.Labels.IsEmpty ? -1 : targets.Labels[r];
            if (target.Length > 0)
            {
                ReadTargets(survey, target, sample);
            }
            else if (label < 0)
            {
                continue;
            }
            else
            {
                survey.LeastLabel = Math.Min(survey.LeastLabel, label);
                survey.GreatestLabel = Math.Max(survey.GreatestLabel, label);
                survey.ClassCounts[label]++;
            }

            double loss = 0;
            for (int i = r * lossesPerRow; i < (r + 1) * lossesPerRow; i++)
            {
                loss += losses[i];
            }

            ReadClip(survey, row, target, label, loss, sample);
            survey.OtherFormLoss += new CompensatedSum(LossOfOtherForm(row, target, label), 0);
        }

        int repeat = weights.IsEmpty ? 1 : Math.Max(1, weights.Length / predictions.Rows);
        for (int i = 0; i < weights.Length; i++)
        {
            ReadWeight(survey, weights[i], source.SampleNumber(firstRow + (i / repeat)));
        }

        return survey;
    }

    private void ReadPredictions(Survey survey, ReadOnlySpan<double> row, long sample)
    {
        survey.Compare(row);
        double sum = 0;
        foreach (double value in row)
        {
            if (double.IsNaN(value))
            {
                survey.NotANumber.Add(sample);
            }
            else
            {
                survey.Least = Math.Min(survey.Least, value);
                survey.Greatest = Math.Max(survey.Greatest, value);
                if (double.IsInfinity(value))
                {
                    survey.Infinite.Add(sample, value);
                }
            }

            sum += value;
        }

        if (_isBinary && _classes == 1)
        {
            survey.ClassShares[0] += 1 - row[0];
            survey.ClassShares[1] += row[0];
        }
        else
        {
            for (int c = 0; c < row.Length; c++)
            {
                survey.ClassShares[c] += row[c];
            }
        }

        if (_classes > 1 && !(Math.Abs(sum - 1) <= Survey.SumTolerance))
        {
            survey.Unnormalised.Add(sample, sum);
            survey.WorstSum = Math.Abs(sum - 1) > Math.Abs(survey.WorstSum - 1) ? sum : survey.WorstSum;
        }
    }

    private void ReadTargets(Survey survey, ReadOnlySpan<double> target, long sample)
    {
        double sum = 0;
        double least = double.PositiveInfinity;
        int ones = 0;
        int zeros = 0;
        int largest = 0;
        for (int c = 0; c < target.Length; c++)
        {
            sum += target[c];
            least = Math.Min(least, target[c]);
            ones += target[c] == 1 ? 1 : 0;
            zeros += target[c] == 0 ? 1 : 0;
            largest = target[c] > target[largest] ? c : largest;
            if (target[c] is not (0 or 1))
            {
                survey.SoftTargets.Add(sample, target[c]);
            }
        }

        survey.OneHotTargets += ones == 1 && zeros == target.Length - 1 ? 1 : 0;
        if (least >= 0 && Math.Abs(sum - 1) <= Survey.SumTolerance)
        {
            survey.DistributionTargets++;
        }
        else
        {
            survey.OtherTargets.Add(sample, sum);
        }

        if (_isBinary && _classes == 1)
        {
            survey.ClassCounts[target[0] > 0.5 ? 1 : 0]++;
        }
        else if (_isBinary)
        {
            for (int c = 0; c < target.Length; c++)
            {
                survey.ClassCounts[c] += target[c] > 0.5 ? 1 : 0;
            }
        }
        else
        {
            survey.ClassCounts[largest]++;
        }
    }

    private static void ReadWeight(Survey survey, double weight, long sample)
    {
        if (weight == 0)
        {
            survey.ZeroWeights.Add(sample, weight);
        }
        else if (weight < 0)
        {
            survey.NegativeWeights.Add(sample, weight);
        }

        survey.GreatestWeight = weight > survey.GreatestWeight.Weight ? (weight, sample) : survey.GreatestWeight;
        survey.Weights += new CompensatedSum(weight, 0);
        survey.SquaredWeights += new CompensatedSum(weight * weight, 0);
    }

    // A probability of what came true at or below the bound costs what the bound does, or what the floor of the logarithm does.
    private void ReadClip(Survey survey, ReadOnlySpan<double> row, ReadOnlySpan<double> target, int label, double loss, long sample)
    {
        if (plan.CrossEntropy.Options.Form != InputForm.Probability)
        {
            return;
        }

        ProbabilityFormula numbers = plan.Loss.Numbers;
        double bound = numbers.HasEpsilon && numbers.Use != EpsilonUse.None ? plan.Epsilon ?? 0 : 0;
        if (bound == 0 && double.IsNegativeInfinity(numbers.LogFloor))
        {
            return;
        }

        double least = double.PositiveInfinity;
        if (label >= 0)
        {
            least = row[label];
        }

        for (int c = 0; c < target.Length; c++)
        {
            least = target[c] > 0 ? Math.Min(least, row[c]) : least;
            least = _isBinary && target[c] < 1 ? Math.Min(least, 1 - row[c]) : least;
        }

        if (least < bound || least <= 0)
        {
            survey.Clipped.Add(sample, least);
            survey.ClippedLoss += new CompensatedSum(loss, 0);
        }
    }

    private double LossOfOtherForm(ReadOnlySpan<double> row, ReadOnlySpan<double> target, int label)
    {
        bool areLogits = plan.CrossEntropy.Options.Form == InputForm.Probability;
        if (_isBinary)
        {
            double loss = 0;
            for (int c = 0; c < row.Length; c++)
            {
                loss += areLogits ? BinaryOfLogit(row[c], target[c]) : BinaryOfProbability(row[c], target[c]);
            }

            return loss / row.Length;
        }

        double normaliser = areLogits ? LogSumExp(row) : 0;
        double sum = 0;
        for (int c = 0; c < row.Length; c++)
        {
            double weight = label >= 0 ? (c == label ? 1 : 0) : target[c];
            sum += weight == 0 ? 0 : weight * (areLogits ? normaliser - row[c] : -Math.Log(Math.Max(row[c], LeastProbability)));
        }

        return sum;
    }

    private static double BinaryOfLogit(double x, double z) => Math.Max(x, 0) - (x * z) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double BinaryOfProbability(double p, double z) =>
        -(z * Math.Log(Math.Max(p, LeastProbability))) - ((1 - z) * Math.Log(Math.Max(1 - p, LeastProbability)));

    private static double LogSumExp(ReadOnlySpan<double> row)
    {
        double greatest = double.NegativeInfinity;
        foreach (double value in row)
        {
            greatest = Math.Max(greatest, value);
        }

        double sum = 0;
        foreach (double value in row)
        {
            sum += Math.Exp(value - greatest);
        }

        return greatest + Math.Log(sum);
    }
}
