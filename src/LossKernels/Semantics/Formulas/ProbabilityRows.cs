using System.Buffers;
using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Semantics.Terms;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>
/// Cross-entropy of rows of probabilities: what an evaluation finds out about them is what the derivatives are made of. Rows of two have a kernel of their own,
/// but for those that need a second look: whatever else is asked, their bits are the same.
/// </summary>
/// <param name="numbers">The numbers of the formula.</param>
/// <param name="smoothing">The share of each target that is spread over the classes.</param>
/// <param name="general">The same loss of any probabilities, class by class.</param>
internal abstract class ProbabilityRows<T>(ProbabilityFormula numbers, double smoothing, LossFormula<T> general) : ShortFormula<T>(general), ISummed<T>, IWritten<T>, IDerived<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TwoShares _shares = new(ProbabilityBounds<T>.Quotient(numbers, skipsZeros: true));

    public bool SumsAverages => true;

    public sealed override double Steepest => ProbabilityBounds<T>.Steepest(numbers, ofComplements: false);

    public bool DerivesAlone => false;

    public bool SumsColumns => true;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows) => TakesTwo(predictions)
        ? TwoClassKernel.Sum<T, TwoShareRows<T>>(Two(predictions, targets), predictions.Rows, ofRows)
        : SumAndSpread.Unknown;

    public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows, RowDerivatives<T> derivatives) =>
        derivatives.HasRows && DerivesTwo(predictions, derivatives) ? TwoShareGradient.Sum(Two(predictions, targets), derivatives) : SumAndSpread.Unknown;

    public bool TryWrite(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses) =>
        TakesTwo(predictions) && TwoClassKernel.TryWrite<T, TwoShareRows<T>>(Two(predictions, targets), losses);

    public bool Derives(TensorBlock<T> predictions, BlockTargets<T> targets) => predictions.HasRows;

    public sealed override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        BlockCheck check = EvaluateAny(predictions, targets, losses, scratch, quality);
        if (TakesTwo(predictions))
        {
            TwoClassKernel.Write<T, TwoShareRows<T>>(Two(predictions, targets), losses);
        }

        return check;
    }

    public BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, RowDerivatives<T> derivatives)
    {
        BlockCheck check = DerivesTwo(predictions, derivatives) && TryWrite(predictions, targets, losses)
            ? BlockCheck.None
            : Evaluate(predictions, targets, losses, scratch, quality: default);
        Write(predictions, targets, scratch, derivatives);
        return check;
    }

    public sealed override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient) =>
        Write(predictions, targets, scratch, new RowDerivatives<T>(scales, gradient, isStreamed: false));

    /// <summary>Writes losses of any number of classes, and how good the predictions are where that is asked.</summary>
    protected abstract BlockCheck EvaluateAny(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality);

    /// <summary>Writes the derivatives of losses that are evaluated, unless they are to be taken class by class.</summary>
    protected abstract bool TryDerive(TensorBlock<T> predictions, BlockTargets<T> targets, ReadOnlySpan<double> scratch, RowDerivatives<T> derivatives);

    private bool TakesTwo(TensorBlock<T> predictions) => predictions.Classes == 2 && smoothing == 0 && TwoShares.Takes(_shares.Quotient);

    private bool DerivesTwo(TensorBlock<T> predictions, RowDerivatives<T> derivatives) => TakesTwo(predictions) && TwoShareGradient.Takes(derivatives.Scales);

    private TwoShareRows<T> Two(TensorBlock<T> predictions, BlockTargets<T> targets) =>
        new(predictions, targets.AreHot ? targets.RowLabels : [], targets.Block, _shares);

    private void Write(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, RowDerivatives<T> derivatives)
    {
        if (!DerivesTwo(predictions, derivatives))
        {
            WriteAny(predictions, targets, scratch, derivatives);
        }
        else if (!TwoShareGradient.Sum(Two(predictions, targets), derivatives).IsFinite)
        {
            WriteOdd(predictions, targets, scratch, derivatives);
        }
    }

    // Those of the rows that need a second look: the kernel leaves their losses as they are.
    private void WriteOdd(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, RowDerivatives<T> derivatives)
    {
        int rows = predictions.Rows;
        double[] losses = ArrayPool<double>.Shared.Rent(rows);
        T[] room = ArrayPool<T>.Shared.Rent(2 * rows);
        Span<T> looked = room.AsSpan(0, 2 * rows);
        Array.Fill(losses, double.NaN, 0, rows);
        TwoClassKernel.Write<T, TwoShareRows<T>>(Two(predictions, targets), losses.AsSpan(0, rows));
        WriteAny(predictions, targets, scratch, new RowDerivatives<T>(derivatives.Scales, looked, isStreamed: false));
        for (int r = 0; r < rows; r++)
        {
            if (double.IsNaN(losses[r]))
            {
                looked.Slice(2 * r, 2).CopyTo(derivatives.Values[(2 * r)..]);
            }
        }

        derivatives.ForgetLooks();
        ArrayPool<T>.Shared.Return(room);
        ArrayPool<double>.Shared.Return(losses);
    }

    private void WriteAny(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, RowDerivatives<T> derivatives)
    {
        if (!TryDerive(predictions, targets, scratch, derivatives))
        {
            derivatives.ForgetLooks();
            General.Differentiate(predictions, targets, scratch, derivatives.Scales, derivatives.Values);
        }
    }
}
