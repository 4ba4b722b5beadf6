using System.Collections.Immutable;
using System.Numerics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Pairs;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;
using LossKernels.Tensors;

namespace LossKernels.Losses.Functions;

/// <summary>(ln v + (t - m)^2 / v) / 2 of a mean m and a variance v.</summary>
public sealed class GaussianNegativeLogLikelihood : RowFunction
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["gaussian_nll"];

    /// <inheritdoc/>
    public override string Summary =>
        "The negative logarithm of the likelihood of normally distributed targets. The predictions of a sample are its means and then as many variances.";

    /// <inheritdoc/>
    public override string Formula => "(ln v + (t - m)^2 / v) / 2, v at least Epsilon; with Full also ln(2 pi) / 2; the mean over the outputs";

    /// <inheritdoc/>
    public override string Range => "minus infinity to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.Switch(LossNumbers.Full, false, "Adds ln(2 pi) / 2, which depends on nothing."),
        LossParameter.NotNegative(LossNumbers.Epsilon, 1e-6, "What a variance counts at least."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.PyTorch, "GaussianNLLLoss", "gaussian_nll_loss") { Note = "A variance that is raised to Epsilon keeps its derivative." },
        new(Conventions.Exact) { Numbers = [(LossNumbers.Epsilon, 0)] },
    ];

    internal override int PredictionsPerTarget => 2;

    internal override (string Words, string Row)? PredictionParts => ("means and then as many variances", "@(mean, variance), or @(mean, mean, variance, variance) for two targets");

    internal override (ValueForm Prediction, ValueForm Target) Values(LossCall call) => (ValueForm.MeanAndVariance, ValueForm.Any);

    internal override LossFormula<T> Bind<T>(LossCall call) => new Gaussian<T>(call.Has(LossNumbers.Full), double.CreateTruncating(Lanes.From<T>(call[LossNumbers.Epsilon])));

    internal override void Check(LossCall call, int classes)
    {
        if (classes > 2 && !call.Convention.AveragesOutputs && call.Options.Reduction != Reduction.Mean)
        {
            throw LossErrors.OptionNotSupported(
                $"A sample has one loss, the mean over its {classes / 2} outputs; {call.Convention.Name} keeps and adds up the losses of the outputs.",
                "Give each output as a sample, of a mean and a variance; or use `Reduction = Reduction.Mean`.");
        }
    }

    private sealed class Gaussian<T>(bool isFull, double epsilon) : RowSlopesFormula<T>, ISummed<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly GaussianKernel _kernel = new(epsilon, isFull ? 0.5 * VectorMath.Log(2 * Math.PI) : 0);

        public bool SumsAverages => false;

        public bool VouchesForValues => GaussianKernel.Vouches<T>();

        public SumAndSpread Sum(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> ofRows) =>
            _kernel.Sum(predictions.Values, targets.Block.Values, ofRows);

        public override BlockCheck Evaluate(
            TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
        {
            if (!predictions.HasRows || !targets.Block.HasRows)
            {
                EvaluateColumns(predictions, targets.Block, losses);
            }
            else
            {
                _kernel.Averages(predictions.Values, targets.Block.Values, losses);
            }

            return BlockCheck.None;
        }

        protected override void Slopes(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> slopes) =>
            _kernel.Slopes(prediction, target, slopes);

        // Some rows at a time, side by side.
        private void EvaluateColumns(TensorBlock<T> predictions, TensorBlock<T> targets, Span<double> losses)
        {
            int together = Math.Clamp(PairKernel.Piece / Math.Max(1, targets.Classes), 1, predictions.Rows);
            T[] some = new T[together * predictions.Classes];
            T[] someTargets = new T[together * targets.Classes];
            for (int row = 0, rows; row < predictions.Rows; row += rows)
            {
                rows = Math.Min(together, predictions.Rows - row);
                for (int r = 0; r < rows; r++)
                {
                    Copy(predictions, row + r, some.AsSpan(r * predictions.Classes));
                    Copy(targets, row + r, someTargets.AsSpan(r * targets.Classes));
                }

                _kernel.Averages<T>(some.AsSpan(0, rows * predictions.Classes), someTargets.AsSpan(0, rows * targets.Classes), losses.Slice(row, rows));
            }
        }

        // A row that is side by side, as one of a single target always is, stands where it lies.
        private static void Copy(TensorBlock<T> block, int row, Span<T> place) => block.Row(row, place).CopyTo(place);
    }
}
