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

/// <summary>Examines a block.</summary>
internal sealed class SurveyReader<T>(MeasurePlan plan)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _isBinary = plan.Targets == TargetForm.Elements;
    private readonly int _classes = plan.Layout.Classes;
    private readonly double _tolerance = Distribution.ToleranceOf(plan.StoredType);
    private readonly InputForm _form = plan.CrossEntropy.Options.Form;
    private readonly CostReader<T> _costs = new(plan);

    // With the first row that any thread meets all are compared.
    private T[]? _anyRow;

    /// <summary>How many doubles of scratch memory a row takes.</summary>
    public int ScratchPerRow => _costs.ScratchPerRow;

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

        _costs.Read(survey, block, losses, memory);
        ReadWeights(survey, block, weights);
        return survey;
    }

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
                    survey.NotANumber.Add(block.SampleNumber(r));
                    continue;
                }

                survey.Least = Math.Min(survey.Least, value);
                survey.Greatest = Math.Max(survey.Greatest, value);
                if (double.IsPositiveInfinity(value) && !_isBinary && _form != InputForm.Probability)
                {
                    survey.Infinite.Add(block.SampleNumber(r), value);
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
                survey.Unnormalised.Add(block.SampleNumber(r), sums[r]);
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
            survey.SoftTargets.Add(block.SampleNumber(row), double.CreateTruncating(target));
        }
    }

    private static void ReadWeights(Survey survey, BlockInput<T> block, ReadOnlySpan<double> weights)
    {
        survey.WeightCount = weights.Length;
        int repeat = Math.Max(1, weights.Length / block.Rows);
        for (int i = 0; i < weights.Length; i++)
        {
            ReadWeight(survey, weights[i], block.SampleNumber(i / repeat));
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
