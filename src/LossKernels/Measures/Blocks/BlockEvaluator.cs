using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Measures.Binding;
using LossKernels.Measures.Checks;
using LossKernels.Measures.Sums;
using LossKernels.Numerics;
using LossKernels.Semantics.Formulas;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>
/// Takes a block from memory through kernel and semantics to its sums. It holds no state of its own, so that blocks can be taken on any thread.
/// </summary>
/// <typeparam name="T">float or double: what the block is read as.</typeparam>
internal sealed class BlockEvaluator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MeasurePlan _plan;
    private readonly LossFormula<T> _formula;
    private readonly TargetReader<T> _targets;
    private readonly BlockWeights<T> _weights;
    private readonly BlockQuality<T> _quality;
    private readonly BlockGradient<T> _gradient;
    private readonly SurveyReader<T>? _survey;

    /// <summary>An evaluator of blocks of one measurement.</summary>
    public BlockEvaluator(MeasurePlan plan)
    {
        _plan = plan;
        _formula = plan.Loss.Formula<T>(plan);
        _targets = new TargetReader<T>(plan);
        _weights = new BlockWeights<T>(plan);
        _quality = new BlockQuality<T>(plan, _formula);
        _gradient = new BlockGradient<T>(plan, _formula);
        _survey = plan.Options.IsExamined ? new SurveyReader<T>(plan) : null;
    }

    private int LossesPerRow => _formula.IsPerElement ? _plan.Layout.Classes : 1;

    /// <summary>Memory for one thread.</summary>
    public Workspace<T> CreateWorkspace(long rows) => new(
        (int)Math.Min(_plan.Schedule.RowsPerBlock, rows),
        _plan.Layout.Classes,
        LossesPerRow,
        Math.Max(_formula.ScratchPerRow, _survey?.ScratchPerRow ?? 0));

    /// <summary>Measures rows from <paramref name="firstRow"/> on.</summary>
    /// <param name="source">Where the rows are.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="memory">Memory that no other thread uses.</param>
    /// <param name="results">Where the losses that are kept and the derivatives go, of all of <paramref name="source"/>.</param>
    /// <exception cref="LossException">The lowest row at fault.</exception>
    public BlockOutcome Evaluate(TensorSource source, long firstRow, int rows, Workspace<T> memory, BlockResults<T> results)
    {
        BlockOutcome outcome = new() { FirstSample = source.SampleNumber(firstRow) };
        TensorBlock<T> predictions = _formula.IsPerElement
            ? source.ReadPredictionRows(firstRow, rows, memory.Predictions, memory.Line)
            : source.ReadPredictions(firstRow, rows, memory.Predictions);
        BlockTargets<T> targets = _targets.Read(source, firstRow, rows, memory, ref outcome.Findings, out int ignored);
        BlockInput<T> block = new(source, firstRow, predictions, targets, ignored);
        bool isSummed = TrySum(block, memory, results, ref outcome, out bool isDerived);
        CheckValues(block, isSummed, results, ref outcome.Findings);
        if (!isSummed)
        {
            EvaluateEach(block, memory, results, ref outcome);
        }
        else if (results.Gradient.Length > 0 && !isDerived)
        {
            _gradient.Write(block, default, default, memory, results, ref outcome.Findings);
        }

        return outcome;
    }

    // Losses of weight one that nobody wants need not be written down, if the formula can do so. What is not finite is looked for the other way.
    private bool TrySum(BlockInput<T> block, Workspace<T> memory, BlockResults<T> results, ref BlockOutcome outcome, out bool isDerived)
    {
        isDerived = false;
        if (_formula is not ISummed<T> summed || HasWeights(block) || _survey is not null || results.Losses is not null || block.Ignored > 0)
        {
            return false;
        }

        if (!block.HasRows && !summed.SumsColumns)
        {
            return false;
        }

        int classes = block.Predictions.Classes;
        if (summed.SumsAverages && classes > 1 && _plan.IsPerElement)
        {
            return false;
        }

        Span<double> ofRows = memory.Losses[..block.Rows];
        bool isDifferentiated = results.Gradient.Length > 0;
        isDerived = isDifferentiated && !_plan.IsDetailed && _gradient.Sums(block);
        if (isDifferentiated && !isDerived && !summed.DerivesAlone)
        {
            return false;
        }

        SumAndSpread sums = (isDerived, _plan.IsDetailed) switch
        {
            (false, false) => summed.Sum(block.Predictions, block.Targets, ofRows),
            (false, true) => _quality.Sum(block, ofRows, memory, out outcome.Detail),
            (true, _) => _gradient.Sum(block, ofRows, results, ref outcome.Findings),
        };
        if (sums.IsFinite)
        {
            outcome.Sums.Add(ofRows.Length, _formula.IsPerElement && !summed.SumsAverages ? classes : 1, sums);
        }

        return sums.IsFinite;
    }

    private void CheckValues(BlockInput<T> block, bool isSummed, BlockResults<T> results, ref Findings findings)
    {
        if (results.FirstRow + block.FirstRow == 0)
        {
            FirstRowChecks.Look(_plan.Loss.Values, block.Predictions, block.Targets.Block, block.Source, ref findings);
        }

        if (!isSummed || !((ISummed<T>)_formula).VouchesForValues)
        {
            // What was summed up is near: a look at it costs less than one before.
            ValueChecks.Look(_plan.Loss.Values, block.Predictions, block.Targets, block.Source, block.FirstRow, ref findings);
        }
    }

    private void EvaluateEach(BlockInput<T> block, Workspace<T> memory, BlockResults<T> results, ref BlockOutcome outcome)
    {
        Span<double> losses = memory.Losses[..(block.Rows * LossesPerRow)];
        bool hasWeights = HasWeights(block);
        if (_plan.IsDetailed && !hasWeights)
        {
            _quality.Sum(block, memory.Wide.Values[..block.Rows], memory, out outcome.Detail);
        }

        PredictionQuality quality = _plan.IsDetailed && outcome.Detail is null ? _quality.Room(block, losses.Length, hasWeights, memory) : default;
        RowWeights weights = WriteLosses(block, losses, ref quality, memory, results, ref outcome.Findings);
        _weights.Weigh(losses, weights.Factors, block.Targets.Labels);
        if (_plan.IsDetailed)
        {
            outcome.Detail ??= DetailReader.Read(_plan, block.Targets, losses, weights, quality, memory);
        }

        AddUp(block, losses, weights.Weights, memory, results, ref outcome);
    }

    // Writes the losses of the formula, and their derivatives where these are wanted, and says their weights.
    private RowWeights WriteLosses(
        BlockInput<T> block, Span<double> losses, ref PredictionQuality quality, Workspace<T> memory, BlockResults<T> results, ref Findings findings)
    {
        bool isDerived = results.Gradient.Length > 0;
        if (isDerived && quality.IsEmpty && _gradient.OfOneWalk(block) is IDerived<T> derived)
        {
            RowWeights weights = ReadBefore(block, losses, memory, ref findings);
            Note(_gradient.Evaluate(derived, block, losses, weights.Factors, memory, results, ref findings), block, ref findings);
            return weights;
        }

        bool isWritten = !isDerived && quality.IsEmpty && _formula is IWritten<T> written && written.TryWrite(block.Predictions, block.Targets, losses);
        if (!isWritten)
        {
            Note(_quality.Evaluate(block, losses, ref quality, memory), block, ref findings);
        }

        RowWeights read = _weights.Read(block.Source, block.FirstRow, block.Rows, block.Targets, memory, ref findings);
        if (isDerived)
        {
            _gradient.Write(block, losses, read.Factors, memory, results, ref findings);
        }

        return read;
    }

    // Weights that are needed before the predictions are looked at; of both at fault, the predictions are told, as where weights are read after them.
    private RowWeights ReadBefore(BlockInput<T> block, Span<double> losses, Workspace<T> memory, ref Findings findings)
    {
        try
        {
            return _weights.Read(block.Source, block.FirstRow, block.Rows, block.Targets, memory, ref findings);
        }
        catch (LossException)
        {
            Note(_formula.Evaluate(block.Predictions, block.Targets, losses, memory.Scratch, default), block, ref findings);
            throw;
        }
    }

    private void Note(BlockCheck check, BlockInput<T> block, ref Findings findings)
    {
        if (!check.ArePredictionsAllowed)
        {
            _plan.Loss.CheckPredictions(block.Predictions, block.Source, block.FirstRow, ref findings);
        }

        if (!check.AreTargetsWithinUnit)
        {
            InputChecks.BinaryTargets(block.Targets.Block.Values, block.Source, block.FirstRow, ref findings);
        }
    }

    // What the losses, weighted, come to.
    private void AddUp(BlockInput<T> block, Span<double> losses, Span<double> weights, Workspace<T> memory, BlockResults<T> results, ref BlockOutcome outcome)
    {
        int rows = block.Rows;
        if (_formula.IsPerElement && !_plan.IsPerElement)
        {
            BlockWeights<T>.AverageOutputs(losses, rows, block.Classes);
            losses = losses[..rows];
            weights = block.Source.Weights is { PerElement: true } ? BlockWeights<T>.AverageOutputs(weights, rows, block.Classes)[..rows] : weights;
        }

        outcome.Survey = _survey?.Read(block, losses, weights, memory);
        int lossesOfRow = losses.Length / rows;
        Keep(losses, block, memory, results, ref outcome.Findings);
        if (block.Ignored > 0)
        {
            losses = losses[..BlockWeights<T>.CloseRanks(losses, weights, block.Targets.Labels)];
            weights = weights.IsEmpty ? weights : weights[..losses.Length];
            outcome.Sums.AddIgnored(block.Ignored);
        }

        if (!outcome.Sums.Add<T>(losses, weights, _plan.IsPerElement ? block.Classes : 1))
        {
            LossChecks.Note(losses, weights, lossesOfRow, block.Predictions, block.Targets, block.Source, block.FirstRow, ref outcome.Findings);
        }
    }

    private bool HasWeights(BlockInput<T> block) => block.Source.Weights is not null || _plan.ClassWeights.Length > 0;

    private void Keep(ReadOnlySpan<double> losses, BlockInput<T> block, Workspace<T> memory, BlockResults<T> results, ref Findings findings)
    {
        if (results.Losses is null)
        {
            return;
        }

        Span<T> kept = memory.Kept[..losses.Length];
        TensorPrimitives.ConvertTruncating(losses, kept);
        LossChecks.NoteOverflow<T>(losses, kept, block.Rows, block.Source, block.FirstRow, ref findings[Sight.LossOverflow]);
        if (_plan.IsPerElement)
        {
            results.Losses.WriteRows(block.Source.Layout, kept, results.FirstRow + block.FirstRow, block.Rows);
        }
        else
        {
            results.Losses.Write(kept, results.FirstRow + block.FirstRow);
        }
    }
}
