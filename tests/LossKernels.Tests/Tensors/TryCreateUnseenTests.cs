using LossKernels.Tensors;

namespace LossKernels.Tests.Tensors;

/// <summary>What <see cref="TensorView.TryCreateUnseen"/> has not looked at is met when it is read, and told with its place.</summary>
public class TryCreateUnseenTests
{
    [Theory]
    [MemberData(nameof(BoxedViewTests.Others), MemberType = typeof(BoxedViewTests))]
    public void What_was_not_looked_at_is_met_when_it_is_read(object?[] values)
    {
        if (TensorView.TryCreateUnseen(values, "Prediction") is not { } view)
        {
            Assert.False(values is [double or int, ..] or [object?[] and [double or int, ..], ..]);
            return;
        }

        int count = (int)view.Shape.Length;
        LossException failure = Assert.Throws<LossException>(() => view.Read(0, count, new float[count]).Length);
        Assert.Equal(failure.Message, Assert.Throws<LossException>(() => view.Read(0, count, new double[count]).Length).Message);
        Assert.Contains(failure.Id, new[] { "NonNumericValue", "RaggedRow" });
    }

    [Fact]
    public void What_was_not_looked_at_is_told_with_its_place()
    {
        static string Message(params object?[] values) => Assert.Throws<LossException>(
            () => TensorView.TryCreateUnseen(values, "Prediction")!.Read(1, values.Length - 1, new double[values.Length]).Length).Message;

        Assert.Equal("Prediction: 'x' at position 2 is not a number.", Message(1.0, 2, "x"));
        Assert.Equal("Prediction: 'x' at row 1, column 0 is not a number.", Message(new object[] { 1.0 }, new object[] { "x" }));
        Assert.Equal("Prediction: row 1 has 2 values where the rows before it have 1.", Message(new object[] { 1.0 }, new object[] { 2.0, 3.0 }));
    }
}
