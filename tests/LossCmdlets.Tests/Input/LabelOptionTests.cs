using LossCmdlets.Input;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossCmdlets.Tests.Input;

/// <summary>What is said of classes by their labels, and what a mean divides by.</summary>
public class LabelOptionTests
{
    private static readonly LabelEncoding Animals = new("cat", "dog", "emu");

    public static TheoryData<object, double[]> Weights => new()
    {
        { new Dictionary<string, double> { ["emu"] = 3, ["cat"] = 0.5 }, [0.5, 1, 3] },
        { new Dictionary<object, object> { ["dog"] = "2" }, [1, 2, 1] },
        { new Dictionary<string, int>(), [1, 1, 1] },
    };

    [Theory]
    [MemberData(nameof(Weights))]
    public void Weights_by_label_come_in_the_order_of_the_classes(object weights, double[] expected) =>
        Assert.Equal(expected, Labelled((System.Collections.IDictionary)weights).InOrderOf(Animals));

    [Fact]
    public void Labels_that_are_numbers_are_compared_as_numbers()
    {
        LabelWeights weights = Labelled(new Dictionary<object, double> { [1] = 2, ["3.0"] = 4 });
        Assert.Equal([2, 1, 4], weights.InOrderOf(new LabelEncoding("1", "2", "3")));
        Assert.Equal([1, 2, 1, 4], weights.InOrderOf(LabelEncoding.Counting(4)));
    }

    [Fact]
    public void A_label_that_is_no_class_is_named() =>
        Assert.Contains("'cow'", Read.Fails("ParameterOutOfRange", () => Labelled(new Dictionary<string, double> { ["cow"] = 2 }).InOrderOf(Animals)).Message, StringComparison.Ordinal);

    [Fact]
    public void Labels_of_one_class_are_refused() =>
        Read.Fails("ParameterOutOfRange", () => Labelled(new Dictionary<object, double> { [1] = 2, ["1"] = 3 }).InOrderOf(LabelEncoding.Counting(2)));

    [Fact]
    public void Text_labels_need_an_order()
    {
        ClassLabels options = new(Weights: Labelled(new Dictionary<string, double> { ["dog"] = 2 }));
        Read.Fails("ClassOrderUnknown", () => options.Weigh(new CrossEntropyOptions(), null, null, 2));
        Assert.Equal([1, 2], options.Weigh(new CrossEntropyOptions(), null, ["cat", "dog"], 2).ClassWeights);
    }

    [Fact]
    public void Numbers_count_the_columns_whatever_these_are_called()
    {
        ClassLabels options = new(Weights: Labelled(new Dictionary<int, double> { [1] = 2 }));
        Assert.Equal([1, 2], options.Weigh(new CrossEntropyOptions(), null, ["7", "1"], 2).ClassWeights);
    }

    [Fact]
    public void A_label_to_leave_out_is_matched_as_labels_are()
    {
        IgnoredLabel number = LabelOption.ReadIgnored(2);
        Assert.True(number.Matches("2") && number.Matches("2.0") && number.Matches(2));
        Assert.False(number.Matches("two") || number.Matches(-1));
        IgnoredLabel text = LabelOption.ReadIgnored("none");
        Assert.True(text.Matches("none"));
        Assert.False(text.Matches("None") || text.Matches(double.NaN));
        Assert.Equal(-100, IgnoredLabel.OfLoss(Conventions.PyTorch.IgnoreClass)!.Mark);
        Assert.Null(IgnoredLabel.OfLoss(Conventions.Keras3.IgnoreClass));
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    [InlineData(1e10)]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(true)]
    public void What_is_no_label_cannot_be_left_out(object? value) => Read.Fails("ParameterOutOfRange", () => LabelOption.ReadIgnored(value));

    [Theory]
    [InlineData("valid", Denominator.Valid, null)]
    [InlineData("WeightSum", Denominator.WeightSum, null)]
    [InlineData("12", Denominator.Number, 12.0)]
    [InlineData(0.1, Denominator.Number, 0.1)]
    public void A_denominator_is_a_name_or_a_number(object given, Denominator expected, double? number) =>
        Assert.Equal((expected, number), DenominatorOption.Read(given));

    [Theory]
    [InlineData("Number")]
    [InlineData("1,5")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(true)]
    public void Anything_else_is_no_denominator(object? given) => Read.Fails("ParameterOutOfRange", () => DenominatorOption.Read(given));

    [Fact]
    public void A_list_is_one_number_or_a_row_of_them()
    {
        ValueReader reader = FakeShell.Reader;
        Assert.Equal([3], reader.ReadList(3, "W"));
        Assert.Equal([1, 2], reader.ReadList(new object[] { 1, "2" }, "W"));
        Assert.Equal([1, 2], reader.ReadList(new[,] { { 1f, 2 } }, "W"));
        Read.Fails("ShapeMismatch", () => reader.ReadList(new[,] { { 1.0 }, { 2 } }, "W"));
        Read.Fails("NonNumericValue", () => reader.ReadList(new object[] { 1, true }, "W"));
    }

    private static LabelWeights Labelled(System.Collections.IDictionary weights) => LabelOption.ReadWeights(weights, FakeShell.Reader);
}
