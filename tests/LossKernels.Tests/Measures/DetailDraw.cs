using System.Globalization;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Measures;

/// <summary>
/// A measurement to be told in detail, drawn at random: of few classes or many, of some rows or of several blocks, with ties, hopeless and
/// masked predictions; but no probability so near to the border of a bin that rounding decides.
/// </summary>
internal sealed class DetailDraw
{
    // More than the rounding errors of single precision.
    private const double Margin = 1e-5;
    private const int Bins = 15;

    // Blocks have up to 16,384 rows and 65,536 numbers.
    private const int SeveralBlocks = 80_000;
    private const int MostRows = 18_000;

    private static readonly int[] SomeClasses = [1, 2, 3, 10, 16, 63, 64, 65, 100, 1000];

    // Numbers that single precision has exactly.
    private static readonly double[] SomeWeights = [0, 0.25, 0.5, 1, 1, 1.25, 2, 3];

    private readonly Random _random;
    private readonly bool _isSingleStored;
    private readonly Shape _shape;

    public DetailDraw(Random random)
    {
        _random = random;
        int classes = OneOf(SomeClasses);
        CrossEntropyOptions options;
        do
        {
            options = DrawOptions(classes);
        }
        while (PlainRules.Broken(options, classes).Count > 0);

        _isSingleStored = Chance(0.5);
        int rows = classes < 1000 && Chance(0.04) ? Math.Min(MostRows, SeveralBlocks / classes) : _random.Next(1, classes < 1000 ? 60 : 6);
        int[][] shapes = [[rows, classes], [classes, rows], [rows / 2, classes, 2], [2, classes, rows / 2]];
        _shape = new Shape(OneOf(rows < 2 ? shapes[..2] : shapes));
        options = options with { Axis = _shape[0] == classes && _shape[1] == rows ? 0 : 1 };
        double[]? weights = null;
        Shape? weightShape = null;
        if (Chance(0.5))
        {
            weightShape = options.Kind == LossKind.Binary && Chance(0.5) ? _shape : _shape.Without(options.Axis.Value);
            weights = Several((int)weightShape.Length);
        }

        // The numbers are drawn row by row, and stand in the problem from then on.
        double[] zeros = new double[_shape.Length];
        double[] targets = options.Kind == LossKind.Sparse ? new double[_shape.Length / classes] : zeros;
        Problem = new PlainProblem(options, _isSingleStored && !options.Convention.AlwaysDouble, zeros, _shape, targets, weights, weightShape);
        DrawTargets();
        DrawPredictions();
    }

    public PlainProblem Problem { get; }

    public CrossEntropyOptions Options => Problem.Options;

    private bool IsBinary => Options.Kind == LossKind.Binary;

    public LossResult Measure(CrossEntropyOptions options) => CrossEntropy.Measure(
        Stored(Problem.Prediction, _shape),
        Stored(Problem.Target, Options.Kind == LossKind.Sparse ? _shape.Without(Problem.Axis) : _shape),
        options,
        Problem.Weights is null ? null : TensorView.Create<double>(Problem.Weights, Problem.WeightShape!));

    public override string ToString()
    {
        IEnumerable<string> options = typeof(CrossEntropyOptions).GetProperties().Select(property => property.GetValue(Options) switch
        {
            Convention convention => convention.Name,
            IEnumerable<double> numbers => $"{property.Name} {string.Join(' ', numbers.Take(10).Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}",
            object value => $"{property.Name} {Convert.ToString(value, CultureInfo.InvariantCulture)}",
            _ => "",
        }).Where(text => text.Length > 0);
        return $"{_shape}, {(_isSingleStored ? "float" : "double")}, weights {Problem.WeightShape}, {string.Join(", ", options)}";
    }

    private CrossEntropyOptions DrawOptions(int classes)
    {
        bool isPlain = Chance(0.5);
        LossKind kind = OneOf(LossKind.Binary, LossKind.Categorical, LossKind.Sparse);
        CrossEntropyOptions options = new()
        {
            Kind = kind,
            Convention = OneOf<Convention>([.. Conventions.All]),
            Form = isPlain ? OneOf(InputForm.Probability, InputForm.Logit) : OneOf(InputForm.Probability, InputForm.Logit, InputForm.LogProbability),
            Reduction = OneOf(Reduction.Mean, Reduction.Mean, Reduction.Sum, Reduction.None, Reduction.PerElement),
            IgnoreClass = kind == LossKind.Sparse && Chance(0.3) ? OneOf(-1, 0, 5000) : null,
            WhenAllIgnored = WhenAllIgnored.NaN,
            ThrottleLimit = 1,
            Detailed = true,
        };
        return isPlain ? options : options with
        {
            ClassWeights = Chance(0.4) ? Several(kind == LossKind.Binary ? 2 : classes) : null,
            PositiveWeights = kind == LossKind.Binary && Chance(0.2) ? [2] : null,
            LabelSmoothing = Chance(0.3) ? OneOf(0.125, 0.5) : 0,
            Temperature = Chance(0.3) ? OneOf(0.5, 2, 3.7) : 1,
            FocalGamma = Chance(0.15) ? OneOf(0.5, 2) : null,
            FocalAlpha = Chance(0.1) ? [0.25] : null,
            PolyEpsilon = Chance(0.1) ? 2 : null,
            GeneralizedQ = Chance(0.1) ? 0.75 : null,
            Epsilon = Chance(0.15) ? 1.0 / 128 : null,
        };
    }

