using System.Globalization;
using System.Numerics;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Benchmarks;

/// <summary>
/// How exact each path is beside the formulas of PyTorch and TensorFlow in the same precision: the largest error over rows of losses from 1e-30
/// to 1e4, and over rows made to be hard, against the formula in high precision on the same inputs.
/// </summary>
internal static class AccuracyReport
{
    private static readonly int[] ClassCounts = [2, 10, 100, 1000, 32000, 131072];

    /// <summary>Prints the tables.</summary>
    public static void Run(TextWriter output)
    {
        output.WriteLine("Largest errors against the formula in high precision on the same inputs. Values: each loss, rounded to the data type; mean: of each row by");
        output.WriteLine("itself, a double. ulp: units in the last place that the exact loss has in the data type. Allowed: shares of 2 ulp plus 2^-45 of the sum of");
        output.WriteLine("t_j |x_j - x_k|, k the class of the largest target. Random rows have losses from 1e-30 to 1e4, hard ones are made to lose digits.");
        output.WriteLine();
        output.WriteLine("| path | type | C | rows | values, ulp | values, relative | mean, ulp | allowed | hardest | PyTorch, ulp | relative | TensorFlow, ulp | relative |");
        output.WriteLine("|---|---|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|--:|");
        PrintPaths<float>(output);
        PrintPaths<double>(output);

        output.WriteLine();
        output.WriteLine("Confident rows: the target's logit lies above all others by a gap.");
        output.WriteLine();
        output.WriteLine("| path | type | C | gap | exact | here | PyTorch | TensorFlow |");
        output.WriteLine("|---|---|--:|--:|--:|--:|--:|--:|");
        PrintConfident<float>(output);
        PrintConfident<double>(output);
    }

    private static void PrintPaths<T>(TextWriter output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int classes in ClassCounts)
        {
            Print(output, SparseLogits("sparse, logits", new AccuracyRows<T>(classes, 1).Logits()));
        }

        foreach (int classes in ClassCounts)
        {
            AccuracyRows<T> rows = new(classes, 2);
            Print(output, DenseLogits("one-hot, logits", [.. rows.Logits().Where(row => !row.IsMasked).Select(row => row.OneHot())]));
            Print(output, DenseLogits("soft, logits", rows.SoftLogits()));
        }

        AccuracyRows<T> elements = new(1, 3);
        Print(output, BinaryLogits("binary, logits, hard", elements.BinaryLogits(soft: false)));
        Print(output, BinaryLogits("binary, logits, soft", elements.BinaryLogits(soft: true)));
        foreach (bool soft in (bool[])[false, true])
        {
            Row<T>[] rows = elements.BinaryProbabilities(soft);
            string name = soft ? "binary, probabilities, soft" : "binary, probabilities, hard";
            Print(output, BinaryProbabilities(name, Conventions.TensorFlow, rows, ExactFormulas<T>.TensorFlowBinary, null, FrameworkFormulas.TensorFlowBinary));
            Print(output, BinaryProbabilities(name, Conventions.Keras3, rows, ExactFormulas<T>.KerasBinary, null, FrameworkFormulas.KerasBinary));
            Print(output, BinaryProbabilities(name, Conventions.PyTorch, rows, ExactFormulas<T>.TorchBinary, FrameworkFormulas.TorchBinary, null));
            if (typeof(T) == typeof(double))
            {
                // Infinite losses are no matter of precision.
                Row<T>[] finite = [.. rows.Where(row => (row.Values[0] > T.Zero || row.Targets[0] == T.Zero) && (row.Values[0] < T.One || row.Targets[0] == T.One))];
                Print(output, BinaryProbabilities(name, Conventions.Exact, finite, ExactFormulas<T>.Binary, null, null));
            }
        }

