using System.Globalization;
using System.Reflection;
using System.Text;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Semantics;

/// <summary>A measurement drawn at random: options that mostly have a meaning together, a small shape, and numbers.</summary>
internal sealed class CombinationDraw
{
    // Numbers that single precision has exactly, so that their rounding is no question.
    private static readonly double[] SomeWeights = [0, 0.25, 0.5, 1, 1, 1.25, 2, 3];
    private static readonly double[] SomeEpsilons = [0, 1.0 / 128, 1.0 / 1024, 1.0 / (1 << 20)];

    private readonly Random _random;
    private double[] _prediction = [];
    private double[] _target = [];
    private double[]? _weights;
    private Shape _shape = new();
    private Shape _targetShape = new();
    private Shape? _weightShape;
    private bool _isSingleStored;
    private ElementType _targetType = ElementType.Float64;

    private CombinationDraw(Random random) => _random = random;

    public CrossEntropyOptions Options { get; private set; } = new();

    public int Classes { get; private set; }

    /// <summary>Whether the losses have a derivative everywhere near the predictions.</summary>
    public bool IsSmooth { get; private set; } = true;

    public PlainProblem Problem => new(Options, IsSingle, _prediction, _shape, _target, _weights, _weightShape);

    public bool IsSingle => !Options.Convention.AlwaysDouble && (Options.DataType ?? (_isSingleStored ? ElementType.Float32 : ElementType.Float64)) == ElementType.Float32;

    /// <summary>Draws a measurement.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="convention">Whose formula; null to draw that too.</param>
    public static CombinationDraw Next(Random random, Convention? convention = null)
    {
        CombinationDraw draw = new(random);
        draw.DrawOptions(convention ?? draw.OneOf([.. Conventions.All]), mayBeRefused: convention is null);
        draw.DrawShape();
        draw.DrawModifiers();
        draw.DrawPredictions();
        draw.RoundToStored();
        draw.DrawTargets();
        draw.DrawWeights();
        if (convention is null && draw.Chance(0.04))
        {
            draw.Spoil();
        }

        return draw;
    }

    public LossResult Measure() => Measure(_prediction, Options);

    public LossResult MeasureWithGradient() => Measure(_prediction, Options with { Gradient = true });

    /// <summary>How far a prediction is from where the loss has no derivative; of a logit, how far it takes to change much.</summary>
    public double RoomOf(int index) => Options.Form switch
    {
        InputForm.Logit => Options.Temperature,
        InputForm.LogProbability => Math.Min(1, -_prediction[index]),
        _ => Math.Min(_prediction[index], 1 - _prediction[index]),
    };

    /// <summary>The loss, or the sum of the losses that are kept, with one prediction moved.</summary>
    public double LossWith(int index, double step)
    {
        double[] moved = [.. _prediction];
        moved[index] += step;
        LossResult result = Measure(moved, Options with { Gradient = false });
        return result.Loss ?? result.Values!.Read<double>(0, (int)result.Values.Shape.Length, new double[result.Values.Shape.Length]).ToArray().Sum();
    }

