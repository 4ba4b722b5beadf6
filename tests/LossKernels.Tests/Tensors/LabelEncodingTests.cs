using LossKernels.Tensors;

namespace LossKernels.Tests.Tensors;

/// <summary>Labels become class numbers, in the order of the classes and no other.</summary>
public sealed class LabelEncodingTests
{
    [Fact]
    public void Text_is_compared_ordinally()
    {
        LabelEncoding encoding = new("cat", "Cat", "dog");
        Assert.Equal([2, 0, 1], encoding.Encode(["dog", "cat", "Cat"]));
        Assert.Equal(3, encoding.Count);
        Assert.Equal(["cat", "Cat", "dog"], encoding.Classes);
    }

    [Fact]
    public void Numbers_are_compared_as_numbers()
    {
        LabelEncoding encoding = new("10", "1", "2.5", "inf");
        Assert.Equal([1, 1, 1, 0, 2, 3], encoding.Encode(["1", "1.0", "01", "1e1", "2.50", "inf"]));
        Assert.Equal([1, 0, 2], Numbers(encoding, 1.0, 10.0, 2.5));
    }

    // Of two thousand million labels there is no room for a list, and no time to look through them.
    [Fact]
    public void Classes_that_count_may_be_as_many_as_numbers_go()
    {
        LabelEncoding encoding = LabelEncoding.Counting(int.MaxValue);
        Assert.Equal(int.MaxValue, encoding.Classes.Count);
        Assert.Equal("2147483646", encoding.Classes[int.MaxValue - 1]);
        Assert.Equal(["0", "1", "2"], encoding.Classes.Take(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => encoding.Classes[int.MaxValue]);
        Assert.Throws<ArgumentOutOfRangeException>(() => encoding.Classes[-1]);
        Assert.Equal(2147483000, encoding.Find("2147483000 ", 0));
        Assert.Contains("'cat'", Fails("LabelOutOfRange", () => encoding.Find("cat", 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counted_classes_are_their_own_indexes()
    {
        LabelEncoding encoding = LabelEncoding.Counting(3);
        Assert.Equal([2, 0], Numbers(encoding, 2.0, 0.0));
        Assert.Equal([2, 0], encoding.Encode(["2", "0.0"]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(4294967297)]
    public void A_number_outside_the_counted_classes_is_an_error(double label)
    {
        string message = Fails("LabelOutOfRange", () => Numbers(LabelEncoding.Counting(3), 0, label)).Message;
        Assert.Contains("of sample 1 is not one of the 3 classes 0 to 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_label_is_named_with_its_row_and_the_classes() => Assert.Equal(
        "Label 'bird' of sample 1 is not one of the 2 classes (cat, dog).",
        Fails("LabelOutOfRange", () => new LabelEncoding("cat", "dog").Encode(["cat", "bird"])).Message);

    [Fact]
    public void Many_classes_are_abbreviated() => Assert.EndsWith(
        "(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ...).",
        Fails("LabelOutOfRange", () => new LabelEncoding([.. Enumerable.Range(0, 12).Select(i => $"c{i}")]).Encode(["x"])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Classes_must_differ_and_have_names()
    {
        Fails("ParameterOutOfRange", () => new LabelEncoding("a", "a"));
        Fails("ParameterOutOfRange", () => new LabelEncoding("1", "1.0"));
        Fails("ParameterOutOfRange", () => new LabelEncoding("a", ""));
    }

    [Fact]
    public void Whole_numbers_imply_the_classes_up_to_the_greatest()
    {
        Assert.Equal(["0", "1", "2", "3"], LabelEncoding.FromLabels(["3", "1.0"]).Classes);
        Assert.Equal(["0", "1", "2", "3"], LabelEncoding.FromLabels([3.0, 1.0]).Classes);
    }

    [Fact]
    public void Other_text_implies_its_distinct_labels_in_ordinal_order()
    {
        Assert.Equal(["Zebra", "ant", "bee"], LabelEncoding.FromLabels(["bee", "ant", "Zebra", "ant"]).Classes);
        Assert.Equal(["1", "x"], LabelEncoding.FromLabels(["1.0", "1", "x"]).Classes);
        Assert.Equal(["1", "10", "2", "x"], LabelEncoding.FromLabels(["2", "10", "x", "1"]).Classes);
    }

    [Fact]
    public void Numbers_that_cannot_be_classes_are_refused()
    {
        Fails("LabelOutOfRange", () => LabelEncoding.FromLabels([1.0, -1.0]));
        Fails("LabelOutOfRange", () => LabelEncoding.FromLabels(["1", "-1"]));
        Fails("LabelNotInteger", () => LabelEncoding.FromLabels([1.5]));
        Fails("LabelNotInteger", () => LabelEncoding.FromLabels([double.NaN]));
    }

    private static int[] Numbers(LabelEncoding encoding, params double[] labels) =>
        encoding.Encode(TensorView.Create(labels)).Read(0, labels.Length, new int[labels.Length]).ToArray();

    private static LossException Fails(string id, Func<object> act)
    {
        LossException failure = Assert.Throws<LossException>(act);
        Assert.Equal(id, failure.Id);
        return failure;
    }
}
