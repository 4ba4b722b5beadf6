using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Semantics.Parts;
using LossKernels.Semantics.Terms;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>
/// The loss of classes with every option: sum of f_j (1 - p_j)^gamma B(p_j), the factors f as <see cref="TermFactors{T}"/> makes them,
/// p clipped after it has become a probability.
/// </summary>
/// <param name="terms">What the loss is made of.</param>
/// <param name="distribution">How predictions become probabilities.</param>
/// <param name="kernel">The loss of a class.</param>
/// <param name="shortGradient">A shorter way to derivatives, or null.</param>
/// <param name="scalesFirst">Whether derivatives are scaled before they are divided by probabilities, and not afterwards.</param>
internal sealed class RowFormula<T>(FormulaTerms terms, IRowDistribution<T> distribution, RowLossKernel kernel, ProbabilityGradient<T>? shortGradient = null, bool scalesFirst = false)
    : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TermFactors<T> _factors = new(terms);
    private readonly bool _takesDistributions = terms.Convention.GradientTakesDistributions
        && terms.IsLogarithmic
        && terms is { Kind: LossKind.Categorical, Form: InputForm.Logit };

    // Whether derivatives to logarithms are divided by the probabilities that are given.
    private readonly bool _divides = terms is { Form: InputForm.Probability, Q: not 1, Numbers.Normalisation: Normalisation.None };

    // Whether the predictions of other classes have no part in the loss, and no derivative even of a mean that is NaN.
    private readonly bool _leavesOthersOut = terms.Form == InputForm.LogProbability;

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        using RowShares shares = new(predictions.Classes);
        Span<double> sums = stackalloc double[RowShares.MostRows];
        for (int first = 0; first < predictions.Rows; first += shares.Rows)
        {
            int rows = Math.Min(shares.Rows, predictions.Rows - first);
            distribution.Fill(predictions, first, rows, shares);
            for (int row = first; !quality.IsEmpty && row < first + rows; row++)
            {
                QualityPass.Write(predictions, targets, row, shares, row - first, quality);
            }

            kernel.Prepare(shares);
            _factors.Fill(targets, first, rows, shares);
            kernel.Losses(shares, sums);
            for (int r = 0; r < rows; r++)
            {
                losses[first + r] = targets.IsIgnored(first + r) ? 0 : sums[r];
            }
        }

        return new BlockCheck(ArePredictionsAllowed: terms.Form == InputForm.Logit, AreTargetsWithinUnit: true);
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        if (shortGradient?.TryWrite(predictions, targets, new RowDerivatives<T>(scales, gradient, isStreamed: false)) == true)
        {
            return;
        }

        using RowShares shares = new(predictions.Classes);
        for (int first = 0; first < predictions.Rows; first += shares.Rows)
        {
            int rows = Math.Min(shares.Rows, predictions.Rows - first);
            distribution.Fill(predictions, first, rows, shares);
            kernel.Prepare(shares);
            _factors.Fill(targets, first, rows, shares);
            kernel.Slopes(shares);
            if (_takesDistributions)
            {
                // As if all slopes added up to -1.
                TensorPrimitives.Subtract(-1, shares.Slopes, shares.Others);
            }

            if (scalesFirst)
            {
                Scale(shares, scales.Slice(first, rows));
            }

            distribution.Chain(shares);
            for (int row = first; row < first + rows; row++)
            {
                Span<T> result = gradient.Slice(row * shares.Classes, shares.Classes);
                double scale = scalesFirst ? 1 : scales[row];
                bool isIgnored = targets.IsIgnored(row);
                for (int j = 0, place = row - first; j < result.Length; j++, place += shares.Rows)
                {
                    double slope = shares.Slopes[place];
                    double scaled = _divides && !scalesFirst && double.IsInfinity(slope) ? kernel.SlopeNextToZero(shares, place, scale) : slope * scale;
                    result[j] = isIgnored || (_leavesOthersOut && slope == 0) ? T.Zero : T.CreateTruncating(scaled);
                }
            }
        }
    }

    private static void Scale(RowShares shares, ReadOnlySpan<double> scales)
    {
        for (int first = 0; first < shares.Slopes.Length; first += shares.Rows)
        {
            Span<double> slopes = shares.Slopes.Slice(first, scales.Length);
            Span<double> others = shares.Others.Slice(first, scales.Length);
            TensorPrimitives.Multiply(slopes, scales, slopes);
            TensorPrimitives.Multiply(others, scales, others);
        }
    }
}
