using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Kernels;
using LossKernels.Numerics;
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
    private readonly TargetReader<T> _targets = new(plan);
    private readonly BlockWeights<T> _weights = new(plan);
    private readonly SurveyReader<T>? _survey = plan.Loss.IsExamined ? new SurveyReader<T>(plan) : null;
    private readonly LossFormula<T> _formula = plan.Loss.Formula<T>(plan);

    private int LossesPerRow => _formula.IsPerElement ? plan.Layout.Classes : 1;

    /// <summary>Memory for one thread.</summary>
    public Workspace<T> CreateWorkspace(long rows) => new(
        (int)Math.Min(plan.Schedule.RowsPerBlock, rows),
        plan.Layout.Classes,
        LossesPerRow,
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
        TensorBlock<T> predictions = _formula.IsPerElement
            ? source.ReadPredictionRows(firstRow, rows, memory.Predictions, memory.Line)
            : source.ReadPredictions(firstRow, rows, memory.Predictions);
        BlockTargets<T> targets = _targets.Read(source, firstRow, rows, memory, ref outcome.Findings, out int ignored);
        bool isSummed = IsPlain(source, results) && ignored == 0 && predictions.HasRows && (targets.Block.HasRows || !targets.Labels.IsEmpty)
            && TrySum(predictions, targets, results.Gradient.Length > 0, memory, ref outcome);

        if (results.FirstRow + firstRow == 0)
        {
            FirstRowChecks.Look(plan.Loss.Values, predictions, targets.Block, source, ref outcome.Findings);
        }

        if (!isSummed || !((ISummed<T>)_formula).VouchesForValues)
        {
            // What was summed up is near: a look at it costs less than one before.
            ValueChecks.Look(plan.Loss.Values, predictions, targets.Block, source, firstRow, ref outcome.Findings);
        }

        if (isSummed)
        {
            if (results.Gradient.Length > 0)
            {
                Differentiate(predictions, targets, source, firstRow, default, memory, results);
            }

            return outcome;
        }

        Span<double> losses = memory.Losses[..(rows * LossesPerRow)];
        if (plan.IsDetailed && !HasWeights(source))
        {
            Judge(predictions, targets, memory.Wide.Values[..rows], memory, ref outcome);
        }

        bool isAddedUp = plan.IsDetailed && !HasWeights(source) && _formula.AddsQualityUp(predictions, targets);
        PredictionQuality quality = !plan.IsDetailed || outcome.Detail is not null ? default
            : isAddedUp ? new PredictionQuality(memory.CreateVerdicts(rows))
            : new PredictionQuality(memory.Quality.Values, losses.Length);
        IDerived<T>? derived = results.Gradient.Length > 0 && quality.IsEmpty && IsInPlace(source) ? _formula as IDerived<T> : null;
        bool isDerived = derived is not null && derived.Derives(predictions, targets);
        RowWeights read = isDerived ? _weights.Read(source, firstRow, rows, targets, memory) : default;
        BlockCheck check = isDerived
            ? Evaluate(derived!, predictions, targets, losses, source, firstRow, read.Factors, memory, results)
            : _formula.Evaluate(predictions, targets, losses, memory.Scratch, quality);
        if (!quality.Verdicts.IsEmpty && !double.IsFinite(quality.Verdicts.Sums.BrierScore))
        {
            quality = new PredictionQuality(memory.Quality.Values, losses.Length);
            check = _formula.Evaluate(predictions, targets, losses, memory.Scratch, quality);
        }

        if (!check.ArePredictionsAllowed)
        {
            plan.Loss.CheckPredictions(predictions, source, firstRow, ref outcome.Findings);
        }

        if (!check.AreTargetsWithinUnit)
        {
            InputChecks.BinaryTargets(targets.Block.Values, source, firstRow, ref outcome.Findings);
        }

        if (!isDerived)
        {
            read = _weights.Read(source, firstRow, rows, targets, memory);
            if (results.Gradient.Length > 0)
            {
                Differentiate(predictions, targets, source, firstRow, read.Factors, memory, results);
            }
        }

        _weights.Weigh(losses, read.Factors, targets.Labels);
        Span<double> weights = read.Weights;
        if (plan.IsDetailed)
        {
            outcome.Detail ??= DetailReader.Read(plan, targets, losses, weights, quality, memory);
        }

        if (_formula.IsPerElement && !plan.IsPerElement)
        {
            BlockWeights<T>.AverageOutputs(losses, rows, classes);
            losses = losses[..rows];
            weights = source.Weights is { PerElement: true } ? BlockWeights<T>.AverageOutputs(weights, rows, classes)[..rows] : weights;
        }

        outcome.Survey = _survey?.Read(predictions, targets, losses, weights, source, firstRow);
        int lossesOfRow = losses.Length / rows;
        Keep(losses, source, firstRow, rows, memory, results, ref outcome.Findings);
        Span<double> valid = losses;
        if (ignored > 0)
        {
            valid = losses[..BlockWeights<T>.CloseRanks(losses, weights, targets.Labels)];
            weights = weights.IsEmpty ? weights : weights[..valid.Length];
            outcome.Sums.AddIgnored(ignored);
        }

        if (!outcome.Sums.Add<T>(valid, weights, plan.IsPerElement ? classes : 1))
        {
            LossChecks.Note(valid, weights, lossesOfRow, predictions, targets, source, firstRow, ref outcome.Findings);
        }

        return outcome;
    }

    // Whether nothing is wanted of the losses but their sum, and details, all of weight one.
    private bool IsPlain(TensorSource source, BlockResults<T> results) =>
        !HasWeights(source) && _survey is null && results.Losses is null;

    private bool HasWeights(TensorSource source) => source.Weights is not null || plan.ClassWeights.Length > 0;

    // Losses that nobody wants need not be written down, if the formula can do so. What is not finite is looked for the other way.
    private bool TrySum(TensorBlock<T> predictions, BlockTargets<T> targets, bool isDerived, Workspace<T> memory, ref BlockOutcome outcome)
    {
        int classes = predictions.Classes;
        if (_formula is not ISummed<T> summed || (isDerived && !summed.DerivesAlone) || (summed.SumsAverages && classes > 1 && plan.IsPerElement))
        {
            return false;
        }

        Span<double> ofRows = memory.Losses[..predictions.Rows];
        SumAndSpread sums = plan.IsDetailed ? Judge(predictions, targets, ofRows, memory, ref outcome) : summed.Sum(predictions, targets, ofRows);
        if (sums.IsFinite)
        {
            outcome.Sums.Add(ofRows.Length, _formula.IsPerElement && !summed.SumsAverages ? classes : 1, sums);
        }

        return sums.IsFinite;
    }

    // The details of losses of weight one, and their sums, where the formula can add both up at once; else the quality is written for each loss.
    private SumAndSpread Judge(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, Workspace<T> memory, ref BlockOutcome outcome)
    {
        if (_formula is not IJudged<T> judged || !judged.Judges(predictions.Classes))
        {
            return SumAndSpread.Unknown;
        }

        OutputSums quality = memory.CreateOutputs();
        SumAndSpread sums = judged.Sum(predictions, targets, ofRows, quality);
        outcome.Detail = sums.IsFinite ? DetailReader.Read(plan, quality) : null;
        return sums;
    }

    // Losses and derivatives at once.
    private BlockCheck Evaluate(
        IDerived<T> derived,
        TensorBlock<T> predictions,
        BlockTargets<T> targets,
        Span<double> losses,
        TensorSource source,
        long firstRow,
        ReadOnlySpan<double> weights,
        Workspace<T> memory,
        BlockResults<T> results)
    {
        int rows = predictions.Rows;
        Span<T> gradient = Derivatives(source, firstRow, rows, memory, results);
        ReadOnlySpan<double> scales = Scales(firstRow, rows, predictions.Classes, weights, memory, results);
        BlockCheck check = derived.Evaluate(
            predictions, targets, losses, memory.Scratch, new RowDerivatives<T>(scales, gradient, results.IsStreamed));
        Finish(source, firstRow, rows, weights, gradient, results);
        return check;
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
        Span<T> gradient = Derivatives(source, firstRow, rows, memory, results);
        _formula.Differentiate(
            predictions, targets, memory.Scratch, Scales(firstRow, rows, predictions.Classes, weights, memory, results), gradient);
        Finish(source, firstRow, rows, weights, gradient, results);
    }

    // By what the derivatives of each loss are multiplied.
    private Span<double> Scales(long firstRow, int rows, int classes, ReadOnlySpan<double> weights, Workspace<T> memory, BlockResults<T> results)
    {
        // A sample's loss is the average of its outputs' losses.
        double ofBatch = results.Scales[plan.Options.Reduction == Reduction.Mean ? plan.Schedule.BatchOf(firstRow) : 0];
        double scale = _formula.IsPerElement && !plan.IsPerElement ? ofBatch / classes : ofBatch;
        int count = weights.IsEmpty ? rows : weights.Length;
        Span<double> scales = memory.Wide.Values[..(weights.IsEmpty && _formula.TakesOneScale ? 1 : count)];
        if (weights.IsEmpty)
        {
            scales.Fill(scale);
        }
        else
        {
            TensorPrimitives.Multiply(weights, scale, scales);
        }

        return scales;
    }

    // Where rows lie side by side, derivatives are written where they belong.
    private static bool IsInPlace(TensorSource source) => source.Layout.Inner == 1;

    private static Span<T> Derivatives(TensorSource source, long firstRow, int rows, Workspace<T> memory, BlockResults<T> results)
    {
        int classes = source.Layout.Classes;
        return IsInPlace(source)
            ? results.Gradient.AsSpan((int)(firstRow * classes), rows * classes)
            : memory.Derivatives.Values[..(rows * classes)];
    }

    // What is left out has no derivatives, and those that were not written where they belong are brought there.
    private void Finish(TensorSource source, long firstRow, int rows, ReadOnlySpan<double> weights, Span<T> gradient, BlockResults<T> results)
    {
        if (plan.Convention.SkipsZeroWeight && !weights.IsEmpty)
        {
            ClearSkipped(weights, gradient);
        }

        if (!IsInPlace(source))
        {
            source.Layout.WriteRows<T>(gradient, firstRow, rows, results.Gradient);
        }
    }

    // Zero times NaN is NaN; what is left out has no derivative.
    private static void ClearSkipped(ReadOnlySpan<double> weights, Span<T> gradient)
    {
        int repeat = gradient.Length / weights.Length;
        for (int i = weights.IndexOf(0); i >= 0 && i < weights.Length; i++)
        {
            if (weights[i] == 0)
            {
                gradient.Slice(i * repeat, repeat).Clear();
            }
        }
    }

    private void Keep(
        ReadOnlySpan<double> losses, TensorSource source, long firstRow, int rows, Workspace<T> memory, BlockResults<T> results, ref Findings findings)
    {
        if (results.Losses is null)
        {
            return;
        }

        Span<T> kept = memory.Kept[..losses.Length];
        TensorPrimitives.ConvertTruncating(losses, kept);
        LossChecks.NoteOverflow<T>(losses, kept, rows, source, firstRow, ref findings.Overflow);
        if (plan.IsPerElement)
        {
            results.Losses.WriteRows(source.Layout, kept, results.FirstRow + firstRow, rows);
        }
        else
        {
            results.Losses.Write(kept, results.FirstRow + firstRow);
        }
    }
}
