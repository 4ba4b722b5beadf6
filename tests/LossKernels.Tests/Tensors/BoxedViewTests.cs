using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Tensors;

/// <summary>Boxed numbers as <see cref="TensorView.TryCreateBoxed"/> views them; those that it has not looked at are in <see cref="TryCreateUnseenTests"/>.</summary>
public class BoxedViewTests
{
    private static readonly object?[] Rows = [new object[] { 0.5, 1, -2.25 }, new object[] { 3, 1e300, double.NaN }];

    public static TheoryData<object?[]> Others { get; } = new()
    {
        Array.Empty<object?>(),
        new object?[] { 1.0, null },
        new object?[] { null },
        new object?[] { 1.0, "2" },
        new object?[] { 1.0, 2f },
        new object?[] { 1, 2L },
        new object?[] { true },
        new object?[] { Array.Empty<object?>() },
        new object?[] { new object?[] { 1.0, 2.0 }, new object?[] { 3.0 } },
        new object?[] { new object?[] { 1.0, 2.0 }, 3.0 },
        new object?[] { 3.0, new object?[] { 1.0, 2.0 } },
        new object?[] { new object?[] { 1.0, 2.0 }, null },
        new object?[] { new object?[] { 1.0, 2.0 }, new double[] { 3.0, 4.0 } },
        new object?[] { new object?[] { 1.0, 2.0 }, new object?[] { 3.0, DayOfWeek.Monday } },
        new object?[] { new object?[] { new object?[] { 1.0 } } },
        new string[] { "1" },
        new double[][] { [1.0] },
    };

    [Fact]
    public void A_list_is_one_axis_and_a_list_of_lists_two()
    {
        Assert.Equal(new Shape(3), TensorView.TryCreateBoxed([1.0, 2, 3.0])!.Shape);
        Assert.Equal(new Shape(2, 3), TensorView.TryCreateBoxed(Rows)!.Shape);
        Assert.Equal(ElementType.Float64, TensorView.TryCreateBoxed(Rows)!.ElementType);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Anything_else_is_no_list_of_numbers(object?[] values) => Assert.Null(TensorView.TryCreateBoxed(values));

    [Fact]
    public void Any_run_of_numbers_is_read_as_any_type()
    {
        TensorView view = TensorView.TryCreateBoxed(Rows)!;
        double[] all = [0.5, 1, -2.25, 3, 1e300, double.NaN];
        for (int start = 0; start <= all.Length; start++)
        {
            for (int count = 0; count <= all.Length - start; count++)
            {
                double[] expected = all[start..(start + count)];
                Assert.Equal(expected, view.Read(start, count, new double[count + 1]).ToArray());
                Assert.Equal(Array.ConvertAll(expected, value => (float)value), view.Read(start, count, new float[count]).ToArray());
                Assert.Equal(expected, view.Reshape(new Shape(3, 2)).Read(start, count, new double[count]).ToArray());
            }
        }

        Assert.Equal([0, 1, -2, 3], view.Read(0, 4, new int[4]).ToArray());
        Assert.False(view.TryGetValues<double>(out _));
        Assert.Throws<ArgumentException>(() => view.Reshape(new Shape(5)));
    }

    [Fact]
    public void They_measure_to_the_bits_of_the_same_numbers_in_an_array()
    {
        const int Samples = 20_000;
        const int Classes = 7;
        Random random = new(1);
        double[] numbers = [.. Enumerable.Range(0, Samples * Classes).Select(_ => (10 * random.NextDouble()) - 5)];
        TensorView target = TensorView.Create([.. Enumerable.Range(0, Samples).Select(_ => random.Next(Classes))]);
        TensorView boxed = TensorView.TryCreateBoxed([.. numbers.Chunk(Classes).Select(row => row.Select(value => (object?)value).ToArray())])!;
        CrossEntropyOptions options = new() { Form = InputForm.Logit };
        foreach (ElementType type in new[] { ElementType.Float32, ElementType.Float64 })
        {
            foreach (int threads in new[] { 1, 8 })
            {
                CrossEntropyOptions asked = options with { DataType = type, ThrottleLimit = threads };
                Assert.Equal(CrossEntropy.Measure(TensorView.Create(numbers, Samples, Classes), target, asked).Loss, CrossEntropy.Measure(boxed, target, asked).Loss);
            }
        }
    }
}
