using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Measures;

/// <summary>
/// Derivatives of losses of classes from probabilities and their logarithms against the formula to 320 bits: with q_j = p_j / S, S the sum of the row, and f_j
/// the share of the target, the derivative of -sum of f_j ln clip(q_j) is (sum of the f_i that are not clipped - f_j / q_j) / S, the last term only where q_j is
/// not clipped; of values that are clipped before they are added up it is zero; where nothing is added up it is -f_j / p_j.
/// </summary>
public class ProbabilityGradientTests
{
    private const double Smallest = 1e-300;

    private enum Order
    {
        None,
        SumFirst,
        ClipFirst,
    }

    // The frameworks' orders and bounds, as semantics has them from their sources.
    private static readonly (string Name, Order Sparse, Order Categorical, double SingleEpsilon, double DoubleEpsilon, bool ClipsAbove)[] Frameworks =
    [
        ("TensorFlow", Order.ClipFirst, Order.SumFirst, 1e-7, 1e-7, true),
        ("Keras3", Order.SumFirst, Order.SumFirst, 1e-7, 1e-7, true),
        ("TensorFlowJs", Order.ClipFirst, Order.SumFirst, 1e-7, 1e-7, true),
        ("ScikitLearn", Order.None, Order.None, 1.1920929e-07, 2.220446049250313e-16, true),
        ("MLNet", Order.None, Order.None, 1e-15f, 1e-15f, false),
        ("Exact", Order.None, Order.None, 0, 0, false),
    ];

