using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Walks;
using LossKernels.Tests.Numerics;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Kernels;

/// <summary>Binary losses one by one: how exact they are, and that none depends on what is beside it.</summary>
public sealed class ElementKernelTests
{
    // Two logarithms cost a rounding more.
    [Theory]
    [InlineData(0, false, 0.95)]
    [InlineData(0, true, 1.9)]
    [InlineData(1e-7, false, 1.5)]
    [InlineData(1e-7, true, 2.1)]
    public void Losses_of_float32_probabilities_are_exact(double added, bool isSoft, double bound)
    {
        float term = (float)added;
        (float[] values, float[] targets) = Pairs(isSoft, random => Probability(random, term));
        double[] losses = new double[values.Length];
        if (term == 0)
        {
            ElementKernel.Map(values, targets, new ProbabilityLoss<float, Surprisal<float>>(ClipBounds.None, 0, double.NegativeInfinity, skipZeros: true), losses);
        }
        else
        {
            ElementKernel.Map(values, targets, new ProbabilityLoss<float, AddedSurprisal<float>>(ClipBounds.None, term, double.NegativeInfinity, skipZeros: true), losses);
        }

        AssertWithin(bound, values, targets, losses, (p, z) => -(Product(z, Log(p + term)) + Product(1 - z, Log1P(term - p))));
    }

