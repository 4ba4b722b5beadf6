using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>
/// Takes a block from memory through kernel and semantics to its sums. It holds no state of its own, so that blocks can be taken on any thread.
/// </summary>
/// <typeparam name="T">float or double: what the block is read as.</typeparam>
internal sealed class BlockEvaluator<T>(MeasurePlan plan)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LossFormula<T> _formula = LossFormula<T>.Bind(plan.Kind, plan.Options.Form, plan.Convention, plan.Options.Epsilon);

    /// <summary>The largest block, in rows.</summary>
    public int RowsPerBlock { get; } = BlockSchedule.RowsPerBlock(plan.Layout.Classes);

    /// <summary>Memory for one thread.</summary>
    public Workspace<T> CreateWorkspace(long rows) => new(
        (int)Math.Min(RowsPerBlock, rows),
        plan.Layout.Classes,
        _formula.IsPerElement ? plan.Layout.Classes : 1,
        _formula.ScratchPerRow);

    /// <summary>Measures rows from <paramref name="firstRow"/> on.</summary>
    /// <param name="source">Where the rows are.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="memory">Memory that no other thread uses.</param>
    /// <param name="values">Where the losses go that are kept, all of <paramref name="source"/>; else empty.</param>
    /// <exception cref="LossException">The lowest row at fault.</exception>
    public BlockOutcome Evaluate(TensorSource source, long firstRow, int rows, Workspace<T> memory, Span<T> values)
    {
        BlockOutcome outcome = default;
        int classes = source.Layout.Classes;
        int lossesPerRow = _formula.IsPerElement ? classes : 1;
        TensorBlock<T> predictions = _formula.IsPerElement
            ? source.ReadPredictionRows(firstRow, rows, memory.Predictions, memory.Line)
            : source.ReadPredictions(firstRow, rows, memory.Predictions);
        BlockTargets<T> targets = ReadTargets(source, firstRow, rows, memory, out int ignored);

        Span<double> losses = memory.Losses.AsSpan(0, rows * lossesPerRow);
        BlockCheck check = _formula.Evaluate(predictions, targets, losses, memory.Scratch);
        if (!check.ArePredictionsAllowed)
        {
            InputChecks.Predictions(predictions, plan.Convention, source, firstRow, ref outcome.Findings);
        }

        if (!check.AreTargetsWithinUnit)
        {
            InputChecks.BinaryTargets(targets.Block.Values, source, firstRow, ref outcome.Findings);
        }

        Span<double> weights = ReadWeights(source, firstRow, rows, memory);
        Weigh(losses, weights, targets.Labels);
        if (_formula.IsPerElement && !plan.IsPerElement)
        {
            AverageOutputs(losses, rows, classes);
            losses = losses[..rows];
            weights = source.Weights is { PerElement: true } ? AverageOutputs(weights, rows, classes)[..rows] : weights;
        }

        Keep(losses, source, firstRow, rows, memory, values);
        int lossesOfRow = losses.Length / rows;
        Span<double> valid = losses;
        if (ignored > 0)
        {
            valid = losses[..CloseRanks(losses, weights, targets.Labels)];
            weights = weights.IsEmpty ? weights : weights[..valid.Length];
            outcome.Sums.AddIgnored(ignored);
        }

        if (!outcome.Sums.Add(valid, weights, plan.IsPerElement ? classes : 1))
        {
            InputChecks.Losses(losses, lossesOfRow, source, firstRow, ref outcome.Findings);
        }

        return outcome;
    }

    private BlockTargets<T> ReadTargets(TensorSource source, long firstRow, int rows, Workspace<T> memory, out int ignored)
    {
        ignored = 0;
        if (plan.Kind == LossKind.Sparse)
        {
            return new BlockTargets<T>(source.ReadLabels(firstRow, rows, plan.Convention.IgnoreClass, memory.Labels, memory.Wide, out ignored));
        }

        if (plan.Kind == LossKind.Binary)
        {
            return new BlockTargets<T>(source.ReadTargetRows(firstRow, rows, memory.Targets, memory.Line), default);
        }

        TensorBlock<T> block = source.ReadTargets(firstRow, rows, memory.Targets);
        TargetStatistics statistics = memory.Statistics(rows);
        bool isWithinUnit = TargetKernel.Scan(block, statistics);
        if (plan.Decision.FromTargets)
        {
            InputChecks.Distributions(block, statistics, isWithinUnit, source, firstRow);
        }

        return new BlockTargets<T>(block, statistics);
    }

    // One weight for each loss that the formula gives.
    private Span<double> ReadWeights(TensorSource source, long firstRow, int rows, Workspace<T> memory)
    {
        if (source.Weights is null)
        {
            return default;
        }

        int classes = source.Layout.Classes;
        if (source.Weights.PerElement)
        {
            Span<double> all = memory.Weights.AsSpan(0, rows * classes);
            source.Weights.Read(firstRow * classes, all);
            InputChecks.Weights(all, source, firstRow, classes);
            return all;
        }

        Span<double> perRow = memory.Weights.AsSpan(0, rows);
        source.Weights.Read(firstRow, perRow);
        InputChecks.Weights(perRow, source, firstRow, 1);
        if (!plan.IsPerElement)
        {
            return perRow;
        }

        Span<double> spread = memory.Weights.AsSpan(0, rows * classes);
        for (int r = rows - 1; r >= 0; r--)
        {
            spread.Slice(r * classes, classes).Fill(spread[r]);
        }

        return spread;
    }

    private void Weigh(Span<double> losses, ReadOnlySpan<double> weights, ReadOnlySpan<int> labels)
    {
        if (weights.IsEmpty)
        {
            return;
        }

        int repeat = losses.Length / weights.Length;
        for (int i = 0; i < losses.Length; i++)
        {
            double weight = weights[i / repeat];
            bool skips = (weight == 0 && plan.Convention.SkipsZeroWeight) || (!labels.IsEmpty && labels[i] < 0);
            losses[i] = skips ? 0 : weight * losses[i];
        }
    }

    private static Span<double> AverageOutputs(Span<double> values, int rows, int classes)
    {
        if (classes == 1)
        {
            return values;
        }

        for (int r = 0; r < rows; r++)
        {
            double sum = 0;
            foreach (double value in values.Slice(r * classes, classes))
            {
                sum += value;
            }

            values[r] = sum / classes;
        }

        return values;
    }

    private void Keep(ReadOnlySpan<double> losses, TensorSource source, long firstRow, int rows, Workspace<T> memory, Span<T> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        if (!plan.IsPerElement)
        {
            TensorPrimitives.ConvertTruncating(losses, values[(int)firstRow..]);
            return;
        }

        TensorPrimitives.ConvertTruncating<double, T>(losses, memory.Kept);
        source.Layout.WriteRows<T>(memory.Kept, firstRow, rows, values);
    }

    // Moves what is not ignored to the front, and says how much that is.
    private static int CloseRanks(Span<double> losses, Span<double> weights, ReadOnlySpan<int> labels)
    {
        int valid = 0;
        for (int r = 0; r < labels.Length; r++)
        {
            if (labels[r] < 0)
            {
                continue;
            }

            losses[valid] = losses[r];
            if (!weights.IsEmpty)
            {
                weights[valid] = weights[r];
            }

            valid++;
        }

        return valid;
    }
}
