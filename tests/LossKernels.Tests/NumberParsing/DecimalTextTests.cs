using System.Globalization;
using System.Text;
using LossKernels.NumberParsing;

namespace LossKernels.Tests.NumberParsing;

/// <summary>What plain numbers are, that are read fast.</summary>
public class DecimalTextTests
{
    [Fact]
    public void Usual_numbers_take_the_fast_way()
    {
        foreach (string text in new[] { "6", "0.5", "-1.25e-3", "0.123456", "0.0054012774", "0.00012345678901234567", "0.12345678901234567", "1.234567890123456789e-25", "1234567890123456789" })
        {
            Assert.Equal(text.Length, DecimalText.Read(Encoding.UTF8.GetBytes(text), out double value));
            Assert.Equal(text.Length, DecimalText.Read(Encoding.UTF8.GetBytes(text + ",0.25,0.25"), out double same));
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), value);
            Assert.Equal(value, same);
        }
    }

    [Theory]
    [InlineData("nan")]
    [InlineData("1e")]
    [InlineData("-.")]
    [InlineData("12345678901234567890")]
    [InlineData("1e-320")]
    public void What_is_no_plain_number_is_left_to_others(string text) => Assert.Equal(0, DecimalText.Read(Encoding.UTF8.GetBytes(text), out _));
}
