using System.Numerics;

namespace LossKernels.NumberParsing;

/// <summary>
/// The leading 128 bits of the powers of five by which decimal numbers become doubles, each scaled by a power of two so that its highest
/// bit is set, and truncated. They are made when the first is asked for.
/// </summary>
internal static class PowersOfFive
{
    /// <summary>The least exponent: below it nineteen digits come to zero.</summary>
    public const int Least = -342;

    /// <summary>The greatest exponent: beyond it one digit is infinite.</summary>
    public const int Most = 308;

    // The products of these with multiples of the power are exact when the reciprocal is rounded up.
    private const int LeastRoundedUp = -27;

    // 5^342 has 795 bits, and a quotient by it is to have 128 more.
    private const int Words = 29;

    private static readonly ulong[] Halves = Make();

    /// <summary>The upper half of 5^exponent.</summary>
    public static ulong High(int exponent) => Halves[2 * (exponent - Least)];

    /// <summary>The lower half of 5^exponent.</summary>
    public static ulong Low(int exponent) => Halves[(2 * (exponent - Least)) + 1];

    /// <summary>The exponent of two of the highest bit of 10^exponent, and 63: floor(exponent x log2 10) + 63.</summary>
    public static int BinaryExponent(int exponent) => ((217706 * exponent) >> 16) + 63;

    // Whole numbers of many words, lowest first: 1 times five over and over, and a power of two by five over and over. Both are exact, for
    // the truncated quotient of a truncated quotient is that of the whole.
    private static ulong[] Make()
    {
        ulong[] halves = new ulong[2 * (Most - Least + 1)];
        uint[] words = new uint[Words];
        words[0] = 1;
        for (int exponent = 0; exponent <= Most; exponent++)
        {
            Store(words, halves, exponent);
            ulong carry = 0;
            for (int i = 0; i < words.Length; i++)
            {
                carry += 5UL * words[i];
                words[i] = (uint)carry;
                carry >>= 32;
            }
        }

        Array.Clear(words);
        words[^1] = 1U << 31;
        for (int exponent = -1; exponent >= Least; exponent--)
        {
            ulong rest = 0;
            for (int i = words.Length - 1; i >= 0; i--)
            {
                rest = (rest << 32) | words[i];
                words[i] = (uint)(rest / 5);
                rest %= 5;
            }

            Store(words, halves, exponent);
            halves[(2 * (exponent - Least)) + 1] += exponent < LeastRoundedUp ? 0UL : 1;
        }

        return halves;
    }

    private static void Store(uint[] words, ulong[] halves, int exponent)
    {
        int top = words.Length - 1;
        while (words[top] == 0)
        {
            top--;
        }

        int shift = BitOperations.LeadingZeroCount(words[top]);
        for (int half = 0; half < 2; half++, top -= 2)
        {
            ulong first = top < 0 ? 0 : words[top];
            ulong second = top < 1 ? 0 : words[top - 1];
            ulong third = top < 2 ? 0 : words[top - 2];
            halves[(2 * (exponent - Least)) + half] = ((first << 32) | second) << shift | ((third << shift) >> 32);
        }
    }
}
