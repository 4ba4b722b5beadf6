using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Tests.Reference;

/// <summary>The loss of one row or one element, without the weight of its sample.</summary>
/// <param name="Value">The loss, with its derivatives.</param>
/// <param name="Scale">The sum of the sizes of its terms: what its rounding errors are relative to.</param>
/// <param name="Weight">The weight of its class in denominators.</param>
internal readonly record struct PlainTerm(Dual Value, double Scale, double Weight);

/// <summary>The formulas of the losses of one row and of one element, with every option, as their definitions write them.</summary>
internal sealed class PlainFormula
{
    private readonly CrossEntropyOptions _options;
    private readonly Convention _convention;
    private readonly LossKind _kind;
    private readonly ProbabilityFormula? _numbers;
    private readonly double _epsilon;
    private readonly PlainBounds _bounds;
    private readonly bool _isFocal;
    private readonly double _gamma;
    private readonly IReadOnlyList<double>? _alpha;

    public PlainFormula(CrossEntropyOptions options, bool isSingle)
    {
        _options = options;
        _convention = options.Convention;
        _kind = options.Kind;
        _isFocal = options.FocalGamma is not null || options.FocalAlpha is not null;
        FocalDefaults focal = _kind == LossKind.Binary ? _convention.BinaryFocal : _convention.CategoricalFocal;
        _gamma = _isFocal ? options.FocalGamma ?? focal.Gamma : 0;
        _alpha = !_isFocal ? null : options.FocalAlpha ?? (focal.Alpha is double alpha ? [alpha] : null);
        _numbers = NumbersOf(options);
        if (_numbers is not null)
        {
            _epsilon = options.Epsilon ?? (isSingle ? _numbers.SingleEpsilon ?? _numbers.Epsilon : _numbers.Epsilon);
            _epsilon = isSingle ? (float)_epsilon : _epsilon;
            _bounds = PlainBounds.Of(_numbers, _epsilon, isSingle);
        }
    }

    /// <summary>The formula over probabilities that applies, if one does: with its clips and normalisation.</summary>
    public static ProbabilityFormula? NumbersOf(CrossEntropyOptions options)
    {
        bool isFocal = options.FocalGamma is not null || options.FocalAlpha is not null;
        Convention convention = options.Convention;
        bool isBinary = options.Kind == LossKind.Binary;
        bool saturates = isFocal && options.Form == InputForm.Logit && (isBinary ? convention.BinaryFocal : convention.CategoricalFocal).ClipsLogits;
        if (options.GeneralizedQ is not null || (options.Form != InputForm.Probability && !saturates))
        {
            return null;
        }

        return isBinary ? convention.Binary : options.Kind == LossKind.Categorical || isFocal ? convention.Categorical : convention.Sparse;
    }

    /// <summary>The loss of a row of classes.</summary>
    /// <param name="given">The predictions.</param>
    /// <param name="target">The targets, one-hot for a label.</param>
    /// <param name="hasSlopes">Whether the derivatives are wanted, which take the square of the classes.</param>
    public PlainTerm Row(double[] given, double[] target, bool hasSlopes = true)
    {
        int classes = given.Length;
        Dual[] inputs = [.. given.Select((value, j) => hasSlopes ? Dual.Input(value, j, classes) : value)];
        PlainPoint[] points = Distribution(inputs);
        double[] smooth = [.. target.Select(t => (t * (1 - _options.LabelSmoothing)) + (_options.LabelSmoothing / classes))];
        bool weighsTerms = _convention.ClassWeighting == ClassWeighting.Term;

        Dual loss = 0;
        double scale = 0;
        double weight = 0;
        for (int j = 0; j < classes; j++)
        {
            double classWeight = _options.ClassWeights?[j] ?? 1;
            weight += classWeight * target[j];
            double factor = smooth[j] * (weighsTerms ? classWeight : 1) * AlphaOf(j);
            if (factor == 0 && (_kind == LossKind.Sparse || _convention.ZeroTimesInfinityIsZero))
            {
                continue;
            }

            Dual term = factor * Dual.Pow(points[j].Rest, _gamma) * Base(points[j].Cost, points[j].Rest);
            loss += term;
            scale += Math.Abs(term.Value);
        }

        if (_options.Form == InputForm.Logit && _convention.GradientTakesDistributions && IsPlain)
        {
            double[] slopes = [.. points.Select((point, j) => (point.P.Value - smooth[j]) / _options.Temperature)];
            loss = new Dual(loss.Value, slopes);
        }

        if (_options.ClassWeights is not IReadOnlyList<double> weights)
        {
            return new PlainTerm(loss, scale, 1);
        }

        if (weighsTerms)
        {
            return new PlainTerm(loss, scale, weight);
        }

        double ofLabel = weights[Array.IndexOf(target, target.Max())];
        return new PlainTerm(ofLabel * loss, ofLabel * scale, ofLabel);
    }