    private void DrawTargets()
    {
        int manner = _random.Next(4);
        for (int row = 0; row < Problem.Rows; row++)
        {
            if (Options.Kind == LossKind.Sparse)
            {
                Problem.Target[row] = (Options.IgnoreClass ?? Options.Convention.IgnoreClass) is int label && Chance(0.2) ? label : _random.Next(Problem.Classes);
                continue;
            }

            // Hard, distributions, both in turn, and some of a few values that sum to anything.
            bool isHard = manner == 0 || (manner == 1 && Chance(0.5));
            int hot = _random.Next(Problem.Classes);
            double[] values = new double[Problem.Classes];
            for (int j = 0; j < values.Length; j++)
            {
                values[j] = isHard
                    ? (IsBinary ? _random.Next(2) : j == hot ? 1 : 0)
                    : manner == 2 ? _random.Next(IsBinary ? 3 : 5) / 2.0 : _random.NextDouble();
            }

            Write(Problem.Target, row, isHard || manner == 2 || IsBinary ? values : Normalized(values));
        }
    }

    private void DrawPredictions()
    {
        double spread = OneOf(1, 5, 20);
        bool hasTies = Chance(0.3);
        bool isNormalized = Chance(0.5);
        double hopeless = Chance(0.3) ? 0.2 : 0;

        // A weight of zero times an infinite loss is a question of the loss.
        double masked = Options.ClassWeights is null && Chance(0.15) ? 0.2 : 0;
        for (int row = 0; row < Problem.Rows; row++)
        {
            double[] values = DrawRow();
            Write(Problem.Prediction, row, values);
            for (double[] shares = PlainDetail.SharesOf(Problem, row); IsNearBorder(shares); shares = PlainDetail.SharesOf(Problem, row))
            {
                double[] others = DrawRow();
                values = [.. values.Select((value, j) => IsBinary && !IsNearBorder([shares[j]]) ? value : others[j])];
                Write(Problem.Prediction, row, values);
            }
        }

        double[] DrawRow()
        {
            double[] values = new double[Problem.Classes];
            for (int j = 0; j < values.Length; j++)
            {
                values[j] = ((_random.NextDouble() * 2) - 1) * spread;
                values[j] = hasTies ? Math.Round(2 * values[j]) / 2 : values[j];
            }

            if (Options.Form == InputForm.Logit)
            {
                Spoil(values);
                return values;
            }

            // With ties there are some of zero and one too.
            values = [.. values.Select(value => 1 / (1 + Math.Exp(-value))).Select(share => hasTies ? Math.Round(share * 16) / 16 : share)];
            values[0] = values.Max() == 0 ? 1 : values[0];
            values = isNormalized && !IsBinary ? Normalized(values) : values;
            return Options.Form == InputForm.Probability ? values : [.. values.Select(share => Math.Log(Math.Max(share, 1.0 / 1024)))];
        }

        // Not the largest, so that there is a distribution; nor by so much that plain exponentials are zero.
        void Spoil(double[] logits)
        {
            int most = Array.IndexOf(logits, logits.Max());
            for (int j = 0; j < logits.Length && !IsBinary; j++)
            {
                double less = Chance(hopeless) ? OneOf(30, 80, 100, 300) : Chance(masked) ? double.PositiveInfinity : 0;
                logits[j] = j == most || less == 0 ? logits[j] : logits[most] - less;
            }
        }
    }

    // As near to a half a binary output may be on either side; a half itself is no question, unless it comes from its logarithm.
    private bool IsNearBorder(double[] shares)
    {
        if (!IsBinary)
        {
            return IsNear(shares.Max());
        }

        return shares.Any(share => IsNear(Math.Max(share, 1 - share))
            || (Math.Abs(share - 0.5) < Margin && (share != 0.5 || Options.Form == InputForm.LogProbability)));

        static bool IsNear(double confidence)
        {
            double border = Math.Round(confidence * Bins);
            return border is > 0 and < Bins && Math.Abs(confidence - (border / Bins)) < Margin;
        }
    }

    private void Write(double[] all, int row, double[] values)
    {
        int[] indices = Problem.IndicesOf(row);
        for (int j = 0; j < indices.Length; j++)
        {
            all[indices[j]] = _isSingleStored ? (float)values[j] : values[j];
        }
    }

    private TensorView Stored(double[] values, Shape shape) => _isSingleStored
        ? TensorView.Create<float>(values.Select(value => (float)value).ToArray(), shape)
        : TensorView.Create<double>(values, shape);

    private static double[] Normalized(double[] values)
    {
        double sum = values.Sum();
        return [.. values.Select(value => value / sum)];
    }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private double[] Several(int count) => [.. Enumerable.Range(0, count).Select(_ => OneOf(SomeWeights))];

    private T OneOf<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];
}
