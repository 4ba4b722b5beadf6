using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Numerics;

/// <summary>The terms of a softmax sum: of float32 against the exponential of the difference in double, which is exact for two of them.</summary>
public class TailTermTests
{
    // What the term may be off, in units of 2^-24 of it.
    private const double Bound = 1.55;

    // The same of double precision, in units of 2^-53.
    private const double BoundOfDoubles = 1.7;

    // The term lacks this and e^rest.
    private const double Unit = 1d / (1 << 24);

    private static readonly float[] Pivots = [0, 1, -1, 0.3465736f, 5.5f, -17.25f, 88, -103, 1000.5f, -40000, 65535, -65535, 70000, -3e6f];

    /// <summary>Two million differences at every pivot's distance, from terms of 2^-140 to such of 2^100.</summary>
    [Fact]
    public void No_term_is_farther_off_than_its_bound()
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

    /// <summary>Of double precision, a term before its factor: e^x over the power of two next to the pivot's exponential, in arithmetic of 320 bits.</summary>
    [Fact]
    public void No_term_of_doubles_is_farther_off_than_its_bound()
    {
        Random random = new(1);
        double worst = 0;
        foreach (double pivot in new[] { 0, 1, -0.3, 5.5, -17.25, 700, -700, 1000.5, -40000, 65535 })
        {
            long power = 53 - (long)Math.Round(pivot / Math.Log(2));
            TailTerm<Lanes256<double>, Vector256<double>, double> term = new(Vector256.Create(pivot));
            TailTerm<Lanes512<double>, Vector512<double>, double> wideTerm = new(Vector512.Create(pivot));
            for (int i = 0; i < 1000; i++)
            {
                double value = pivot - 700 + (random.NextDouble() * 1300);
                double got = term.Of(Vector256.Create(value)).ToScalar();
                Assert.Equal(got, wideTerm.Of(Vector512.Create(value)).ToScalar());
                BigReal exact = BigReal.Scale(HighPrecision.Exp(value), power);
                worst = Math.Max(worst, BigReal.Scale(BigReal.Abs((got - exact) / exact), 53).ToDouble());
            }
        }

        Assert.InRange(worst, 0.5, BoundOfDoubles);
    }

    /// <summary>What is far below the pivot is nothing, what is far above it infinite, and what is no number none.</summary>
    [Fact]
    public void Far_terms_are_zero_or_infinite()
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
    public void Terms_rise_over_the_joins()
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
