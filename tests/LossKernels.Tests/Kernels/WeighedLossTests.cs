using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Walks;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Kernels;

/// <summary>Binary losses with weights and smoothed targets: how exact they and their derivatives are, and what is left to the long way.</summary>
public sealed class WeighedLossTests
{
    private const int Count = 2053;
    private const double Yes = 3.7;
    private const double No = 0.9;

    // Units of 2^-24, or 2^-53: two terms have two units each and a product, the sum is rounded once more.
    [Theory]
    [InlineData(false, 0, 3.1)]
    [InlineData(true, 0, 5.1)]
    [InlineData(false, 0.1, 5.1)]
    [InlineData(true, 0.1, 5.1)]
    [InlineData(false, 0.002, 5.1)]
    public void Losses_are_exact(bool isSoft, double smoothing, double bound)
    {
        Check<float>(24);
        Check<double>(53);

        void Check<T>(int digits)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            TargetWeights<T> weights = new(smoothing, Yes, No);
            (T[] logits, T[] targets) = Draw(isSoft, Logit<T>);
            CheckAgainst(logits, targets, Losses(logits, targets, default(LogitLoss<T>), weights, smoothing), x => HighPrecision.Softplus(-x), HighPrecision.Softplus);
            (T[] values, targets) = Draw(isSoft, Probability<T>);
            CheckAgainst(values, targets, Losses(values, targets, FromProbabilities<T>(), weights, smoothing), p => -HighPrecision.Log(p), p => -HighPrecision.Log1P(-p));

            void CheckAgainst(T[] numbers, T[] zs, T[] losses, Func<BigReal, BigReal> ofYes, Func<BigReal, BigReal> ofNo)
            {
                for (int i = 0; i < Count; i++)
                {
                    (BigReal yes, BigReal no) = Factors(Wide(zs[i]), smoothing);
                    BigReal exact = (yes == BigReal.Zero ? yes : yes * ofYes(Wide(numbers[i]))) + (no == BigReal.Zero ? no : no * ofNo(Wide(numbers[i])));
                    BigReal error = BigReal.Scale(BigReal.Abs(Wide(losses[i]) - exact), digits);
                    Assert.True(error <= bound * exact, $"of {numbers[i]} and {zs[i]} {losses[i]}, which is {exact}");
                }
            }
        }
    }

    // Of hard targets a quotient and a product; else the difference of two terms has the digits of these: of logits both terms are rounded, and of
    // probabilities the weights of soft targets, and in double those of smoothed ones.
    [Theory]
    [InlineData(false, 0, 0, 0)]
    [InlineData(true, 0, 3, 1.05)]
    [InlineData(false, 0.1, 3, 1.05)]
    [InlineData(true, 0.1, 3, 1.05)]
    public void Derivatives_are_exact(bool isSoft, double smoothing, double ofLogits, double ofProbabilities)
    {
        Check<float>(24);
        Check<double>(53);

        void Check<T>(int digits)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            TargetWeights<T> weights = new(smoothing, Yes, No);
            (T[] logits, T[] targets) = Draw(isSoft, Logit<T>);
            CheckAgainst(
                logits,
                targets,
                Derivatives(logits, targets, default(LogitLoss<T>), weights, smoothing),
                x => BigReal.One / (BigReal.One + HighPrecision.Exp(x)),
                x => BigReal.One / (BigReal.One + HighPrecision.Exp(-x)),
                ofLogits);
            (T[] values, targets) = Draw(isSoft, Probability<T>);
            CheckAgainst(
                values,
                targets,
                Derivatives(values, targets, FromProbabilities<T>(), weights, smoothing),
                p => BigReal.One / p,
                p => BigReal.One / (BigReal.One - p),
                ofProbabilities);

            void CheckAgainst(T[] numbers, T[] zs, T[] derivatives, Func<BigReal, BigReal> ofYes, Func<BigReal, BigReal> ofNo, double terms)
            {
                for (int i = 0; i < Count; i++)
                {
                    (BigReal yes, BigReal no) = Factors(Wide(zs[i]), smoothing);
                    BigReal above = 0.25 * no * ofNo(Wide(numbers[i]));
                    BigReal below = 0.25 * yes * ofYes(Wide(numbers[i]));
                    BigReal error = BigReal.Scale(BigReal.Abs(Wide(derivatives[i]) - (above - below)), digits);
                    BigReal allowed = (6 * BigReal.Abs(above - below)) + (terms * (above + below));
                    Assert.True(error <= allowed, $"of {numbers[i]} and {zs[i]} {derivatives[i]}, which is {above - below}");
                }
            }
        }
    }

    // Where a soft target stands, those beside it have the losses that they have among hard ones.
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Hard_and_soft_walks_have_the_same_bits(double smoothing)
    {
        TargetWeights<float> weights = new(smoothing, Yes, No);
        (float[] values, float[] targets) = Draw(isSoft: false, Probability<float>);
        float[] hard = Losses(values, targets, FromProbabilities<float>(), weights, smoothing);
        targets[^1] = 0.25f;
        float[] soft = Losses(values, targets, FromProbabilities<float>(), weights, smoothing);
        Assert.Equal(hard[..^1], soft[..^1]);
        Assert.NotEqual(hard[^1], soft[^1]);
    }

    [Fact]
    public void Verdicts_are_those_without_weights()
    {
        (float[] values, float[] targets) = Draw(isSoft: true, Probability<float>);
        CrossEntropyOptions plain = new() { Kind = LossKind.Binary, Detailed = true };
        LossDetail expected = CrossEntropy.Measure(TensorView.Create(values, Count, 1), TensorView.Create(targets, Count, 1), plain).Detail!;
        LossResult smoothed = CrossEntropy.Measure(TensorView.Create(values, Count, 1), TensorView.Create(targets, Count, 1), plain with { LabelSmoothing = 0.1 });
        Assert.Equal((expected.Accuracy, expected.BrierScore, expected.CalibrationError), (smoothed.Detail!.Accuracy, smoothed.Detail.BrierScore, smoothed.Detail.CalibrationError));
        Assert.Equal(
            CrossEntropy.Measure(TensorView.Create(values, Count, 1), TensorView.Create(targets, Count, 1), plain with { LabelSmoothing = 0.1, Detailed = false }).Loss, smoothed.Loss);
    }

    // ML.NET's losses of soft targets are those of ones.
    [Fact]
    public void Any_target_above_zero_counts_as_one_where_the_convention_says_so()
    {
        (float[] values, float[] targets) = Draw(isSoft: true, Probability<float>);
        float[] hard = [.. targets.Select(target => target > 0 ? 1f : 0)];
        TargetWeights<float> weights = new(0, Yes, No);
        float[] hardened = new float[Count];
        float[] expected = new float[Count];
        bool isSoft = false;
        bool isHard = false;
        Assert.True(ElementKernel.MapUsual(values, targets, new WeighedLoss<float, ProbabilityLoss<float, Surprisal<float>>, HardenedTargets>(FromProbabilities<float>(), weights), hardened, ref isSoft));
        Assert.True(ElementKernel.MapUsual(values, hard, new WeighedLoss<float, ProbabilityLoss<float, Surprisal<float>>, KeptTargets>(FromProbabilities<float>(), weights), expected, ref isHard));
        Assert.Equal(expected, hardened);
        Assert.True(isSoft && !isHard);
    }

    [Theory]
    [InlineData(0, 1, 1, true)]
    [InlineData(0, 0, 1, true)]
    [InlineData(0.1, 1000, 1, true)]
    [InlineData(0, 1e7, 1, false)]
    [InlineData(0, 1, 1e-7, false)]
    [InlineData(1e-8, 1, 1, false)]
    [InlineData(0, double.NaN, 1, false)]
    public void Weights_are_near_one_or_zero(double smoothing, double yes, double no, bool isTaken) => Assert.Equal(isTaken, TargetWeights<float>.Takes(smoothing, yes, no));

    // The long way is in double, in which the loss is a number where only its product with a weight is one in single precision; and TensorFlow's
    // x - x z + ... of an infinite logit is none.
    [Theory]
    [InlineData(3e38f, 0f, 2.85e38f)]
    [InlineData(-3e38f, 1f, float.PositiveInfinity)]
    [InlineData(float.PositiveInfinity, 1f, float.NaN)]
    public void Values_out_of_the_ordinary_leave_those_beside_them_alone(float value, float target, float loss)
    {
        (float[] values, float[] targets) = Draw(isSoft: false, Logit<float>);
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Convention = Conventions.TensorFlow, Form = InputForm.Logit, PositiveWeights = [4], LabelSmoothing = 0.1, Reduction = Reduction.None, DataType = ElementType.Float32 };
        float[] expected = Read(CrossEntropy.Measure(TensorView.Create(values, Count, 1), TensorView.Create(targets, Count, 1), options));
        (values[1500], targets[1500]) = (value, target);
        float[] actual = Read(CrossEntropy.Measure(TensorView.Create(values, Count, 1), TensorView.Create(targets, Count, 1), options));
        Assert.Equal(expected[..1024], actual[..1024]);
        Assert.Equal(expected[2048..], actual[2048..]);
        for (int i = 1024; i < 2048; i++)
        {
            Assert.True(i == 1500 || Math.Abs(expected[i] - actual[i]) <= 4e-7f * expected[i], $"{i}: {expected[i]} and {actual[i]}");
        }

        Assert.Equal(loss, actual[1500]);

        static float[] Read(LossResult result) => result.Values!.Read<float>(0, Count, new float[Count]).ToArray();
    }

    private static T[] Losses<T, TInner>(T[] values, T[] targets, TInner inner, TargetWeights<T> weights, double smoothing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TInner : struct, ITermLoss<T>
    {
        T[] losses = new T[Count];
        bool isSoft = false;
        Assert.True(smoothing == 0
            ? ElementKernel.MapUsual(values, targets, new WeighedLoss<T, TInner, KeptTargets>(inner, weights), losses, ref isSoft)
            : ElementKernel.MapUsual(values, targets, new WeighedLoss<T, TInner, SpreadTargets>(inner, weights), losses, ref isSoft));
        return losses;
    }

    private static T[] Derivatives<T, TInner>(T[] values, T[] targets, TInner inner, TargetWeights<T> weights, double smoothing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TInner : struct, ITermLoss<T>
    {
        T[] derivatives = new T[Count];
        RowDerivatives<T> ofRows = new([0.25], derivatives, isStreamed: false);
        Assert.True(smoothing == 0
            ? DerivedElements.Map(values, targets, new WeighedLoss<T, TInner, KeptTargets>(inner, weights), default, ofRows)
            : DerivedElements.Map(values, targets, new WeighedLoss<T, TInner, SpreadTargets>(inner, weights), default, ofRows));
        return derivatives;
    }

    private static ProbabilityLoss<T, Surprisal<T>> FromProbabilities<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(ClipBounds.None, 0, double.NegativeInfinity, skipZeros: true);

    private static (BigReal Yes, BigReal No) Factors(BigReal z, double smoothing) => (
        Yes * ((z * (BigReal.One - smoothing)) + (smoothing / 2)), No * (((BigReal.One - z) * (BigReal.One - smoothing)) + (smoothing / 2)));

    private static BigReal Wide<T>(T number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => double.CreateTruncating(number);

    private static T Logit<T>(Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.CreateTruncating((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 3)));

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
        Random random = new(37);
        T[] values = [.. Enumerable.Range(0, Count).Select(_ => draw(random))];
        return (values, [.. values.Select(_ => T.CreateTruncating(isSoft && random.Next(3) > 0 ? random.NextDouble() : random.Next(2)))]);
    }
}
