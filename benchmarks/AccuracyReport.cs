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
            AccuracyRow<T>[] rows = elements.BinaryProbabilities(soft);
            string name = soft ? "binary, probabilities, soft" : "binary, probabilities, hard";
            Print(output, BinaryProbabilities(name, Conventions.TensorFlow, rows, ExactFormulas<T>.TensorFlowBinary, null, FrameworkFormulas.TensorFlowBinary));
            Print(output, BinaryProbabilities(name, Conventions.Keras3, rows, ExactFormulas<T>.KerasBinary, null, FrameworkFormulas.KerasBinary));
            Print(output, BinaryProbabilities(name, Conventions.PyTorch, rows, ExactFormulas<T>.TorchBinary, FrameworkFormulas.TorchBinary, null));
            if (typeof(T) == typeof(double))
            {
                // Infinite losses are no matter of precision.
                AccuracyRow<T>[] finite = [.. rows.Where(row => (row.Values[0] > T.Zero || row.Targets[0] == T.Zero) && (row.Values[0] < T.One || row.Targets[0] == T.One))];
                Print(output, BinaryProbabilities(name, Conventions.Exact, finite, ExactFormulas<T>.Binary, null, null));
            }
        }

        foreach (int classes in ClassCounts)
        {
            AccuracyRow<T>[] rows = new AccuracyRows<T>(classes, 4).Probabilities();
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
            AccuracyRow<T>[] dense = [.. rows.Select((row, i) => i % 2 == 0 ? row.OneHot() : row.Smoothed())];
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
    private static void PrintExactConvention<T>(TextWriter output, AccuracyRow<T>[] sparse, AccuracyRow<T>[] dense)
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
                PrintLosses(output, SparseLogits("sparse, logits", [new AccuracyRow<T>("confident", logits, classes / 2)]), gap);
            }

            AccuracyRow<T> row = new("confident", [T.Zero, T.CreateTruncating(gap), T.Zero], 1);
            PrintLosses(output, DenseLogits("one-hot, logits", [row.OneHot()]), gap);
            PrintLosses(output, BinaryLogits("binary, logits, target 1", [new AccuracyRow<T>("confident", [T.CreateTruncating(gap)], 0) { Targets = [T.One] }]), gap);
            PrintLosses(output, BinaryLogits("binary, logits, target 0", [new AccuracyRow<T>("confident", [T.CreateTruncating(-gap)], 0) { Targets = [T.Zero] }]), gap);
        }
    }

    private static Path<T> SparseLogits<T>(string name, AccuracyRow<T>[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(name, Options(LossKind.Sparse, InputForm.Logit, Conventions.TensorFlow), rows)
        {
            Exact = row => ExactFormulas<T>.Sparse(row.Values, row.Label),
            Torch = row => FrameworkFormulas.TorchSparse<T>(row.Values, row.Label),
            TensorFlow = row => FrameworkFormulas.TensorFlowSparse<T>(row.Values, row.Label),
        };

    private static Path<T> DenseLogits<T>(string name, AccuracyRow<T>[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(name, Options(LossKind.Categorical, InputForm.Logit, Conventions.TensorFlow), rows)
        {
            Exact = row => ExactFormulas<T>.Dense(row.Values, row.Targets),
            Allowance = row => ExactFormulas<T>.DenseAllowance(row.Values, row.Targets),
            Torch = row => FrameworkFormulas.TorchDense<T>(row.Values, row.Targets),
            TensorFlow = row => FrameworkFormulas.TensorFlowDense<T>(row.Values, row.Targets),
        };

    private static Path<T> BinaryLogits<T>(string name, AccuracyRow<T>[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(name, Options(LossKind.Binary, InputForm.Logit, Conventions.TensorFlow), rows)
        {
            Exact = row => ExactFormulas<T>.BinaryFromLogit(row.Values[0], row.Targets[0]),
            Allowance = row => ExactFormulas<T>.BinaryAllowance(row.Values[0], row.Targets[0]),
            Torch = row => FrameworkFormulas.TorchBinaryFromLogit(row.Values[0], row.Targets[0]),
            TensorFlow = row => FrameworkFormulas.TensorFlowBinaryFromLogit(row.Values[0], row.Targets[0]),
        };

    private static Path<T> BinaryProbabilities<T>(
        string name, Convention convention, AccuracyRow<T>[] rows, Func<T, T, BigReal> exact, Func<T, T, T>? torch, Func<T, T, T>? tensorFlow)
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
                AccuracyRow<T> row = path.Rows[i];
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
        AccuracyRow<T> row = path.Rows[0];
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

    private static double Mean<T>(Path<T> path, AccuracyRow<T> row)
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

    private sealed record Path<T>(string Name, CrossEntropyOptions Options, AccuracyRow<T>[] Rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public required Func<AccuracyRow<T>, BigReal> Exact { get; init; }

        public Func<AccuracyRow<T>, BigReal>? Allowance { get; init; }

        public Func<AccuracyRow<T>, T>? Torch { get; init; }

        public Func<AccuracyRow<T>, T>? TensorFlow { get; init; }
    }
}
