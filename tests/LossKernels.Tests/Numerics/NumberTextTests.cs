using System.Globalization;
using System.Numerics;
using System.Text;
using LossKernels.Numerics;

namespace LossKernels.Tests.Numerics;

/// <summary>Numbers out of UTF-8 have the bits that the runtime gives for the same characters.</summary>
public class NumberTextTests
{
    private const int Many = 500_000;

    private const ulong HiddenBit = 1UL << 52;

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", -0d)]
    [InlineData("0e999", 0)]
    [InlineData("+1", 1)]
    [InlineData("5.", 5)]
    [InlineData(".5", 0.5)]
    [InlineData("0.1", 0.1)]
    [InlineData("1E5", 100000)]
    [InlineData("1e-07", 1e-7)]
    [InlineData("9007199254740993", 9007199254740992)]
    [InlineData("9007199254740995", 9007199254740996)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("-1e400", double.NegativeInfinity)]
    [InlineData("1e-400", 0)]
    [InlineData("1e99999999999", double.PositiveInfinity)]
    [InlineData("4.9406564584124654e-324", double.Epsilon)]
    [InlineData("2.2250738585072014e-308", 2.2250738585072014e-308)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("nan", double.NaN)]
    [InlineData("NaN", double.NaN)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("+Inf", double.PositiveInfinity)]
    [InlineData("-INF", double.NegativeInfinity)]
    [InlineData("infinity", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData(" 0.2", 0.2)]
    [InlineData("0.2 ", 0.2)]
    [InlineData("\t -1.5e3  ", -1500)]
    [InlineData("12345678901234567890123456789012 ", 1.2345678901234567e31)]
    [InlineData("0.5\r\n", 0.5)]
    [InlineData(" -inf ", double.NegativeInfinity)]
    [InlineData(" NaN", double.NaN)]
    public void Numbers_are_read(string text, double expected)
    {
        Assert.True(NumberText.TryParse(Encoding.UTF8.GetBytes(text), out double value), text);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(value));
        Assert.True(NumberText.TryParse(text, out value), text);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData(" ")]
    [InlineData("1 2")]
    [InlineData("- 1")]
    [InlineData("1\0 ")]
    [InlineData("\u00A01")]
    [InlineData("1\u00A0")]
    [InlineData("\u00A0nan")]
    [InlineData("1\0")]
    [InlineData("1e5\0")]
    [InlineData("\0")]
    [InlineData("(1)")]
    [InlineData("1%")]
    [InlineData("$1")]
    [InlineData("1d")]
    [InlineData("infin")]
    [InlineData("\u0661")]
    [InlineData("\uFF11")]
    [InlineData("\u22121")]
    public void Anything_else_is_no_number(string text)
    {
        Assert.False(NumberText.TryParse(text, out _), text);
        Assert.False(NumberText.TryParse(Encoding.UTF8.GetBytes(text), out _), text);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_number()
    {
        Assert.False(NumberText.TryParse([(byte)'1', 0xFF], out _));
        Assert.False(NumberText.TryParse([0x80], out _));
    }

    [Fact]
    public void Digits_of_random_numbers_have_their_bits()
    {
        Random random = new(1);
        string[] formats = ["R", "E16", "E17", "E18", "E25", "F6", "F20", "G9"];
        for (int i = 0; i < Many; i++)
        {
            double value = (i % 3) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => random.NextDouble(),
                _ => Math.Exp(40 * (random.NextDouble() - 0.5)),
            };
            string format = formats[random.Next(formats.Length)];
            AssertSame(value.ToString(format[0] == 'F' && Math.Abs(value) > 1e20 ? "R" : format, CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Random_digits_have_the_right_bits()
    {
        Random random = new(2);
        StringBuilder text = new();
        for (int i = 0; i < Many; i++)
        {
            text.Clear();
            text.Append(random.Next(4) switch { 0 => "-", 1 => "+", _ => "" });
            int digits = random.Next(1, 41);
            int point = random.Next(3) == 0 ? -1 : random.Next(digits + 1);
            int zeros = random.Next(4) == 0 ? random.Next(digits) : 0;
            for (int digit = 0; digit < digits; digit++)
            {
                text.Append(digit == point ? "." : "").Append((char)('0' + (digit < zeros ? 0 : random.Next(10))));
            }

            if (random.Next(2) == 0)
            {
                text.Append(random.Next(2) == 0 ? 'e' : 'E').Append(random.Next(8) switch
                {
                    0 => random.Next(-345, -285),
                    1 => random.Next(285, 312),
                    2 => random.Next(-100_000, 100_000),
                    3 => random.Next(-30, 60),
                    _ => random.Next(-25, 25),
                });
            }

            AssertSame(text.ToString());
        }
    }

    [Fact]
    public void Every_exponent_has_the_right_bits()
    {
        Random random = new(3);
        for (int exponent = -400; exponent <= 400; exponent++)
        {
            for (int i = 0; i < 200; i++)
            {
                AssertSame($"{(ulong)random.NextInt64() >> random.Next(63)}e{exponent}");
            }

            AssertSame($"{ulong.MaxValue / 2}e{exponent}");
            AssertSame($"9999999999999999999e{exponent}");
            AssertSame($"1e{exponent}");
        }
    }

    [Fact]
    public void Halves_are_rounded_to_even()
    {
        Random random = new(4);
        int ties = 0;
        for (int i = 0; i < Many; i++)
        {
            ulong half = (((ulong)random.NextInt64() & (HiddenBit - 1)) | HiddenBit) * 2 | 1;
            int power = random.Next(5);
            UInt128 digits = (UInt128)half * (UInt128)BigInteger.Pow(5, power) << random.Next(2);
            ties += digits <= 9_999_999_999_999_999_999 ? 1 : 0;
            foreach (int off in new[] { -1, 0, 1 })
            {
                AssertSame($"{(off < 0 ? digits - 1 : digits + (UInt128)off)}e-{power}");
            }

            int multiple = random.Next(1, 24);
            BigInteger five = BigInteger.Pow(5, multiple);
            BigInteger factor = (new BigInteger(half) / five) | 1;
            AssertSame($"{factor}e{multiple}");
        }

        Assert.InRange(ties, Many / 2, Many);
    }

    [Fact]
    public void Exact_halves_of_any_size_are_rounded_to_even()
    {
        Random random = new(5);
        for (int i = 0; i < 20_000; i++)
        {
            ulong fraction = (ulong)random.NextInt64() & (HiddenBit - 1);
            int exponent = random.Next(i % 2 == 0 ? 2046 : 60);
            BigInteger half = (2 * new BigInteger(exponent == 0 ? fraction : fraction | HiddenBit)) + 1;
            int power = Math.Max(exponent, 1) - 1075 - 1;
            BigInteger digits = power < 0 ? half * BigInteger.Pow(5, -power) : half << power;
            string suffix = power < 0 ? $"e{power}" : "";
            AssertSame($"{digits}{suffix}");
            AssertSame($"{digits - 1}{suffix}");
            AssertSame($"{digits + 1}{suffix}");
            string all = digits.ToString(CultureInfo.InvariantCulture);
            for (int kept = 15; kept <= 20 && kept < all.Length; kept++)
            {
                AssertSame($"{all[..1]}.{all[1..kept]}e{all.Length - 1 + Math.Min(power, 0)}");
            }
        }
    }

    [Fact]
    public void Bytes_and_characters_are_read_as_the_runtime_reads_them()
    {
        const string Alphabet = "0123456789..eE+-infatyINF \t\r\0,_x\u221E\u2212\u00E9";
        Random random = new(6);
        StringBuilder text = new();
        for (int i = 0; i < Many; i++)
        {
            text.Clear();
            for (int length = random.Next(1, 12); length > 0; length--)
            {
                text.Append(Alphabet[random.Next(random.Next(2) == 0 ? 15 : Alphabet.Length)]);
            }

            string given = text.ToString();
            bool isNumber = TryParseSlowly(given, out double expected);
            Assert.Equal(isNumber, NumberText.TryParse(Encoding.UTF8.GetBytes(given), out double value));
            Assert.Equal(isNumber, NumberText.TryParse(given, out double other));
            if (isNumber)
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(value));
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(other));
            }
        }
    }

    private static void AssertSame(string text)
    {
        Span<byte> bytes = stackalloc byte[1024];
        bytes = bytes[..Encoding.ASCII.GetBytes(text, bytes)];
        double expected = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!NumberText.TryParse(bytes, out double value) || BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(expected)
            || !NumberText.TryParse(text, out value) || BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(expected))
        {
            Assert.Fail($"{text} is read as {value:R}, and is {expected:R}.");
        }
    }

    // By the runtime, which ignores null characters after a number, and does not know infinity by its short name.
    private static bool TryParseSlowly(string padded, out double value)
    {
        string text = padded.Trim(' ', '\t', '\n', '\v', '\f', '\r');
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bool isShort = text.TrimStart('+', '-').Equals("inf", StringComparison.OrdinalIgnoreCase) && text.Length <= 4;
        value = text.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity;
        return isShort || (!text.EndsWith('\0') && double.TryParse(text, Style, CultureInfo.InvariantCulture, out value));
    }
}
