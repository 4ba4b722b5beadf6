using System.Numerics;

namespace LossKernels.NumberParsing;

/// <summary>Rounds whole numbers times powers of ten to the nearest double, ties to even.</summary>
internal static class Decimals
{
    private const int FractionBits = 52;
    private const int Bias = 1023;

    // Powers of ten up to this are doubles.
    private const int MostExactPower = 22;

    private static ReadOnlySpan<double> ExactPowers =>
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Rounds mantissa x 10^exponent.</summary>
    /// <returns>False where the result is no normal number, or where 128 bits do not decide it; zero is decided.</returns>
    public static bool TryRound(ulong mantissa, int exponent, out double value)
    {
        // Both operands are exact, so one operation rounds once.
        if (mantissa <= 1UL << (FractionBits + 1) && exponent is >= -MostExactPower and <= MostExactPower)
        {
            value = exponent < 0 ? mantissa / ExactPowers[-exponent] : mantissa * ExactPowers[exponent];
            return true;
        }

        value = 0;
        return mantissa == 0 || (exponent is >= PowersOfFive.Least and <= PowersOfFive.Most && TryRoundProduct(mantissa, exponent, out value));
    }

    // The method of Eisel and Lemire (Number parsing at a gigabyte per second, 2021): the product with 128 bits of the power of five has
    // all the bits that the rounding needs, but for cases that it can tell.
    private static bool TryRoundProduct(ulong mantissa, int exponent, out double value)
    {
        // The bits below the 55 that are kept: the 53 of a double, one to round by, and one that may be leading and zero.
        const int Spare = 64 - FractionBits - 3;
        value = 0;
        int zeros = BitOperations.LeadingZeroCount(mantissa);
        ulong scaled = mantissa << zeros;
        ulong high = Math.BigMul(scaled, PowersOfFive.High(exponent), out ulong low);
        if ((high & ((1 << Spare) - 1)) == (1 << Spare) - 1)
        {
            ulong carry = Math.BigMul(scaled, PowersOfFive.Low(exponent), out _);
            low += carry;
            high += low < carry ? 1UL : 0;
        }

        if (low == ulong.MaxValue && exponent is < -27 or > 55)
        {
            return false;
        }

        int top = (int)(high >> 63);
        ulong rounded = high >> (top + Spare);
        int biased = PowersOfFive.BinaryExponent(exponent) + top - zeros + Bias;
        if (biased is <= 0 or > 2 * Bias)
        {
            return false;
        }

        // Exactly halfway, which only these powers can be: to even.
        if (low <= 1 && exponent is >= -4 and <= 23 && (rounded & 3) == 1 && rounded << (top + Spare) == high)
        {
            rounded--;
        }

        rounded = (rounded + (rounded & 1)) >> 1;
        ulong bits = ((ulong)biased << FractionBits) + (rounded - (1UL << FractionBits));
        value = BitConverter.UInt64BitsToDouble(bits);
        return double.IsFinite(value);
    }
}
