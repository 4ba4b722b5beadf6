using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Walks;
using LossKernels.Measures.Binding;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Measures.Blocks;

/// <summary>Writes the derivatives of blocks, with the weights and the denominator of the reduction in them, where they belong.</summary>
internal sealed class BlockGradient<T>(MeasurePlan plan, LossFormula<T> formula)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OddDerivatives<T> _odd = new(plan);

    private static double Most => typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;

    /// <summary>What writes derivatives in the same walk as losses, where that can be done of a block; else null.</summary>
    public IDerived<T>? OfOneWalk(BlockInput<T> block) =>
        LiesInPlace(block) && formula is IDerived<T> derived && derived.Derives(block.Predictions, block.Targets) ? derived : null;

    /// <summary>Whether the formula may be able to write the derivatives of a block while it adds up.</summary>
    public bool Sums(BlockInput<T> block) => LiesInPlace(block) && formula is IDerived<T>;

    /// <summary>The sums of losses of weight one, and their derivatives, of a block of which <see cref="Sums"/> says so.</summary>
    /// <returns>The sums; not finite where that cannot be done.</returns>
    public SumAndSpread Sum(BlockInput<T> block, Span<double> ofRows, BlockResults<T> results, ref Findings findings)
    {
        ReadOnlySpan<double> scale = [ScaleOf(block, results)];
        Span<Finiteness> watch = AreHeld(scale) ? [] : stackalloc Finiteness[1];
        RowDerivatives<T> derivatives = InPlace(block, scale, results, watch);
        SumAndSpread sums = ((IDerived<T>)formula).Sum(block.Predictions, block.Targets, ofRows, derivatives);
        if (sums.IsFinite && !watch.IsEmpty)
        {
            Look(block, [], derivatives, ref findings);
        }

        return sums;
    }

    /// <summary>Writes losses and derivatives at once.</summary>
    public BlockCheck Evaluate(
        IDerived<T> derived, BlockInput<T> block, Span<double> losses, ReadOnlySpan<double> weights, Workspace<T> memory, BlockResults<T> results, ref Findings findings)
    {
        ReadOnlySpan<double> scales = Scales(block, weights, memory, results);
        Span<Finiteness> watch = AreHeld(weights.IsEmpty ? scales[..1] : scales) && !HasOddTargets(findings) ? [] : stackalloc Finiteness[1];
        RowDerivatives<T> derivatives = InPlace(block, scales, results, watch);
        BlockCheck check = derived.Evaluate(block.Predictions, block.Targets, losses, memory.Scratch, derivatives);
        if (SkipsAny(weights))
        {
            ClearSkipped(weights, derivatives);
        }

        if (!watch.IsEmpty || !check.AreTargetsWithinUnit)
        {
            Look(block, losses, derivatives, ref findings);
        }

        return check;
    }

    /// <summary>Writes the derivatives of losses that are evaluated.</summary>
    /// <param name="block">The block.</param>
    /// <param name="losses">The losses without their weights; empty where all are finite.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="memory">What the evaluation left.</param>
    /// <param name="results">Where derivatives go.</param>
    /// <param name="findings">Where it is noted what is not finite.</param>
    public void Write(
        BlockInput<T> block, ReadOnlySpan<double> losses, ReadOnlySpan<double> weights, Workspace<T> memory, BlockResults<T> results, ref Findings findings)
    {
        Span<T> gradient = Derivatives(block, memory, results);
        ReadOnlySpan<double> scales = Scales(block, weights, memory, results);
        formula.Differentiate(block.Predictions, block.Targets, memory.Scratch, scales, gradient);
        if (SkipsAny(weights))
        {
            ClearSkipped(weights, new RowDerivatives<T>([], gradient, isStreamed: false));
        }

        if (!AreHeld(weights.IsEmpty ? scales[..1] : scales) || HasOddTargets(findings))
        {
            Look(block, losses, new RowDerivatives<T>(scales, gradient, isStreamed: false), ref findings);
        }

        if (!LiesInRows(block))
        {
            block.Source.Layout.WriteRows<T>(gradient, block.FirstRow, block.Rows, results.Gradient);
        }
    }

    // Whether no derivative of the usual targets can be beyond the data type, and none loses digits, so that none need be looked at.
    private bool AreHeld(ReadOnlySpan<double> scales) => SpanBounds.HaveMagnitudes(scales, formula.LeastScale, Most / formula.Steepest);

    private static bool HasOddTargets(in Findings findings) => findings.Has(Sight.TargetOutsideUnit) || findings.Has(Sight.TargetNotDistribution);

    private void Look(BlockInput<T> block, ReadOnlySpan<double> losses, RowDerivatives<T> derivatives, ref Findings findings)
    {
        if (derivatives.Watch.IsEmpty || derivatives.Watch[0] != Finiteness.Finite)
        {
            _odd.Look(block, losses, derivatives, formula.LeastScale, ref findings);
        }
    }

    // By what the derivatives of each loss are multiplied.
    private Span<double> Scales(BlockInput<T> block, ReadOnlySpan<double> weights, Workspace<T> memory, BlockResults<T> results)
    {
        double scale = ScaleOf(block, results);
        int count = weights.IsEmpty ? block.Rows : weights.Length;
        Span<double> scales = memory.Wide.Values[..(weights.IsEmpty && formula.TakesOneScale ? 1 : count)];
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

    // A sample's loss is the average of its outputs' losses.
    private double ScaleOf(BlockInput<T> block, BlockResults<T> results)
    {
        double ofBatch = results.Scales[plan.Options.Reduction == Reduction.Mean ? plan.Schedule.BatchOf(block.FirstRow) : 0];
        return formula.IsPerElement && !plan.IsPerElement ? ofBatch / block.Predictions.Classes : ofBatch;
    }

    // Where rows lie side by side, derivatives are written where they belong.
    private static bool LiesInRows(BlockInput<T> block) => block.Source.Layout.Inner == 1;

    // Of columns too, as long as none of them goes past the end of the inner axes.
    private static bool LiesInPlace(BlockInput<T> block) =>
        LiesInRows(block) || (!block.Predictions.HasRows && block.Source.Layout.Run(block.FirstRow, block.Rows).Length == block.Rows);

    private static RowDerivatives<T> InPlace(BlockInput<T> block, ReadOnlySpan<double> scales, BlockResults<T> results, Span<Finiteness> watch) => LiesInRows(block)
        ? new RowDerivatives<T>(scales, Derivatives(block, results), results.IsStreamed) { Watch = watch }
        : new RowDerivatives<T>(scales, Columns(block, results), results.IsStreamed, (int)block.Source.Layout.Inner) { Watch = watch };

    private static Span<T> Columns(BlockInput<T> block, BlockResults<T> results) =>
        results.Gradient.AsSpan((int)block.Source.Layout.Run(block.FirstRow, block.Rows).Start, (int)((block.Classes - 1) * block.Source.Layout.Inner) + block.Rows);

    private static Span<T> Derivatives(BlockInput<T> block, BlockResults<T> results) =>
        results.Gradient.AsSpan((int)(block.FirstRow * block.Classes), block.Rows * block.Classes);

    private static Span<T> Derivatives(BlockInput<T> block, Workspace<T> memory, BlockResults<T> results) => LiesInRows(block)
        ? Derivatives(block, results)
        : memory.Derivatives.Values[..(block.Rows * block.Classes)];

    // Zero times NaN is NaN; what is left out has no derivative.
    private static void ClearSkipped(ReadOnlySpan<double> weights, RowDerivatives<T> derivatives)
    {
        int repeat = derivatives.Values.Length / weights.Length;
        for (int i = weights.IndexOf(0); i >= 0 && i < weights.Length; i++)
        {
            if (weights[i] == 0 && derivatives.HasRows)
            {
                derivatives.Values.Slice(i * repeat, repeat).Clear();
            }
            else if (weights[i] == 0)
            {
                derivatives.ClearColumns(i);
            }
        }
    }

    private bool SkipsAny(ReadOnlySpan<double> weights) => plan.Convention.SkipsZeroWeight && !weights.IsEmpty;
}
