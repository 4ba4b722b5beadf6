using System.Numerics;
using LossKernels.Measures;
using LossKernels.Progress;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Tensors;

public class TensorViewTests
{
    [Fact]
    public void Every_integer_type_is_read_exactly_where_the_other_type_holds_it()
    {
        Check<sbyte>(ElementType.Int8, sbyte.MinValue, -1, 0, sbyte.MaxValue);
        Check<byte>(ElementType.UInt8, 0, 1, byte.MaxValue);
        Check<short>(ElementType.Int16, short.MinValue, -1, 0, short.MaxValue);
        Check<ushort>(ElementType.UInt16, 0, 1, ushort.MaxValue);
        Check<int>(ElementType.Int32, int.MinValue, -1, 0, int.MaxValue);
        Check<uint>(ElementType.UInt32, 0, 1, uint.MaxValue);
        Check<long>(ElementType.Int64, long.MinValue, -1, 0, 1L << 53);
        Check<ulong>(ElementType.UInt64, 0, 1, 1UL << 63);
    }

    [Fact]
    public void Rows_that_are_read_in_order_are_counted()
    {
        TensorView values = TensorView.Create([1.0, 2, 3, 4, 5, 6], 2, 3);
        MeasureProgress progress = new();
        TensorView counted = values.Counted(progress);
        Assert.Equal((0L, 0.0), (progress.Rows, progress.Share));
        Assert.Equal([1, 2], counted.Read(0, 2, new double[2]).ToArray());
        Assert.Equal(0, progress.Rows);
        Assert.Equal([3f, 4, 5], counted.Read(2, 3, new float[3]).ToArray());
        Assert.Equal((1L, 0.5), (progress.Rows, progress.Share));
        Assert.Equal([6], counted.Read(5, 1, new double[1]).ToArray());
        Assert.Equal((2L, 1.0), (progress.Rows, progress.Share));
        Assert.Equal([1, 2], values.Reshape(new Shape(6)).Counted(progress).Read(0, 2, new double[2]).ToArray());
        Assert.Equal((4L, 0.5), (progress.Rows, progress.Share));
        Assert.Same(values, values.Counted(null));
    }

    // 2^60 + 2^36 + 1 lies just above the middle between two floats; rounded to a double first it would lie on it.
    [Theory]
    [InlineData((1UL << 60) + (1UL << 36) + 1, 1152921642045800448f)]
    [InlineData((1UL << 60) + (1UL << 36), 1152921504606846976f)]
    [InlineData((1UL << 60) + (1UL << 36) - 1, 1152921504606846976f)]
    public void Wide_integers_are_rounded_once(ulong value, float nearest)
    {
        ulong[] unsigned = Enumerable.Repeat(value, 37).ToArray();
        long[] signed = Array.ConvertAll(unsigned, each => -(long)each);
        float[] buffer = new float[37];
        Assert.All(TensorView.Create(unsigned).Read<float>(0, 37, buffer).ToArray(), each => Assert.Equal(nearest, each));
        Assert.All(TensorView.Create(signed).Read<float>(0, 37, buffer).ToArray(), each => Assert.Equal(-nearest, each));
    }

    [Fact]
    public void Labels_of_every_integer_type_measure_alike()
    {
        TensorView prediction = TensorView.Create([0.7, 0.2, 0.1, 0.1, 0.8, 0.1], 2, 3);
        double expected = -(Math.Log(0.1) + Math.Log(0.8)) / 2;
        Assert.All(
            new[]
            {
                TensorView.Create<sbyte>([2, 1]), TensorView.Create<byte>([2, 1]), TensorView.Create<short>([2, 1]), TensorView.Create<ushort>([2, 1]),
                TensorView.Create([2, 1]), TensorView.Create<uint>([2, 1]), TensorView.Create<long>([2, 1]), TensorView.Create<ulong>([2, 1]),
            },
            target => Assert.Equal(expected, CrossEntropy.Measure(prediction, target, Exact).Loss!.Value, 1e-15));
    }

    [Fact]
    public void A_label_out_of_range_is_named_with_all_its_digits()
    {
        CheckLabel(TensorView.Create<sbyte>([0, -1]), "-1");
        CheckLabel(TensorView.Create<short>([0, 300]), "300");
        CheckLabel(TensorView.Create<uint>([0, uint.MaxValue]), "4294967295");
        CheckLabel(TensorView.Create<long>([0, long.MinValue]), "-9223372036854775808");
        CheckLabel(TensorView.Create<long>([0, (1L << 53) + 1]), "9007199254740993");
        CheckLabel(TensorView.Create<long>([0, 1L << 32]), "4294967296");
        CheckLabel(TensorView.Create<ulong>([0, ulong.MaxValue]), "18446744073709551615");
    }

