using LossCmdlets.Input;
using LossKernels.Tensors;

namespace LossCmdlets.Tests.Input;

public sealed class ReadTargetsTests
{
    [Fact]
    public void Booleans_are_one_and_zero()
    {
        Read.Targets(true).Is("()", 1);
        Read.Targets(new bool[] { true, false }).Is("(2,)", 1, 0);
        Read.Targets(new bool[,] { { true, false } }).Is("(1, 2)", 1, 0);
        Read.Targets(new object[] { new object[] { true, 0.5 }, new bool[] { false, true } }).Is("(2, 2)", 1, 0.5, 0, 1);
        Assert.Equal(ElementType.Boolean, Read.Targets(new bool[] { true }).View.ElementType);
    }

    [Fact]
    public void Numeric_text_is_numbers() => Read.Targets(new object[] { "1", "0", 2 }).Is("(3,)", 1, 0, 2);

    [Fact]
    public void Integer_arrays_are_not_copied() => Assert.Equal(ElementType.Int32, Read.Targets(new int[] { 1, 2 }).View.ElementType);

    [Fact]
    public void One_text_makes_every_value_a_label()
    {
        InputArray input = Read.Targets(new object[] { "1", 2, 2.5, "cat", new FakeShell.Wrapper("dog"), true, '1', DayOfWeek.Monday });
        Assert.True(input.IsText);
        Assert.Equal("(8,)", input.Shape.ToString());
        Assert.Equal(["1", "2", "2.5", "cat", "dog", "True", "1", "Monday"], input.Labels);
    }

    [Fact]
    public void Labels_have_a_shape_too()
    {
        Assert.Equal("()", Read.Targets("cat").Shape.ToString());
        Assert.Equal("(2, 2)", Read.Targets(new string[,] { { "a", "b" }, { "c", "d" } }).Shape.ToString());
        InputArray rows = Read.Targets(new object[] { new int[] { 1, 2 }, new object[] { "a", 3 } });
        Assert.Equal("(2, 2)", rows.Shape.ToString());
        Assert.Equal(["1", "2", "a", "3"], rows.Labels!);
    }

    [Fact]
    public void A_sequence_that_can_be_read_only_once_gives_its_labels()
    {
        Queue<string> source = new(["1", "cat", "2"]);
        IEnumerable<object> Once()
        {
            while (source.TryDequeue(out string? item))
            {
                yield return item;
            }
        }

        Assert.Equal(["1", "cat", "2"], Read.Targets(Once()).Labels!);
    }

    [Fact]
    public void Errors_after_a_text_are_still_found()
    {
        Read.Fails("NullValue", () => Read.Targets(new object?[] { "cat", null }));
        Read.Fails("EmptyString", () => Read.Targets(new object[] { "cat", "" }));
        Read.Fails("NonNumericValue", () => Read.Targets(new object[] { "cat", new System.Collections.Hashtable() }));
        Read.Fails("RaggedRow", () => Read.Targets(new object[] { new object[] { "a", "b" }, new object[] { "c" } }));
    }

    [Fact]
    public void Text_labels_have_no_numbers() => Assert.Throws<InvalidOperationException>(() => Read.Targets("cat").View);
}