    public static TheoryData<string, LossKind, double, int> Cases()
    {
        TheoryData<string, LossKind, double, int> cases = [];
        foreach (string name in Frameworks.Select(framework => framework.Name))
        {
            foreach (LossKind kind in (LossKind[])[LossKind.Sparse, LossKind.Categorical])
            {
                foreach (double smoothing in (double[])[0, 0.125])
                {
                    foreach (int classes in (int[])[2, 3, 8, 10, 17, 70, 130])
                    {
                        cases.Add(name, kind, smoothing, classes);
                    }
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_probabilities(string name, LossKind kind, double smoothing, int classes)
    {
        foreach (bool isSecondAxis in (bool[])[false, true])
        {
            foreach (bool isHot in (bool[])[true, false])
            {
                Draw draw = new(name, kind, smoothing, classes, isHot, isSecondAxis, name == "Exact" && (kind == LossKind.Categorical || smoothing > 0));
                Check<double>(draw);
                if (name != "Exact")
                {
                    Check<float>(draw);
                }
            }
        }
    }

    // -f_j at each class, whatever the logarithms are.
    [Theory]
    [InlineData("PyTorch", LossKind.Sparse, 0)]
    [InlineData("PyTorch", LossKind.Sparse, 0.125)]
    [InlineData("PyTorch", LossKind.Categorical, 0)]
    [InlineData("Onnx", LossKind.Categorical, 0.125)]
    [InlineData("Exact", LossKind.Categorical, 0)]
    public void Of_log_probabilities(string name, LossKind kind, double smoothing)
    {
        foreach (int classes in (int[])[2, 10, 17, 70])
        {
            Draw draw = new(name, kind, smoothing, classes, IsHot: false, IsSecondAxis: name == "PyTorch", HasClassWeights: true);
            Check<double>(draw, InputForm.LogProbability);
        }
    }

    // Few rows, and many; some of numbers so far from one that their quotients have no digits, or are none, of the data type.
    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    [InlineData(9, 2)]
    [InlineData(700, 2)]
    [InlineData(5, 3)]
    [InlineData(1, 17)]
    [InlineData(90, 63)]
    [InlineData(40, 64)]
    [InlineData(7, 130)]
    public void Of_soft_targets(int rows, int classes)
    {
        foreach (bool isDivided in (bool[])[true, false])
        {
            CheckSoft<float>(rows, classes, isDivided);
            CheckSoft<double>(rows, classes, isDivided);
        }
    }

    private static void CheckSoft<T>(int rows, int classes, bool isDivided)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        bool isSingle = typeof(T) == typeof(float);
        Random random = new(rows + classes);
        double[] far = isSingle ? [1e-38, 1e-30, 1e-20] : [1e-300, 1e-200, 1e-20];
        T[] p = [.. Enumerable.Range(0, rows * classes).Select(i => T.CreateTruncating(
            random.NextDouble() * (i / classes % 5 == 3 && random.Next(4) == 0 ? far[random.Next(3)] : 1)))];
        T[] t = [.. Enumerable.Range(0, rows * classes).Select(i => T.CreateTruncating(
            random.Next(4) == 0 ? 0 : random.NextDouble() * (i / classes % 5 == 4 ? far[random.Next(3)] : 1)))];
        double[] weights = [.. Enumerable.Range(0, rows).Select(row => (row % 7) switch { 5 => 1e-18, 6 => 0, _ => 0.5 + random.NextDouble() })];
        double[] gradient = CrossEntropy.Measure(
            TensorView.Create<T>(p, rows, classes),
            TensorView.Create<T>(t, rows, classes),
            new CrossEntropyOptions { Kind = LossKind.Categorical, Convention = Conventions.Find(isDivided ? "Keras3" : "Exact"), Epsilon = isDivided ? 0 : null, Reduction = Reduction.Sum, Gradient = true },
            TensorView.Create(weights)).Gradient!.ToArray<double>();
        double smallest = isSingle ? float.Epsilon : Smallest;
        for (int r = 0; r < rows; r++)
        {
            BigReal sum = BigReal.Zero;
            BigReal total = BigReal.Zero;
            for (int i = r * classes; i < (r + 1) * classes; i++)
            {
                sum += (BigReal)double.CreateTruncating(p[i]);
                total += (BigReal)double.CreateTruncating(t[i]);
            }

            BigReal shared = isDivided ? total / sum : BigReal.Zero;
            for (int i = r * classes; i < (r + 1) * classes; i++)
            {
                BigReal own = T.IsZero(t[i]) ? BigReal.Zero : (BigReal)double.CreateTruncating(t[i]) / double.CreateTruncating(p[i]);
                double exact = ((shared - own) * weights[r]).ToDouble();
                double size = ((shared + own) * weights[r]).ToDouble();
                double tolerance = isSingle ? Math.ScaleB(Math.Abs(exact), -23) + Math.ScaleB(size, -46) : Math.ScaleB(size, -50);
                if (double.IsFinite(double.CreateTruncating(T.CreateTruncating(exact))))
                {
                    Assert.True(Math.Abs(gradient[i] - exact) <= tolerance + smallest, $"{typeof(T).Name}, row {r}, value {i % classes}: {gradient[i]:R}, not {exact:R}.");
                }
            }
        }
    }

    // 0/0 is NaN and so is what comes of a NaN in the sum; of an infinite sum, infinity over itself is. Rows beside them are not touched.
    [Theory]
    [InlineData("Keras3", new[] { 0.25, double.NaN, 0.5 }, new[] { double.NaN, double.NaN, double.NaN })]
    [InlineData("Keras3", new[] { 0.0, 0, 0 }, new[] { double.NaN, double.NaN, double.NaN })]
    [InlineData("Keras3", new[] { 0.25, double.PositiveInfinity, 0.5 }, new[] { 0, double.NaN, 0 })]
    [InlineData("Keras3", new[] { 0, 1.0, 0 }, new[] { 0.0, 0, 0 })]
    [InlineData("Keras3", new[] { 2.0, -1, 1 }, new[] { 0.5, 0.5, -0.5 })]
    [InlineData("TensorFlow", new[] { 0.25, double.NaN, 0.5 }, new[] { double.NaN, double.NaN, double.NaN })]
    [InlineData("TensorFlow", new[] { 0, double.NaN, 2 }, new[] { 0, double.NaN, 0 })]
    [InlineData("MLNet", new[] { double.NaN, 0.25, 1.5 }, new[] { 0.0, 0, 0 })]
    [InlineData("MLNet", new[] { 0.5, 0.25, double.NaN }, new[] { 0.0, 0, double.NaN })]
    public void Of_rows_that_have_no_probabilities(string name, double[] row, double[] expected)
    {
        double[] plain = [0.25, 0.25, 0.5];
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Convention = Conventions.Find(name), Reduction = Reduction.Sum, Gradient = true };
        double[] gradient = CrossEntropy.Measure(TensorView.Create((double[])[.. plain, .. row, .. plain], 3, 3), TensorView.Create([2, 2, 2]), options)
            .Gradient!.ToArray<double>();
        double[] beside = name == "MLNet" ? [0, 0, -2] : [1, 1, -1];
        Assert.Equal([.. beside, .. expected, .. beside], gradient, (a, b) => a.Equals(b) || Math.Abs(a - b) < 1e-14);
    }

    // Where a target is zero there is no derivative, whatever the value is; those beside it are as they are.
    [Theory]
    [InlineData(double.NaN, 0, 0)]
    [InlineData(double.NaN, 0.5, double.NaN)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 0.5, double.NegativeInfinity)]
    public void Of_soft_targets_beside_numbers_that_are_none(double p, double t, double expected)
    {
        foreach (int classes in (int[])[3, 20, 70])
        {
            double[] row = [.. Enumerable.Repeat(0.5, classes)];
            double[] targets = [.. Enumerable.Repeat(0.25, classes)];
            double[] exact = [.. Enumerable.Repeat(-0.5, classes)];
            (row[1], targets[1], exact[1]) = (p, t, expected);
            CrossEntropyOptions options = new() { Kind = LossKind.Categorical, Convention = Conventions.Find("Exact"), Reduction = Reduction.Sum, Gradient = true };
            Assert.Equal(exact, CrossEntropy.Measure(TensorView.Create(row, 1, classes), TensorView.Create(targets, 1, classes), options).Gradient!.ToArray<double>());
            float[] singles = [.. row.Select(value => (float)value)];
            float[] singleTargets = [.. targets.Select(value => (float)value)];
            Assert.Equal(exact, CrossEntropy.Measure(TensorView.Create(singles, 1, classes), TensorView.Create(singleTargets, 1, classes), options).Gradient!.ToArray<double>());
        }
    }

    private static void Check<T>(Draw draw, InputForm form = InputForm.Probability)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        const int Outer = 3;
        const int Inner = 7;
        const int Rows = Outer * Inner;
        bool isSingle = typeof(T) == typeof(float);
        int classes = draw.Classes;
        Random random = new(classes);
        (string Name, Order Sparse, Order Categorical, double SingleEpsilon, double DoubleEpsilon, bool ClipsAbove) framework =
            form == InputForm.Probability ? Frameworks.Single(framework => framework.Name == draw.Name) : (draw.Name, Order.None, Order.None, 0, 0, false);
        Order order = draw.Kind == LossKind.Sparse ? framework.Sparse : framework.Categorical;
        double epsilon = isSingle ? (float)framework.SingleEpsilon : framework.DoubleEpsilon;
        double lower = epsilon > 0 ? epsilon : double.NegativeInfinity;
        double upper = epsilon == 0 ? double.PositiveInfinity : !framework.ClipsAbove ? 1 : isSingle ? 1 - (float)epsilon : 1 - epsilon;
        T[][] p = [.. Enumerable.Range(0, Rows).Select(row => Probabilities<T>(random, row, classes, draw.Name is "ScikitLearn" or "Exact", epsilon))];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => draw.Kind == LossKind.Sparse && row % 5 == 4 ? -100 : random.Next(classes))];
        T[][] t = [.. Enumerable.Range(0, Rows).Select(row => Targets<T>(random, row, labels[row], classes, draw.IsHot))];
        double[] weights = [.. Enumerable.Range(0, Rows).Select(row => row % 6 == 5 ? 0 : 0.5 + random.NextDouble())];
        double[] classWeights = draw.HasClassWeights ? [.. Enumerable.Range(0, classes).Select(c => 0.5 + (c % 4))] : [];
        CrossEntropyOptions options = new()
        {
            Kind = draw.Kind,
            Form = form,
            Convention = Conventions.Find(draw.Name),
            Axis = 1,
            Reduction = Reduction.Sum,
            LabelSmoothing = draw.Smoothing,
            ClassWeights = draw.HasClassWeights ? classWeights : null,
            IgnoreClass = draw.Kind == LossKind.Sparse ? -100 : null,
            Gradient = true,
        };
        Shape rowShape = draw.IsSecondAxis ? new Shape(Outer, Inner) : new Shape(Rows);
        Shape shape = draw.IsSecondAxis ? new Shape(Outer, classes, Inner) : new Shape(Rows, classes);
        double[] gradient = CrossEntropy.Measure(
            TensorView.Create<T>(LaidOut(p), shape),
            draw.Kind == LossKind.Sparse ? TensorView.Create<int>(labels, rowShape) : TensorView.Create<T>(LaidOut(t), shape),
            options,
            TensorView.Create<double>(weights, rowShape)).Gradient!.ToArray<double>();
        for (int r = 0; r < Rows; r++)
        {
            BigReal[] values = [.. p[r].Select(value => (BigReal)(form == InputForm.Probability ? double.CreateTruncating(value) : 1))];
            BigReal[] factors = [.. Enumerable.Range(0, classes).Select(c => Factor(r, c))];
            double weight = labels[r] < 0 && draw.Kind == LossKind.Sparse ? 0 : weights[r];
            (BigReal Derivative, double Size)[] expected = Derivatives(values, factors, order, lower, upper);
            bool isAlone = factors.Count(factor => factor.Sign != 0) <= 1;
            for (int c = 0; c < classes; c++)
            {
                double exact = (expected[c].Derivative * weight).ToDouble();
                double tolerance = isAlone
                    ? (isSingle ? Math.ScaleB(Math.Abs(exact), -24) : 0) + Math.ScaleB(Math.Abs(exact), -50)
                    : (isSingle ? Math.ScaleB(Math.Abs(exact), -23) : 0) + Math.ScaleB(expected[c].Size * weight, isSingle ? -46 : -50);
                double got = gradient[draw.IsSecondAxis ? ((((r / Inner) * classes) + c) * Inner) + (r % Inner) : (r * classes) + c];
                Assert.True(Math.Abs(got - exact) <= tolerance + (isSingle ? float.Epsilon : Smallest), $"{draw} {typeof(T).Name}, row {r}, class {c}: {got:R}, not {exact:R}.");
            }
        }

        BigReal Factor(int row, int label)
        {
            BigReal target = draw.Kind == LossKind.Sparse ? (label == labels[row] ? 1.0 : 0.0) : double.CreateTruncating(t[row][label]);
            BigReal shared = (target * (1 - draw.Smoothing)) + ((BigReal)draw.Smoothing / classes);

            // The weight of a class number is that of its sample, unless it is spread.
            double classWeight = !draw.HasClassWeights ? 1 : classWeights[draw.Kind == LossKind.Sparse && draw.Smoothing == 0 ? Math.Max(labels[row], 0) : label];
            return shared * classWeight;
        }

        T[] LaidOut(T[][] rows) => !draw.IsSecondAxis
            ? [.. rows.SelectMany(row => row)]
            : [.. from outer in Enumerable.Range(0, Outer) from c in Enumerable.Range(0, classes) from inner in Enumerable.Range(0, Inner) select rows[(outer * Inner) + inner][c]];
    }

    // The derivatives, and the size of the terms that cancel in them.
    private static (BigReal Derivative, double Size)[] Derivatives(BigReal[] values, BigReal[] factors, Order order, double lower, double upper)
    {
        BigReal[] clipped = order == Order.ClipFirst ? [.. values.Select(value => IsOutside(value, lower, upper) ? (value < lower ? lower : upper) : value)] : values;
        BigReal sum = order == Order.None ? 1.0 : clipped.Aggregate(BigReal.Zero, (total, value) => total + value);
        bool[] isOutside = [.. clipped.Select((value, c) => order == Order.ClipFirst ? IsOutside(values[c], lower, upper) : IsOutside(value / sum, lower, upper))];
        BigReal all = BigReal.Zero;
        for (int c = 0; c < factors.Length && order != Order.None; c++)
        {
            all += order == Order.SumFirst && isOutside[c] ? BigReal.Zero : factors[c];
        }

        return [.. factors.Select((factor, c) =>
        {
            BigReal own = isOutside[c] || factor.Sign == 0 ? BigReal.Zero : factor / clipped[c];
            BigReal derivative = isOutside[c] && order == Order.ClipFirst ? BigReal.Zero : (all / sum) - own;
            return (derivative, ((all / sum) + own).ToDouble());
        })];
    }

    private static bool IsOutside(BigReal value, double lower, double upper) =>
        (double.IsFinite(lower) && value < lower) || (double.IsFinite(upper) && value > upper);

    // Some rows are nearly certain, some have values that are clipped, at a bound or beyond it.
    private static T[] Probabilities<T>(Random random, int row, int classes, bool isOfUnit, double epsilon)
        where T : System.Numerics.INumberBase<T>
    {
        double[] values = [.. Enumerable.Range(0, classes).Select(_ => random.NextDouble() / classes)];
        if (row % 3 == 1)
        {
            int certain = random.Next(classes);
            values = [.. values.Select((value, c) => c == certain ? 1 - Math.ScaleB(1, -row) : value * Math.Pow(10, -3 - (row % 7)))];
        }
        else if (row % 3 == 2)
        {
            values[random.Next(classes)] = epsilon > 0 ? epsilon / 2 : 1e-30;
            values[random.Next(classes)] = epsilon > 0 ? epsilon : 0.125;
            values[random.Next(classes)] = isOfUnit ? 1 : 1.25;
        }

        return [.. values.Select(T.CreateTruncating)];
    }

    private static T[] Targets<T>(Random random, int row, int label, int classes, bool isHot)
        where T : System.Numerics.INumberBase<T> => [.. Enumerable.Range(0, classes).Select(c =>
            T.CreateTruncating(isHot || row % 2 == 0 ? (c == label ? (row % 4 == 0 ? 1 : 0.75) : 0) : random.Next(3) == 0 ? 0 : random.NextDouble()))];

    private sealed record Draw(string Name, LossKind Kind, double Smoothing, int Classes, bool IsHot, bool IsSecondAxis, bool HasClassWeights);
}
