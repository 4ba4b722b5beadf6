using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>
/// A product of many numbers in double, for each lane of 256 bits, with its power of two taken out before it can overflow: so one logarithm at the end
/// is the sum of all of theirs, and more exact.
/// </summary>
internal struct LogProduct
{
    /// <summary>So many numbers at most are multiplied between two <see cref="Normalise"/>: eight float32 are within the range of double.</summary>
    public const int Together = 8;

    /// <summary>What a power of two adds to a logarithm.</summary>
    public const double LnTwo = 0.6931471805599453;

    // A significand is taken from the square root of a half to that of two, so that the product of numbers near one stays there.
    private const long LowestBits = 0x3fe6a09e667f3bcd;
    private const long OneBits = 0x3ff0000000000000;
    private const long SignificandBits = 0x000fffffffffffff;
    private const int SignificandLength = 52;
    private const long Bias = 1023;

    // 1.5 times 2^52 and its bits: an integer added to the bits reads as that number and the integer.
    private const long IntegerBits = 0x4338000000000000;
    private const double Integer = 6755399441055744;

    // Of float32 the products of four lanes each; of float64 the products and, as bits, the powers that they lack.
    private Vector256<double> _first;
    private Vector256<double> _second;

    /// <summary>The product of no numbers.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LogProduct Empty<T>() =>
        new() { _first = Vector256<double>.One, _second = typeof(T) == typeof(float) ? Vector256<double>.One : Vector256<double>.Zero };

    /// <summary>Multiplies each lane by a number, a normal and positive one.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Multiply<T>(Vector256<T> values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            _first *= Vector256.WidenLower(values.As<T, float>());
            _second *= Vector256.WidenUpper(values.As<T, float>());
        }
        else
        {
            Vector256<long> bits = Shifted(values.As<T, double>());
            _first *= Significand(bits);
            _second = (_second.AsInt64() + Power(bits)).AsDouble();
        }
    }

    /// <summary>Takes the powers of two out of the products.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="first">The powers of the first four lanes, to which they are added.</param>
    /// <param name="second">Of float32 those of the others.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Normalise<T>(ref Vector256<long> first, ref Vector256<long> second)
    {
        Vector256<long> bits = Shifted(_first);
        _first = Significand(bits);
        first += Power(bits);
        if (typeof(T) == typeof(float))
        {
            bits = Shifted(_second);
            _second = Significand(bits);
            second += Power(bits);
        }
        else
        {
            first += _second.AsInt64();
            _second = default;
        }
    }

    /// <summary>The product of all lanes of two, normalised, in an order that is the same on every machine.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static double Total<T>(LogProduct lower, LogProduct upper)
    {
        Vector256<double> four = lower._first * upper._first;
        four = typeof(T) == typeof(float) ? four * (lower._second * upper._second) : four;
        Vector128<double> two = four.GetLower() * four.GetUpper();
        return two.ToScalar() * two.GetElement(1);
    }

    /// <summary>Writes the lanes' products, normalised.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<T>(ref double destination)
    {
        _first.StoreUnsafe(ref destination);
        if (typeof(T) == typeof(float))
        {
            _second.StoreUnsafe(ref destination, (nuint)Vector256<double>.Count);
        }
    }

    /// <summary>Powers as numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Numbers(Vector256<long> integers) =>
        (integers + Vector256.Create(IntegerBits)).AsDouble() - Vector256.Create(Integer);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Shifted(Vector256<double> values) => values.AsInt64() + Vector256.Create(OneBits - LowestBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Significand(Vector256<long> shifted) =>
        ((shifted & Vector256.Create(SignificandBits)) + Vector256.Create(LowestBits)).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Power(Vector256<long> shifted) => Vector256.ShiftRightLogical(shifted, SignificandLength) - Vector256.Create(Bias);
}
