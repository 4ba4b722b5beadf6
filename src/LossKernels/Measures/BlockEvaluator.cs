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
    private readonly BlockWeights<T> _weights = new(plan);
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
    /// <param name="results">Where the losses that are kept and the derivatives go, of all of <paramref name="source"/>.</param>
    /// <exception cref="LossException">The lowest row at fault.</exception>
    public BlockOutcome Evaluate(TensorSource source, long firstRow, int rows, Workspace<T> memory, BlockResults<T> results)
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

        Span<double> weights = _weights.Read(source, firstRow, rows, memory.Weights);
        if (results.Gradient.Length > 0)
        {
            Differentiate(predictions, targets, source, firstRow, weights, memory, results);
        }

        _weights.Weigh(losses, weights, targets.Labels);
        if (_formula.IsPerElement && !plan.IsPerElement)
        {
            BlockWeights<T>.AverageOutputs(losses, rows, classes);
            losses = losses[..rows];
            weights = source.Weights is { PerElement: true } ? BlockWeights<T>.AverageOutputs(weights, rows, classes)[..rows] : weights;
        }

        Keep(losses, source, firstRow, rows, memory, results.Losses);
        int lossesOfRow = losses.Length / rows;
        Span<double> valid = losses;
        if (ignored > 0)
        {
            valid = losses[..BlockWeights<T>.CloseRanks(losses, weights, targets.Labels)];
            weights = weights.IsEmpty ? weights : weights[..valid.Length];
            outcome.Sums.AddIgnored(ignored);
        }

        if (!outcome.Sums.Add(valid, weights, plan.IsPerElement ? classes : 1))
        {
            InputChecks.Losses(losses, lossesOfRow, source, firstRow, ref outcome.Findings);
        }

        return outcome;
    }

    private void Differentiate(
        TensorBlock<T> predictions,
        BlockTargets<T> targets,
        TensorSource source,
        long firstRow,
        ReadOnlySpan<double> weights,
        Workspace<T> memory,
        BlockResults<T> results)
    {
        int rows = predictions.Rows;
        int classes = predictions.Classes;

        // A sample's loss is the average of its outputs' losses.
        double scale = _formula.IsPerElement && !plan.IsPerElement ? results.Scale / classes : results.Scale;
        Span<double> scales = memory.Wide.Values.AsSpan(0, weights.IsEmpty ? rows : weights.Length);
        if (weights.IsEmpty)
        {
            scales.Fill(scale);
        }
        else
        {
            TensorPrimitives.Multiply(weights, scale, scales);
        }

        if (source.Layout.Inner == 1)
        {
            _formula.Differentiate(predictions, targets, memory.Scratch, scales, results.Gradient.AsSpan((int)(firstRow * classes), rows * classes));
            return;
        }

        Span<T> gradient = memory.Derivatives.Values.AsSpan(0, rows * classes);
        _formula.Differentiate(predictions, targets, memory.Scratch, scales, gradient);
        source.Layout.WriteRows<T>(gradient, firstRow, rows, results.Gradient);
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
}
