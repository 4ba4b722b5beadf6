using System.Collections;
using LossCmdlets.Output;

namespace LossCmdlets.Tests.Output;

public sealed class TensorTextTests
{
    private static string Text(IList values, int[] shape, params string[]? classes) => TensorText.Format(values, shape, classes);

    private static string Lines(params string[] lines) => string.Join('\n', lines);

    [Fact]
    public void Columns_are_aligned_at_the_point() => Assert.Equal(
        Lines(
            "Tensor (2, 3) Float64",
            "  0.1   -2  1E-07",
            "100.25   3  1"),
        TensorText.Format(new Tensor(new double[,] { { 0.1, -2, 1e-7 }, { 100.25, 3, 1 } })));

    [Fact]
    public void Single_precision_prints_its_shortest_form() => Assert.Equal(
        Lines("Tensor (1, 2) Float32", "0.1  0.33333334"), Text(new float[] { 0.1f, 1f / 3 }, [1, 2], null));

    [Fact]
    public void Labels_stand_above_their_columns() => Assert.Equal(
        Lines(
            "Tensor (2, 3) Float64",
            "cat  dog  a bird",
            "  1    2     3.5",
            "  4    5     6"),
        Text(new double[] { 1, 2, 3.5, 4, 5, 6 }, [2, 3], "cat", "dog", "a bird"));

    [Fact]
    public void Labels_that_do_not_fit_are_left_out() =>
        Assert.Equal(Lines("Tensor (1, 2) Float64", "1  2"), Text(new double[] { 1, 2 }, [1, 2], "cat"));

    [Fact]
    public void Vectors_and_single_values_are_one_line()
    {
        Assert.Equal(Lines("Tensor (3,) Float64", "1  2  3"), Text(new double[] { 1, 2, 3 }, [3], null));
        Assert.Equal(Lines("Tensor () Float64", "1.5"), Text(new double[] { 1.5 }, [], null));
    }

    [Fact]
    public void Special_values_have_names() => Assert.Equal(
        Lines("Tensor (3,) Float32", "NaN  Infinity  -Infinity"), Text(new float[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity }, [3], null));

    [Fact]
    public void Boxed_values_of_a_deserialised_tensor_print_alike() => Assert.Equal(
        Lines("Tensor (2, 1) Float32", "0.1", "2"), Text(new ArrayList { 0.1f, 2f }, [2, 1], null));

    [Fact]
    public void Matrices_of_more_axes_are_headed_by_their_place() => Assert.Equal(
        Lines("Tensor (2, 1, 1, 2) Float64", "[0, 0]", "1  2", "[1, 0]", "3  4"), Text(new double[] { 1, 2, 3, 4 }, [2, 1, 1, 2], null));

    [Fact]
    public void Many_rows_are_abbreviated()
    {
        string[] lines = Text(new double[50], [50, 1], null).Split('\n');
        Assert.Equal(22, lines.Length);
        Assert.Equal("...", lines[11]);
    }

    [Fact]
    public void Rows_left_out_under_labels_are_one_line()
    {
        string[] lines = Text(new double[50], [25, 2], "a", "b").Split('\n');
        Assert.Equal("a  b", lines[1]);
        Assert.Equal("...", lines[12]);
        Assert.Equal("0  0", lines[13]);
    }

    [Fact]
    public void Many_columns_are_abbreviated_to_the_width_of_a_terminal()
    {
        double[] values = [.. Enumerable.Range(0, 2000).Select(i => 1.0 / (i + 3))];
        string[] lines = Text(values, [2, 1000], null).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 78));
        Assert.Contains("  ...  ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("0.3333333333333333     0.25  ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith((1.0 / 1002).ToString(System.Globalization.CultureInfo.InvariantCulture), lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_just_fit_are_all_shown()
    {
        // 26 columns of one digit and 25 gaps of two are 76 characters.
        Assert.DoesNotContain("...", Text(new double[26], [26], null), StringComparison.Ordinal);
        Assert.Contains("...", Text(new double[27], [27], null), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_matrices_are_abbreviated()
    {
        string text = Text(new double[10 * 40 * 2], [10, 40, 2], null);
        string[] heads = [.. text.Split('\n').Where(line => line.StartsWith('[') || line == "...")];
        Assert.Contains("[0]", heads);
        Assert.Contains("[9]", heads);
        Assert.DoesNotContain("[5]", heads);
        Assert.True(text.Split('\n').Length < 40);
    }

    [Fact]
    public void Nothing_is_a_line_with_the_shape() => Assert.Equal("Tensor (0, 3) Float64", Text(Array.Empty<double>(), [0, 3], null));
}
