using System.Numerics;
using LossKernels.Kernels;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Sums up the quality of a block's predictions.</summary>
internal static class DetailReader
{
    /// <summary>The sums of a block.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="losses">The losses of the formula, with their weights.</param>
    /// <param name="weights">As many weights, or one a row; empty where all are one.</param>
    /// <param name="quality">The quality of the predictions.</param>
    /// <param name="rows">The number of rows.</param>
    public static BlockDetail Read<T>(
        MeasurePlan plan, BlockTargets<T> targets, ReadOnlySpan<double> losses, ReadOnlySpan<double> weights, PredictionQuality quality, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        BlockDetail detail = new(plan.DetailClasses, losses.Length);
        if (plan.Kind == LossKind.Binary)
        {
            AddOutputs(detail, targets.Block, losses, weights, quality);
            return detail;
        }

        for (int r = 0; r < rows; r++)
        {
            int label = targets.LabelOf(r);
            if (label >= 0)
            {
                double weight = weights.IsEmpty ? 1 : weights[r];
                double target = !targets.IsSingle(r) ? 0 : targets.Labels.IsEmpty ? targets.Statistics.Masses[r] : 1;
                detail.Add(quality, r, label, weight, losses[r], weight * target, counts: 1);
                if (!targets.IsSingle(r))
                {
                    AddTargets(detail, targets.Block, r, weight);
                }
            }
        }

        return detail;
    }

    private static void AddTargets<T>(BlockDetail detail, TensorBlock<T> targets, int row, double weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < targets.Classes; j++)
        {
            detail.AddTarget(j, targets.Classes, weight * double.CreateTruncating(targets[row, j]));
        }
    }

    private static void AddOutputs<T>(
        BlockDetail detail, TensorBlock<T> targets, ReadOnlySpan<double> losses, ReadOnlySpan<double> weights, PredictionQuality quality)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int outputs = targets.Classes;
        int repeat = weights.IsEmpty ? 1 : losses.Length / weights.Length;
        for (int i = 0; i < losses.Length; i++)
        {
            double target = double.CreateTruncating(targets.Values[i]);
            double weight = weights.IsEmpty ? 1 : weights[i / repeat];
            int column = i % outputs;
            bool isYes = target > 0.5;
            int label = outputs > 1 ? column : isYes ? 1 : 0;
            detail.Add(quality, i, label, weight, losses[i], outputs > 1 ? weight * target : 0, counts: outputs == 1 || isYes ? 1 : 0);
            if (outputs == 1)
            {
                detail.AddTarget(0, 1, weight * target);
            }
        }
    }
}
