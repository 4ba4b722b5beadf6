using System.Numerics;
using LossKernels.Kernels;

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
        BlockDetail detail = new(plan.DetailClasses, plan.Targets == TargetForm.Elements ? plan.DetailClasses : losses.Length);
        if (plan.Targets == TargetForm.Elements)
        {
            detail.AddOutputs(quality, targets.Block.Values, targets.Block.Classes, weights, losses);
        }
        else if (!targets.Labels.IsEmpty)
        {
            detail.Add(quality, targets.Labels[..rows], [], weights, losses);
        }
        else
        {
            AddDense(detail, targets, losses, weights, quality, rows);
        }

        return detail;
    }

    /// <summary>The sums of a block of binary outputs, or of rows of two classes, that are added up already.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="sums">What they come to.</param>
    public static BlockDetail Read(MeasurePlan plan, OutputSums sums)
    {
        BlockDetail detail = new(plan.DetailClasses, plan.DetailClasses);
        detail.AddOutputs(sums);
        return detail;
    }

    private static void AddDense<T>(
        BlockDetail detail, BlockTargets<T> targets, ReadOnlySpan<double> losses, ReadOnlySpan<double> weights, PredictionQuality quality, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TargetStatistics found = targets.Statistics;
        if (weights.IsEmpty && targets.AreHot)
        {
            detail.Add(quality, found.Labels[..rows], [], [], losses);
            return;
        }

        if (weights.IsEmpty && targets.Block.HasRows && !detail.IsListed)
        {
            detail.AddSoft(quality, found.Labels[..rows], targets.Block.Values[..(rows * targets.Block.Classes)], targets.Block.Classes, losses);
            return;
        }

        Span<T> side = targets.Block.HasRows ? [] : new T[targets.Block.Classes];
        for (int r = 0; r < rows; r++)
        {
            if (!found.IsSingle[r])
            {
                // All of its targets are added one by one.
                found.Masses[r] = 0;
                detail.AddTargets(targets.Block.Row(r, side), weights.IsEmpty ? 1 : weights[r]);
            }
        }

        detail.Add(quality, found.Labels[..rows], found.Masses[..rows], weights, losses);
    }
}
