using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Measures.Binding;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>Examines a block. What its samples cost is asked of the formulas that measure: the plain one, and that of what else the predictions may be.</summary>
internal sealed class SurveyReader<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Below what matters: one probability of zero is not to make the cost of all infinite.
    private static readonly ProbabilityFormula Bounded = new(Epsilon: 1e-7);

    private readonly bool _isBinary;
    private readonly int _classes;
    private readonly double _tolerance;
    private readonly InputForm _form;

    // What is clipped to this bound, or not above zero, costs what the bound or the floor of the logarithm does; null where there is neither.
    private readonly double? _clip;

    private readonly LossFormula<T> _plain;
    private readonly LossFormula<T>? _otherForm;

    // With the first row that any thread meets all are compared.
    private T[]? _anyRow;

    /// <summary>An examination of the blocks of one measurement.</summary>
    public SurveyReader(MeasurePlan plan)
    {
        CrossEntropyOptions options = plan.CrossEntropy.Options;
        LossKind kind = plan.CrossEntropy.Kind;
        ProbabilityFormula numbers = plan.Loss.Numbers;
        _isBinary = plan.Targets == TargetForm.Elements;
        _classes = plan.Layout.Classes;
        _tolerance = Distribution.ToleranceOf(plan.StoredType);
        _form = options.Form;
        double bound = numbers.HasEpsilon && numbers.Use != EpsilonUse.None ? plan.Epsilon ?? 0 : 0;
        _clip = _form == InputForm.Probability && (bound > 0 || double.IsFinite(numbers.LogFloor)) ? bound : null;
        _plain = Plain(kind, _form, options.Temperature);
        _otherForm = _form switch
        {
            InputForm.Logit => Plain(kind, InputForm.Probability),
            InputForm.Probability => Plain(kind, InputForm.Logit),
            _ => null,
        };
    }

    /// <summary>How many doubles of scratch memory a row takes.</summary>
    public int ScratchPerRow => Math.Max(_plain.ScratchPerRow, _otherForm?.ScratchPerRow ?? 0);

    /// <summary>What a block shows.</summary>
    /// <param name="block">The block.</param>
    /// <param name="losses">The losses with their weights, as they are kept: one a row or one an element.</param>
    /// <param name="weights">As many weights; empty where all are one.</param>
    /// <param name="memory">Memory that no other thread uses.</param>
    public Survey Read(BlockInput<T> block, ReadOnlySpan<double> losses, ReadOnlySpan<double> weights, Workspace<T> memory)
    {
        Survey survey = new() { Rows = block.Rows };
        ReadPredictions(survey, block, memory);
        if (_isBinary)
        {
            ReadOutputs(survey, block);
        }
        else
        {
            ReadClasses(survey, block);
        }

        ReadClip(survey, block, losses);
        ReadCosts(survey, block, losses, memory);
        ReadWeights(survey, block, weights);
        return survey;
    }

    private static LossFormula<T> Plain(LossKind kind, InputForm form, double temperature = 1) => LossFormula<T>.Bind(
        new FormulaTerms
        {
            Kind = kind,
            Form = form,
            Convention = Conventions.Exact,
            Numbers = form == InputForm.Probability ? Bounded : ProbabilityFormula.Plain,
            Temperature = temperature,
        });

    private static long SampleOf(BlockInput<T> block, int row) => block.Source.SampleNumber(block.FirstRow + row);

    private void ReadPredictions(Survey survey, BlockInput<T> block, Workspace<T> memory)
    {
        using TileBuffer<T> buffer = new(block.Predictions);
        survey.IsConstant = AreConstant(block.Predictions, buffer.Row);
        (T least, T greatest) = ReadRange(survey, block.Predictions);
        if (T.IsNaN(least) || T.IsPositiveInfinity(greatest))
        {
            ReadOdd(survey, block, buffer.Row);
        }
        else
        {
            survey.Least = double.CreateTruncating(least);
            survey.Greatest = double.CreateTruncating(greatest);
        }

        // Logits outside 0..1 are no probabilities, whatever they sum to.
        if (!_isBinary && _classes > 1 && (_form != InputForm.Logit || survey.IsWithinUnit))
        {
            ReadSums(survey, block, buffer.Row, memory);
        }
    }

    private bool AreConstant(TensorBlock<T> rows, Span<T> side)
    {
        T[]? compared = _anyRow;
        if (compared is null)
        {
            T[] own = rows.Row(0, side).ToArray();
            compared = Interlocked.CompareExchange(ref _anyRow, own, null) ?? own;
        }

        for (int r = 0; r < rows.Rows; r++)
        {
            if (!rows.Row(r, side).SequenceEqual(compared))
            {
                return false;
            }
        }

        return true;
    }

    // The least and the greatest prediction, NaN if there is one.
    private static (T Least, T Greatest) ReadRange(Survey survey, TensorBlock<T> predictions)
    {
        T least = T.PositiveInfinity;
        T greatest = T.NegativeInfinity;
        int length = predictions.HasRows ? predictions.Rows * predictions.Classes : predictions.Rows;
        for (int c = 0; c < (predictions.HasRows ? 1 : predictions.Classes); c++)
        {
            ReadOnlySpan<T> values = predictions.Values.Slice((int)(c * predictions.ClassStride), length);
            least = T.Min(least, TensorPrimitives.Min(values));
            greatest = T.Max(greatest, TensorPrimitives.Max(values));
            survey.AreHard = survey.AreHard && !values.ContainsAnyExcept(T.Zero, T.One);
        }

        return (least, greatest);
    }

    // With a NaN, or an infinite number that rules no class out.
    private void ReadOdd(Survey survey, BlockInput<T> block, Span<T> side)
    {
        for (int r = 0; r < block.Rows; r++)
        {
            foreach (T prediction in block.Predictions.Row(r, side))
            {
                double value = double.CreateTruncating(prediction);
                if (double.IsNaN(value))
                {
                    survey.NotANumber.Add(SampleOf(block, r));
                    continue;
                }

                survey.Least = Math.Min(survey.Least, value);
                survey.Greatest = Math.Max(survey.Greatest, value);
                if (double.IsPositiveInfinity(value) && !_isBinary && _form != InputForm.Probability)
                {
                    survey.Infinite.Add(SampleOf(block, r), value);
                }
            }
        }
    }

    private void ReadSums(Survey survey, BlockInput<T> block, Span<T> side, Workspace<T> memory)
    {
        Span<double> sums = memory.Wide.Values[..block.Rows];
        if (_form == InputForm.LogProbability)
        {
            SumExponentials(block.Predictions, sums, side);
        }
        else
        {
            SoftmaxKernel.Sums(block.Predictions, sums);
        }

        for (int r = 0; r < sums.Length; r++)
        {
            if (!(Math.Abs(sums[r] - 1) <= _tolerance))
            {
                survey.Unnormalised.Add(SampleOf(block, r), sums[r]);
                survey.WorstSum = Math.Abs(sums[r] - 1) > Math.Abs(survey.WorstSum - 1) ? sums[r] : survey.WorstSum;
            }
        }
    }

    // There may be no T for an exponential.
    private static void SumExponentials(TensorBlock<T> logarithms, Span<double> sums, Span<T> side)
    {
        double[] memory = ArrayPool<double>.Shared.Rent(logarithms.Classes);
        Span<double> row = memory.AsSpan(0, logarithms.Classes);
        for (int r = 0; r < sums.Length; r++)
        {
            TensorPrimitives.ConvertTruncating(logarithms.Row(r, side), row);
            VectorMath.Exp(row, row);
            sums[r] = CompensatedSum.Of(row).Value;
        }

        ArrayPool<double>.Shared.Return(memory);
    }

    private static void ReadClasses(Survey survey, BlockInput<T> block)
    {
        BlockTargets<T> targets = block.Targets;
        if (!targets.Labels.IsEmpty)
        {
            foreach (int label in targets.Labels)
            {
                survey.LeastLabel = label < 0 ? survey.LeastLabel : Math.Min(survey.LeastLabel, label);
                survey.GreatestLabel = Math.Max(survey.GreatestLabel, label);
            }

            return;
        }

        using TileBuffer<T> buffer = new(targets.Block);
        for (int r = 0; r < block.Rows; r++)
        {
            if (targets.IsHot(r))
            {
                survey.OneHotTargets++;
                continue;
            }

            foreach (T target in targets.Block.Row(r, buffer.Row))
            {
                NoteSoft(survey, block, r, target);
            }
        }
    }

    private void ReadOutputs(Survey survey, BlockInput<T> block)
    {
        TensorBlock<T> targets = block.Targets.Block;
        bool areHard = !targets.Values.ContainsAnyExcept(T.Zero, T.One);
        if (_classes == 1)
        {
            ReadDistinct(survey, targets.Values);
            if (areHard)
            {
                return;
            }
        }

        for (int r = 0; r < block.Rows; r++)
        {
            ReadOnlySpan<T> row = targets[r];
            if (areHard || !row.ContainsAnyExcept(T.Zero, T.One))
            {
                survey.OneHotTargets += row.Count(T.One) == 1 ? 1 : 0;
                continue;
            }

            foreach (T target in row)
            {
                NoteSoft(survey, block, r, target);
            }
        }
    }

    private static void ReadDistinct(Survey survey, ReadOnlySpan<T> targets)
    {
        Span<T> distinct = stackalloc T[Survey.MostDistinct];
        for (int count = 0; count < distinct.Length; count++)
        {
            int next = targets.IndexOfAnyExcept(distinct[..count]);
            if (next < 0)
            {
                return;
            }

            distinct[count] = targets[next];
            survey.AddTarget(double.CreateTruncating(distinct[count]));
        }
    }

    private static void NoteSoft(Survey survey, BlockInput<T> block, int row, T target)
    {
        if (target != T.Zero && target != T.One)
        {
            survey.SoftTargets.Add(SampleOf(block, row), double.CreateTruncating(target));
        }
    }

    private void ReadClip(Survey survey, BlockInput<T> block, ReadOnlySpan<double> losses)
    {
        if (_clip is not double bound || (survey.Least > 0 && survey.Least >= bound && (!_isBinary || (survey.Greatest < 1 && 1 - survey.Greatest >= bound))))
        {
            return;
        }

        using TileBuffer<T> buffer = new(block.Targets.Block);
        for (int r = 0; r < block.Rows; r++)
        {
            if (block.Targets.IsIgnored(r))
            {
                continue;
            }

            double least = LeastOfTruth(block, r, buffer.Row);
            if (least < bound || least <= 0)
            {
                survey.Clipped.Add(SampleOf(block, r), least);
                survey.ClippedLoss += LossOf(losses, block, r);
            }
        }
    }

    // The least probability of what came true in a row.
    private double LeastOfTruth(BlockInput<T> block, int row, Span<T> side)
    {
        if (!_isBinary && block.Targets.IsHot(row))
        {
            return double.CreateTruncating(block.Predictions[row, block.Targets.LabelOf(row)]);
        }

        double least = double.PositiveInfinity;
        ReadOnlySpan<T> targets = block.Targets.Block.Row(row, side);
        for (int c = 0; c < targets.Length; c++)
        {
            double probability = double.CreateTruncating(block.Predictions[row, c]);
            least = targets[c] > T.Zero ? Math.Min(least, probability) : least;
            least = _isBinary && targets[c] < T.One ? Math.Min(least, 1 - probability) : least;
        }

        return least;
    }

    private static double LossOf(ReadOnlySpan<double> losses, BlockInput<T> block, int row)
    {
        int each = losses.Length / block.Rows;
        double loss = 0;
        foreach (double part in losses.Slice(row * each, each))
        {
            loss += part;
        }

        return loss;
    }

    private void ReadCosts(Survey survey, BlockInput<T> block, ReadOnlySpan<double> losses, Workspace<T> memory)
    {
        Span<double> costs = memory.Wide.Values[..(_plain.IsPerElement ? block.Rows * _classes : block.Rows)];
        if (_otherForm is not null && (_form != InputForm.Logit || survey.IsWithinUnit))
        {
            survey.OtherFormLoss = Cost(_otherForm, block, block.Targets, costs, memory);
        }

        if (survey.LeastLabel is > 0 and < int.MaxValue)
        {
            ReadLabelsLessOne(survey, block, costs, memory);
        }

        survey.PlainLoss = Cost(_plain, block, block.Targets, costs, memory);
        if (IsOfOneClass(block.Targets))
        {
            survey.OtherShare = costs.Length - SumOfProbabilities(costs);
        }

        for (int r = 0; r < block.Rows; r++)
        {
            double loss = LossOf(losses, block, r);
            if (survey.Costliest.Takes(loss) && !block.Targets.IsIgnored(r))
            {
                int label = ClassOf(block, r);
                survey.Costliest.Add(new CostlySample(SampleOf(block, r), loss, label, label < 0 ? double.NaN : ProbabilityOf(block, r, label, costs)));
            }
        }
    }

    // What labels that count from 1 would cost, and how often class 0 is expected, which then never occurs.
    private void ReadLabelsLessOne(Survey survey, BlockInput<T> block, Span<double> costs, Workspace<T> memory)
    {
        ReadOnlySpan<int> given = block.Targets.Labels;
        Span<int> labels = memory.OtherLabels.Values[..given.Length];
        for (int r = 0; r < labels.Length; r++)
        {
            labels[r] = Math.Max(given[r] - 1, -1);
        }

        survey.ShiftedLoss = Cost(_plain, block, new BlockTargets<T>(labels), costs, memory);
        for (int r = 0; r < labels.Length; r++)
        {
            labels[r] = Math.Min(given[r], 0);
        }

        Cost(_plain, block, new BlockTargets<T>(labels), costs, memory);

        // What is left out costs nothing.
        survey.ZeroShare = SumOfProbabilities(costs) - block.Ignored;
    }

    private static double SumOfProbabilities(ReadOnlySpan<double> costs)
    {
        double sum = 0;
        foreach (double cost in costs)
        {
            sum += VectorMath.Exp(-cost);
        }

        return sum;
    }

    // Whether all rows that count have the same class.
    private bool IsOfOneClass(BlockTargets<T> targets)
    {
        if (_isBinary)
        {
            return _classes == 1 && !targets.Block.Values.ContainsAnyExcept(targets.Block.Values[0]);
        }

        int only = -1;
        foreach (int label in targets.Labels.IsEmpty ? targets.Statistics.Labels : targets.Labels)
        {
            if (label >= 0 && label != only && only >= 0)
            {
                return false;
            }

            only = Math.Max(only, label);
        }

        return true;
    }

    // The class of a row, of one output no or yes; negative where it has several or none.
    private int ClassOf(BlockInput<T> block, int row)
    {
        if (!_isBinary)
        {
            return block.Targets.IsHot(row) ? block.Targets.LabelOf(row) : -1;
        }

        T target = block.Targets.Block[row, 0];
        return _classes > 1 ? -1 : target == T.Zero ? 0 : target == T.One ? 1 : -1;
    }

    // Costs know of no probability below a bound.
    private double ProbabilityOf(BlockInput<T> block, int row, int label, ReadOnlySpan<double> costs)
    {
        if (_form != InputForm.Probability)
        {
            return VectorMath.Exp(-costs[row]);
        }

        double probability = double.CreateTruncating(block.Predictions[row, _isBinary ? 0 : label]);
        return _isBinary && label == 0 ? 1 - probability : probability;
    }

    // What rows cost by a formula: of outputs the mean of theirs.
    private CompensatedSum Cost(LossFormula<T> formula, BlockInput<T> block, BlockTargets<T> targets, Span<double> costs, Workspace<T> memory)
    {
        formula.Evaluate(block.Predictions, targets, costs, memory.Scratch, default);
        CompensatedSum sum = CompensatedSum.Of(costs);
        return _isBinary ? sum.Over(_classes) : sum;
    }
    private static void ReadWeights(Survey survey, BlockInput<T> block, ReadOnlySpan<double> weights)
    {
        survey.WeightCount = weights.Length;
        int repeat = Math.Max(1, weights.Length / block.Rows);
        for (int i = 0; i < weights.Length; i++)
        {
            ReadWeight(survey, weights[i], SampleOf(block, i / repeat));
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
}
