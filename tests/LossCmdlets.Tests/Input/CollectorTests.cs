using System.Collections;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels.Tensors;

namespace LossCmdlets.Tests.Input;

public sealed class CollectorTests
{
    private static InputArray Pipe(params object?[] items)
    {
        NumberCollector collector = FakeShell.Reader.CollectNumbers("Prediction");
        foreach (object? item in items)
        {
            collector.Add(item);
        }

        return collector.Finish();
    }

    private static InputArray PipeTargets(params object?[] items)
    {
        TargetCollector collector = FakeShell.Reader.CollectTargets("Target");
        foreach (object? item in items)
        {
            collector.Add(item);
        }

        return collector.Finish();
    }

    [Fact]
    public void Piped_numbers_are_a_vector() => Pipe(1.0, 2, "3", new FakeShell.Wrapper(4f)).Is("(4,)", 1, 2, 3, 4);

    [Fact]
    public void One_piped_number_is_a_vector_of_one() => Pipe(1.0).Is("(1,)", 1);

    [Fact]
    public void Piped_arrays_are_rows()
    {
        Pipe(new object[] { 1, 2 }, new double[] { 3, 4 }, new ArrayList { 5, 6 }, new FakeShell.Wrapper(new object[] { 7.0, 8.0 }))
            .Is("(4, 2)", 1, 2, 3, 4, 5, 6, 7, 8);
        Pipe(new float[] { 1, 2 }).Is("(1, 2)", 1, 2);
    }

    [Fact]
    public void Typed_rows_keep_their_origin()
    {
        Assert.Equal(ElementOrigin.Typed32, Pipe(new float[] { 1 }, new float[] { 2 }).Origin);
        Assert.Equal(ElementType.Float32, Pipe(new float[] { 1 }, new float[] { 2 }).View.ElementType);
        Assert.Equal(ElementOrigin.Typed64, Pipe(new double[] { 1 }, new float[] { 2 }).Origin);
        Assert.Equal(ElementOrigin.Typed64, Pipe(new double[] { 1 }, new object[] { 2.0 }).Origin);
        Assert.Equal(ElementOrigin.Untyped, Pipe(new float[] { 1 }, new object[] { 2.0 }).Origin);
        Assert.Equal(ElementOrigin.Typed32, Pipe(1f, 2f).Origin);
    }

    [Fact]
    public void A_piped_block_is_the_data_set()
    {
        Pipe(new double[,] { { 1, 2 }, { 3, 4 } }).Is("(2, 2)", 1, 2, 3, 4);
        Pipe(new Tensor(new double[] { 1, 2, 3 })).Is("(3,)", 1, 2, 3);
        Pipe(new FakeShell.Bag(new TensorParts(new ArrayList { 1.0, 2.0 }, new ArrayList { 1, 2 }, null, null))).Is("(1, 2)", 1, 2);
        Pipe([new object[] { new object[] { 1, 2 }, new object[] { 3, 4 } }]).Is("(2, 2)", 1, 2, 3, 4);
        Pipe(new Tensor(new double[] { 1, 2, 3, 4 }, [2, 1, 2])).Is("(2, 1, 2)", 1, 2, 3, 4);
    }

    [Fact]
    public void A_single_tensor_is_not_copied()
    {
        double[] values = [1, 2];
        InputArray input = Pipe(new Tensor(values, [1, 2]));
        values[1] = 7;
        input.Is("(1, 2)", 1, 7);
    }

    [Fact]
    public void Blocks_are_joined_along_the_first_axis()
    {
        Pipe(new double[,] { { 1, 2 } }, new Tensor(new float[] { 3, 4, 5, 6 }, [2, 2]), new object[] { new object[] { 7, 8 } })
            .Is("(4, 2)", 1, 2, 3, 4, 5, 6, 7, 8);
        Pipe(new Tensor(new double[] { 1, 2 }, [1, 1, 2]), new Tensor(new double[] { 3, 4 }, [1, 1, 2])).Is("(2, 1, 2)", 1, 2, 3, 4);
    }

    [Fact]
    public void Tensors_of_one_axis_are_rows() =>
        Pipe(new Tensor(new double[] { 1, 2 }), new double[] { 3, 4 }).Is("(2, 2)", 1, 2, 3, 4);

    [Fact]
    public void The_classes_of_a_tensor_come_along() => Assert.Equal(
        ["a", "b"], Pipe(new Tensor(new double[] { 1, 2 }, [1, 2], ["a", "b"]), new Tensor(new double[] { 1, 2 }, [1, 2], ["a", "b"])).Class!);

