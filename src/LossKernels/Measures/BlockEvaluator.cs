using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Kernels;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Where a block's rows are: in tensors that may hold more than the block.</summary>
/// <param name="Prediction">The predictions.</param>
/// <param name="Target">The targets.</param>
/// <param name="Layout">The class axis of the predictions.</param>
/// <param name="Weights">The weights, or null.</param>
/// <param name="SampleNumbers">The number of each row of the tensors, for messages; null where a row's number is its place.</param>
internal sealed record BlockInput(TensorView Prediction, TensorView Target, AxisLayout Layout, WeightLayout? Weights, long[]? SampleNumbers = null)
{
    /// <summary>The number by which a row is called in messages.</summary>
    public long SampleNumber(long row) => SampleNumbers is null ? row : SampleNumbers[row];
}

/// <summary>What a block came to.</summary>
internal struct BlockOutcome
{
    public LossAccumulator Sums;
    public Findings Findings;

    /// <summary>Adds the block that follows.</summary>
    public void Merge(in BlockOutcome later)
    {
        Sums.Merge(later.Sums);
        Findings.Merge(later.Findings);
    }
}

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
    public Workspace CreateWorkspace(long rows) => new(
        (int)Math.Min(RowsPerBlock, rows),
        plan.Layout.Classes,
        _formula.ScratchPerRow);

    /// <summary>Measures rows from <paramref name="firstRow"/> on.</summary>
    /// <param name="input">Where the rows are.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="memory">Memory that no other thread uses.</param>
    /// <param name="values">Where the losses go that are kept, all of <paramref name="input"/>; else empty.</param>
    /// <exception cref="LossException">The lowest row at fault.</exception>
    public BlockOutcome Evaluate(BlockInput input, long firstRow, int rows, Workspace memory, Span<T> values)
    {
        BlockOutcome outcome = default;
        int classes = input.Layout.Classes;
        TensorBlock<T> predictions = new(input.Layout.ReadRows<T>(input.Prediction, firstRow, rows, memory.Predictions, memory.Line), classes);
        BlockTargets<T> targets = ReadTargets(input, firstRow, rows, memory, ref outcome.Findings, out int ignored);
        CheckPredictions(predictions, input, firstRow, ref outcome.Findings);

        Span<double> losses = memory.Losses.AsSpan(0, _formula.IsPerElement ? rows * classes : rows);
        _formula.Evaluate(predictions, targets, losses, memory.Scratch);

        Span<double> weights = ReadWeights(input, firstRow, rows, memory);
        Weigh(losses, weights, targets.Labels);
        if (_formula.IsPerElement && !plan.IsPerElement)
        {
            AverageOutputs(losses, rows, classes);
            losses = losses[..rows];
            weights = input.Weights is { PerElement: true } ? AverageOutputs(weights, rows, classes)[..rows] : weights;
        }

        Note(losses, losses.Length / rows, input, firstRow, ref outcome.Findings);
        Keep(losses, input, firstRow, rows, memory, values);
        if (ignored > 0)
        {
            int valid = CloseRanks(losses, weights, targets.Labels);
            outcome.Sums.AddIgnored(ignored);
            losses = losses[..valid];
            weights = weights.IsEmpty ? weights : weights[..valid];
        }

        outcome.Sums.Add(losses, weights, plan.IsPerElement ? classes : 1);
        return outcome;
    }

    private BlockTargets<T> ReadTargets(BlockInput input, long firstRow, int rows, Workspace memory, ref Findings findings, out int ignored)
    {
        ignored = 0;
        if (plan.Kind == LossKind.Sparse)
        {
            Span<int> labels = memory.Labels.AsSpan(0, rows);
            ignored = LabelReader.Read(input.Target, firstRow, input.Layout.Classes, plan.Convention.IgnoreClass, input.SampleNumber, memory.Losses, labels);
            return new BlockTargets<T>(labels, default);
        }

        ReadOnlySpan<T> values = input.Layout.ReadRows<T>(input.Target, firstRow, rows, memory.Targets, memory.Line);
        if (plan.Decision is { FromTargets: true, Kind: LossKind.Categorical })
        {
            CheckDistributions(values, input, firstRow, memory.Losses.AsSpan(0, values.Length));
        }

        if (plan.Kind == LossKind.Binary)
        {
            NoteTargets(values, input, firstRow, ref findings);
        }

        return new BlockTargets<T>(default, values);
    }

    private static void CheckDistributions(ReadOnlySpan<T> targets, BlockInput input, long firstRow, Span<double> wide)
    {
        TensorPrimitives.ConvertTruncating(targets, wide);
        int row = KindDecision.FirstOtherThanDistribution(wide, input.Layout.Classes);
        if (row >= 0)
        {
            long sample = input.SampleNumber(firstRow + row);
            throw LossErrors.AmbiguousKind(
                $"The first targets are distributions over the classes, those of sample {sample} are not.",
                "Add -Kind Binary if the outputs are independent (multi-label), or -Kind Categorical to take them as they are.",
                sample);
        }
    }

    private static void NoteTargets(ReadOnlySpan<T> targets, BlockInput input, long firstRow, ref Findings findings)
    {
        for (int i = RangeKernel.FirstOutsideUnit(targets, 0); i >= 0; i = RangeKernel.FirstOutsideUnit(targets, i + 1))
        {
            findings.TargetOutsideUnit(input.SampleNumber(firstRow + (i / input.Layout.Classes)), double.CreateTruncating(targets[i]));
        }
    }

    private void CheckPredictions(TensorBlock<T> predictions, BlockInput input, long firstRow, ref Findings findings)
    {
        if (plan.Options.Form != InputForm.Probability)
        {
            return;
        }

        for (int i = RangeKernel.FirstOutsideUnit(predictions.Values, 0); i >= 0; i = RangeKernel.FirstOutsideUnit(predictions.Values, i + 1))
        {
            (int row, int column) = Math.DivRem(i, predictions.Classes);
            long sample = input.SampleNumber(firstRow + row);
            double value = double.CreateTruncating(predictions.Values[i]);
            if (double.IsNaN(value))
            {
                if (plan.Convention.RefusesNaN)
                {
                    throw LossErrors.NotANumber(plan.Convention.Name, sample, column);
                }

                continue;
            }

            if (plan.Convention.RefusesOutsideUnit)
            {
                throw LossErrors.ProbabilityOutOfRange(plan.Convention.Name, value, sample, column);
            }

            findings.OutsideUnit(sample, value);
        }
    }

    // One weight for each loss that the formula gives.
    private Span<double> ReadWeights(BlockInput input, long firstRow, int rows, Workspace memory)
    {
        if (input.Weights is null)
        {
            return default;
        }

        int classes = input.Layout.Classes;
        if (input.Weights.PerElement)
        {
            Span<double> all = memory.Weights.AsSpan(0, rows * classes);
            input.Weights.Read(firstRow * classes, all);
            CheckWeights(all, input, firstRow, classes);
            return all;
        }

        Span<double> perRow = memory.Weights.AsSpan(0, rows);
        input.Weights.Read(firstRow, perRow);
        CheckWeights(perRow, input, firstRow, 1);
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

    private static void CheckWeights(ReadOnlySpan<double> weights, BlockInput input, long firstRow, int perRow)
    {
        int index = TensorPrimitives.IndexOfMax(weights);
        if (index >= 0 && double.IsNaN(weights[index]))
        {
            throw LossErrors.NotANumber(input.SampleNumber(firstRow + (index / perRow)));
        }
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

    private static void Note(ReadOnlySpan<double> losses, int outputs, BlockInput input, long firstRow, ref Findings findings)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            if (double.IsFinite(losses[i]))
            {
                continue;
            }

            long sample = input.SampleNumber(firstRow + (i / outputs));
            if (double.IsNaN(losses[i]))
            {
                findings.NotANumber(sample);
            }
            else
            {
                findings.Infinite(sample, losses[i]);
            }
        }
    }

    private void Keep(ReadOnlySpan<double> losses, BlockInput input, long firstRow, int rows, Workspace memory, Span<T> values)
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
        input.Layout.WriteRows<T>(memory.Kept, firstRow, rows, values);
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

    /// <summary>The buffers of one thread.</summary>
    internal sealed class Workspace(int rows, int classes, int scratchPerRow)
    {
        private T[]? _predictions;
        private T[]? _targets;
        private T[]? _line;
        private T[]? _kept;
        private int[]? _labels;
        private double[]? _weights;

        public T[] Predictions => _predictions ??= new T[rows * classes];

        public T[] Targets => _targets ??= new T[rows * classes];

        public T[] Line => _line ??= new T[rows];

        public T[] Kept => _kept ??= new T[rows * classes];

        public int[] Labels => _labels ??= new int[rows];

        public double[] Losses { get; } = new double[rows * classes];

        public double[] Weights => _weights ??= new double[rows * classes];

        public double[] Scratch { get; } = new double[rows * scratchPerRow];
    }
}
