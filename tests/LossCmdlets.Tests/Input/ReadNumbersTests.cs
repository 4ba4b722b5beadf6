using System.Collections;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using System.Numerics;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels.Tensors;

namespace LossCmdlets.Tests.Input;

public sealed class ReadNumbersTests
{
    public static TheoryData<object, double> Scalars => new()
    {
        { 1.5, 1.5 },
        { 1.5f, 1.5 },
        { (Half)1.5f, 1.5 },
        { 3, 3 },
        { 3L, 3 },
        { (short)-3, -3 },
        { (byte)3, 3 },
        { (sbyte)-3, -3 },
        { (ushort)3, 3 },
        { 3u, 3 },
        { ulong.MaxValue, 18446744073709551616.0 },
        { 9007199254740993L, 9007199254740992.0 },
        { 0.1m, 0.1 },
        { BigInteger.Pow(10, 20), 1e20 },
        { "-1.5", -1.5 },
        { "+2", 2 },
        { ".5", 0.5 },
        { "1e-7", 1e-7 },
        { '7', 7 },
        { "nan", double.NaN },
        { "NaN", double.NaN },
        { "inf", double.PositiveInfinity },
        { "+Inf", double.PositiveInfinity },
        { "-inf", double.NegativeInfinity },
        { "infinity", double.PositiveInfinity },
        { "-Infinity", double.NegativeInfinity },
        { new FakeShell.Wrapper(0.25), 0.25 },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public void A_single_value_has_no_axes(object value, double expected) => Read.Numbers(value).Is("()", expected);

    public static TheoryData<object> Vectors => new()
    {
        new double[] { 1, 2, 3 },
        new float[] { 1, 2, 3 },
        new int[] { 1, 2, 3 },
        new long[] { 1, 2, 3 },
        new Half[] { (Half)1, (Half)2, (Half)3 },
        new byte[] { 1, 2, 3 },
        new sbyte[] { 1, 2, 3 },
        new short[] { 1, 2, 3 },
        new ushort[] { 1, 2, 3 },
        new uint[] { 1, 2, 3 },
        new ulong[] { 1, 2, 3 },
        new decimal[] { 1, 2, 3 },
        new BigInteger[] { 1, 2, 3 },
        new object[] { 1.0, 2, "3" },
        new object[] { 1f, 2m, new FakeShell.Wrapper("3") },
        new string[] { "1", "2", "3" },
        new char[] { '1', '2', '3' },
        new ArrayList { 1.0, 2.0, 3 },
        new List<object> { 1, 2.0, 3.0 },
        new List<double> { 1, 2, 3 },
        new List<float> { 1, 2, 3 },
        new List<int> { 1, 2, 3 },
        new List<decimal> { 1, 2, 3 },
        new Collection<object> { 1, 2, 3 },
        new ReadOnlyCollection<double>([1, 2, 3]),
        new Queue(new[] { 1, 2, 3 }),
        Enumerable.Range(1, 3),
        Enumerable.Range(1, 3).Select(n => (double)n),
        Enumerable.Range(1, 3).Select(n => (object)n),
        new ArraySegment<double>([0, 1, 2, 3], 1, 3),
        new FakeShell.Wrapper(new object[] { 1, 2, 3 }),
        new Tensor(new double[] { 1, 2, 3 }),
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_list_of_numbers_is_a_vector(object value) => Read.Numbers(value).Is("(3,)", 1, 2, 3);

    public static TheoryData<object> Matrices => new()
    {
        new double[,] { { 1, 2, 3 }, { 4, 5, 6 } },
        new float[,] { { 1, 2, 3 }, { 4, 5, 6 } },
        new int[,] { { 1, 2, 3 }, { 4, 5, 6 } },
        new short[,] { { 1, 2, 3 }, { 4, 5, 6 } },
        new decimal[,] { { 1, 2, 3 }, { 4, 5, 6 } },
        new object[,] { { 1, 2.0, "3" }, { 4m, 5f, new FakeShell.Wrapper(6) } },
        new string[,] { { "1", "2", "3" }, { "4", "5", "6" } },
        new double[][] { [1, 2, 3], [4, 5, 6] },
        new float[][] { [1, 2, 3], [4, 5, 6] },
        new int[][] { [1, 2, 3], [4, 5, 6] },
        new Half[][] { [(Half)1, (Half)2, (Half)3], [(Half)4, (Half)5, (Half)6] },
        new object[] { new object[] { 1.0, 2.0, 3.0 }, new object[] { 4.0, 5, "6" } },
        new object[] { new float[] { 1, 2, 3 }, new double[] { 4, 5, 6 } },
        new object[] { new float[] { 1, 2, 3 }, new object[] { 4, 5, 6 } },
        new object[] { new object[] { 1, 2, 3 }, new float[] { 4, 5, 6 } },
        new object[] { new FakeShell.Wrapper(new object[] { 1, 2, 3 }), new ArrayList { 4, 5, 6 } },
        new List<double[]> { new double[] { 1, 2, 3 }, new double[] { 4, 5, 6 } },
        new List<List<int>> { new() { 1, 2, 3 }, new() { 4, 5, 6 } },
        new Tensor[] { new(new double[] { 1, 2, 3 }), new(new float[] { 4, 5, 6 }) },
        new Tensor(new double[] { 1, 2, 3, 4, 5, 6 }, [2, 3]),
        Enumerable.Range(0, 2).Select(i => Enumerable.Range((3 * i) + 1, 3)),
    };

    [Theory]
    [MemberData(nameof(Matrices))]
    public void Every_list_of_rows_is_a_matrix(object value) => Read.Numbers(value).Is("(2, 3)", 1, 2, 3, 4, 5, 6);

    public static TheoryData<object> Blocks => new()
    {
        new double[,,] { { { 1, 2 } }, { { 3, 4 } } },
        new object[,,] { { { 1, 2 } }, { { 3, 4 } } },
        new double[][][] { [[1, 2]], [[3, 4]] },
        new object[] { new object[] { new object[] { 1, 2 } }, new object[] { new object[] { 3, 4 } } },
        new object[] { new float[,] { { 1, 2 } }, new float[,] { { 3, 4 } } },
        new object[] { new Tensor(new double[,] { { 1, 2 } }), new object[] { new float[] { 3, 4 } } },
    };

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Deeper_nesting_makes_more_axes(object value) => Read.Numbers(value).Is("(2, 1, 2)", 1, 2, 3, 4);

    [Fact]
    public void Arrays_whose_first_index_is_not_zero_are_read_whole()
    {
        Array array = Array.CreateInstance(typeof(double), [2, 2], [1, 5]);
        array.SetValue(7.0, 1, 5);
        array.SetValue(8.0, 2, 6);
        Read.Numbers(array).Is("(2, 2)", 7, 0, 0, 8);
    }

    [Theory]
    [InlineData(typeof(float))]
    [InlineData(typeof(double))]
    [InlineData(typeof(int))]
    [InlineData(typeof(long))]
    [InlineData(typeof(byte))]
    public void Typed_vectors_are_not_copied(Type type)
    {
        Array array = Array.CreateInstance(type, 4);
        InputArray input = Read.Numbers(array);
        array.SetValue(Convert.ChangeType(9, type, null), 2);
        input.Is("(4,)", 0, 0, 9, 0);
    }

    [Fact]
    public void Tensors_are_not_copied()
    {
        double[] values = [1, 2];
        InputArray input = Read.Numbers(new Tensor(values, [1, 2]));
        values[0] = 9;
        input.Is("(1, 2)", 9, 2);
    }

    [Fact]
    public void Rows_of_single_precision_stay_single()
    {
        Assert.Equal(ElementType.Float32, Read.Numbers(new object[] { new float[] { 1 }, new float[] { 2 } }).View.ElementType);
        Assert.Equal(ElementType.Float32, Read.Numbers(new Half[][] { [(Half)1], [(Half)2] }).View.ElementType);
        Assert.Equal(ElementType.Float64, Read.Numbers(new object[] { new float[] { 1 }, new double[] { 2 } }).View.ElementType);
    }

    public static TheoryData<object, string> Origins => new()
    {
        { new float[] { 1 }, "Typed32" },
        { new Half[] { (Half)1 }, "Typed32" },
        { new double[] { 1 }, "Typed64" },
        { new double[,] { { 1 } }, "Typed64" },
        { new double[][] { [1] }, "Typed64" },
        { new List<double> { 1 }, "Typed64" },
        { new List<double[]> { new double[] { 1 } }, "Typed64" },
        { new object[] { new double[] { 1 } }, "Typed64" },
        { new object[] { new float[] { 1 }, new double[] { 1 } }, "Typed64" },
        { new object[] { new float[] { 1 } }, "Typed32" },
        { new object[] { 1f, (Half)2 }, "Typed32" },
        { 1f, "Typed32" },
        { new object[] { 1f, 2.0 }, "Untyped" },
        { new object[] { 1.0, 2.0 }, "Untyped" },
        { new object[] { new float[] { 1 }, new object[] { 2 } }, "Untyped" },
        { new object[] { new object[] { 1.0 }, new double[] { 1 } }, "Typed64" },
        { new object[] { new double[] { 1 }, new object[] { "1" } }, "Typed64" },
        { new object[] { new float[] { 1 }, new object[] { 2 }, new double[] { 1 } }, "Typed64" },
        { new object[] { new object[] { 1, 2 }, new Tensor(new double[] { 1, 2 }) }, "Typed64" },
        { new object[] { new int[] { 1 }, new double[] { 1 } }, "Typed64" },
        { 1.0, "Untyped" },
        { "1", "Untyped" },
        { new int[] { 1 }, "Untyped" },
        { new object[] { new int[] { 1 } }, "Untyped" },
        { new decimal[] { 1 }, "Untyped" },
        { new Tensor(new float[] { 1 }), "Typed32" },
        { new Tensor(new double[] { 1 }), "Typed64" },
    };

    [Theory]
    [MemberData(nameof(Origins))]
    public void The_origin_tells_whether_the_numbers_had_a_type(object value, string origin) =>
        Assert.Equal(origin, Read.Numbers(value).Origin.ToString());

    [Theory]
    [InlineData(DataType.Auto, DataType.Float32, DataType.Float64)]
    [InlineData(DataType.Float32, DataType.Float64, DataType.Float32)]
    public void A_typed_array_decides_the_data_type_unless_one_is_requested(DataType requested, DataType convention, DataType expected) =>
        Assert.Equal(expected, Read.Numbers(new double[] { 1 }).ResolveDataType(requested, convention));

    [Fact]
    public void Untyped_numbers_take_the_data_type_of_the_convention() =>
        Assert.Equal(DataType.Float32, Read.Numbers(new object[] { 1.0 }).ResolveDataType(DataType.Auto, DataType.Float32));

    [Fact]
    public void A_deserialised_tensor_is_a_tensor()
    {
        FakeShell.Bag bag = new(new TensorParts(new ArrayList { 1f, 2f }, new FakeShell.Wrapper(new ArrayList { 1, 2 }), new ArrayList { "a", "b" }, null));
        InputArray input = Read.Numbers(bag);
        input.Is("(1, 2)", 1, 2);
        Assert.Equal(ElementOrigin.Typed32, input.Origin);
        Assert.Equal(["a", "b"], input.Class!);
        Read.Numbers(new object[] { bag, bag }).Is("(2, 1, 2)", 1, 2, 1, 2);
    }

    [Fact]
    public void A_deserialised_tensor_of_doubles_is_typed() => Assert.Equal(
        ElementOrigin.Typed64, Read.Numbers(new FakeShell.Bag(new TensorParts(new ArrayList { 1.0 }, new ArrayList { 1 }, null, null))).Origin);

    [Fact]
    public void A_deserialised_tensor_that_lost_values_is_refused() => Read.Fails(
        "ShapeMismatch", () => Read.Numbers(new FakeShell.Bag(new TensorParts(new ArrayList { 1f, 2f }, new ArrayList { 2, 2 }, null, null))));

    [Fact]
    public void A_deserialised_tensor_with_a_length_below_zero_is_refused() => Read.Fails(
        "ShapeMismatch", () => Read.Numbers(new FakeShell.Bag(new TensorParts(new ArrayList { 1f, 2f }, new ArrayList { -1, 2 }, null, null))));

    [Fact]
    public void The_classes_of_a_tensor_come_along() =>
        Assert.Equal(["x", "y"], Read.Numbers(new Tensor(new double[] { 1, 2 }, [1, 2], ["x", "y"])).Class!);

    public static TheoryData<object?, string> NotNumbers => new()
    {
        { "abc", ": 'abc' is not" },
        { "0x10", ": '0x10' is not" },
        { "1,5", ": '1,5' is not" },
        { "1 2", ": '1 2' is not" },
        { "1\u00A0", ": '1\u00A0' is not" },
        { "1\0", "' is not" },
        { "(1)", ": '(1)' is not" },
        { "$1", ": '$1' is not" },
        { true, ": `true` is not" },
        { new bool[] { false }, "`false` at position 0" },
        { new bool[,] { { false } }, "`false` at row 0, column 0" },
        { new object[] { 1.0, true }, "`true` at position 1" },
        { new object[] { 1.0, 2.0, "x" }, "'x' at position 2" },
        { new object[] { new object[] { 1.0, 2.0 }, new object[] { 1.0, "x" } }, "'x' at row 1, column 1" },
        { new object[] { new float[] { 1 }, new object[] { "x" } }, "'x' at row 1, column 0" },
        { new object[,] { { 1, 2 }, { 3, "x" } }, "'x' at row 1, column 1" },
        { new object[,,] { { { 1, 2 } }, { { 3, "x" } } }, "'x' at [1, 0, 1]" },
        { new Hashtable { ["a"] = 1 }, ": a value of type Hashtable is not" },
        { new OrderedDictionary { ["a"] = 1 }, ": a value of type OrderedDictionary is not" },
        { new object[] { new Hashtable() }, "a value of type Hashtable at position 0" },
        { new DateTime(2020, 1, 2), " is not" },
        { new DateTime[] { new(2020, 1, 2) }, "at position 0" },
        { new object[] { DayOfWeek.Monday }, "Monday at position 0" },
        { new DayOfWeek[] { DayOfWeek.Monday }, "Monday at position 0" },
        { new Uri("http://localhost"), ": http://localhost/ is not" },
        { new object[] { 1, new object[] { 2, 3 } }, "a value of type Object[] at position 1" },
        { new object[] { 1.0, new double[] { 2, 3 } }, "a value of type Double[] at position 1" },
    };

    [Theory]
    [MemberData(nameof(NotNumbers))]
    public void What_is_not_a_number_is_named_with_its_place(object? value, string expected) =>
        Assert.Contains(expected, Read.Fails("NonNumericValue", () => Read.Numbers(value)).Message, StringComparison.Ordinal);

    public static TheoryData<object?, string> Nulls => new()
    {
        { new object?[] { 1.0, null }, "position 1" },
        { new object[] { new object?[] { 1.0, null } }, "row 0, column 1" },
        { new object?[] { new object[] { 1.0 }, null }, "row 1" },
        { new string?[] { null }, "position 0" },
    };

    [Theory]
    [MemberData(nameof(Nulls))]
    public void A_missing_value_is_named_with_its_place(object? value, string place) =>
        Assert.Equal($"Prediction: there is no value at {place} (`null`).", Read.Fails("NullValue", () => Read.Numbers(value)).Message);

    [Fact]
    public void No_value_at_all_is_no_list_with_a_place()
    {
        Assert.All([null, DBNull.Value], (object? value) => Assert.Equal("Prediction is `null`.", Read.Fails("NullValue", () => Read.Numbers(value)).Message));
        Assert.Equal("Prediction is `null`.", Read.Fails("NullValue", () => FakeShell.Reader.ReadLabels(null, "Prediction")).Message);
    }

    [Theory]
    [InlineData("p", true)]
    [InlineData("0,5", false)]
    public void A_name_in_the_place_of_numbers_is_taken_for_that_of_a_column(string text, bool isName) =>
        Assert.Equal(isName, Read.Fails("NonNumericValue", () => Read.Numbers(text)).Remedy.Contains("-PredictionProperty", StringComparison.Ordinal));

    [Fact]
    public void Empty_text_is_named_with_its_place() => Assert.Equal(
        "Prediction: the text at row 1, column 0 is empty.",
        Read.Fails("EmptyString", () => Read.Numbers(new object[] { new object[] { "1" }, new object[] { "" } })).Message);

    public static TheoryData<object> Empties => new()
    {
        Array.Empty<object>(),
        Array.Empty<double>(),
        new ArrayList(),
        new List<double>(),
        new double[0, 3],
        new object[0, 3],
        new object[] { Array.Empty<object>(), Array.Empty<object>() },
        new double[][] { [], [] },
        Enumerable.Empty<object>(),
    };

    [Theory]
    [MemberData(nameof(Empties))]
    public void Nothing_is_an_error(object value)
    {
        Read.Fails("EmptyInput", () => Read.Numbers(value));
        Read.Fails("EmptyInput", () => Read.Targets(value));
    }

    public static TheoryData<object, string, long> Ragged => new()
    {
        { new object[] { new object[] { 1, 2 }, new object[] { 3 } }, "Prediction: row 1 has 1 value where the rows before it have 2.", 1 },
        { new object[] { new object[] { 1.0 }, new object[] { 2.0, 3.0 } }, "Prediction: row 1 has 2 values where the rows before it have 1.", 1 },
        { new double[][] { [1, 2], [3, 4], [5] }, "Prediction: row 2 has 1 value where the rows before it have 2.", 2 },
        { new float[][] { [1, 2], [] }, "Prediction: row 1 has 0 values where the rows before it have 2.", 1 },
        { new double[][] { [], [1, 2] }, "Prediction: row 1 has 2 values where the rows before it have 0.", 1 },
        { new object[] { new double[] { 1, 2 }, 3.0 }, "Prediction: row 1 has 1 value where the rows before it have 2.", 1 },
        { new object[] { new double[,] { { 1, 2 } }, new double[,] { { 1, 2, 3 } } }, "Prediction[1]: row 0 has 3 values where the rows before it have 2.", 0 },
    };

    [Theory]
    [MemberData(nameof(Ragged))]
    public void Rows_of_different_lengths_are_named(object value, string message, long row)
    {
        LossKernels.LossException error = Read.Fails("RaggedRow", () => Read.Numbers(value));
        Assert.Equal(message, error.Message);
        Assert.Equal(row, error.Row);
    }

    [Fact]
    public void A_list_that_contains_itself_ends()
    {
        ArrayList list = [];
        list.Add(list);
        Read.Fails("NonNumericValue", () => Read.Numbers(list));
    }

    [Fact]
    public void The_culture_does_not_matter()
    {
        System.Globalization.CultureInfo before = Thread.CurrentThread.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo german = new(string.Empty) { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            Thread.CurrentThread.CurrentCulture = german;
            Read.Numbers("1.5").Is("()", 1.5);
            Read.Fails("NonNumericValue", () => Read.Numbers("1,5"));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void One_number_is_read_where_one_is_wanted()
    {
        Assert.Equal(2, FakeShell.Reader.ReadNumber(new FakeShell.Wrapper("2"), "ClassWeight", "class 3"));
        Assert.Contains("class 3", Read.Fails("NonNumericValue", () => FakeShell.Reader.ReadNumber(true, "ClassWeight", "class 3")).Message, StringComparison.Ordinal);
    }
}