    [Fact]
    public void Mixed_kinds_are_refused()
    {
        Assert.Contains("at position 1", Read.Fails("NonNumericValue", () => Pipe(1.0, new double[] { 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("row 1 has 1 value", Read.Fails("RaggedRow", () => Pipe(new double[] { 1, 2 }, 1.0)).Message, StringComparison.Ordinal);
        Assert.Contains("row 2 has 3 values", Read.Fails("RaggedRow", () => Pipe(new double[] { 1, 2 }, new double[] { 1, 2 }, new double[] { 1, 2, 3 })).Message, StringComparison.Ordinal);
        Assert.Equal(
            "Prediction: row 1 has 1 axis where those before it have 2.",
            Read.Fails("ShapeMismatch", () => Pipe(new double[,] { { 1, 2 } }, new double[] { 1, 2 })).Message);
        Read.Fails("NonNumericValue", () => Pipe(new double[] { 1, 2 }, new double[,] { { 1, 2 } }));
        Read.Fails("RaggedRow", () => Pipe(new double[,] { { 1, 2 } }, new double[,] { { 1, 2, 3 } }));
    }

    [Fact]
    public void Errors_tell_the_row_of_the_stream()
    {
        Assert.Contains("row 1, column 0", Read.Fails("NonNumericValue", () => Pipe(new double[] { 1, 2 }, new object[] { "x", 2 })).Message, StringComparison.Ordinal);
        Assert.Contains("position 1", Read.Fails("NullValue", () => Pipe(1.0, null)).Message, StringComparison.Ordinal);
        Read.Fails("NonNumericValue", () => Pipe(true));
        Read.Fails("NonNumericValue", () => Pipe(new Hashtable()));
        Read.Fails("EmptyInput", () => Pipe());
        Read.Fails("EmptyInput", () => Pipe([Array.Empty<object>()]));
    }

    [Fact]
    public void A_refused_row_leaves_no_trace()
    {
        NumberCollector collector = FakeShell.Reader.CollectNumbers("Prediction");
        Assert.Throws<LossKernels.LossException>(() => collector.Add(new object[] { 1.0, "x", 3.0 }));
        collector.Add(new float[] { 1, 2 });
        Assert.Contains("row 2, column 1", Assert.Throws<LossKernels.LossException>(() => collector.Add(new object[] { 1.0, "x" })).Message, StringComparison.Ordinal);
        collector.Add(new float[] { 3, 4 });
        Assert.Equal(2, collector.ItemCount);
        InputArray input = collector.Finish();
        input.Is("(2, 2)", 1, 2, 3, 4);
        Assert.Equal(ElementOrigin.Typed32, input.Origin);
    }

    [Fact]
    public void Many_rows_are_collected()
    {
        NumberCollector collector = FakeShell.Reader.CollectNumbers("Prediction");
        for (int i = 0; i < 10_000; i++)
        {
            collector.Add(new object[] { (double)i, i + 0.5 });
        }

        double[] values = collector.Finish().Doubles();
        Assert.Equal(20_000, values.Length);
        Assert.Equal(9_999.5, values[^1]);
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => i / 2.0).Select(x => Math.Floor(x) + (x % 1)), values);
    }

    [Fact]
    public void Piped_targets_are_numbers_labels_or_rows()
    {
        PipeTargets(1, "2", true).Is("(3,)", 1, 2, 1);
        PipeTargets(1).Is("(1,)", 1);
        Assert.Equal(["cat", "1"], PipeTargets("cat", 1).Labels!);
        PipeTargets(new object[] { 1, 0 }, new int[] { 0, 1 }).Is("(2, 2)", 1, 0, 0, 1);
        PipeTargets(new Tensor(new double[] { 1, 0 }, [1, 2])).Is("(1, 2)", 1, 0);
        Assert.Equal("(1, 2)", PipeTargets([new string[] { "a", "b" }]).Shape.ToString());
    }

    [Fact]
    public void A_refused_target_leaves_no_trace()
    {
        TargetCollector collector = FakeShell.Reader.CollectTargets("Target");
        collector.Add("cat");
        Assert.Equal("NullValue", Assert.Throws<LossKernels.LossException>(() => collector.Add(null)).Id);
        Assert.Equal("EmptyString", Assert.Throws<LossKernels.LossException>(() => collector.Add(new FakeShell.Wrapper(""))).Id);
        Assert.Contains("position 3", Assert.Throws<LossKernels.LossException>(() => collector.Add(new Hashtable())).Message, StringComparison.Ordinal);
        collector.Add("dog");
        Assert.Equal(["cat", "dog"], collector.Finish().Labels!);
        Read.Fails("EmptyInput", () => PipeTargets());
    }
}
