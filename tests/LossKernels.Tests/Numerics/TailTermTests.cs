using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Tests.Numerics;

/// <summary>The terms of a softmax sum against the exponential of the difference in double, which is exact for two of float32.</summary>
public class TailTermTests
{
    // What the term may be off, in units of 2^-24 of it.
    private const double Bound = 1.55;

    // The term lacks this and e^rest.
    private const double Unit = 1d / (1 << 24);

    private static readonly float[] Pivots = [0, 1, -1, 0.3465736f, 5.5f, -17.25f, 88, -103, 1000.5f, -40000, 65535, -65535, 70000, -3e6f];

    /// <summary>Two million differences at every pivot's distance, from terms of 2^-140 to such of 2^100.</summary>
    [Fact]
    public void NoTermIsFartherOffThanItsBound()
    {
        Random random = new(1);
        double worst = 0;
        foreach (float pivot in Pivots)
        {
            for (int i = 0; i < 150_000; i += Vector512<float>.Count)
            {
                float[] values = [.. Enumerable.Range(0, Vector512<float>.Count).Select(_ => (float)(pivot - 97 + (random.NextDouble() * 166)))];
                double[] terms = Terms(pivot, values);
                for (int lane = 0; lane < values.Length; lane++)
                {
                    double exact = Math.Exp((double)values[lane] - pivot);
                    worst = Math.Max(worst, Math.Abs((terms[lane] / exact) - 1) * (1 << 24));
                }
            }
        }

        Assert.InRange(worst, 0.5, Bound);
    }

    /// <summary>What is far below the pivot is nothing, what is far above it infinite, and what is no number none.</summary>
    [Fact]
    public void FarTermsAreZeroOrInfinite()
    {
        foreach (float pivot in Pivots)
        {
            Assert.All(Terms(pivot, Repeated(float.NegativeInfinity)), term => Assert.Equal(0, term));
            Assert.All(Terms(pivot, Repeated(float.MinValue)), term => Assert.Equal(0, term));
            Assert.All(Terms(pivot, Repeated(pivot - 106)), term => Assert.Equal(0, term));
            Assert.All(Terms(pivot, Repeated(pivot + 73)), term => Assert.Equal(double.PositiveInfinity, term));
            Assert.All(Terms(pivot, Repeated(float.MaxValue)), term => Assert.Equal(double.PositiveInfinity, term));
            Assert.All(Terms(pivot, Repeated(float.PositiveInfinity)), term => Assert.Equal(double.PositiveInfinity, term));
            Assert.All(Terms(pivot, Repeated(float.NaN)), term => Assert.Equal(double.NaN, term));
        }
    }

    /// <summary>A larger value never has the smaller term by more than both are off, over the joins of the eighths too.</summary>
    [Fact]
    public void TermsRiseOverTheJoins()
    {
        float[] around = new float[Vector512<float>.Count];
        for (int eighth = -400; eighth < 400; eighth++)
        {
            float join = (float)((eighth + 0.5) / 8 * Math.Log(2));
            float value = join;
            for (int lane = 0; lane < around.Length; lane++)
            {
                around[lane] = value;
                value = float.BitIncrement(value);
            }

            double[] terms = Terms(0, around);
            for (int lane = 1; lane < terms.Length; lane++)
            {
                Assert.True(terms[lane] >= terms[lane - 1] * (1 - (2 * Bound * Unit)), $"at {around[lane]:R}");
            }
        }
    }

    private static float[] Repeated(float value) => [.. Enumerable.Repeat(value, Vector512<float>.Count)];

    // Of any width the same, complete with the factors of the pivot.
    private static double[] Terms(float pivot, float[] values)
    {
        float[] pivots = Repeated(pivot);
        double[] factors = new double[pivots.Length];
        TailTerm.Factors<float>(pivots, factors);
        float[] terms = Of<Lanes256<float>, Vector256<float>>(pivot, values);
        Assert.Equal(terms.Select(BitConverter.SingleToInt32Bits), Of<Lanes512<float>, Vector512<float>>(pivot, values).Select(BitConverter.SingleToInt32Bits));
        return [.. terms.Zip(factors, (term, factor) => term * factor)];
    }

    private static float[] Of<TLanes, TVector>(float pivot, float[] values)
        where TLanes : IHalvedLanes<TVector, float>
        where TVector : struct
    {
        TailTerm<TLanes, TVector, float> term = new(TLanes.Of(pivot));
        float[] terms = new float[values.Length];
        for (int i = 0; i < values.Length; i += TLanes.Count)
        {
            TLanes.Store(term.Of(TLanes.Load(in values[i], 0)), ref terms[0], i);
        }

        return terms;
    }
}
