using LossCmdlets.Output;

namespace LossCmdlets.Tests.Output;

public sealed class OutputValueTests
{
    [Theory]
    [InlineData(0.81492424011230469, DataType.Float32, "0.81492424")]
    [InlineData(0.81492424011230469, DataType.Float64, "0.8149242401123047")]
    [InlineData(5E+59, DataType.Float32, "5E+59")]
    [InlineData(5.000000150474663E+59, DataType.Float32, "5.00000015E+59")]
    [InlineData(-5E+59, DataType.Float32, "-5E+59")]
    [InlineData(1E-60, DataType.Float32, "1E-60")]
    [InlineData(0, DataType.Float32, "0")]
    [InlineData(double.PositiveInfinity, DataType.Float32, "Infinity")]
    [InlineData(double.NaN, DataType.Float32, "NaN")]
    public void A_loss_is_shown_in_its_data_type_and_never_as_what_it_is_not(double loss, DataType dataType, string text) =>
        Assert.Equal(text, OutputValue.Text(loss, dataType));
}
