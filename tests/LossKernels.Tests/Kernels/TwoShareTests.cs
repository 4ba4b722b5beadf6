using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Walks;
using LossKernels.Measures;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Numerics;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Kernels;

/// <summary>Rows of two probabilities: losses and derivatives against the formula to 200 bits, and the same at both widths, in columns, alone and added up.</summary>
public sealed class TwoShareTests
{
    private static readonly ClippedQuotient[] Quotients =
    [
        new(IsBefore: true, IsAfter: false, new((float)1e-7, 1 - (float)1e-7), SkipZeros: true),
        new(IsBefore: true, IsAfter: false, ClipBounds.None, SkipZeros: true),
        new(IsBefore: true, IsAfter: false, new(0.25, 0.625), SkipZeros: true),
        new(IsBefore: false, IsAfter: true, new((float)1e-7, 1 - (float)1e-7), SkipZeros: true),
        new(IsBefore: false, IsAfter: true, new(0.125, 0.75), SkipZeros: true),
        new(IsBefore: false, IsAfter: false, new((float)1e-15, 1), SkipZeros: true),
        new(IsBefore: false, IsAfter: false, ClipBounds.None, SkipZeros: true),
    ];

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, Quotients.Length)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Losses_are_exact(int kind)
    {
        AssertExact<float>(Quotients[kind], 1.95);
        AssertExact<double>(Quotients[kind], 1.95);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Derivatives_are_exact(int kind)
    {
        AssertDerivatives<float>(Quotients[kind], 1030, 24);
        AssertDerivatives<double>(Quotients[kind], 15, 50);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1500)]
    public void Both_widths_and_both_layouts_give_the_same_bits(int rows)
    {
        foreach (ClippedQuotient quotient in Quotients)
        {
            foreach (bool isLabelled in (bool[])[false, true])
            {
                AssertSame<float>(quotient, rows, isLabelled);
                AssertSame<double>(quotient, rows, isLabelled);
            }
        }
    }

    // One target, of one, is the same loss by whichever loop it is taken; a row that is left out has none, and no derivative.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_hot_rows_among_others_have_the_bits_of_labels(int kind)
    {
        AssertLabelled<float>(Quotients[kind]);
        AssertLabelled<double>(Quotients[kind]);
    }

    [Fact]
    public void Bounds_beyond_a_half_or_next_to_zero_are_not_taken()
    {
        Assert.False(TwoShares.Takes(new(IsBefore: true, IsAfter: false, new(0.5, 1), SkipZeros: true)));
        Assert.False(TwoShares.Takes(new(IsBefore: true, IsAfter: false, new(0.25, 0.5), SkipZeros: true)));
        Assert.False(TwoShares.Takes(new(IsBefore: false, IsAfter: false, new(1e-200, 1), SkipZeros: true)));
        Assert.True(TwoShares.Takes(new(IsBefore: false, IsAfter: false, new(1e-30, 1), SkipZeros: true)));
    }

    [Theory]
    [InlineData(1.5, 0.5, 0.25)]
    [InlineData(0.5, 1.5, 0.25)]
    [InlineData(-0.25, 0.5, 0.25)]
    [InlineData(double.NaN, 0.5, 0.25)]
    [InlineData(0.5, double.NaN, 0.25)]
    [InlineData(0.5, 0.5, 1.5)]
    [InlineData(0.5, 0.5, -0.25)]
    [InlineData(0.5, 0.5, double.NaN)]
    public void What_is_no_probability_is_seen(double first, double second, double target)
    {
        foreach (ClippedQuotient quotient in Quotients)
        {
            Assert.False(TwoClassKernel.TryWrite<double, TwoShareRows<double>>(Rows([0.5, 0.5, first, second], [0.5, 0.5, target, 0.5], quotient), new double[2]));
        }
    }

    // Of no sum, and where nothing is clipped of no value, there is a logarithm.
    [Fact]
    public void Zeros_are_seen_where_they_count()
    {
        foreach (ClippedQuotient quotient in Quotients)
        {
            Assert.Equal(!(quotient.Clip.Lower > 0), !Takes(0, 0.5));
            Assert.Equal(quotient.IsBefore || !(quotient.Clip.Lower > 0), !Takes(0, 0));

            bool Takes(double first, double second) =>
                TwoClassKernel.TryWrite<double, TwoShareRows<double>>(Rows([first, second], [0.5, 0.5], quotient), new double[1]);
        }
    }

    [Theory]
    [InlineData("TensorFlow", LossKind.Sparse, float.NaN, 0f)]
    [InlineData("TensorFlow", LossKind.Sparse, 1.5f, 0f)]
    [InlineData("TensorFlow", LossKind.Sparse, -0.25f, 0f)]
    [InlineData("Keras3", LossKind.Sparse, 0f, 0f)]
    [InlineData("Exact", LossKind.Sparse, 0f, 0f)]
    [InlineData("TensorFlow", LossKind.Categorical, float.NaN, 0.25f)]
    [InlineData("TensorFlow", LossKind.Categorical, 0.25f, 1.5f)]
    [InlineData("TensorFlow", LossKind.Categorical, 0f, 0.25f)]
    [InlineData("MLNet", LossKind.Categorical, 2f, 0.25f)]
    public void A_row_that_needs_a_second_look_changes_no_other(string convention, LossKind kind, float value, float target)
    {
        const int Rows = 2000;
        const int Odd = 1300;
        (float[] values, float[] targets) = Draw<float>(Rows);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(r => r / 3 % 2)];
        labels[Odd] = 0;
        CrossEntropyOptions options = new() { Kind = kind, Convention = Conventions.Find(convention), Gradient = true, Reduction = Reduction.None };
        (float[] losses, float[] gradient) = Measure();
        (values[2 * Odd], values[(2 * Odd) + 1]) = (value, value == 0 ? 0 : 0.5f);
        targets[2 * Odd] = target;
        (float[] beside, float[] gradientBeside) = Measure();
        Assert.Equal(losses[..Odd], beside[..Odd]);
        Assert.Equal(losses[(Odd + 1)..], beside[(Odd + 1)..]);
        Assert.Equal(gradient[..(2 * Odd)], gradientBeside[..(2 * Odd)]);
        Assert.Equal(gradient[((2 * Odd) + 2)..], gradientBeside[((2 * Odd) + 2)..]);

        (float[] Losses, float[] Gradient) Measure()
        {
            TensorView ofTargets = kind == LossKind.Sparse ? TensorView.Create<int>(labels, [Rows]) : TensorView.Create([.. targets], [Rows, 2]);
            LossResult result = Loss.Measure(TensorView.Create([.. values], [Rows, 2]), ofTargets, options);
            return (result.Values!.ToArray<float>(), result.Gradient!.ToArray<float>());
        }
    }

    [Theory]
    [InlineData("TensorFlow", LossKind.Sparse)]
    [InlineData("Keras3", LossKind.Sparse)]
    [InlineData("MLNet", LossKind.Sparse)]
    [InlineData("TensorFlow", LossKind.Categorical)]
    [InlineData("MLNet", LossKind.Categorical)]
    public void Nothing_else_that_is_asked_changes_the_loss(string convention, LossKind kind)
    {
        const int Rows = 1500;
        (float[] values, float[] targets) = Draw<float>(Rows);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(r => r / 3 % 2)];
        TensorView predictions = TensorView.Create(values, [Rows, 2]);
        TensorView ofRows = kind == LossKind.Sparse ? TensorView.Create<int>(labels, [Rows]) : TensorView.Create(targets, [Rows, 2]);
        CrossEntropyOptions options = new() { Kind = kind, Convention = Conventions.Find(convention) };
        LossResult mean = Loss.Measure(predictions, ofRows, options);
        LossResult derived = Loss.Measure(predictions, ofRows, options with { Gradient = true });
        Assert.Equal(mean.Loss, derived.Loss);
        Assert.Equal(mean.Loss, Loss.Measure(predictions, ofRows, options with { Detailed = true }).Loss);
        LossResult weighted = Loss.Measure(predictions, ofRows, options with { Gradient = true }, TensorView.Create(Enumerable.Repeat(1.0, Rows).ToArray(), [Rows]));
        Assert.Equal(mean.Loss!.Value, weighted.Loss!.Value, 1e-12);
        Assert.Equal(derived.Gradient!.ToArray<float>(), weighted.Gradient!.ToArray<float>());

        TensorView columns = TensorView.Create(Turned(values), [1, 2, Rows]);
        TensorView ofColumns = kind == LossKind.Sparse ? TensorView.Create<int>(labels, [1, Rows]) : TensorView.Create(Turned(targets), [1, 2, Rows]);
        if (convention != "TensorFlow" || kind != LossKind.Sparse)
        {
            LossResult turned = Loss.Measure(columns, ofColumns, options with { Gradient = true, Axis = 1 });
            Assert.Equal(mean.Loss, turned.Loss);
            Assert.Equal(Turned(derived.Gradient.ToArray<float>()), turned.Gradient!.ToArray<float>());
        }
    }

    private static void AssertExact<T>(ClippedQuotient quotient, double bound)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = Functions.Samples(6_000);
        (T[] values, T[] targets) = Draw<T>(rows);
        double[] losses = new double[rows];
        Assert.True(TwoClassKernel.TryWrite<T, TwoShareRows<T>>(Rows(values, targets, quotient), losses));
        double worst = 0;
        string where = "";
        for (int r = 0; r < rows; r++)
        {
            double[] p = Row(values, r);
            double[] t = Row(targets, r);
            BigReal[] q = Shares(p, quotient);
            BigReal exact = BigReal.Zero;
            for (int c = 0; c < 2; c++)
            {
                exact -= t[c] == 0 ? BigReal.Zero : t[c] * HighPrecision.Log(q[c]);
            }

            double error = HighPrecision.UlpError(losses[r], exact, asFloat: typeof(T) == typeof(float));
            if (!(error <= worst))
            {
                (worst, where) = (error, $"{p[0]:R}, {p[1]:R} with {t[0]:R}, {t[1]:R}: {losses[r]:R}");
            }
        }

        Assert.True(worst <= bound, $"{quotient}: {worst:F3} ulp at {where}");
    }

    private static void AssertDerivatives<T>(ClippedQuotient quotient, int rows, int digits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T[] values, T[] targets) = Draw<T>(rows);
        double[] scales = [.. Enumerable.Range(0, rows).Select(r => r % 5 == 0 ? 0 : 0.125 + (r % 3))];
        T[] gradient = Run<Lanes512<T>, Vector512<T>, T>(Rows(values, targets, quotient), scales, isStreamed: false).Gradient;
        for (int r = 0; r < rows; r++)
        {
            double[] p = Row(values, r);
            double[] t = Row(targets, r);
            BigReal[] q = Shares(p, quotient with { Clip = ClipBounds.None });
            bool[] isOutside = [.. q.Select((share, c) => quotient.IsBefore ? IsOutside(share, quotient.Clip) : IsOutside(p[c], quotient.Clip))];
            double[] added = [.. p.Select(value => quotient.IsAfter ? quotient.Clip.Apply(value) : value)];
            double[] f = [.. t.Select((target, c) => isOutside[c] && !quotient.IsAfter ? 0 : target)];
            for (int c = 0; c < 2; c++)
            {
                BigReal exact = quotient.IsDivided
                    ? (((BigReal)f[0] + f[1]) / ((BigReal)added[0] + added[1])) - (f[c] == 0 ? BigReal.Zero : (BigReal)f[c] / added[c])
                    : f[c] == 0 ? BigReal.Zero : BigReal.Zero - ((BigReal)f[c] / added[c]);
                exact = isOutside[c] && quotient.IsAfter ? BigReal.Zero : exact * scales[r];
                double size = (scales[r] * (((f[0] + f[1]) / (added[0] + added[1])) + (f[c] == 0 ? 0 : f[c] / added[c])));
                double tolerance = typeof(T) == typeof(float)
                    ? Math.ScaleB(Math.Abs(exact.ToDouble()), -digits) + Math.ScaleB(size, -46)
                    : Math.ScaleB(size, -digits);
                double found = double.CreateTruncating(gradient[(2 * r) + c]);
                Assert.True(Math.Abs(found - exact.ToDouble()) <= tolerance, $"{quotient}: {p[0]:R}, {p[1]:R} with {t[0]:R}, {t[1]:R}: {found:R}, not {exact.ToDouble():R}");
            }
        }
    }

    private static void AssertSame<T>(ClippedQuotient quotient, int rows, bool isLabelled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (T[] values, T[] targets) = Draw<T>(rows);
        int[] labels = isLabelled ? [.. Enumerable.Range(0, rows).Select(r => (r % 3) - 1)] : [];
        TwoShares shares = new(quotient);
        double[] scales = [0.25];
        TwoShareRows<T> ofRows = new(new(values, 2), labels, new(targets, 2), shares);
        (double sum, T[] gradient) = Run<Lanes512<T>, Vector512<T>, T>(ofRows, scales, isStreamed: false);
        Same(Run<Lanes256<T>, Vector256<T>, T>(ofRows, scales, isStreamed: false));
        Same(Run<Lanes256<T>, Vector256<T>, T>(ofRows, scales, isStreamed: true));
        Same(Run<Lanes512<T>, Vector512<T>, T>(ofRows, Enumerable.Repeat(0.25, rows).ToArray(), isStreamed: true));
        Assert.Equal(TwoClassKernel.Sum<T, TwoShareRows<T>>(ofRows, rows, new double[rows]).Sum.Value, sum);
        if (rows > 1)
        {
            TwoShareRows<T> ofColumns = new(TensorBlock<T>.OfColumns(Turned(values), rows, 2, rows), labels, TensorBlock<T>.OfColumns(Turned(targets), rows, 2, rows), shares);
            Same(Run<Lanes512<T>, Vector512<T>, T>(ofColumns, scales, isStreamed: false));
            Same(Run<Lanes256<T>, Vector256<T>, T>(ofColumns, scales, isStreamed: false));
        }

        void Same((double Sum, T[] Gradient) other)
        {
            Assert.Equal(sum, other.Sum);
            Assert.Equal(gradient, other.Gradient);
        }
    }

    private static void AssertLabelled<T>(ClippedQuotient quotient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Count = 3000;
        (T[] values, T[] targets) = Draw<T>(Count);
        int[] labels = [.. Enumerable.Range(0, Count).Select(r => (r % 3) - 1)];
        for (int r = 0; r < Count; r++)
        {
            (targets[2 * r], targets[(2 * r) + 1]) = (labels[r] == 0 ? T.One : T.Zero, labels[r] == 1 ? T.One : T.Zero);
        }

        TwoShareRows<T> labelled = new(new(values, 2), labels, default, new(quotient));
        double[] expected = new double[Count];
        double[] losses = new double[Count];
        Assert.True(TwoClassKernel.TryWrite<T, TwoShareRows<T>>(labelled, expected));
        Assert.True(TwoClassKernel.TryWrite<T, TwoShareRows<T>>(Rows(values, targets, quotient), losses));
        Assert.Equal(expected, losses);
        T[] gradient = Run<Lanes512<T>, Vector512<T>, T>(labelled, [0.25], isStreamed: false).Gradient;
        Assert.Equal(Run<Lanes512<T>, Vector512<T>, T>(Rows(values, targets, quotient), [0.25], isStreamed: false).Gradient, gradient);
        for (int r = 0; r < Count; r += 3)
        {
            Assert.Equal((0, T.Zero, T.Zero), (expected[r], gradient[2 * r], gradient[(2 * r) + 1]));
        }
    }

    private static TwoShareRows<T> Rows<T>(T[] values, T[] targets, ClippedQuotient quotient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(new(values, 2), [], new(targets, 2), new(quotient));

    private static (double Sum, T[] Gradient) Run<TLanes, TVector, T>(TwoShareRows<T> rows, double[] scales, bool isStreamed)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] gradient = new T[2 * rows.Count];
        double sum = TwoShareGradient.Sum<TLanes, TVector, T>(rows, new RowDerivatives<T>(scales, gradient, isStreamed)).Sum.Value;
        return (sum, gradient);
    }

    private static BigReal[] Shares(double[] p, ClippedQuotient quotient)
    {
        double[] added = [.. p.Select(value => quotient.IsAfter ? quotient.Clip.Apply(value) : value)];
        BigReal sum = quotient.IsDivided ? (BigReal)added[0] + added[1] : 1.0;
        return [.. added.Select(value => quotient.IsAfter ? value / sum : Clipped(value / sum, quotient.Clip))];
    }

    private static BigReal Clipped(BigReal value, ClipBounds clip) => !IsOutside(value, clip) ? value : value < clip.Lower ? clip.Lower : clip.Upper;

    private static bool IsOutside(BigReal value, ClipBounds clip) =>
        (double.IsFinite(clip.Lower) && value < clip.Lower) || (double.IsFinite(clip.Upper) && value > clip.Upper);

    // Rows that sum to one or do not, of a share of every size; targets that sum to one or do not, that are small, equal, zero, or one.
    private static (T[] Values, T[] Targets) Draw<T>(int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(rows);
        T[] values = new T[2 * rows];
        T[] targets = new T[2 * rows];
        for (int r = 0; r < rows; r++)
        {
            double share = random.NextDouble() * Math.Pow(10, -(r % 8)) / 2;
            double of = (r % 5) switch { 0 => random.NextDouble(), 1 => 1e-3, _ => 1 };
            (values[2 * r], values[(2 * r) + 1]) = Turn(r % 2 == 0, share * of, (1 - share) * of);
            double first = random.NextDouble() * Math.Pow(10, -(r % 7 * 2));
            (double a, double b) = (r % 11) switch
            {
                0 => (random.NextDouble(), random.NextDouble()),
                1 => (0, 1),
                2 => (0.5, 0.5),
                3 => (first, 0),
                _ => (first, 1 - first),
            };
            (targets[2 * r], targets[(2 * r) + 1]) = Turn(r % 3 == 0, a, b);
        }

        return (values, targets);

        static (T First, T Second) Turn(bool isTurned, double a, double b) => isTurned
            ? (T.CreateTruncating(b), T.CreateTruncating(a))
            : (T.CreateTruncating(a), T.CreateTruncating(b));
    }

    private static double[] Row<T>(T[] values, int row)
        where T : INumberBase<T> => [double.CreateTruncating(values[2 * row]), double.CreateTruncating(values[(2 * row) + 1])];

    private static T[] Turned<T>(T[] pairs) => [.. Enumerable.Range(0, pairs.Length).Select(i => pairs[(i % (pairs.Length / 2) * 2) + (i / (pairs.Length / 2))])];
}