    private static CrossEntropyOptions Exact { get; } = new() { Convention = Conventions.Exact };

    private static void CheckLabel(TensorView target, string label)
    {
        TensorView prediction = TensorView.Create([0.7, 0.2, 0.1, 0.1, 0.8, 0.1], 2, 3);
        foreach (int? ignored in (int?[])[null, -100, int.MinValue, int.MaxValue])
        {
            LossException failure = Assert.Throws<LossException>(
                () => CrossEntropy.Measure(prediction, target, Exact with { Kind = LossKind.Sparse, IgnoreClass = ignored }));
            Assert.Equal(nameof(LossErrors.LabelOutOfRange), failure.Id);
            Assert.StartsWith($"Label {label} of sample 1 ", failure.Message);
        }
    }

    private static void Check<T>(ElementType type, params T[] values)
        where T : unmanaged, INumber<T>
    {
        TensorView view = TensorView.Create(values);
        Assert.Equal(type, view.ElementType);
        Assert.Equal(values, view.Read<T>(0, values.Length, []).ToArray());
        Assert.Equal(Array.ConvertAll(values, double.CreateChecked), view.Read(0, values.Length, new double[values.Length]).ToArray());
        Assert.Equal(Array.ConvertAll(values, int.CreateSaturating), view.Read(0, values.Length, new int[values.Length]).ToArray());
    }

    [Theory]
    [InlineData(ElementType.Boolean, 0, 1, 2)]
    [InlineData(ElementType.UInt8, 0, 255, 256)]
    [InlineData(ElementType.UInt8, 7, 8, -1)]
    [InlineData(ElementType.Int8, -128, 127, 128)]
    [InlineData(ElementType.Int16, -32768, 32767, -32769)]
    [InlineData(ElementType.UInt16, 0, 65535, 65536)]
    [InlineData(ElementType.Int32, int.MinValue, int.MaxValue, 2147483648.0)]
    [InlineData(ElementType.UInt32, 0, uint.MaxValue, 4294967296.0)]
    [InlineData(ElementType.Int64, long.MinValue, 9007199254740992, 9223372036854775808.0)]
    [InlineData(ElementType.UInt64, 0, 9223372036854775808.0, 18446744073709551616.0)]
    [InlineData(ElementType.Int64, 0, -1, 0.5)]
    [InlineData(ElementType.Int64, 0, -1, double.NaN)]
    [InlineData(ElementType.Int64, 0, -1, double.PositiveInfinity)]
    public void Another_type_is_one_that_has_the_values(ElementType type, double least, double most, double beyond)
    {
        TensorView kept = TensorView.Create([least, most]).Retype(type);
        Assert.Equal(type, kept.ElementType);
        Assert.Equal([least, most], kept.Read<double>(0, 2, new double[2]).ToArray());
        TensorView refused = TensorView.Create([least, beyond]).Retype(type);
        LossException failure = Assert.Throws<LossException>(() => refused.Read<double>(0, 2, new double[2]).ToArray());
        Assert.Equal(nameof(LossErrors.ParameterOutOfRange), failure.Id);
        Assert.Contains("position 1", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElementType.Float16, 65519.99, 65520)] // half of the last step, 32, above the greatest, 65504
    [InlineData(ElementType.Float32, 3.4028235677973362e38, 3.4028235677973366e38)] // 2^128 - 2^103, and the double below it
    public void A_finite_number_does_not_become_an_infinity(ElementType type, double most, double beyond)
    {
        TensorView kept = TensorView.Create([most, -most, double.PositiveInfinity, double.NegativeInfinity, double.NaN]).Retype(type);
        Assert.Equal(5, kept.Read<double>(0, 5, new double[5]).Length);
        Assert.True(type == ElementType.Float16 ? Half.IsFinite((Half)most) && Half.IsInfinity((Half)beyond) : float.IsFinite((float)most) && float.IsInfinity((float)beyond));
        Assert.All([beyond, -beyond], number =>
        {
            double[] values = new double[1000];
            values[^1] = number;
            LossException failure = Assert.Throws<LossException>(() => TensorView.Create(values).Retype(type).Read<float>(0, 1000, new float[1000]).ToArray());
            Assert.Equal(nameof(LossErrors.ParameterOutOfRange), failure.Id);
            Assert.StartsWith("The value at position 999 is ", failure.Message, StringComparison.Ordinal);
            Assert.EndsWith($"to be stored as {type}.", failure.Message, StringComparison.Ordinal);
        });
        LossException ofSingle = Assert.Throws<LossException>(() => TensorView.Create([1e38f]).Retype(ElementType.Float16).Read<float>(0, 1, new float[1]).ToArray());
        Assert.Contains("from -65504 to 65504", ofSingle.Message, StringComparison.Ordinal);
    }
}