        foreach (int classes in ClassCounts)
        {
            Row<T>[] rows = new AccuracyRows<T>(classes, 4).Probabilities();
            Print(output, new Path<T>("sparse, probabilities, TensorFlow", Options(LossKind.Sparse, InputForm.Probability, Conventions.TensorFlow), rows)
            {
                Exact = row => ExactFormulas<T>.TensorFlowSparse(row.Values, row.Label),
                TensorFlow = row => FrameworkFormulas.TensorFlowSparseFromProbabilities<T>(row.Values, row.Label),
            });
            Print(output, new Path<T>("sparse, probabilities, Keras3", Options(LossKind.Sparse, InputForm.Probability, Conventions.Keras3), rows)
            {
                Exact = row => ExactFormulas<T>.KerasSparse(row.Values, row.Label),
                TensorFlow = row => FrameworkFormulas.KerasSparse<T>(row.Values, row.Label),
            });
            Row<T>[] dense = [.. rows.Select((row, i) => i % 2 == 0 ? row.OneHot() : row.Smoothed())];
            Print(output, new Path<T>("dense, probabilities, TensorFlow", Options(LossKind.Categorical, InputForm.Probability, Conventions.TensorFlow), dense)
            {
                Exact = row => ExactFormulas<T>.KerasDense(row.Values, row.Targets),
                TensorFlow = row => FrameworkFormulas.KerasDense<T>(row.Values, row.Targets),
            });
            if (typeof(T) == typeof(double))
            {
                PrintExactConvention(output, rows, dense);
            }
        }
    }

    // This convention computes in float64 whatever comes in.
    private static void PrintExactConvention<T>(TextWriter output, Row<T>[] sparse, Row<T>[] dense)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Print(output, new Path<T>("sparse, probabilities, Exact", Options(LossKind.Sparse, InputForm.Probability, Conventions.Exact), [.. sparse.Where(row => row.Values[row.Label] > T.Zero)])
        {
            Exact = row => ExactFormulas<T>.SparseFromProbabilities(row.Values, row.Label),
        });
        Print(output, new Path<T>("dense, probabilities, Exact", Options(LossKind.Categorical, InputForm.Probability, Conventions.Exact), [.. dense.Where(row => !row.IsInfiniteWithoutClip)])
        {
            Exact = row => ExactFormulas<T>.DenseFromProbabilities(row.Values, row.Targets),
        });
    }

    private static void PrintConfident<T>(TextWriter output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int gap in (int[])[20, 50, 80])
        {
            foreach (int classes in ClassCounts)
            {
                T[] logits = new T[classes];
                logits[classes / 2] = T.CreateTruncating(gap);
                PrintLosses(output, SparseLogits("sparse, logits", [new Row<T>("confident", logits, classes / 2)]), gap);
            }

            Row<T> row = new("confident", [T.Zero, T.CreateTruncating(gap), T.Zero], 1);
            PrintLosses(output, DenseLogits("one-hot, logits", [row.OneHot()]), gap);
            PrintLosses(output, BinaryLogits("binary, logits, target 1", [new Row<T>("confident", [T.CreateTruncating(gap)], 0) { Targets = [T.One] }]), gap);
            PrintLosses(output, BinaryLogits("binary, logits, target 0", [new Row<T>("confident", [T.CreateTruncating(-gap)], 0) { Targets = [T.Zero] }]), gap);
        }
    }

    private static Path<T> SparseLogits<T>(string name, Row<T>[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(name, Options(LossKind.Sparse, InputForm.Logit, Conventions.TensorFlow), rows)
        {
            Exact = row => ExactFormulas<T>.Sparse(row.Values, row.Label),
            Torch = row => FrameworkFormulas.TorchSparse<T>(row.Values, row.Label),
            TensorFlow = row => FrameworkFormulas.TensorFlowSparse<T>(row.Values, row.Label),
        };

    private static Path<T> DenseLogits<T>(string name, Row<T>[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(name, Options(LossKind.Categorical, InputForm.Logit, Conventions.TensorFlow), rows)
        {
            Exact = row => ExactFormulas<T>.Dense(row.Values, row.Targets),
            Allowance = row => ExactFormulas<T>.DenseAllowance(row.Values, row.Targets),
            Torch = row => FrameworkFormulas.TorchDense<T>(row.Values, row.Targets),
            TensorFlow = row => FrameworkFormulas.TensorFlowDense<T>(row.Values, row.Targets),
        };

    private static Path<T> BinaryLogits<T>(string name, Row<T>[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(name, Options(LossKind.Binary, InputForm.Logit, Conventions.TensorFlow), rows)
        {
            Exact = row => ExactFormulas<T>.BinaryFromLogit(row.Values[0], row.Targets[0]),
            Allowance = row => ExactFormulas<T>.BinaryAllowance(row.Values[0], row.Targets[0]),
            Torch = row => FrameworkFormulas.TorchBinaryFromLogit(row.Values[0], row.Targets[0]),
            TensorFlow = row => FrameworkFormulas.TensorFlowBinaryFromLogit(row.Values[0], row.Targets[0]),
        };

    private static Path<T> BinaryProbabilities<T>(
        string name, Convention convention, Row<T>[] rows, Func<T, T, BigReal> exact, Func<T, T, T>? torch, Func<T, T, T>? tensorFlow)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new($"{name}, {convention.Name}", Options(LossKind.Binary, InputForm.Probability, convention), rows)
        {
            Exact = row => exact(row.Values[0], row.Targets[0]),
            Torch = torch is null ? null : row => torch(row.Values[0], row.Targets[0]),
            TensorFlow = tensorFlow is null ? null : row => tensorFlow(row.Values[0], row.Targets[0]),
        };

    private static CrossEntropyOptions Options(LossKind kind, InputForm form, Convention convention) =>
        new() { Kind = kind, Form = form, Convention = convention, Axis = -1, Reduction = Reduction.None };

    private static void Print<T>(TextWriter output, Path<T> path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] values = Values(path);
        BigReal[] exact = [.. path.Rows.AsParallel().AsOrdered().Select(path.Exact)];
        foreach (bool isHard in (bool[])[false, true])
        {
            int[] chosen = [.. Enumerable.Range(0, path.Rows.Length).Where(i => path.Rows[i].IsHard == isHard)];
            if (chosen.Length == 0)
            {
                continue;
            }

            Worst ours = new();
            Worst means = new();
            Worst torch = new();
            Worst tensorFlow = new();
            double allowed = 0;
            foreach (int i in chosen)
            {
                Row<T> row = path.Rows[i];
                ours.Add<T>(values[i], exact[i], row.Kind);
                means.Add<T>(Mean(path, row), exact[i], row.Kind);
                if (path.Torch is not null)
                {
                    torch.Add<T>(double.CreateTruncating(path.Torch(row)), exact[i], row.Kind);
                }

                if (path.TensorFlow is not null)
                {
                    tensorFlow.Add<T>(double.CreateTruncating(path.TensorFlow(row)), exact[i], row.Kind);
                }

                if (path.Allowance is not null)
                {
                    allowed = Worst.Larger(allowed, ShareOfAllowed<T>(values[i], exact[i], path.Allowance(row)));
                }
            }

            string rows = isHard ? $"{chosen.Length} hard" : $"{chosen.Length}";
            output.WriteLine(
                $"| {path.Name} | {TypeName<T>()} | {path.Rows[0].Values.Length} | {rows} | {Ulp(ours.Ulp)} | {Relative(ours.Relative)} | {Ulp(means.Ulp)} | "
                + $"{(path.Allowance is null ? string.Empty : Ulp(allowed))} | {(isHard ? ours.Kind : string.Empty)} | "
                + $"{(path.Torch is null ? " | " : $"{Ulp(torch.Ulp)} | {Relative(torch.Relative)}")} | "
                + $"{(path.TensorFlow is null ? " | " : $"{Ulp(tensorFlow.Ulp)} | {Relative(tensorFlow.Relative)}")} |");
        }

        output.Flush();
    }

    private static void PrintLosses<T>(TextWriter output, Path<T> path, int gap)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Row<T> row = path.Rows[0];
        BigReal exact = path.Exact(row);
        output.WriteLine(
            $"| {path.Name} | {TypeName<T>()} | {row.Values.Length} | {gap} | {Text(T.CreateTruncating(exact.ToDouble()))} | {Text(T.CreateTruncating(Values(path)[0]))} | "
            + $"{Text(path.Torch!(row))} | {Text(path.TensorFlow!(row))} |");
    }

    private static double[] Values<T>(Path<T> path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = path.Rows[0].Values.Length;
        T[] predictions = [.. path.Rows.SelectMany(row => row.Values)];
        TensorView target = path.Options.Kind == LossKind.Sparse
            ? TensorView.Create<int>([.. path.Rows.Select(row => row.Label)])
            : TensorView.Create<T>([.. path.Rows.SelectMany(row => row.Targets)], path.Rows.Length, classes);
        TensorView losses = CrossEntropy.Measure(TensorView.Create(predictions, path.Rows.Length, classes), target, path.Options).Values!;
        return losses.Read<double>(0, path.Rows.Length, new double[path.Rows.Length]).ToArray();
    }

    private static double Mean<T>(Path<T> path, Row<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = row.Values.Length;
        TensorView target = path.Options.Kind == LossKind.Sparse ? TensorView.Create<int>([row.Label]) : TensorView.Create(row.Targets, 1, classes);
        return CrossEntropy.Measure(TensorView.Create(row.Values, 1, classes), target, path.Options with { Reduction = Reduction.Mean }).Loss!.Value;
    }

    private static double ShareOfAllowed<T>(double value, BigReal exact, BigReal allowance)
        where T : unmanaged
    {
        bool isSingle = typeof(T) == typeof(float);
        long unit = isSingle ? Math.Max(exact.Magnitude, -126) - 23 : Math.Max(exact.Magnitude, -1022) - 52;
        return double.IsFinite(value)
            ? (BigReal.Abs(value - exact) / (BigReal.Scale(BigReal.One, unit + 1) + allowance)).ToDouble()
            : HighPrecision.UlpError(value, exact, isSingle);
    }

    private static string TypeName<T>() => typeof(T) == typeof(float) ? "float32" : "float64";

    private static string Ulp(double error) => error.ToString(error < 10000 ? "F2" : "0.0e+0", CultureInfo.InvariantCulture);

    private static string Relative(double error) => error.ToString("0.0e+0", CultureInfo.InvariantCulture);

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    // The largest errors of a path.
    private sealed class Worst
    {
        public double Ulp { get; private set; }

        public double Relative { get; private set; }

        public string Kind { get; private set; } = string.Empty;

        // A loss that is not finite, and should be, is infinitely far off.
        public static double Larger(double a, double b) => b > a ? b : a;

        public void Add<T>(double value, BigReal exact, string kind)
        {
            double ulp = HighPrecision.UlpError(value, exact, typeof(T) == typeof(float));
            if (ulp > Ulp)
            {
                (Ulp, Kind) = (ulp, kind);
            }

            double relative = ulp == 0 ? 0
                : exact.Sign == 0 || !double.IsFinite(value) ? double.PositiveInfinity
                : BigReal.Abs((value - exact) / exact).ToDouble();
            Relative = Larger(Relative, relative);
        }
    }

    private sealed record Path<T>(string Name, CrossEntropyOptions Options, Row<T>[] Rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public required Func<Row<T>, BigReal> Exact { get; init; }

        public Func<Row<T>, BigReal>? Allowance { get; init; }

        public Func<Row<T>, T>? Torch { get; init; }

        public Func<Row<T>, T>? TensorFlow { get; init; }
    }
}

/// <summary>A row of predictions and its target: the number of a class, or a value for each.</summary>
/// <param name="Kind">What is special about it.</param>
/// <param name="Values">Logits or probabilities.</param>
/// <param name="Label">The target's class.</param>
internal sealed record Row<T>(string Kind, T[] Values, int Label)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T[] Targets { get; init; } = [];

    public bool IsHard => Kind.Length > 0;

    /// <summary>Whether it has logits of minus infinity, which the conventions of dense targets multiply by zero, to NaN.</summary>
    public bool IsMasked => Values.Any(T.IsNegativeInfinity);

    public bool IsInfiniteWithoutClip => Values.Zip(Targets).Any(pair => pair.First == T.Zero && pair.Second > T.Zero);

    public Row<T> OneHot()
    {
        T[] targets = new T[Values.Length];
        targets[Label] = T.One;
        return this with { Targets = targets };
    }

    /// <summary>One-hot, a tenth of it spread over all classes.</summary>
    public Row<T> Smoothed()
    {
        T[] targets = new T[Values.Length];
        Array.Fill(targets, T.CreateTruncating(0.1 / targets.Length));
        targets[Label] += T.CreateTruncating(0.9);
        return this with { Targets = targets };
    }
}

/// <summary>Rows of a fixed seed. Long rows take their values from a few, so that the reference has few exponentials to compute.</summary>
internal sealed class AccuracyRows<T>(int classes, int seed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int DistinctValues = 64;

    private readonly Random _random = new(seed);

    // Just below half the last place of one, as a power of e: what a sum of one loses whole.
    private readonly double _lost = typeof(T) == typeof(float) ? -16.65 : -36.75;

    private int Count => classes switch
    {
        <= 2 => 1000,
        <= 10 => 500,
        <= 1000 => 100,
        <= 32000 => 20,
        _ => 8,
    };

    /// <summary>Losses of all magnitudes, and rows whose sums lose digits.</summary>
    public Row<T>[] Logits() => [.. Enumerable.Range(0, Count).Select(_ => RandomLogits()), .. HardLogits()];

    /// <summary>The same logits under targets of every kind, and two near ties that cancel.</summary>
    public Row<T>[] SoftLogits()
    {
        List<Row<T>> rows = [];
        for (int i = 0; i < Count; i++)
        {
            Row<T> row = RandomLogits();
            rows.Add(i % 2 == 0 ? row.Smoothed() : row with { Targets = RandomDistribution(row.Label) });
        }

        foreach (Row<T> row in HardLogits().Where(row => !row.IsMasked))
        {
            rows.Add((row with { Kind = $"{row.Kind}, smoothed" }).Smoothed());
            rows.Add(row with { Kind = $"{row.Kind}, random target", Targets = RandomDistribution(row.Label) });
        }

        foreach (int gap in (int[])[1, 30, 80, 1000])
        {
            T[] logits = new T[classes];
            Array.Fill(logits, Number(-20));
            logits[0] = Number(0.1);
            logits[^1] = Number(gap);
            T[] targets = new T[classes];
            targets[0] = Number(0.5000001);
            targets[^1] = Number(0.4999999);
            rows.Add(new Row<T>($"two targets, gap {gap}", logits, 0) { Targets = targets });
        }

        return [.. rows];
    }

    /// <summary>Single logits with their targets.</summary>
    public Row<T>[] BinaryLogits(bool soft)
    {
        List<Row<T>> rows = [];
        for (int i = 0; i < 2000; i++)
        {
            double loss = Magnitude(1e-30, 1e4);
            double logit = loss < 1 ? -Math.Log(Math.Exp(loss) - 1 is > 0 and double e ? e : loss) : -loss;
            bool isYes = _random.Next(2) == 1;
            T target = soft ? Number(i % 3 == 0 ? Magnitude(1e-30, 1) : _random.NextDouble()) : isYes ? T.One : T.Zero;
            rows.Add(Element(string.Empty, Number(isYes ? logit : -logit), target));
        }

        foreach (double logit in (double[])[0, 1e-45, -1e-45, 1e-30, 1, -1, 69, -69, 87.5, -87.5, 95, 1e8])
        {
            foreach (double target in soft ? (double[])[1e-30, 1e-7, 0.1, 0.5, 0.9999999] : [0, 1])
            {
                rows.Add(Element($"x = {logit:R}, z = {target:R}", Number(logit), Number(target)));
            }
        }

        return [.. rows];
    }

    /// <summary>Single probabilities with their targets.</summary>
    public Row<T>[] BinaryProbabilities(bool soft)
    {
        List<Row<T>> rows = [];
        for (int i = 0; i < 2000; i++)
        {
            double p = i % 2 == 0 ? _random.NextDouble() : Magnitude(1e-30, 1);
            T value = i % 4 < 2 ? Number(p) : T.One - Number(p);
            rows.Add(Element(string.Empty, value, soft ? Number(_random.NextDouble()) : Number(_random.Next(2))));
        }

        T epsilon = Number(1e-7);
        (string Kind, T Value)[] values =
        [
            ("0", T.Zero), ("1", T.One), ("smallest", T.Epsilon), ("below 1", T.BitDecrement(T.One)), ("half", Number(0.5)),
            ("epsilon", epsilon), ("above epsilon", T.BitIncrement(epsilon)), ("1 - epsilon", T.One - epsilon),
            ("below 1 - epsilon", T.BitDecrement(T.One - epsilon)), ("2 epsilon", epsilon + epsilon), ("1 - 2 epsilon", T.One - epsilon - epsilon),
        ];
        foreach ((string kind, T value) in values)
        {
            foreach (double target in soft ? (double[])[1e-30, 0.1, 0.5, 0.9999999] : [0, 1])
            {
                rows.Add(Element($"p = {kind}, z = {target:R}", value, Number(target)));
            }
        }

        return [.. rows];
    }

    /// <summary>Rows of probabilities, some of which do not sum to one, and those that meet the clip or lose digits.</summary>
    public Row<T>[] Probabilities()
    {
        List<Row<T>> rows = [];
        for (int i = 0; i < Count; i++)
        {
            double rest = i % 2 == 0 ? Magnitude(1e-16, 1) : 1 - Magnitude(1e-9, 1);
            double scale = i % 5 == 0 ? Magnitude(0.1, 1) : 1;
            double[] shares = [.. Enumerable.Range(0, Math.Min(DistinctValues, classes - 1)).Select(_ => 1 - _random.NextDouble())];
            double unit = rest / shares.Average() / (classes - 1);
            rows.Add(Spread(string.Empty, Number(scale * (1 - rest)), () => Number(Math.Min(scale * unit * shares[_random.Next(shares.Length)], 1))));
        }

        T epsilon = Number(1e-7);
        rows.Add(Spread("ties", Number(1.0 / classes), () => Number(1.0 / classes)));
        rows.Add(Spread("identity", T.One, () => T.Zero));
        rows.Add(Spread("nothing right", T.Zero, () => Number(1.0 / classes)));
        rows.Add(Spread("smallest", T.Epsilon, () => Number(1.0 / classes)));
        rows.Add(Spread("others smallest", T.BitDecrement(T.One), () => T.Epsilon));
        rows.Add(Spread("epsilon", epsilon, () => Number(1.0 / classes)));
        rows.Add(Spread("1 - epsilon", T.One - epsilon, () => Number(1e-7 / classes)));
        rows.Add(Spread("large, then tiny", Number(Math.Exp(_lost)), () => Number(Math.Exp(_lost)), leading: 1, Number(0.75)));
        rows.Add(Spread("large, then tiny", Number(0.25), () => Number(Math.Exp(_lost)), leading: 1, Number(0.75)));
        return [.. rows];
    }

    private static T Number(double value) => T.CreateTruncating(value);

    private static Row<T> Element(string kind, T value, T target) => new(kind, [value], 0) { Targets = [target] };

    private Row<T> RandomLogits()
    {
        double loss = Magnitude(1e-30, 1e4);
        double below = loss < 1 ? Math.Log(classes - 1) - Math.Log(loss) : -loss;
        double pivot = (_random.NextDouble() * 40) - 20;
        double width = _random.Next(2) == 0 ? 2 : 30;
        T[] values = [.. Enumerable.Range(0, Math.Min(DistinctValues, classes - 1)).Select(i => Number(pivot - below - (i == 0 ? 0 : width * _random.NextDouble())))];
        return Spread(string.Empty, Number(pivot), () => values[_random.Next(values.Length)]);
    }

    private IEnumerable<Row<T>> HardLogits()
    {
        yield return Spread("ties", Number(3.3), () => Number(3.3));
        yield return Spread("masked", Number(1.1), () => _random.Next(2) == 0 ? T.NegativeInfinity : Number(-2.2));
        yield return Spread("all masked but one", Number(1.1), () => T.NegativeInfinity, leading: 1, Number(-40.4));
        yield return Spread("subnormal terms", T.Zero, () => Number(typeof(T) == typeof(float) ? -95.5 : -720.5), leading: 1, Number(-60.6));
        yield return Spread("overflow", Number(-500.5), () => Number(499.9));
        foreach (int gap in (int[])[0, 30])
        {
            foreach (int leading in (int[])[1, 16, 64])
            {
                foreach (int period in (int[])[int.MaxValue, 512, 1024])
                {
                    if (leading < classes - 1 && (period < classes || period == int.MaxValue))
                    {
                        string every = period == int.MaxValue ? "once" : $"every {period}";
                        yield return Spread($"{leading} large, then tiny, {every}, {gap} below", T.Zero, () => Number(_lost - gap), leading, Number(-gap), period);
                    }
                }
            }
        }
    }

    // A row whose target lies at a random place of its second half, with larger values first, once or again and again.
    private Row<T> Spread(string kind, T target, Func<T> other, int leading = 0, T large = default, int period = int.MaxValue)
    {
        T[] values = new T[classes];
        for (int j = 0; j < classes; j++)
        {
            values[j] = j % period < leading ? large : other();
        }

        int label = _random.Next(classes / 2, classes);
        values[label] = target;
        return new Row<T>(kind, values, label);
    }

    private T[] RandomDistribution(int label)
    {
        double[] few = [.. Enumerable.Range(0, DistinctValues).Select(_ => _random.NextDouble())];
        double[] shares = [.. Enumerable.Range(0, classes).Select(j => few[_random.Next(few.Length)] * (j == label ? classes : 1))];
        double sum = shares.Sum();
        return [.. shares.Select(share => Number(share / sum))];
    }

    private double Magnitude(double smallest, double largest) => smallest * Math.Pow(largest / smallest, _random.NextDouble());
}
