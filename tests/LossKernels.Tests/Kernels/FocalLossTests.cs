using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Walks;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Kernels;

/// <summary>Binary focal losses of small whole powers: how exact they and their derivatives are, and what is left to the long way.</summary>
public sealed class FocalLossTests
{
    private const int Count = 2053;
    private const double Yes = 0.25;
    private const double No = 0.75;

    // Units of 2^-24, or 2^-53: three for each factor m, which sigmoid has, and one for each product; two of the term, and of the weight one.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Losses_and_derivatives_are_exact(int gamma)
    {
        Check<float>(24);
        Check<double>(53);

        void Check<T>(int digits)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            TargetWeights<T> weights = new(0, Yes, No);
            (T[] logits, T[] targets) = Draw(random => T.CreateTruncating((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 1))));
            CheckAgainst(logits, targets, default(LogitLoss<T>), (x, isOne) =>
            {
                BigReal wrong = isOne ? -x : x;
                BigReal miss = HighPrecision.Sigmoid(wrong);
                return (miss, HighPrecision.Softplus(wrong), miss, miss * HighPrecision.Sigmoid(-wrong));
            });
            ProbabilityLoss<T, Surprisal<T>> ofProbabilities = new(ClipBounds.None, 0, double.NegativeInfinity, skipZeros: true);
            (T[] values, targets) = Draw(random => T.CreateTruncating(0.001 + (0.998 * random.NextDouble())));
            CheckAgainst(values, targets, ofProbabilities, (p, isOne) =>
            {
                BigReal own = isOne ? p : BigReal.One - p;
                return (BigReal.One - own, -HighPrecision.Log(own), BigReal.One / own, BigReal.One);
            });

            // m, B, and the derivatives of both but for the sign that they share.
            void CheckAgainst<TInner>(T[] numbers, T[] zs, TInner inner, Func<BigReal, bool, (BigReal Miss, BigReal Term, BigReal OfTerm, BigReal OfMiss)> parts)
                where TInner : struct, ITermLoss<T>
            {
                T[] losses = new T[Count];
                double[] same = new double[Count];
                T[] derivatives = new T[Count];
                bool isSoft = false;
                FocalLoss<T, TInner> loss = new(inner, weights, gamma);
                Assert.True(ElementKernel.MapUsual(numbers, zs, loss, losses, ref isSoft));
                Assert.True(DerivedElements.Map(numbers, zs, loss, same, new RowDerivatives<T>([0.25], derivatives, isStreamed: false)));
                Assert.Equal(losses.Select(double.CreateTruncating), same);
                for (int i = 0; i < Count; i++)
                {
                    bool isOne = zs[i] == T.One;
                    (BigReal miss, BigReal term, BigReal ofTerm, BigReal ofMiss) = parts(double.CreateTruncating(numbers[i]), isOne);
                    BigReal weight = isOne ? Yes : No;
                    BigReal power = Power(miss, gamma);
                    AssertClose(losses[i], weight * power * term, (4 * gamma) + 5, i);
                    BigReal slope = (power * ofTerm) + (gamma == 0 ? BigReal.Zero : gamma * Power(miss, gamma - 1) * ofMiss * term);
                    AssertClose(derivatives[i], (isOne ? -0.25 : 0.25) * weight * slope, (4 * gamma) + 10, i);
                }

                void AssertClose(T actual, BigReal exact, double bound, int i)
                {
                    BigReal error = BigReal.Scale(BigReal.Abs((BigReal)double.CreateTruncating(actual) - exact), digits);
                    Assert.True(error <= bound * BigReal.Abs(exact), $"of {numbers[i]} and {zs[i]} {actual}, which is {exact}");
                }
            }
        }
    }

    [Theory]
    [InlineData(0.5, 1, true)]
    [InlineData(0.5, 0.5, false)]
    [InlineData(1 - 1e-7, 1, true)]
    [InlineData(1, 1, false)]
    [InlineData(0, 1, false)]
    [InlineData(double.NaN, 1, false)]
    public void A_second_look_is_asked_for(double value, double target, bool isUsual)
    {
        float[] values = [.. Enumerable.Repeat(0.25f, 41)];
        float[] targets = [.. values.Select((_, i) => i % 2f)];
        (values[17], targets[17]) = ((float)value, (float)target);
        FocalLoss<float, ProbabilityLoss<float, Surprisal<float>>> loss = new(
            new ProbabilityLoss<float, Surprisal<float>>(ClipBounds.None, 0, double.NegativeInfinity, skipZeros: true), new TargetWeights<float>(0, Yes, No), 2);
        bool isSoft = false;
        Assert.Equal(isUsual, ElementKernel.MapUsual(values, targets, loss, new float[41], ref isSoft));
    }

    // A loss of e^-3 x has a number in double, and none in single precision: it is taken the long way, and is there when it is asked for.
    [Fact]
    public void What_is_very_small_keeps_its_digits()
    {
        float[] logits = [40, 100];
        float[] targets = [1, 1];
        CrossEntropyOptions options = new() { Kind = LossKind.Binary, Convention = Conventions.PyTorch, Form = InputForm.Logit, FocalGamma = 2, FocalAlpha = [0.5], Reduction = Reduction.Sum };
        double small = CrossEntropy.Measure(TensorView.Create(logits, 2, 1), TensorView.Create(targets, 2, 1), options).Loss!.Value;
        Assert.Equal(0.5 * Math.Exp(-120), small, 1e-6 * Math.Exp(-120));
    }

    private static BigReal Power(BigReal number, int power) => power == 0 ? BigReal.One : number * Power(number, power - 1);

    private static (T[] Values, T[] Targets) Draw<T>(Func<Random, T> draw)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(41);
        T[] values = [.. Enumerable.Range(0, Count).Select(_ => draw(random))];
        return (values, [.. values.Select(_ => T.CreateTruncating(random.Next(2)))]);
    }
}
