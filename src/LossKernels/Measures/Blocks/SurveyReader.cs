using System.Collections.Concurrent;
using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Targets;
using LossKernels.Measures.Binding;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>Examines a block, row by row and in double: what it looks for is not worth a kernel, as nobody measures so all day.</summary>
internal sealed class SurveyReader<T>(MeasurePlan plan)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _isBinary = plan.Targets == TargetForm.Elements;
    private readonly double _tolerance = Distribution.ToleranceOf(plan.StoredType);
    private readonly InputForm _form = plan.CrossEntropy.Options.Form;
    private readonly InputForm _otherForm = plan.CrossEntropy.Options.Form == InputForm.Logit ? InputForm.Probability : InputForm.Logit;
    private readonly int _classes = plan.Layout.Classes;

    // Memory for a row, for as many threads as there are: of many classes it costs more to ask for than to fill.
    private readonly ConcurrentBag<Room> _rooms = [];

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
        if (!_rooms.TryTake(out Room? room))
        {
            room = new Room(_isBinary, _classes);
        }

        FormCosts costs = room.Costs;
        Span<double> row = room.Row;
        Span<double> target = targets.Labels.IsEmpty ? room.Target : [];
        Span<double> exponentials = _form == InputForm.LogProbability ? room.Exponentials : [];
        int lossesPerRow = losses.Length / predictions.Rows;
        for (int r = 0; r < predictions.Rows; r++)
        {
            long sample = source.SampleNumber(firstRow + r);
            TensorPrimitives.ConvertTruncating(predictions.Row(r, room.Line), row);
            if (target.Length > 0)
            {
                TensorPrimitives.ConvertTruncating(targets.Block.Row(r, room.Line), target);
            }

            ReadPredictions(survey, row, exponentials, sample);
            int label = targets.Labels.IsEmpty ? -1 : targets.Labels[r];
            if (target.Length == 0 && label < 0)
            {
                continue;
            }

            int only = target.Length == 0 ? ReadLabel(survey, label) : ReadTargets(survey, target, sample);
            double loss = 0;
            for (int i = r * lossesPerRow; i < (r + 1) * lossesPerRow; i++)
            {
                loss += losses[i];
            }

            ReadClip(survey, row, target, label, loss, sample);
            costs.Read(row, _form, plan.CrossEntropy.Options.Temperature);
            ReadShares(survey, costs);
            survey.PlainLoss += Cost(costs, target, label);
            survey.ShiftedLoss += label > 0 ? new CompensatedSum(costs.Of(label - 1), 0) : default;
            survey.Costliest.Add(new CostlySample(sample, loss, only, ProbabilityOf(costs, row, only)));
            costs.Read(row, _otherForm, temperature: 1);
            survey.OtherFormLoss += Cost(costs, target, label);
        }

        survey.WeightCount = weights.Length;
        int repeat = weights.IsEmpty ? 1 : Math.Max(1, weights.Length / predictions.Rows);
        for (int i = 0; i < weights.Length; i++)
        {
            ReadWeight(survey, weights[i], source.SampleNumber(firstRow + (i / repeat)));
        }

        _rooms.Add(room);
        return survey;
    }

    private static CompensatedSum Cost(FormCosts costs, ReadOnlySpan<double> target, int label) =>
        new(label >= 0 ? costs.Of(label) : costs.Of(target), 0);

    // Of one output the classes are no and yes. Costs know of no probability below a bound.
    private double ProbabilityOf(FormCosts costs, ReadOnlySpan<double> row, int only)
    {
        if (only < 0)
        {
            return double.NaN;
        }

        int column = _isBinary ? 0 : only;
        double probability = _form == InputForm.Probability ? row[column] : costs.Probability(column);
        return _isBinary && only == 0 ? 1 - probability : probability;
    }

    private void ReadShares(Survey survey, FormCosts costs)
    {
        if (_isBinary && _classes == 1)
        {
            survey.ClassShares[0] += 1 - costs.Probability(0);
            survey.ClassShares[1] += costs.Probability(0);
            return;
        }

        TensorPrimitives.Add(survey.ClassShares, costs.Probabilities, survey.ClassShares);
    }

    private void ReadPredictions(Survey survey, ReadOnlySpan<double> row, Span<double> exponentials, long sample)
    {
        survey.Compare(row);
        double greatest = TensorPrimitives.Max(row);
        if (double.IsNaN(greatest) || double.IsPositiveInfinity(greatest))
        {
            ReadOdd(survey, row, sample);
        }
        else
        {
            survey.Least = Math.Min(survey.Least, TensorPrimitives.Min(row));
            survey.Greatest = Math.Max(survey.Greatest, greatest);
        }

        bool isHard = !row.ContainsAnyExcept(0, 1);
        double sum = SumOf(row, exponentials);
        survey.HardRows += isHard ? 1 : 0;
        if (_classes > 1 && !(Math.Abs(sum - 1) <= _tolerance))
        {
            survey.Unnormalised.Add(sample, sum);
            survey.WorstSum = Math.Abs(sum - 1) > Math.Abs(survey.WorstSum - 1) ? sum : survey.WorstSum;
        }
    }

    // Rows with a NaN, or an infinite number that rules no class out.
    private void ReadOdd(Survey survey, ReadOnlySpan<double> row, long sample)
    {
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
            }

            if (double.IsPositiveInfinity(value) && !_isBinary && _form != InputForm.Probability)
            {
                survey.Infinite.Add(sample, value);
            }
        }
    }

    // Of logarithms the sum of the exponentials. The error of an infinite sum is NaN.
    private static double SumOf(ReadOnlySpan<double> row, Span<double> exponentials)
    {
        if (!exponentials.IsEmpty)
        {
            VectorMath.Exp(row, exponentials);
            row = exponentials;
        }

        CompensatedSum sum = CompensatedSum.Of(row);
        return double.IsFinite(sum.Value) ? sum.Value : sum.Sum;
    }

    private static int ReadLabel(Survey survey, int label)
    {
        survey.LeastLabel = Math.Min(survey.LeastLabel, label);
        survey.GreatestLabel = Math.Max(survey.GreatestLabel, label);
        survey.ClassCounts[label]++;
        return label;
    }

    // The class of the sample, or -1 where it has several or none.
    private int ReadTargets(Survey survey, ReadOnlySpan<double> target, long sample)
    {
        int ones = 0;
        int zeros = 0;
        int largest = 0;
        for (int c = 0; c < target.Length; c++)
        {
            ones += target[c] == 1 ? 1 : 0;
            zeros += target[c] == 0 ? 1 : 0;
            largest = target[c] > target[largest] ? c : largest;
            if (target[c] is not (0 or 1))
            {
                survey.SoftTargets.Add(sample, target[c]);
            }

            if (_isBinary)
            {
                survey.AddTarget(target[c]);
            }
        }

        bool isOneHot = ones == 1 && zeros == target.Length - 1;
        survey.OneHotTargets += isOneHot ? 1 : 0;
        CountClasses(survey, target, largest);
        return _isBinary
            ? (_classes == 1 && ones + zeros == 1 ? ones : -1)
            : (isOneHot ? largest : -1);
    }

    private void CountClasses(Survey survey, ReadOnlySpan<double> target, int largest)
    {
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

    private sealed class Room(bool isBinary, int classes)
    {
        public double[] Row { get; } = new double[classes];

        public double[] Target { get; } = new double[classes];

        public double[] Exponentials { get; } = new double[classes];

        public T[] Line { get; } = new T[classes];

        public FormCosts Costs { get; } = new(isBinary, classes);
    }
}