    [Theory]
    [InlineData(false, 1.8)]
    [InlineData(true, 1.8)]
    public void Losses_of_float32_logits_are_exact(bool isSoft, double bound)
    {
        (float[] values, float[] targets) = Pairs(isSoft, random => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 3))));
        double[] losses = new double[values.Length];
        ElementKernel.Map(values, targets, default(LogitLoss<float>), losses);
        AssertWithin(bound, values, targets, losses, (x, z) =>
            (Math.Abs(x) * (x > 0 ? 1 - z : z)) + Log1P(Math.Exp(-Math.Abs(x))));
    }

    [Fact]
    public void Losses_of_float64_probabilities_are_exact()
    {
        Random random = new(3);
        double worst = 0;
        for (int i = 0; i < Functions.Samples(4_000); i++)
        {
            double p = i % 2 == 0 ? random.NextDouble() : Math.Pow(10, -random.Next(1, 300)) * random.NextDouble();
            double target = i % 4 < 2 ? 1 : 0;
            double[] loss = new double[1];
            ElementKernel.Map([p], [target], new ProbabilityLoss<double, Surprisal<double>>(ClipBounds.None, 0, double.NegativeInfinity, skipZeros: true), loss);
            BigReal exact = target == 1 ? -HighPrecision.Log(p) : -HighPrecision.Log1P(-p);
            worst = Math.Max(worst, HighPrecision.UlpError(loss[0], exact, asFloat: false));
        }

        Assert.True(worst <= 0.75, $"{worst:F3} ulp");
    }

    // Else a block whose length is no multiple of the lanes would be walked twice for nothing.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Usual_numbers_raise_no_doubt_whatever_their_count(bool isSoft)
    {
        Random random = new(23);
        ProbabilityLoss<float, Surprisal<float>> loss = new(ClipBounds.None, 0, double.NegativeInfinity, skipZeros: false);
        for (int count = 1; count <= 40; count++)
        {
            float[] values = [.. Enumerable.Range(0, count).Select(_ => 0.1f + (0.8f * random.NextSingle()))];
            float[] targets = [.. values.Select(_ => isSoft ? 0.1f + (0.8f * random.NextSingle()) : random.Next(2))];
            Assert.True(ElementSums.OfBlock<float, ProbabilityLoss<float, Surprisal<float>>>(values, targets, loss, new double[count]).IsFinite, $"{count} numbers");
        }
    }

    [Fact]
    public void No_loss_depends_on_what_is_beside_it()
    {
        foreach (bool isSoft in new[] { false, true })
        {
            (float[] values, float[] targets) = Pairs(isSoft, random => Probability(random, 0));
            AssertSameBeside(values, targets, new ProbabilityLoss<float, Surprisal<float>>(new ClipBounds(1e-6f, 0.999f), 0, -10, skipZeros: false));
            AssertSameBeside(values, targets, new ProbabilityLoss<float, AddedSurprisal<float>>(ClipBounds.None, 1e-7f, -10, skipZeros: false));
            AssertSameBeside(values, targets, default(LogitLoss<float>));
            double[] wide = [.. values.Select(value => (double)value)];
            double[] wideTargets = [.. targets.Select(target => (double)target)];
            AssertSameBeside(wide, wideTargets, new ProbabilityLoss<double, Surprisal<double>>(ClipBounds.None, 0, double.NegativeInfinity, skipZeros: true));
            AssertSameBeside(wide, wideTargets, new ProbabilityLoss<double, AddedSurprisal<double>>(ClipBounds.None, 1e-7, double.NegativeInfinity, skipZeros: true));
            AssertSameBeside(wide, wideTargets, default(LogitLoss<double>));
        }
    }

    // A NaN, an infinity, or a target of any size in a piece has all of it computed in the general way, a soft target in the way of soft targets.
    private static void AssertSameBeside<T, TLoss>(T[] values, T[] targets, TLoss loss)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where TLoss : struct, IAnyElementLoss<T>
    {
        double[] expected = new double[values.Length];
        double[] losses = new double[values.Length];
        ElementKernel.Map(values, targets, loss, expected);
        foreach ((T value, T target) in new[] { (T.NaN, T.One), (T.NegativeInfinity, T.Zero), (T.One, T.CreateTruncating(1.5)), (T.One, T.CreateTruncating(0.5)) })
        {
            T[] changed = [.. values];
            T[] changedTargets = [.. targets];
            for (int i = 0; i < values.Length; i += 100)
            {
                (changed[i], changedTargets[i]) = (value, target);
            }

            ElementKernel.Map(changed, changedTargets, loss, losses);
            for (int i = 0; i < values.Length; i++)
            {
                Assert.True(i % 100 == 0 || losses[i].Equals(expected[i]), $"{loss} of {values[i]} and {targets[i]}: {expected[i]:R}, beside {value} and {target} {losses[i]:R}");
            }
        }
    }

    private static (float[] Values, float[] Targets) Pairs(bool isSoft, Func<Random, float> value)
    {
        Random random = new(17);
        int count = Functions.Samples(100_000);
        float[] values = new float[count];
        float[] targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = value(random);
            targets[i] = isSoft ? (float)random.NextDouble() : random.Next(2);
        }

        return (values, targets);
    }

    // Evenly spread, and near both ends in all magnitudes; where something is added no less than that, as less has no digits in the sum.
    private static float Probability(Random random, float least) => Math.Max(least, random.Next(4) switch
    {
        0 => (float)Math.Pow(10, -random.NextDouble() * 37),
        1 => 1 - (float)Math.Pow(10, -random.NextDouble() * 7.2),
        _ => (float)random.NextDouble(),
    });

    private static void AssertWithin(double bound, float[] values, float[] targets, double[] losses, Func<double, double, double> exact)
    {
        double worst = 0;
        string where = "";
        for (int i = 0; i < values.Length; i++)
        {
            double expected = exact(values[i], targets[i]);
            double error = Functions.SingleUlpError((float)losses[i], expected);
            if (!(error <= worst) && !double.IsInfinity(expected))
            {
                (worst, where) = (error, $"{values[i]:R}, {targets[i]:R}: {losses[i]:R} for {expected:R}");
            }
        }

        Assert.True(worst <= bound, $"{worst:F3} ulp at {where}");
    }

    private static double Product(double factor, double logarithm) => factor == 0 ? 0 : factor * logarithm;

    private static double Log(double p) => p > 0.5 ? Log1P(p - 1) : Math.Log(p);

    private static double Log1P(double x) => Functions.InDouble("Log1P", x);
}
