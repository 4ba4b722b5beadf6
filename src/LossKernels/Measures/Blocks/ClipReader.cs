using System.Numerics;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Walks;
using LossKernels.Measures.Binding;
using LossKernels.Semantics;

namespace LossKernels.Measures.Blocks;

/// <summary>Finds the samples of a block whose cost is that of the convention's clip.</summary>
internal sealed class ClipReader<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _isBinary;

    // What is clipped to this bound, or not above zero, costs what the bound or the floor of the logarithm does; null where there is neither.
    private readonly double? _clip;

    /// <summary>A reader of blocks of one measurement.</summary>
    public ClipReader(MeasurePlan plan)
    {
        ProbabilityFormula numbers = plan.Loss.Numbers;
        double bound = numbers.HasEpsilon && numbers.Use != EpsilonUse.None ? plan.Epsilon ?? 0 : 0;
        _isBinary = plan.TakesElements;
        _clip = plan.CrossEntropy.Options.Form == InputForm.Probability && (bound > 0 || double.IsFinite(numbers.LogFloor)) ? bound : null;
    }

    /// <summary>Notes samples with a probability of what came true that is clipped.</summary>
    /// <param name="survey">Where they are noted; of predictions it has the bounds.</param>
    /// <param name="block">The block.</param>
    /// <param name="losses">The losses with their weights, as they are kept: one a row or one an element.</param>
    public void Read(Survey survey, BlockInput<T> block, ReadOnlySpan<double> losses)
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
                survey.Clipped.Add(block.SampleNumber(r), least);
                survey.ClippedLoss += block.SumOfRow(losses, r);
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
}
