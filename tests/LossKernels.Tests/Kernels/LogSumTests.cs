using System.Numerics;
using LossKernels.Kernels.Probabilities;
using LossKernels.Tensors;

namespace LossKernels.Tests.Kernels;

/// <summary>Sums of logarithms of all values of a row, against sums of the runtime's logarithms.</summary>
public class LogSumTests
{
    // Relative to the sum of the logarithms' magnitudes.
    private const double Tolerance = 1e-14;

    public static TheoryData<int, int, bool> Shapes
    {
        get
        {
            TheoryData<int, int, bool> shapes = [];
            foreach (int rows in (int[])[1, 5, 37])
            {
                foreach (int classes in (int[])[.. Enumerable.Range(1, 40), 63, 64, 65, 71, 72, 100, 127, 128, 129, 200, 1000, 4099])
                {
                    shapes.Add(rows, classes, true);
                    shapes.Add(rows, classes, false);
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sums_are_those_of_the_logarithms_of_clipped_values(int rows, int classes, bool hasRows)
    {
        Compare<float>(rows, classes, hasRows, value => value, 1e-5, 0.9);
        Compare<double>(rows, classes, hasRows, value => value, 1e-5, 0.9);
        Compare<float>(rows, classes, hasRows, value => value, double.NegativeInfinity, double.PositiveInfinity);
        Compare<double>(rows, classes, hasRows, value => value, double.NegativeInfinity, double.PositiveInfinity);
    }

    // As far from one as the type goes, and as near.
    [Theory]
    [InlineData(30)]
    [InlineData(1000)]
    public void No_product_overflows_and_none_of_numbers_near_one_loses_its_digits(int classes)
    {
        double open = double.PositiveInfinity;
        Compare<float>(3, classes, true, value => 1.2e-38 * (1 + value), -open, open);
        Compare<float>(3, classes, true, value => 1.7e38 * (1 + value), -open, open);
        Compare<double>(3, classes, true, value => 2.3e-308 * (1 + value), -open, open);
        Compare<double>(3, classes, true, value => 8.9e307 * (1 + value), -open, open);
        Compare<double>(3, classes, true, value => 1 - (value * 1e-6), -open, open, 1e-8);
        Compare<double>(3, classes, true, value => 1 + (value * 1e-6), -open, open, 1e-8);
    }

    [Fact]
    public void Nothing_but_normal_positive_numbers_has_a_sum()
    {
        foreach (double odd in (double[])[double.NaN, 0, -0.0, -0.5, double.PositiveInfinity, double.NegativeInfinity, 1e-310])
        {
            foreach (int classes in (int[])[1, 2, 7, 16, 17, 64, 70])
            {
                for (int place = 0; place < 3 * classes; place++)
                {
                    AssertOdd<float>(classes, place, odd);
                    AssertOdd<double>(classes, place, odd);
                }
            }
        }
    }

    private static void AssertOdd<T>(int classes, int place, double odd)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[3 * classes];
        values.AsSpan().Fill(T.CreateTruncating(0.25));
        values[place] = T.CreateTruncating(odd);
        double[] sums = Sums<T>(new TensorBlock<T>(values, classes), double.NegativeInfinity, double.PositiveInfinity);
        for (int r = 0; r < sums.Length; r++)
        {
            Assert.Equal(r == place / classes, double.IsNaN(sums[r]));
        }
    }

    private static void Compare<T>(int rows, int classes, bool hasRows, Func<double, double> scale, double lower, double upper, double tolerance = Tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new((rows * 10_007) + classes);
        T[] values = [.. Enumerable.Range(0, rows * classes).Select(_ => T.CreateTruncating(scale(random.NextDouble())))];
        TensorBlock<T> block = hasRows ? new(values, classes) : TensorBlock<T>.OfColumns(values, rows, classes, rows);
        double[] sums = Sums(block, lower, upper);
        T least = T.CreateTruncating(lower);
        T most = T.CreateTruncating(upper);
        for (int r = 0; r < rows; r++)
        {
            double[] logarithms = new double[classes];
            for (int c = 0; c < classes; c++)
            {
                logarithms[c] = Math.Log(double.CreateTruncating(T.Min(most, T.Max(least, block[r, c]))));
            }

            // Of parts, as the rounding errors of one long sum would be those that are compared.
            double expected = logarithms.Chunk(64).Sum(part => part.Sum());
            Assert.Equal(expected, sums[r], tolerance * (logarithms.Sum(Math.Abs) + double.Epsilon));
        }
    }

    private static double[] Sums<T>(TensorBlock<T> block, double lower, double upper)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] least = new T[block.Rows];
        T[] most = new T[block.Rows];
        least.AsSpan().Fill(T.CreateTruncating(lower));
        most.AsSpan().Fill(T.CreateTruncating(upper));
        double[] sums = new double[block.Rows];
        LogSumKernel.Sums(block, least, most, [], sums, new double[block.Rows]);
        return sums;
    }
}
