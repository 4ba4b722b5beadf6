using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Walks;
using LossKernels.Measures;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Kernels;

/// <summary>Binary losses with their derivatives: how exact these are, and that the losses have the bits of those without.</summary>
public sealed class DerivedElementsTests
{
    private const int Count = 4099;

    private static readonly ClipBounds Clip = new(1e-3f, 0.99f);

    // Units of 2^-24, or 2^-53, one for each rounding: of the quotient, of soft targets of p - z and of what is added to it too. At the floor of the slopes
    // the quotient is a product of two numbers that are rounded. The scale is not.
    [Theory]
    [InlineData(false, 0, 0, 1.01)]
    [InlineData(true, 0, 0, 2.01)]
    [InlineData(false, 1e-7, 0, 1.01)]
    [InlineData(true, 1e-7, 0, 3.01)]
    [InlineData(false, 0, 1e-3, 3.01)]
    [InlineData(true, 0, 1e-3, 2.01)]
    public void Derivatives_of_probabilities_are_exact(bool isSoft, double added, double slopeFloor, double bound)
    {
        Check<float>(24);
        Check<double>(53);

        void Check<T>(int digits)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            T term = T.CreateTruncating(added);
            T floor = T.CreateTruncating(slopeFloor);
            (T[] values, T[] targets) = Draw<T>(isSoft, random => Probability<T>(random));
            const double Scale = 0.25;
            T[] derivatives = new T[Count];
            bool isUsual = added == 0
                ? DerivedElements.Map(values, targets, new ProbabilityLoss<T, Surprisal<T>>(ClipBounds.None, 0, double.NegativeInfinity, skipZeros: true, slopeFloor), default, Of(derivatives, Scale))
                : DerivedElements.Map(values, targets, new ProbabilityLoss<T, AddedSurprisal<T>>(ClipBounds.None, added, double.NegativeInfinity, skipZeros: true), default, Of(derivatives, Scale));
            Assert.True(isUsual);
            BigReal a = Wide(term);
            for (int i = 0; i < Count; i++)
            {
                BigReal p = Wide(values[i]);
                BigReal z = Wide(targets[i]);
                BigReal product = (p + a) * (BigReal.One - p + a);
                BigReal divisor = product < Wide(floor) ? Wide(floor) : product;
                BigReal exact = Scale * (p - z + (a * (BigReal.One - z - z))) / divisor;

                // Where what is added cancels the difference it has no more digits than that.
                BigReal size = BigReal.Abs(exact) + (Scale * a / divisor);
                BigReal error = BigReal.Scale(BigReal.Abs(Wide(derivatives[i]) - exact), digits);
                Assert.True(error <= bound * size, $"of {values[i]} and {targets[i]} {derivatives[i]}, which is {exact}");
            }
        }
    }

    // What is left of sigmoid(x) - z where z is soft has the digits of a number below one.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Derivatives_of_logits_are_exact(bool isSoft)
    {
        Check<float>(24);
        Check<double>(53);

        void Check<T>(int digits)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            (T[] values, T[] targets) = Draw<T>(isSoft, random => T.CreateTruncating((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 3))));
            T[] derivatives = new T[Count];
            Assert.True(DerivedElements.Map(values, targets, default(LogitLoss<T>), default, Of(derivatives, 0.25)));
            for (int i = 0; i < Count; i++)
            {
                BigReal z = Wide(targets[i]);
                BigReal share = BigReal.One / (BigReal.One + HighPrecision.Exp(-Wide(values[i])));
                BigReal exact = z == BigReal.One
                    ? -0.25 / (BigReal.One + HighPrecision.Exp(Wide(values[i])))
                    : 0.25 * (share - z);
                BigReal error = BigReal.Scale(BigReal.Abs(Wide(derivatives[i]) - exact), digits);
                BigReal allowed = (4 * BigReal.Abs(exact)) + (isSoft ? 0.5 : 0);
                Assert.True(error <= allowed, $"of {values[i]} and {targets[i]} {derivatives[i]}, which is {exact}");
            }
        }
    }

    [Fact]
    public void What_is_clipped_has_none()
    {
        float[] values = [0, 1e-3f, MathF.BitDecrement(1e-3f), 0.99f, MathF.BitIncrement(0.99f), 1, 0.5f];
        foreach (float target in (float[])[0, 1, 0.25f])
        {
            float[] derivatives = new float[values.Length];
            float[] targets = [.. values.Select(_ => target)];
            Assert.True(DerivedElements.Map(values, targets, Clipped<float>(), default, Of(derivatives, 1)));
            Assert.Equal([true, false, true, false, true, true, false], derivatives.Select(derivative => derivative == 0));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1500)]
    public void Losses_have_the_bits_of_those_without(int outputs)
    {
        foreach (bool isSoft in (bool[])[false, true])
        {
            int count = Count / outputs * outputs;
            (float[] logits, float[] targets) = Draw<float>(isSoft, random => (float)((random.NextDouble() - 0.5) * 30));
            Check(logits, default(LogitLoss<float>));
            (float[] values, targets) = Draw<float>(isSoft, Probability<float>);
            Check(values, Clipped<float>());
            (double[] wide, double[] wideTargets) = Draw<double>(isSoft, Probability<double>);
            CheckOf(wide, wideTargets, Clipped<double>());

            void Check<TLoss>(float[] numbers, TLoss loss)
                where TLoss : struct, IAnyElementLoss<float> => CheckOf(numbers, targets, loss);

            void CheckOf<T, TLoss>(T[] numbers, T[] zs, TLoss loss)
                where T : unmanaged, IBinaryFloatingPointIeee754<T>
                where TLoss : struct, IAnyElementLoss<T>
            {
                ReadOnlySpan<T> some = numbers.AsSpan(0, count);
                ReadOnlySpan<T> ofSome = zs.AsSpan(0, count);
                T[] derivatives = new T[count];
                double[] ofRows = new double[count / outputs];
                SumAndSpread sums = DerivedElements.Sum(some, ofSome, loss, ofRows, Of(derivatives, 0.5));
                Assert.Equal(ElementSums.OfBlock(some, ofSome, loss, new double[count / outputs]), sums);

                double[] losses = new double[count];
                double[] expected = new double[count];
                T[] others = new T[count];
                Assert.True(DerivedElements.Map(some, ofSome, loss, losses, Of(others, 0.5)));
                ElementKernel.Map(some, ofSome, loss, expected);
                Assert.Equal(expected, losses);
                Assert.Equal(derivatives, others);
            }
        }
    }

    // Where targets turn soft in the middle of a row, those before it have the slopes of hard ones or of soft ones in whatever way losses are asked for.
    [Theory]
    [InlineData(700, 32000)]
    [InlineData(30000, 29999)]
    public void They_are_the_same_whether_losses_are_added_up_or_written(int outputs, int firstSoft)
    {
        const int Rows = 60;
        Random random = new(31);
        float[] values = [.. Enumerable.Range(0, Rows * outputs).Select(_ => Probability<float>(random))];
        float[] targets = [.. values.Select((_, i) => i < firstSoft ? random.Next(2) : random.NextSingle())];
        float[] summed = Gradient(Reduction.Sum);
        Assert.Equal(summed, Gradient(Reduction.None));
        Assert.Contains(summed, derivative => derivative != 0);

        float[] Gradient(Reduction reduction)
        {
            float[] gradient = new float[values.Length];
            CrossEntropyOptions options = new() { Kind = LossKind.Binary, Convention = Conventions.Keras3, Reduction = reduction, Gradient = true };
            Loss.MeasureInto(TensorView.Create(values, Rows, outputs), TensorView.Create(targets, Rows, outputs), gradient, options);
            return gradient;
        }
    }

    [Fact]
    public void Past_the_caches_they_are_the_same()
    {
        (float[] values, float[] targets) = Draw<float>(isSoft: false, Probability<float>);
        for (int offset = 0; offset < 17; offset++)
        {
            int count = Count - (3 * offset);
            float[] cached = new float[Count];
            float[] streamed = new float[Count];
            DerivedElements.Map(values.AsSpan(0, count), targets.AsSpan(0, count), Clipped<float>(), default, new RowDerivatives<float>([0.5], cached.AsSpan(offset, count), isStreamed: false));
            DerivedElements.Map(values.AsSpan(0, count), targets.AsSpan(0, count), Clipped<float>(), default, new RowDerivatives<float>([0.5], streamed.AsSpan(offset, count), isStreamed: true));
            Assert.Equal(cached, streamed);
            Assert.Contains(cached, derivative => derivative != 0);
        }
    }

    // Powers of two, so that products are exact.
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Each_row_has_its_scale(int outputs)
    {
        int count = Count / outputs * outputs;
        (float[] values, float[] targets) = Draw<float>(isSoft: true, Probability<float>);
        double[] scales = [.. Enumerable.Range(0, count / outputs).Select(row => Math.ScaleB(row % 3 == 0 ? -1 : 1, (row % 40) - 20))];
        float[] plain = new float[count];
        float[] scaled = new float[count];
        DerivedElements.Map(values.AsSpan(0, count), targets.AsSpan(0, count), Clipped<float>(), default, Of(plain, 1));
        DerivedElements.Map(values.AsSpan(0, count), targets.AsSpan(0, count), Clipped<float>(), default, new RowDerivatives<float>(scales, scaled, isStreamed: false));
        Assert.Equal(plain.Select((derivative, i) => (float)(derivative * scales[i / outputs])), scaled);
    }

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, false)]
    [InlineData(1, 1, true)]
    [InlineData(0, 0.5, false)]
    [InlineData(1e-19, 1, false)]
    [InlineData(1e-19, 0, true)]
    [InlineData(double.NaN, 1, false)]
    [InlineData(0.5, double.NaN, false)]
    [InlineData(1.5, 1, false)]
    [InlineData(0.5, 1.5, false)]
    [InlineData(0.5, -0.5, false)]
    public void A_second_look_is_asked_for(double value, double target, bool isUsual)
    {
        foreach (int place in (int[])[0, 17, 40])
        {
            float[] values = [.. Enumerable.Repeat(0.25f, 41)];
            float[] targets = [.. values.Select((_, i) => i % 2f)];
            (values[place], targets[place]) = ((float)value, (float)target);
            ProbabilityLoss<float, Surprisal<float>> loss = new(ClipBounds.None, 0, double.NegativeInfinity, skipZeros: true);
            Assert.Equal(isUsual, DerivedElements.Map(values, targets, loss, new double[41], Of(new float[41], 1)));
            Assert.Equal(isUsual, DerivedElements.Sum(values, targets, loss, new double[41], Of(new float[41], 1)).IsFinite);
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, true)]
    [InlineData(-1e-12, true)]
    [InlineData(1e-30, false)]
    [InlineData(1e30, false)]
    [InlineData(double.PositiveInfinity, false)]
    [InlineData(double.NaN, false)]
    public void Scales_are_near_one(double scale, bool isTaken)
    {
        Assert.Equal(isTaken, DerivedElements.Takes([scale]));
        Assert.Equal(isTaken, DerivedElements.Takes([1, 1, 1, 1, 1, 1, 1, 1, 1, scale, 1, 1]));
    }

    private static ProbabilityLoss<T, AddedSurprisal<T>> Clipped<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Clip, 1e-7f, double.NegativeInfinity, skipZeros: false);

    private static RowDerivatives<T> Of<T>(T[] derivatives, double scale)
        where T : unmanaged => new(new[] { scale }, derivatives, isStreamed: false);

    private static BigReal Wide<T>(T number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => double.CreateTruncating(number);

    // Next to zero and to one too, but not so near that a quotient would leave the range of float32.
    private static T Probability<T>(Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double small = random.NextDouble() * Math.Pow(10, -random.Next(1, typeof(T) == typeof(float) ? 7 : 15));
        T value = T.CreateTruncating(random.Next(3) switch { 0 => small, 1 => 1 - small, _ => random.NextDouble() });
        return T.Clamp(value, T.CreateTruncating(1e-17), T.BitDecrement(T.One));
    }

    private static (T[] Values, T[] Targets) Draw<T>(bool isSoft, Func<Random, T> draw)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(29);
        T[] values = [.. Enumerable.Range(0, Count).Select(_ => draw(random))];
        return (values, [.. values.Select(value => !isSoft ? T.CreateTruncating(random.Next(2)) : random.Next(4) switch
        {
            0 => T.Clamp(value, T.Zero, T.One),
            1 => T.CreateTruncating(random.Next(2)),
            _ => T.CreateTruncating(random.NextDouble()),
        })]);
    }
}
