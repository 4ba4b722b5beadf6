using System.Numerics;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Details.Verdicts;
using LossKernels.Kernels.Targets;
using LossKernels.Measures.Binding;
using LossKernels.Measures.Details;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Measures.Blocks;

/// <summary>Sums up the quality of a block's predictions.</summary>
internal static class DetailReader
{
    /// <summary>The sums of a block.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="losses">The losses of the formula, with their weights.</param>
    /// <param name="rowWeights">As many weights, or one a row; empty where all are one.</param>
    /// <param name="quality">The quality of the predictions.</param>
    /// <param name="memory">Memory that no other thread uses.</param>
    public static BlockDetail Read<T>(
        MeasurePlan plan, BlockTargets<T> targets, ReadOnlySpan<double> losses, RowWeights rowWeights, PredictionQuality quality, Workspace<T> memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Where each class's term is weighed, it is not its row that is.
        ReadOnlySpan<double> weights = rowWeights.Weights;
        bool weighsTerms = plan.Loss.FormulaWeighsClasses;
        ReadOnlySpan<double> factors = weighsTerms ? rowWeights.Factors : weights;
        BlockDetail detail = new(plan.DetailClasses, plan.TakesElements ? plan.DetailClasses : losses.Length);
        if (plan.TakesElements)
        {
            Span<double> zs = memory.Wide.Values[..losses.Length];
            BinaryTargets.Write(plan.Convention, targets.Block.Values, zs);
            detail.AddOutputs(quality, zs, targets.Block.Classes, weights, factors, weighsTerms ? plan.ClassWeights[1] : null, losses);
            return detail;
        }

        ReadOnlySpan<int> labels = targets.RowLabels[..losses.Length];
        bool areHot = !targets.Labels.IsEmpty || (weights.IsEmpty && targets.AreHot);
        if (!weights.IsEmpty || !(areHot || (targets.Block.HasRows && !detail.IsListed)))
        {
            AddEach(detail, targets, labels, losses, weights, factors, weighsTerms, quality, memory.Wide.Values[..labels.Length]);
            return detail;
        }

        if (!areHot)
        {
            detail.AddTargets(targets.Block.Values[..(losses.Length * targets.Block.Classes)], targets.Block.Classes);
        }

        RowVerdicts verdicts = quality.Verdicts;
        if (verdicts.IsEmpty)
        {
            quality.LeaveOutNaN();
            verdicts = memory.CreateVerdicts(losses.Length);
            verdicts.Take(quality.Ranks, quality.Confidences, quality.BrierScores, labels);
        }

        detail.Add(verdicts, labels, losses, areHot ? 1 : 0);
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

    private static void AddEach<T>(
        BlockDetail detail,
        BlockTargets<T> targets,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> losses,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> factors,
        bool weighsTerms,
        PredictionQuality quality,
        Span<double> masses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!targets.Labels.IsEmpty)
        {
            detail.Add(quality, labels, [], weights, factors, losses);
            return;
        }

        TargetStatistics found = targets.Statistics;
        if (weighsTerms)
        {
            // The weight of such a row is that of its target already.
            masses.Fill(1);
        }
        else
        {
            found.Masses.CopyTo(masses);
        }

        Span<T> side = targets.Block.HasRows ? [] : new T[targets.Block.Classes];
        for (int r = 0; r < labels.Length; r++)
        {
            if (!found.IsSingle[r])
            {
                // All of its targets are added one by one.
                masses[r] = 0;
                detail.AddTargets(targets.Block.Row(r, side), factors.IsEmpty ? 1 : factors[r]);
            }
        }

        detail.Add(quality, labels, masses, weights, factors, losses);
    }
}
