using LossCmdlets.Input;
using LossKernels;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossCmdlets.Tests.Input;

/// <summary>Boxed numbers are looked at as they are measured, which nobody is to notice.</summary>
public class ArrayMeasurementTests
{
    // Of so many rows the last are in another block than the first.
    private const int Rows = 20_000;
    private const int Classes = 7;

    public static TheoryData<object?, string> Faults { get; } = new()
    {
        { "x", "Prediction: 'x' at row 19999, column 3 is not a number." },
        { "", "Prediction: the text at row 19999, column 3 is empty." },
        { null, "Prediction: there is no value at row 19999, column 3 (`null`)." },
        { true, "Prediction: `true` at row 19999, column 3 is not a number." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_no_number_is_told_whatever_else_is_wrong(object? fault, string message)
    {
        object?[] predictions = Predictions();
        ((object?[])predictions[^1]!)[3] = fault;
        Assert.Equal(message, Assert.Throws<LossException>(() => Measure(Targets(), predictions)).Message);

        int[] targets = Targets();
        targets[0] = Classes;
        Assert.Equal(message, Assert.Throws<LossException>(() => Measure(targets, predictions)).Message);
        Assert.Equal(message, Assert.Throws<LossException>(() => Measure(new object?[] { null }, predictions)).Message);
    }

    [Fact]
    public void A_row_of_another_length_is_told()
    {
        object?[] predictions = Predictions();
        predictions[^1] = new object[] { 1.0, 2.0 };
        Assert.Equal(
            "Prediction: row 19999 has 2 values where the rows before it have 7.",
            Assert.Throws<LossException>(() => Measure(Targets(), predictions)).Message);
    }

    [Fact]
    public void What_is_wrong_with_targets_is_told_where_all_are_numbers()
    {
        int[] targets = Targets();
        targets[^1] = Classes;
        Assert.Equal("LabelOutOfRange", Assert.Throws<LossException>(() => Measure(targets, Predictions())).Id);
    }

    [Fact]
    public void Numbers_of_other_kinds_among_them_are_the_same_numbers()
    {
        object?[] predictions = Predictions();
        double expected = Measure(Targets(), predictions);
        object?[] last = (object?[])predictions[^1]!;
        last[1] = "1";
        last[2] = 2L;
        last[3] = new FakeShell.Wrapper(3);
        Assert.Equal(expected, Measure(Targets(), predictions));
    }

    [Fact]
    public void A_row_of_doubles_behind_the_first_block_makes_all_of_them_doubles()
    {
        object?[] predictions = Predictions();
        ElementType untyped = Loss(Targets(), predictions).DataType;
        predictions[^1] = Array.ConvertAll((object?[])predictions[^1]!, value => (double)value!);
        Assert.Equal((ElementType.Float32, ElementType.Float64), (untyped, Loss(Targets(), predictions).DataType));
    }

    private static object?[] Predictions() =>
        [.. Enumerable.Range(0, Rows).Select(row => (object?)Enumerable.Range(0, Classes).Select(column => (object?)(row + 1 == Rows ? column : Math.Sin(row + column))).ToArray())];

    private static int[] Targets() => [.. Enumerable.Range(0, Rows).Select(row => row % Classes)];

    private static double Measure(object target, object?[] predictions) => Loss(target, predictions).Loss!.Value;

    private static LossResult Loss(object target, object?[] predictions)
    {
        CrossEntropyOptions options = new() { Form = InputForm.Logit };
        using ArrayMeasurement measurement = new(
            FakeShell.Reader, target, new GivenValue(predictions), null, options, new ClassLabels(null, null, null), CancellationToken.None);
        return measurement.Complete().Single().Loss;
    }
}
