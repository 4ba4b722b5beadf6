using System.Numerics;
using LossKernels.Kernels;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>
/// The loss of classes with every option: sum of f_j (1 - p_j)^gamma B(p_j), the factors f as <see cref="TermFactors{T}"/> makes them,
/// p clipped after it has become a probability.
/// </summary>
/// <param name="terms">What the loss is made of.</param>
/// <param name="distribution">How predictions become probabilities.</param>
/// <param name="clip">Where these are clipped.</param>
internal sealed class RowFormula<T>(FormulaTerms terms, IRowDistribution<T> distribution, ClipBounds clip) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TermFactors<T> _factors = new(terms);
    private readonly PointClip _clip = new(clip);
    private readonly PointLoss _point = terms.Point;
    private readonly FocalPower _focal = terms.Focal;
    private readonly bool _skipsZeros = terms.Kind == LossKind.Sparse || terms.Convention.ZeroTimesInfinityIsZero;
    private readonly bool _takesDistributions = terms.Convention.GradientTakesDistributions
        && terms.IsLogarithmic
        && terms is { Kind: LossKind.Categorical, Form: InputForm.Logit };

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        using RowShares shares = new(predictions.Classes);
        for (int first = 0; first < predictions.Rows; first += shares.Rows)
        {
            int rows = Math.Min(shares.Rows, predictions.Rows - first);
            distribution.Fill(predictions, first, rows, shares);
            for (int r = 0; r < rows; r++)
            {
                bool isIgnored = targets.IsIgnored(first + r);
                losses[first + r] = isIgnored ? 0 : LossOf(targets, first + r, shares, r * shares.Classes);
                if (!quality.IsEmpty && !isIgnored)
                {
                    QualityPass.Write(targets, first + r, shares, r * shares.Classes, quality);
                }
            }
        }

        return new BlockCheck(ArePredictionsAllowed: terms.Form != InputForm.Probability, AreTargetsWithinUnit: true);
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        using RowShares shares = new(predictions.Classes);
        int classes = shares.Classes;
        for (int first = 0; first < predictions.Rows; first += shares.Rows)
        {
            int rows = Math.Min(shares.Rows, predictions.Rows - first);
            distribution.Fill(predictions, first, rows, shares);
            for (int row = first; row < first + rows; row++)
            {
                Span<T> result = gradient.Slice(row * classes, classes);
                if (targets.IsIgnored(row))
                {
                    result.Clear();
                    continue;
                }

                int start = (row - first) * classes;
                SlopesOf(targets, row, shares, start);
                double total = _takesDistributions ? -1 : RowReader.Sum(shares.Slopes);
                distribution.Chain(predictions, row, shares, start, shares.Slopes, total, scales[row], result);
            }
        }
    }

    private double LossOf(BlockTargets<T> targets, int row, RowShares shares, int start)
    {
        Span<double> factors = shares.Factors;
        _factors.Fill(targets, row, factors);
        for (int j = 0; j < factors.Length; j++)
        {
            if (factors[j] != 0 || !_skipsZeros)
            {
                Point p = _clip.Apply(shares.Logarithms[start + j], shares.Shares[start + j], shares.Rests[start + j]);
                factors[j] *= _focal.Value(p.Rest) * _point.Value(p.Logarithm, p.Rest);
            }
        }

        return RowReader.Sum(factors);
    }

    // The derivative of f (1 - p)^gamma B(p) to ln p; zero where p is clipped.
    private void SlopesOf(BlockTargets<T> targets, int row, RowShares shares, int start)
    {
        Span<double> factors = shares.Factors;
        Span<double> slopes = shares.Slopes;
        _factors.Fill(targets, row, factors);
        for (int j = 0; j < factors.Length; j++)
        {
            Point p = _clip.Apply(shares.Logarithms[start + j], shares.Shares[start + j], shares.Rests[start + j]);
            if (factors[j] == 0 || p.IsClipped)
            {
                slopes[j] = 0;
                continue;
            }

            double own = _point.ByLogarithm(p.Logarithm) + (_point.ByShare * p.Share);
            double moved = p.Share == 0 ? 0 : p.Share * _point.Value(p.Logarithm, p.Rest);
            slopes[j] = factors[j] * ((_focal.Value(p.Rest) * own) - _focal.Slope(p.Rest, moved));
        }
    }
}