    /// <summary>The loss of an output.</summary>
    /// <param name="given">The prediction.</param>
    /// <param name="target">The target.</param>
    /// <param name="output">Which output it is.</param>
    public PlainTerm Element(double given, double target, int output)
    {
        double hard = _convention.HardensBinaryTargets ? (target > 0 ? 1 : 0) : target;
        double z = (hard * (1 - _options.LabelSmoothing)) + (_options.LabelSmoothing / 2);
        PlainPoint point = Point(Dual.Input(given, 0, 1));
        PlainPoint clipped = _numbers is null ? point : point.Clip(_bounds);
        if (_numbers is not null)
        {
            clipped = clipped.Inside(_numbers.Use.HasFlag(EpsilonUse.Inside) ? _epsilon : 0).Floor(_numbers.LogFloor);
        }

        bool weighsTerms = _options.ClassWeights is not null && _convention.ClassWeighting == ClassWeighting.Term;
        IReadOnlyList<double>? positives = _options.PositiveWeights;
        double one = z * (weighsTerms ? _options.ClassWeights![1] : 1) * (positives is null ? 1 : positives[positives.Count == 1 ? 0 : output]);
        double zero = (1 - z) * (weighsTerms ? _options.ClassWeights![0] : 1);

        // What a convention picks by a hard target, or says of zero, is not multiplied by zero.
        bool skips = _convention.ZeroTimesInfinityIsZero || _convention.HardensBinaryTargets;
        Dual ofOne = skips && one == 0 ? 0 : one * Base(clipped.Cost, clipped.Rest);
        Dual ofZero = skips && zero == 0 ? 0 : zero * Base(clipped.RestCost, clipped.P);
        Dual loss = ofOne + ofZero;
        double scale = Math.Abs(ofOne.Value) + Math.Abs(ofZero.Value);
        if (_options.Form == InputForm.Probability && _convention.BinaryGradientFloor > 0 && IsPlain)
        {
            double p = given;
            loss = new Dual(loss.Value, [((zero * p) - (one * (1 - p))) / Math.Max(p * (1 - p), _convention.BinaryGradientFloor)]);
        }

        double balance = _alpha is null ? 1 : (z * _alpha[0]) + ((1 - z) * (1 - _alpha[0]));
        Dual focus = balance * Dual.Pow((z * point.Rest) + ((1 - z) * point.P), _gamma);
        loss = focus * loss;
        scale *= Math.Abs(focus.Value);
        if (_convention.MeasuresBinaryInBits)
        {
            loss /= Math.Log(2);
            scale /= Math.Log(2);
        }

        if (_options.ClassWeights is not IReadOnlyList<double> weights)
        {
            return new PlainTerm(loss, scale, 1);
        }

        if (weighsTerms)
        {
            return new PlainTerm(loss, scale, (hard * weights[1]) + ((1 - hard) * weights[0]));
        }

        double ofLabel = weights[hard > 0.5 ? 1 : 0];
        return new PlainTerm(ofLabel * loss, ofLabel * scale, ofLabel);
    }

    private bool IsPlain => !_isFocal && _options.PolyEpsilon is null && _options.GeneralizedQ is null;

    private double AlphaOf(int j) => _alpha is null ? 1 : _alpha[_alpha.Count == 1 ? 0 : j];

    // (1 - p^q) / q from minus the logarithm of p, which keeps the digits of what is left of one.
    private Dual Base(Dual cost, Dual rest)
    {
        if (_options.GeneralizedQ is double q)
        {
            return -Dual.ExpMinusOne(-q * cost) / q;
        }

        return _options.PolyEpsilon is double poly ? cost + (poly * rest) : cost;
    }

    private PlainPoint Point(Dual given) => _options.Form switch
    {
        InputForm.Logit => PlainPoint.OfOdds(Dual.Exp(-given / _options.Temperature)),
        InputForm.LogProbability => PlainPoint.OfLogProbability(given),
        _ => PlainPoint.OfProbability(given),
    };

    private PlainPoint[] Distribution(Dual[] given)
    {
        PlainPoint[] points = [.. given.Select(Point)];
        if (_options.Form == InputForm.Logit)
        {
            double most = given.Max(logit => logit.Value);
            points = PlainPoint.OfShares([.. given.Select(logit => Dual.Exp((logit - most) / _options.Temperature))]);
        }

        if (_numbers is null)
        {
            return points;
        }

        if (_numbers.Normalisation == Normalisation.BeforeClip && _options.Form == InputForm.Probability)
        {
            points = PlainPoint.OfShares(given);
        }

        points = [.. points.Select(point => point.Clip(_bounds))];
        return _numbers.Normalisation == Normalisation.AfterClip ? PlainPoint.OfShares([.. points.Select(point => point.P)]) : points;
    }
}
