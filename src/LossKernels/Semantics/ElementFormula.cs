using System.Numerics;
using LossKernels.Kernels;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>
/// The binary loss with every option: A (1 - p_t)^gamma (z w_1 q B(p) + (1 - z) w_0 B(1 - p)), with z smoothed, p_t = z p + (1 - z)(1 - p)
/// of the probability before it is clipped, A = z alpha + (1 - z)(1 - alpha), the class weights w and the positive weight q.
/// </summary>
internal sealed class ElementFormula<T>(FormulaTerms terms, IElementDistribution<T> distribution) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PointLoss _point = terms.Point;
    private readonly double _unit = terms.Convention.MeasuresBinaryInBits ? 1 / Math.Log(2) : 1;
    private readonly bool _skipsZeros = terms.Convention.ZeroTimesInfinityIsZero || terms.Convention.HardensBinaryTargets;
    private readonly bool _writesInfinity = terms.Form == InputForm.Logit
        && terms.IsLogarithmic
        && terms.Convention.InfiniteLogit != InfiniteLogit.Limit;

    public override bool IsPerElement => true;

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        ReadOnlySpan<T> values = predictions.Values;
        ReadOnlySpan<T> zs = targets.Block.Values;
        using ElementShares shares = new();
        for (int first = 0; first < values.Length; first += ElementShares.Length)
        {
            ReadOnlySpan<T> part = values[first..Math.Min(first + ElementShares.Length, values.Length)];
            distribution.Fill(part, shares);
            for (int i = 0; i < part.Length; i++)
            {
                Output output = new(this, zs[first + i], (first + i) % predictions.Classes, shares, i);
                double loss = _writesInfinity && T.IsInfinity(part[i])
                    ? double.CreateTruncating(LogitLoss<T>.AtInfinity(part[i], T.CreateTruncating(output.Target), terms.Convention.InfiniteLogit))
                    : output.Base;
                losses[first + i] = output.Balance * _point.Focus(output.Rest) * loss * _unit;
                if (!quality.IsEmpty)
                {
                    ElementQuality.Write(shares.Yes[i], double.CreateTruncating(zs[first + i]), quality, first + i);
                }
            }
        }

        return new BlockCheck(ArePredictionsAllowed: terms.Form == InputForm.Logit, AreTargetsWithinUnit: false);
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        ReadOnlySpan<T> values = predictions.Values;
        ReadOnlySpan<T> zs = targets.Block.Values;
        int repeat = values.Length / scales.Length;
        using ElementShares shares = new();
        for (int first = 0; first < values.Length; first += ElementShares.Length)
        {
            ReadOnlySpan<T> part = values[first..Math.Min(first + ElementShares.Length, values.Length)];
            distribution.Fill(part, shares);
            for (int i = 0; i < part.Length; i++)
            {
                Output output = new(this, zs[first + i], (first + i) % predictions.Classes, shares, i);
                double derivative = output.Balance * ((_point.Focus(output.Rest) * output.BaseSlope) + _point.FocusSlope(output.Rest, output.RestSlope * output.Base));
                gradient[first + i] = T.CreateTruncating(derivative * _unit * scales[(first + i) / repeat]);
            }
        }
    }

    // One output's loss in its parts.
    private readonly ref struct Output
    {
        private readonly ElementFormula<T> _formula;
        private readonly ElementShares _shares;
        private readonly int _index;
        private readonly double _yes;
        private readonly double _no;

        public Output(ElementFormula<T> formula, T target, int column, ElementShares shares, int index)
        {
            FormulaTerms terms = formula.Terms;
            double z = double.CreateTruncating(target);
            if (terms.Convention.HardensBinaryTargets)
            {
                z = z > 0 ? 1 : z <= 0 ? 0 : z;
            }

            Target = terms.Smoothing == 0 ? z : (z * (1 - terms.Smoothing)) + (terms.Smoothing / 2);
            _formula = formula;
            _shares = shares;
            _index = index;
            _yes = Target * At(terms.PositiveWeights, column) * At(terms.ClassWeights, 1);
            _no = (1 - Target) * At(terms.ClassWeights, 0);
        }

        public double Target { get; }

        public double Balance => _formula.Terms.Alpha.Count == 0
            ? 1
            : (Target * _formula.Terms.Alpha[0]) + ((1 - Target) * (1 - _formula.Terms.Alpha[0]));

        // 1 - p_t
        public double Rest => (Target * _shares.No[_index]) + ((1 - Target) * _shares.Yes[_index]);

        public double RestSlope => (1 - (2 * Target)) * _shares.ShareSlope[_index];

        public double Base
        {
            get
            {
                double p = _shares.Clipped[_index];
                double rest = p == _shares.Yes[_index] ? _shares.No[_index] : 1 - p;
                return Product(_yes, _formula._point.Base(_shares.LogYes[_index], rest)) + Product(_no, _formula._point.Base(_shares.LogNo[_index], p));
            }
        }

        public double BaseSlope
        {
            get
            {
                double p = _shares.Clipped[_index];
                double share = p == _shares.Yes[_index] ? _shares.ShareSlope[_index] * _formula._point.BaseByShare : 0;
                double yes = (_formula._point.BaseByLogarithm(_shares.LogYes[_index]) * _shares.YesSlope[_index]) + share;
                double no = (_formula._point.BaseByLogarithm(_shares.LogNo[_index]) * _shares.NoSlope[_index]) - share;
                return (_yes == 0 ? 0 : _yes * yes) + (_no == 0 ? 0 : _no * no);
            }
        }

        private static double At(IReadOnlyList<double> factors, int index) => factors.Count switch
        {
            0 => 1,
            1 => factors[0],
            _ => factors[index],
        };

        private double Product(double factor, double loss) => factor == 0 && _formula._skipsZeros ? 0 : factor * loss;
    }

    private FormulaTerms Terms => terms;
}
