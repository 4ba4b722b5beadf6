using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Logarithms;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Kernels;

/// <summary>Soft targets against logarithms that are given: in 64ths, so that the sums are whole numbers of 4096ths and have no rounding.</summary>
public sealed class GivenLogsTests
{
    private const int Rows = 37;

    private delegate void Walk<T>(TensorBlock<T> logarithms, TensorBlock<T> targets, bool skipsZeros, Span<double> sums)
        where T : unmanaged;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(79)]
    [InlineData(130)]
    public void Sums_are_exact_along_rows_and_down_columns_at_every_width(int classes)
    {
        AssertExact<float>(classes, GivenLogs.Sum);
        AssertExact<float>(classes, GivenLogLanes<Lanes512<float>, Vector512<float>, float>.Sum);
        AssertExact<float>(classes, GivenLogLanes<Lanes256<float>, Vector256<float>, float>.Sum);
        AssertExact<double>(classes, GivenLogs.Sum);
        AssertExact<double>(classes, GivenLogLanes<Lanes512<double>, Vector512<double>, double>.Sum);
        AssertExact<double>(classes, GivenLogLanes<Lanes256<double>, Vector256<double>, double>.Sum);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(70)]
    public void What_has_no_target_is_skipped_if_it_is_to_be(int classes)
    {
        AssertSkips<float>(classes);
        AssertSkips<double>(classes);
    }

    private static void AssertExact<T>(int classes, Walk<T> walk)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int rows in (int[])[Rows, 4])
        {
            long[] logarithms = [.. Enumerable.Range(0, rows * classes).Select(i => -((i * 37L) % 1021))];
            long[] targets = [.. Enumerable.Range(0, rows * classes).Select(i => i * 29L % 71 % 61)];
            double[] expected = [.. Enumerable.Range(0, rows).Select(r => Enumerable.Range(r * classes, classes).Sum(i => -logarithms[i] * targets[i]) / 4096d)];
            double[] sums = new double[rows];
            walk(new TensorBlock<T>(Parts<T>(logarithms), classes), new TensorBlock<T>(Parts<T>(targets), classes), true, sums);
            Assert.Equal(expected, sums);
            Array.Clear(sums);
            walk(Columns<T>(logarithms, rows, classes), Columns<T>(targets, rows, classes), false, sums);
            Assert.Equal(expected, sums);
        }
    }

    // The class of infinity, and of NaN, is among those that the last step along a row reaches back to.
    private static void AssertSkips<T>(int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] targets = new T[4 * classes];
        T[] logarithms = new T[4 * classes];
        Array.Fill(logarithms, -T.One);
        int odd = classes * 9 / 10;
        for (int r = 0; r < 4; r++)
        {
            targets[r * classes] = T.One;
            logarithms[(r * classes) + odd] = r switch { 0 or 3 => T.NegativeInfinity, 1 => T.NaN, _ => -T.One };
        }

        targets[(3 * classes) + odd] = T.One;
        Assert.Equal([1, 1, 1, double.PositiveInfinity], Sums(skipsZeros: true));
        Assert.Equal([double.NaN, double.NaN, 1, double.PositiveInfinity], Sums(skipsZeros: false));

        double[] Sums(bool skipsZeros)
        {
            double[] sums = new double[4];
            GivenLogs.Sum(new TensorBlock<T>(logarithms, classes), new TensorBlock<T>(targets, classes), skipsZeros, sums);
            return sums;
        }
    }

    private static T[] Parts<T>(long[] numerators)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. numerators.Select(each => T.CreateChecked(each / 64d))];

    private static TensorBlock<T> Columns<T>(long[] numerators, int rows, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] parts = Parts<T>(numerators);
        T[] columns = [.. Enumerable.Range(0, parts.Length).Select(i => parts[(i % rows * classes) + (i / rows)])];
        return TensorBlock<T>.OfColumns(columns, rows, classes, rows);
    }
}
