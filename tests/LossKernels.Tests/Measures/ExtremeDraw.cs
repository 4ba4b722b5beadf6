using System.Globalization;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Measures;

/// <summary>A measurement drawn at random of numbers next to zero, to one and to where there are no more.</summary>
internal sealed class ExtremeDraw
{
    private const int Seed = 20_261_130;

    private readonly int _number;
    private readonly Random _random;
    private readonly double[] _predictions;
    private readonly double[] _targets;
    private readonly int[] _labels;

    /// <summary>Draws one.</summary>
    /// <param name="number">Which; the same number makes the same.</param>
    /// <param name="kind">The kind of loss.</param>
    /// <param name="form">What predictions are.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="formula">The convention, which clips nothing.</param>
    public ExtremeDraw(int number, LossKind kind, InputForm form, int rows, Convention formula)
    {
        _number = number;
        _random = new Random(Seed + number);
        IsSingle = Chance(0.4);
        Classes = kind == LossKind.Binary ? 1 : OneOf(2, 3, 5, 20);
        Normalises = kind != LossKind.Binary && form == InputForm.Probability && Chance(0.4);
        ProbabilityFormula numbers = new(Normalises ? Normalisation.BeforeClip : Normalisation.None);
        Options = Drawn(form) with
        {
            Kind = kind,
            Form = form,
            Convention = formula with { Categorical = numbers, Sparse = numbers },
            Reduction = kind == LossKind.Binary ? Reduction.PerElement : Reduction.None,
            Gradient = true,
            ThrottleLimit = 1,
        };
        if (Normalises)
        {
            Options = Options with { GeneralizedQ = null, FocalGamma = Options.FocalGamma ?? 2 };
        }

        // What has no number any more times what has none yet is no question: a large power of a soft target, with what that costs.
        double far = Options.Temperature < 1 || Options.FocalGamma > 8 ? 1 : 1e307;
        double scale = IsSingle ? OneOf(1, 30, 700, 1e38, 1e-10, 1e-40) : OneOf(1, 30, 700, far, 1e-10, 1e-300, 1e-318);
        _predictions = [.. Enumerable.Range(0, rows * Classes).Select(_ => AsStored(form switch
        {
            InputForm.Logit => scale * ((2 * _random.NextDouble()) - 1),
            InputForm.LogProbability => Chance(0.5) ? -Math.Pow(10, -_random.Next(0, IsSingle ? 37 : 300)) : Math.Log(Probability()),
            _ => Probability(),
        }))];
        _labels = [.. Enumerable.Range(0, rows).Select(_ => _random.Next(Classes))];
        bool isHard = kind == LossKind.Binary && Options.FocalGamma > 8;
        int manner = isHard ? 0 : _random.Next(3);
        Options = isHard ? Options with { LabelSmoothing = 0 } : Options;
        _targets = [.. Enumerable.Range(0, rows * Classes).Select(i => AsStored(Drawn(kind, manner, i)))];
    }

    public CrossEntropyOptions Options { get; }

    public bool IsSingle { get; }

    public bool Normalises { get; }

    public int Classes { get; }

    public TensorView Prediction => View(_predictions);

    public TensorView Target => Options.Kind == LossKind.Sparse ? TensorView.Create([.. _labels.Select(label => (double)label)]) : View(_targets);

    /// <summary>What a row should cost.</summary>
    public (ExactSum Loss, ExactSum[] Derivatives) Row(ExactLoss exact, int row)
    {
        double[] predictions = _predictions[(row * Classes)..((row + 1) * Classes)];
        double[] targets = _targets[(row * Classes)..((row + 1) * Classes)];
        if (Options.Kind != LossKind.Binary)
        {
            return exact.Row(predictions, targets);
        }

        (ExactSum loss, ExactSum derivative) = exact.Element(predictions[0], targets[0]);
        return (loss, [derivative]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Draw {_number} of seed {Seed}: {Options.Kind}, {Options.Form}, {(IsSingle ? "float" : "double")}, {Classes} classes, gamma {Options.FocalGamma}, poly {Options.PolyEpsilon}, q {Options.GeneralizedQ}, smoothing {Options.LabelSmoothing}, temperature {Options.Temperature}{(Normalises ? ", over the sum" : "")}\n{Text(_predictions)}\n{Text(_targets)}");

    private static string Text(double[] numbers) => string.Join(", ", numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    private CrossEntropyOptions Drawn(InputForm form)
    {
        CrossEntropyOptions options = new()
        {
            FocalGamma = Chance(0.5) ? OneOf(1, 1.5, 2, 2.5, 7.3, 9, 30.3, 300, 301.5) : null,
            LabelSmoothing = Chance(0.3) ? OneOf(1e-280, 1e-17, 1e-3, 0.1, 0.5, double.BitDecrement(1), 1) : 0,
            Temperature = form == InputForm.Logit && Chance(0.3) ? OneOf(1e300, 1e10, 3, 0.1, 1e-3) : 1,
        };
        return Chance(0.5)
            ? options with { PolyEpsilon = OneOf(-1, -1, -1 + 1e-9, double.BitIncrement(-1), -0.9, -0.5, 1) }
            : options with { GeneralizedQ = OneOf(1e-300, 1e-16, 1e-8, 1e-3, 0.1, 0.5, 0.7, 0.9999, double.BitDecrement(1), 1) };
    }

    // Neither zero nor one.
    private double Probability()
    {
        double p = _random.Next(6) switch
        {
            0 => Math.Pow(2, -_random.Next(1, IsSingle ? 149 : 1074)),
            1 => 1 - Math.Pow(2, -_random.Next(1, IsSingle ? 24 : 53)),
            2 => _random.NextDouble() * (IsSingle ? 1e-38 : 2e-308),
            3 => 1 - (_random.NextDouble() * 1e-5),
            _ => _random.NextDouble(),
        };
        return Math.Clamp(p, IsSingle ? float.Epsilon : double.Epsilon, IsSingle ? 1 - Math.Pow(2, -24) : double.BitDecrement(1));
    }

    private double Drawn(LossKind kind, int manner, int index)
    {
        bool isLabel = _labels[index / Classes] == index % Classes;
        return kind == LossKind.Sparse || manner == 0 ? (kind == LossKind.Binary ? _random.Next(2) : isLabel ? 1 : 0)
            : manner == 1 ? _random.NextDouble()
            : Chance(0.5) ? 0 : _random.NextDouble();
    }

    private double AsStored(double value) => IsSingle ? (float)value : value;

    private TensorView View(double[] values) => IsSingle
        ? TensorView.Create<float>(values.Select(value => (float)value).ToArray(), values.Length / Classes, Classes)
        : TensorView.Create<double>(values, values.Length / Classes, Classes);

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T OneOf<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];
}
