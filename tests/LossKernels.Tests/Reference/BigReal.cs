using System.Numerics;

namespace LossKernels.Tests.Reference;

/// <summary>
/// A real number as mantissa times 2^exponent, its mantissa cut to <see cref="Precision"/> bits after every operation:
/// the relative error of each is below 2^(1 - Precision) at any magnitude, so e^-2000 is as exact as 1.
/// </summary>
public readonly struct BigReal : IEquatable<BigReal>, IComparable<BigReal>
{
    /// <summary>The bits of a mantissa: six times those of a double.</summary>
    public const int Precision = 320;

    private readonly BigInteger _mantissa;
    private readonly long _exponent;

    /// <summary>mantissa times 2^exponent, cut to the precision.</summary>
    public BigReal(BigInteger mantissa, long exponent)
    {
        long excess = (long)BigInteger.Abs(mantissa).GetBitLength() - Precision;
        if (excess > 0)
        {
            mantissa >>= (int)excess;
            exponent += excess;
        }

        _mantissa = mantissa;
        _exponent = mantissa.IsZero ? 0 : exponent;
    }

    public static BigReal Zero => default;

    public static BigReal One => new(BigInteger.One, 0);

    public int Sign => _mantissa.Sign;

    /// <summary>The e of 2^e &lt;= |x| &lt; 2^(e+1); the smallest of all for zero.</summary>
    public long Magnitude => _mantissa.IsZero ? long.MinValue : _exponent + (long)BigInteger.Abs(_mantissa).GetBitLength() - 1;

    /// <summary>The very value of a finite double (or float, which widens exactly).</summary>
    public static implicit operator BigReal(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers have a value.");
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        int biased = (int)((bits >> 52) & 0x7ff);
        long fraction = bits & 0xfffffffffffff;
        long mantissa = biased == 0 ? fraction : fraction | (1L << 52);
        return new BigReal(bits < 0 ? -mantissa : mantissa, Math.Max(biased, 1) - 1075);
    }

    public static BigReal operator -(BigReal x) => new(-x._mantissa, x._exponent);

    public static BigReal operator +(BigReal a, BigReal b)
    {
        if (a.Sign == 0 || b.Sign == 0)
        {
            return a.Sign == 0 ? b : a;
        }

        // What lies below the last bit of the larger by more than the precision cannot matter, and aligning it could cost thousands of bits.
        if (Math.Abs(a.Magnitude - b.Magnitude) > 2 * Precision)
        {
            return a.Magnitude > b.Magnitude ? a : b;
        }

        long exponent = Math.Min(a._exponent, b._exponent);
        return new BigReal((a._mantissa << (int)(a._exponent - exponent)) + (b._mantissa << (int)(b._exponent - exponent)), exponent);
    }

    public static BigReal operator -(BigReal a, BigReal b) => a + -b;

    public static BigReal operator *(BigReal a, BigReal b) => new(a._mantissa * b._mantissa, a._exponent + b._exponent);

    public static BigReal operator /(BigReal a, BigReal b)
    {
        int shift = Precision + 64 + (int)Math.Max(0, (long)BigInteger.Abs(b._mantissa).GetBitLength() - (long)BigInteger.Abs(a._mantissa).GetBitLength());
        return new BigReal((a._mantissa << shift) / b._mantissa, a._exponent - shift - b._exponent);
    }

    public static bool operator <(BigReal a, BigReal b) => (a - b).Sign < 0;

    public static bool operator >(BigReal a, BigReal b) => (a - b).Sign > 0;

    public static bool operator <=(BigReal a, BigReal b) => (a - b).Sign <= 0;

    public static bool operator >=(BigReal a, BigReal b) => (a - b).Sign >= 0;

    public static bool operator ==(BigReal a, BigReal b) => (a - b).Sign == 0;

    public static bool operator !=(BigReal a, BigReal b) => (a - b).Sign != 0;

    public static BigReal Abs(BigReal x) => x.Sign < 0 ? -x : x;

    /// <summary>x times 2^power, exactly.</summary>
    public static BigReal Scale(BigReal x, long power) => new(x._mantissa, x._exponent + power);

    /// <summary>x as an integer number of 2^-bits, rounded down.</summary>
    public BigInteger ToFixed(int bits)
    {
        long shift = _exponent + bits;
        return shift >= 0 ? _mantissa << checked((int)shift) : _mantissa >> (int)Math.Min(-shift, int.MaxValue);
    }

    /// <summary>The nearest double, ties to even; infinite or subnormal where that is the nearest.</summary>
    public double ToDouble() => Round(52, -1022, 1023);

    /// <summary>The nearest float, rounded once, ties to even.</summary>
    public float ToSingle() => (float)Round(23, -126, 127);

    public int CompareTo(BigReal other) => (this - other).Sign;

    public bool Equals(BigReal other) => this == other;

    public override bool Equals(object? obj) => obj is BigReal other && this == other;

    public override int GetHashCode() => ToDouble().GetHashCode();

    public override string ToString() => ToDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private double Round(int fractionBits, int smallestExponent, int largestExponent)
    {
        if (_mantissa.IsZero)
        {
            return 0;
        }

        long unit = Math.Max(Magnitude, smallestExponent) - fractionBits;
        BigInteger twice = Scale(this, -unit + 1).TruncatedMagnitude(out bool cut);
        BigInteger units = twice >> 1;
        if (!twice.IsEven && (cut || !units.IsEven))
        {
            units++;
        }

        bool overflows = (long)units.GetBitLength() + unit - 1 > largestExponent;
        double magnitude = overflows ? double.PositiveInfinity : Math.ScaleB((double)(long)units, (int)unit);
        return Sign < 0 ? -magnitude : magnitude;
    }

    private BigInteger TruncatedMagnitude(out bool cut)
    {
        BigInteger magnitude = BigInteger.Abs(_mantissa);
        if (_exponent >= 0)
        {
            cut = false;
            return magnitude << checked((int)_exponent);
        }

        int shift = (int)Math.Min(-_exponent, Precision + 1);
        BigInteger whole = magnitude >> shift;
        cut = whole << shift != magnitude;
        return whole;
    }
}
