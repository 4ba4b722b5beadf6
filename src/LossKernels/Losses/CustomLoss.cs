using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Targets;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>
/// A loss by a formula of your own. The formula is called once for each block of samples, on as many threads as the measurement uses, and gives
/// a loss for each sample, or one number that is the loss of each of them.
/// </summary>
public sealed class CustomLoss : FormulaFunction
{
    private readonly Func<LossBlock, double[]> _formula;
    private readonly TargetForm _targets;

    /// <summary>A loss by a formula.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="targets">What its targets are: a value for each prediction (Rows), or a class number for each sample (Labels).</param>
    public CustomLoss(string name, Func<LossBlock, double[]> formula, TargetForm targets = TargetForm.Rows)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentOutOfRangeException.ThrowIfEqual(targets, TargetForm.Elements);
        Name = name;
        _formula = formula;
        _targets = targets;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Summary => "A custom loss.";

    /// <inheritdoc/>
    public override string Formula => "a formula of its own";

    /// <inheritdoc/>
    public override string Range => "any number";

    /// <inheritdoc/>
    public override bool HasGradient => false;

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } = [.. Conventions.All.Select(convention => new LossUse(convention))];

    internal override bool TakesVectorsAsSamples => _targets == TargetForm.Rows;

    internal override TargetForm Targets(LossCall call) => _targets;

    internal override LossFormula<T> Bind<T>(LossCall call) => new Called<T>(Name, _formula);

    private sealed class Called<T>(string name, Func<LossBlock, double[]> formula) : LossFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override BlockCheck Evaluate(
            TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
        {
            double[] target = targets.Labels.IsEmpty ? Widen(targets.Block) : Array.ConvertAll(targets.Labels[..predictions.Rows].ToArray(), label => (double)label);
            double[] given = formula(new LossBlock(predictions.Rows, predictions.Classes, Widen(predictions), target));
            if (given is not null && given.Length == 1)
            {
                losses.Fill(given[0]);
            }
            else if (given?.Length == losses.Length)
            {
                given.CopyTo(losses);
            }
            else
            {
                throw LossErrors.ShapeMismatch(
                    $"{name} gave {given?.Length ?? 0} numbers for a block of {losses.Length} samples.",
                    "Give a loss for each sample, or one number for all of them.");
            }

            return BlockCheck.None;
        }

        private static double[] Widen(TensorBlock<T> block)
        {
            double[] values = new double[block.Rows * block.Classes];
            T[] line = new T[block.Classes];
            for (int r = 0; r < block.Rows; r++)
            {
                TensorPrimitives.ConvertTruncating<T, double>(block.Row(r, line), values.AsSpan(r * block.Classes, block.Classes));
            }

            return values;
        }
    }
}
