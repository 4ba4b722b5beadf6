using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Semantics.Formulas;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>1 where the class of a row, that of the greatest target or the label, is among the k greatest scores, else 0. A row that is left out costs nothing.</summary>
internal sealed class RankingFormula<T>(Ranking ranking) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        WideRow<T> scores = new(predictions.Classes);
        WideRow<T> target = new(targets.Block.Classes);
        for (int r = 0; r < predictions.Rows; r++)
        {
            int label = targets.Labels.IsEmpty ? TensorPrimitives.IndexOfMax(target.Read(targets.Block, r)) : targets.Labels[r];
            losses[r] = label < 0 ? 0 : ranking.IsAmong(scores.Read(predictions, r), label);
        }

        return BlockCheck.None;
    }
}