    public override string ToString()
    {
        StringBuilder text = new();
        foreach (PropertyInfo property in typeof(CrossEntropyOptions).GetProperties())
        {
            Append(property.Name, property.GetValue(Options));
        }

        Append("stored as", _isSingleStored ? "float" : "double");
        Append("targets stored as", _targetType);
        Append($"prediction {_shape}", _prediction);
        Append($"target {_targetShape}", _target);
        Append($"weight {_weightShape}", _weights);
        return text.ToString();

        void Append(string name, object? value) => text.Append(name).Append(": ").AppendLine(value switch
        {
            Convention convention => convention.Name,
            IEnumerable<double> numbers => string.Join(", ", numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        });
    }

    private LossResult Measure(double[] prediction, CrossEntropyOptions options)
    {
        TensorView predictions = _isSingleStored
            ? TensorView.Create<float>(prediction.Select(value => (float)value).ToArray(), _shape)
            : TensorView.Create<double>(prediction, _shape);
        TensorView targets = _targetType switch
        {
            ElementType.Int32 => TensorView.Create<int>(_target.Select(value => (int)value).ToArray(), _targetShape),
            ElementType.Int64 => TensorView.Create<long>(_target.Select(value => (long)value).ToArray(), _targetShape),
            ElementType.Float32 => TensorView.Create<float>(_target.Select(value => (float)value).ToArray(), _targetShape),
            _ => TensorView.Create<double>(_target, _targetShape),
        };
        return CrossEntropy.Measure(predictions, targets, options, _weights is null ? null : TensorView.Create<double>(_weights, _weightShape!));
    }

    private void DrawOptions(Convention convention, bool mayBeRefused)
    {
        LossKind kind = OneOf(LossKind.Binary, LossKind.Categorical, LossKind.Sparse);
        InputForm forms = convention.Forms(kind);
        InputForm[] all = [InputForm.Probability, InputForm.Logit, InputForm.LogProbability];
        InputForm[] had = [.. all.Where(form => forms.HasFlag(form))];
        Options = new CrossEntropyOptions
        {
            Kind = kind,
            Convention = convention,
            Form = had.Length == 0 || (mayBeRefused && Chance(0.02)) ? OneOf(all) : OneOf(had),
            Reduction = kind == LossKind.Binary
                ? OneOf(Reduction.Mean, Reduction.Mean, Reduction.Sum, Reduction.None, Reduction.PerElement)
                : OneOf(Reduction.Mean, Reduction.Mean, Reduction.Sum, Reduction.None),
            WhenAllIgnored = OneOf(WhenAllIgnored.Convention, WhenAllIgnored.Convention, WhenAllIgnored.Zero, WhenAllIgnored.NaN, WhenAllIgnored.Error),
            Gradient = Chance(0.7),
            ThrottleLimit = 1,
        };
        if (Options.Reduction == Reduction.Mean)
        {
            Denominator denominator = Chance(0.5)
                ? Denominator.Convention
                : OneOf(Denominator.Elements, Denominator.Valid, Denominator.WeightSum, Denominator.NonZeroWeights, Denominator.Number);
            Options = Options with
            {
                Denominator = denominator,
                DenominatorValue = denominator == Denominator.Number ? 2.5 : null,
                BatchSize = Chance(0.25) ? _random.Next(1, 4) : null,
            };
        }

        // What is moved by a small step is not rounded.
        _isSingleStored = mayBeRefused && Chance(0.4);
        if (Chance(0.2))
        {
            Options = Options with { DataType = convention.AlwaysDouble ? ElementType.Float64 : OneOf(ElementType.Float32, ElementType.Float64) };
        }
    }

    private void DrawShape()
    {
        int samples = _random.Next(1, 7);
        Classes = Chance(0.04) ? _random.Next(64, 81) : _random.Next(1, 10);
        if (Options.Kind == LossKind.Binary && Chance(0.5))
        {
            Classes = 1;
        }

        int[] others = [.. new[] { samples, _random.Next(1, 4), _random.Next(1, 3) }.Take(OneOf(0, 1, 1, 1, 2, 3))];
        int axis = _random.Next(others.Length + 1);
        bool isDefault = Chance(0.5);
        if (isDefault)
        {
            axis = Options.Convention.DefaultAxis < 0 ? others.Length : Math.Min(Options.Convention.DefaultAxis, others.Length);
        }

        _shape = new Shape(others).With(axis, Classes);
        if (Options.Kind == LossKind.Binary && others.Length == 1 && Classes == 1 && axis == 1 && Chance(0.5))
        {
            _shape = new Shape(samples);
            isDefault = true;
        }

        Options = Options with { Axis = isDefault ? null : Chance(0.5) ? axis : axis - _shape.Rank };
    }

    // A vector without a named axis is so many binary samples.
    private bool IsVectorOfSamples => Options.Kind == LossKind.Binary && _shape.Rank == 1 && Options.Axis is null;

    // Those of the last axis, unless an axis is named.
    private int WeightedOutputs => Options.Axis is null && !IsVectorOfSamples ? _shape[_shape.Rank - 1] : Classes;

    private bool IsPlainBinaryWithFloor => Options is { Kind: LossKind.Binary, FocalGamma: null, FocalAlpha: null, PolyEpsilon: null, GeneralizedQ: null }
        && Options.Convention.BinaryGradientFloor > 0;

    private void DrawModifiers()
    {
        bool isBinary = Options.Kind == LossKind.Binary;
        bool isLogit = Options.Form == InputForm.Logit;
        if (IsVectorOfSamples)
        {
            Classes = 1;
        }

        if (Chance(0.35))
        {
            Options = Options with
            {
                FocalGamma = Chance(0.75) ? OneOf(0, 0.5, 1, 2, 2.5, 3) : null,
                FocalAlpha = Chance(0.5) ? isBinary ? [OneOf(0.25, 0.75)] : Several(Chance(0.5) ? 1 : Classes) : null,
            };
        }

        Options = Options with
        {
            LabelSmoothing = Chance(0.3) ? OneOf(0.125, 0.5, 1) : 0,
            Temperature = isLogit && Chance(0.3) ? OneOf(0.5, 2, 3.7) : 1,
            PolyEpsilon = Chance(0.2) ? OneOf(2.0, -0.5, 1) : null,
            ClassWeights = Chance(0.3) && (!isBinary || Classes == 1) ? Several(isBinary ? 2 : Classes) : null,
            PositiveWeights = isBinary && isLogit && Chance(0.3) ? Several(Chance(0.5) ? 1 : WeightedOutputs) : null,
            IgnoreClass = Options.Kind == LossKind.Sparse && Chance(0.3) ? OneOf(-1, 0, 255) : null,
        };
        if (Options.PolyEpsilon is null && Chance(0.15))
        {
            Options = Options with { GeneralizedQ = OneOf(0.25, 0.5, 0.7, 1) };
        }

        if (PlainFormula.NumbersOf(Options) is { Epsilon: > 0 } && Chance(0.2))
        {
            Options = Options with { Epsilon = OneOf(SomeEpsilons) };
        }
    }

    private void DrawPredictions()
    {
        double spread = OneOf(3, 8, 8, 40);
        double[] values = [.. Enumerable.Range(0, (int)_shape.Length).Select(_ => ((_random.NextDouble() * 2) - 1) * spread)];
        if (Options.Form == InputForm.Logit)
        {
            _prediction = values;
            return;
        }

        _prediction = [.. values.Select(value => 1 / (1 + Math.Exp(-value / 4)))];
        if (Options.Kind != LossKind.Binary && Chance(0.5))
        {
            Normalize();
        }

        if (Options.Form == InputForm.LogProbability)
        {
            _prediction = [.. _prediction.Select(value => Math.Log(value))];
            return;
        }

        // The ends of the interval, where some losses are infinite and have no derivative; and beyond, where that is let through.
        bool clips = PlainFormula.NumbersOf(Options) is { Epsilon: > 0 } numbers && Options.Epsilon != 0 && numbers.Use.HasFlag(EpsilonUse.ClipBelow);
        if (Chance(0.2))
        {
            IsSmooth = (clips && Classes > 1 && Options.GeneralizedQ is null) || IsPlainBinaryWithFloor;
            _prediction[_random.Next(_prediction.Length)] = 0;
            _prediction[_random.Next(_prediction.Length)] = 1;
        }

        if (Options.Kind == LossKind.Binary && clips && !Options.Convention.RefusesOutsideUnit && Options.FocalGamma is null && Options.FocalAlpha is null && Chance(0.1))
        {
            _prediction[_random.Next(_prediction.Length)] = OneOf(-0.25, 1.5);
        }
    }

    private void RoundToStored()
    {
        // A power of 1 - p below one has no derivative where p is 1.
        double certain = Options.Form == InputForm.LogProbability ? 0 : 1;
        IsSmooth &= Options.Form == InputForm.Logit || Options.FocalGamma is not (> 0 and < 1) || !_prediction.Contains(certain);
        if (_isSingleStored)
        {
            _prediction = [.. _prediction.Select(value => (double)(float)value)];
        }
    }

    private void Normalize()
    {
        PlainProblem problem = new(Options, isSingle: false, _prediction, _shape, []);
        for (int row = 0; row < problem.Rows; row++)
        {
            int[] indices = problem.IndicesOf(row);
            double sum = indices.Sum(index => _prediction[index]);
            foreach (int index in indices)
            {
                _prediction[index] /= sum;
            }
        }
    }

    private void DrawTargets()
    {
        PlainProblem problem = new(Options, isSingle: false, _prediction, _shape, []);
        bool isFocal = Options.FocalGamma is not null || Options.FocalAlpha is not null;
        if (Options.Kind == LossKind.Sparse)
        {
            int? ignored = Options.IgnoreClass ?? Options.Convention.IgnoreClass;
            _targetType = OneOf(ElementType.Int32, ElementType.Int64, ElementType.Float32, ElementType.Float64);
            double often = OneOf(0.1, 0.3, 0.9);
            _target = [.. Enumerable.Range(0, problem.Rows).Select(_ => ignored is int label && Chance(often) ? label : _random.Next(Classes))];
            _targetShape = new Shape(problem.RowLengths);
            _targetShape = Chance(0.3) ? _targetShape.With(problem.Axis, 1) : _targetShape;
            return;
        }

        _targetShape = Options.Kind == LossKind.Binary && problem.Classes == 1 && _shape.Rank > 1 && Chance(0.3) ? _shape.Without(problem.Axis) : _shape;
        _target = new double[_shape.Length];
        int manner = _random.Next(4);
        for (int row = 0; row < problem.Rows; row++)
        {
            int[] indices = problem.IndicesOf(row);
            bool isBinary = Options.Kind == LossKind.Binary;
            int label = _random.Next(indices.Length);
            double sum = 0;
            for (int j = 0; j < indices.Length; j++)
            {
                double value = manner switch
                {
                    0 => isBinary ? _random.Next(2) : j == label ? 1 : 0,
                    1 => _random.NextDouble(),
                    2 => Chance(0.4) ? 0 : _random.NextDouble(),
                    _ => isBinary && !isFocal ? (_random.NextDouble() * 2) - 0.5 : _random.NextDouble() * (isBinary ? 1 : 2),
                };
                _target[indices[j]] = value;
                sum += value;
            }

            if (manner == 1 && !isBinary)
            {
                Array.ForEach(indices, index => _target[index] /= sum);
            }
        }

        if (Chance(0.3))
        {
            _targetType = manner == 0 ? ElementType.Int32 : ElementType.Float32;
            _target = [.. _target.Select(value => (double)(float)value)];
        }
    }

    private void DrawWeights()
    {
        if (Chance(0.5))
        {
            return;
        }

        PlainProblem problem = new(Options, isSingle: false, _prediction, _shape, []);
        int[] rows = problem.RowLengths;
        List<int[]> shapes = [[], rows, [.. rows.Take(1)], [.. rows, 1]];
        if (Options.Kind == LossKind.Binary && !IsVectorOfSamples)
        {
            shapes.Add(_shape.Lengths.ToArray());
            shapes.Add([.. _shape.Lengths.ToArray().Select((length, i) => i == problem.Axis ? length : 1)]);
        }

        _weightShape = new Shape(OneOf([.. shapes]));
        _weights = Several((int)_weightShape.Length);
    }

    // One option gets a value that it cannot have, or that does not go with the others.
    private void Spoil() => Options = _random.Next(22) switch
    {
        0 => Options with { Temperature = OneOf(0, -1, double.NaN, 2, double.PositiveInfinity) },
        1 => Options with { Reduction = Reduction.PerElement },
        2 => Options with { Denominator = Denominator.Elements },
        3 => Options with { BatchSize = OneOf(0, -1, 2) },
        4 => Options with { Denominator = Denominator.Number, DenominatorValue = OneOf<double?>(null, 0, -1, double.NaN, double.PositiveInfinity) },
        5 => Options with { Epsilon = OneOf(-1, 0.5, double.NaN, 0.125) },
        6 => Options with { ClassWeights = Several(Classes + OneOf(-1, 0, 1)) },
        7 => Options with { ClassWeights = [.. Several(Classes), OneOf(-1, double.NaN, double.PositiveInfinity)] },
        8 => Options with { PositiveWeights = Several(Classes + OneOf(0, 1)) },
        9 => Options with { PositiveWeights = [OneOf(-1, double.NaN)] },
        10 => Options with { LabelSmoothing = OneOf(-0.1, 1.5, double.NaN) },
        11 => Options with { FocalGamma = OneOf(-1, double.NaN, double.PositiveInfinity) },
        12 => Options with { FocalAlpha = [OneOf(-0.5, 1.5, double.NaN)] },
        13 => Options with { FocalAlpha = Several(Classes + OneOf(-1, 0, 1)) },
        14 => Options with { PolyEpsilon = OneOf(double.NaN, double.PositiveInfinity) },
        15 => Options with { GeneralizedQ = OneOf(0, -1, 1.5, double.NaN) },
        16 => Options with { GeneralizedQ = 0.5, PolyEpsilon = 1 },
        17 => Options.Kind == LossKind.Sparse ? Options : Options with { IgnoreClass = 1 },
        18 => Options with { ThrottleLimit = -1 },
        19 => Options with { DataType = OneOf(ElementType.Int32, ElementType.Float16, ElementType.Float32) },
        20 => Options.Convention.Forms(Options.Kind).HasFlag(InputForm.LogProbability) ? Options : Options with { Form = InputForm.LogProbability },
        _ => Options with { Epsilon = 0.125 },
    };

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private double[] Several(int count) => [.. Enumerable.Range(0, count).Select(_ => OneOf(SomeWeights))];

    private T OneOf<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];
}
