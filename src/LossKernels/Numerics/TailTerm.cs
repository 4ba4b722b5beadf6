using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>
/// e^(x - pivot), the term of a softmax sum, over e^rest 2^-24 (2^-53 of float64), where rest, at most half of ln 2, is the same for all that share
/// a pivot: so no difference is taken, and none of its digits is lost. The term is at most 1.55 x 2^-24 (1.7 x 2^-53) of it off, at any gap.
/// </summary>
/// <remarks>
/// With L = 1 / ln 2 and the integer k next to pivot L, e^(x - pivot) = 2^(x L - k) e^rest, rest = k ln 2 - pivot: the first factor is the part of each
/// term, the second of the sum. x L = n + f with an integer n, 2^f = 1 + f P(f). A pivot far from zero is first taken from x,
/// which is exact for all x that then count.
/// The power of two keeps the smallest terms out of the subnormal numbers, so that a sum of them loses nothing. What is too small for it adds less than
/// it is, or 0, and what is too large infinity.
/// Of float32, n is a number of eighths, and 2^n is looked up: a power of two with one of eight significands, rounded by 2^-24.9 of them at most.
/// P is the minimax fit of (2^f - 1) / f in the relative error of 2^f, by Remez' exchange in 240-bit arithmetic: of float32 over |f| at most 0.503 / 8,
/// its coefficients rounded, 2^-30.7 off; of float64 over |f| at most 0.5015, its coefficients rounded and then moved by single ulp, 2^-56.5 off.
/// </remarks>
internal readonly struct TailTerm<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly TVector _base;
    private readonly TVector _lowest;
    private readonly TVector _highest;
    private readonly TVector _round;

    // Whether there is a base to subtract, which is rare: a branch that is foreseen costs less than a subtraction that every term waits for.
    private readonly bool _isFar;

    /// <summary>The terms of a pivot, in every lane its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TailTerm(TVector pivot)
        : this(Split(pivot))
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TailTerm((TVector Base, TVector Exponent) pivot)
    {
        _base = pivot.Base;
        _isFar = !TLanes.IsZero(_base);
        if (typeof(T) == typeof(float))
        {
            _lowest = TLanes.Multiply(TLanes.Subtract(pivot.Exponent, TLanes.Of(127 + 24)), TLanes.Of(0.6931472f));
            _highest = TLanes.Multiply(TLanes.Add(pivot.Exponent, TLanes.Of(128 - 24 + TailTerm.BeyondSingle)), TLanes.Of(0.6931472f));
            _round = TLanes.Fma(pivot.Exponent, TLanes.Of(-TailTerm.PartsSingle), TLanes.Of(TailTerm.BiasedRoundSingle));
        }
        else
        {
            _lowest = TLanes.Multiply(TLanes.Subtract(pivot.Exponent, TLanes.Of(1023 + 53)), TLanes.Of(0.6931471805599453));
            _highest = TLanes.Multiply(TLanes.Add(pivot.Exponent, TLanes.Of(1024 - 53)), TLanes.Of(0.6931471805599453));
            _round = TLanes.Subtract(TLanes.Of(TailTerm.BiasedRoundDouble), pivot.Exponent);
        }
    }

    private TailTerm(TVector far, TVector lowest, TVector highest, TVector round)
    {
        _base = far;
        _isFar = !TLanes.IsZero(far);
        _lowest = lowest;
        _highest = highest;
        _round = round;
    }

    /// <summary>The terms of as many pivots as a vector has lanes, from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TailTerm<TLanes, TVector, T> Load(ref readonly T table, nint index) => new(
        TLanes.Load(in table, index),
        TLanes.Load(in table, index + TailTerm.TableStride),
        TLanes.Load(in table, index + (2 * TailTerm.TableStride)),
        TLanes.Load(in table, index + (3 * TailTerm.TableStride)));

    /// <summary>The terms of one pivot in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TailTerm<TLanes, TVector, T> Spread(ref readonly T table, nint index)
    {
        ref readonly T entry = ref Unsafe.Add(ref Unsafe.AsRef(in table), index);
        return new(
            TLanes.Spread(in entry, 0),
            TLanes.Spread(in entry, TailTerm.TableStride),
            TLanes.Spread(in entry, 2 * TailTerm.TableStride),
            TLanes.Spread(in entry, 3 * TailTerm.TableStride));
    }

    /// <summary>Writes the terms of pivots where they are loaded from.</summary>
    /// <param name="pivots">The pivots, with room for as many as a table has.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="table">A table.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Tabulate(ReadOnlySpan<T> pivots, int count, Span<T> table)
    {
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TailTerm<TLanes, TVector, T> term = new(TLanes.Load(in pivots[0], i));
            TLanes.Store(term._base, ref table[0], i);
            TLanes.Store(term._lowest, ref table[0], i + TailTerm.TableStride);
            TLanes.Store(term._highest, ref table[0], i + (2 * TailTerm.TableStride));
            TLanes.Store(term._round, ref table[0], i + (3 * TailTerm.TableStride));
        }
    }

    /// <summary>The term of some values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of(TVector x)
    {
        (TVector power, TVector share) = Parts(x);
        return TLanes.Fma(power, share, power);
    }

    /// <summary>
    /// The term of some values as a number that is exact, but for the significand that is looked up, and a share of it that is to be added: sums of each, the one and the
    /// product with the other, are rounded less often than sums of terms.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Power, TVector Share) Parts(TVector x)
    {
        if (_isFar)
        {
            x = TLanes.Subtract(x, _base);
        }

        x = TLanes.Min(_highest, TLanes.Max(_lowest, x));
        return typeof(T) == typeof(float) ? PartsOfSingle(x) : PartsOfDouble(x);
    }

    // The integer's last three bits choose a significand, the others make the power of two. At the lower bound their sum is zero; at the upper one infinity,
    // by which f, positive there, is then multiplied.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TVector Power, TVector Share) PartsOfSingle(TVector x)
    {
        TVector rounded = TLanes.Fma(x, TLanes.Of(TailTerm.PartsLogTwoSingle), _round);
        TVector f = TLanes.Fma(x, TLanes.Of(TailTerm.PartsLogTwoSingle), TLanes.Subtract(_round, rounded));
        f = TLanes.Fma(x, TLanes.Of(TailTerm.PartsLogTwoRestSingle), f);
        TVector p = TLanes.Fma(TLanes.Of(2.348741847198147e-06f), f, TLanes.Of(0.00010841952149006767f));
        p = TLanes.Fma(p, f, TLanes.Of(0.0037535391107110716f));
        p = TLanes.Fma(p, f, TLanes.Of(0.0866433967317314f));
        TVector power = TLanes.AddBits(TLanes.Lookup(TailTerm.Significands, rounded), TLanes.ShiftLeft(rounded, 20));
        return (power, TLanes.Multiply(p, f));
    }

    // Between the bounds the low bits of the rounded number, moved up, are the power of two: all zeros at the lower one, infinity's at the upper.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TVector Power, TVector Share) PartsOfDouble(TVector x)
    {
        TVector rounded = TLanes.Fma(x, TLanes.Of(TailTerm.LogTwoDouble), _round);
        TVector f = TLanes.Fma(x, TLanes.Of(TailTerm.LogTwoDouble), TLanes.Subtract(_round, rounded));
        f = TLanes.Fma(x, TLanes.Of(2.0355273740931033e-17), f);
        TVector square = TLanes.Multiply(f, f);
        TVector p = TLanes.Fma(TLanes.Of(4.4347055037007367e-10), f, TLanes.Of(7.073896238166843e-09));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(1.0178200945955328e-07), f, TLanes.Of(1.3215434664266116e-06)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(1.5252733487483798e-05), f, TLanes.Of(0.00015403530458261595)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(0.001333355814678301), f, TLanes.Of(0.009618129107593461)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(0.05550410866482026), f, TLanes.Of(0.2402265069591013)));
        p = TLanes.Fma(p, f, TLanes.Of(0.6931471805599453));
        return (TLanes.ShiftLeft(rounded, 52), TLanes.Multiply(p, f));
    }

    /// <summary>
    /// The factor of the terms of pivots as the sum of two numbers, at most 2^-26 (2^-55) of it off: the first is e^rest, rounded.
    /// NaN where a pivot is infinite or NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector High, TVector Low) Factor(TVector pivot)
    {
        TVector near = TLanes.Subtract(pivot, _base);
        TVector k = typeof(T) == typeof(float)
            ? TLanes.Multiply(TLanes.Subtract(TLanes.Of(TailTerm.BiasedRoundSingle), _round), TLanes.Of(1d / TailTerm.PartsSingle))
            : TLanes.Subtract(TLanes.Of(TailTerm.BiasedRoundDouble), _round);
        TVector unit = TLanes.Of(typeof(T) == typeof(float) ? TailTerm.UnitSingle : TailTerm.UnitDouble);
        (TVector high, TVector low) = typeof(T) == typeof(float)
            ? VectorMath.ExpOfReducedInPieces<TLanes, TVector, T>(TLanes.Fma(k, TLanes.Of(0.6931472f), TLanes.Subtract(TLanes.Of(0), near)), TLanes.Multiply(k, TLanes.Of(-1.9046542121259336e-09f)))
            : VectorMath.ExpOfReducedInPieces<TLanes, TVector, T>(TLanes.Subtract(TLanes.Multiply(k, TLanes.Of(TailTerm.LnTwoHigh)), near), TLanes.Multiply(k, TLanes.Of(TailTerm.LnTwoLow)));
        TVector sum = TLanes.Add(high, low);
        return (TLanes.Multiply(sum, unit), TLanes.Multiply(TLanes.Add(TLanes.Subtract(high, sum), low), unit));
    }

    /// <summary>What is taken from every x, and the integer k of what then is left of the pivot; NaN where the pivot is infinite or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Base, TVector Exponent) Split(TVector pivot)
    {
        TVector isNear = TLanes.And(
            TLanes.Greater(TLanes.Of(TailTerm.Farthest), pivot), TLanes.Greater(pivot, TLanes.Of(-TailTerm.Farthest)));
        TVector far = TLanes.AndNot(pivot, isNear);
        TVector near = TLanes.Subtract(pivot, far);
        TVector round = TLanes.Of(typeof(T) == typeof(float) ? TailTerm.RoundSingle : TailTerm.RoundDouble);
        TVector scale = TLanes.Of(typeof(T) == typeof(float) ? TailTerm.LogTwoSingle : TailTerm.LogTwoDouble);
        return (far, TLanes.Subtract(TLanes.Fma(near, scale, round), round));
    }
}

/// <summary>What the terms of all pivots share, and the factor e^rest of their sums.</summary>
internal static class TailTerm
{
    /// <summary>A pivot farther from zero is taken from its row first: x / ln 2 of such numbers has no place in the constants' digits.</summary>
    public const double Farthest = 65536;

    /// <summary>The pivots of a table; a multiple of the lanes of any vector.</summary>
    public const int TableLength = 256;

    /// <summary>The pivots whose factors are computed at a time.</summary>
    public const int Step = 8;

    /// <summary>The numbers of a table.</summary>
    public const int TableSize = 4 * TableStride;

    // Its four rows do not lie a power of two apart, where a core would take a load of one for a load of another.
    internal const int TableStride = TableLength + 16;

    // 1.5 times 2^23 (2^52): a number of small magnitude added to it is rounded to an integer, which then stands in the low bits of the sum.
    internal const double RoundSingle = 12582912;
    internal const double RoundDouble = 6755399441055744;

    // The same, plus the power of two that keeps the terms out of the subnormal numbers, and the exponent's bias; that of float32 stands in its significands.
    internal const double BiasedRoundSingle = RoundSingle + (PartsSingle * 24);
    internal const double BiasedRoundDouble = RoundDouble + 1023 + 53;

    // The parts of an octave of which float32 looks up the significands.
    internal const int PartsSingle = 8;

    // Where the upper bound lies beyond infinity's power of two, in octaves: far enough for the part that is left to be positive, not for the next eighth.
    internal const double BeyondSingle = 0.03;

    // 1 / ln 2, and that of parts of an octave in two pieces.
    internal const float LogTwoSingle = 1.442695f;
    internal const float PartsLogTwoSingle = PartsSingle * LogTwoSingle;
    internal const float PartsLogTwoRestSingle = PartsSingle * 1.925963e-08f;
    internal const double LogTwoDouble = 1.4426950408889634;

    // ln 2 in two pieces, the first of so few bits that its product with any k is exact.
    internal const double LnTwoHigh = 0.6931471805437468;
    internal const double LnTwoLow = 1.619851018665656e-11;

    internal const double UnitSingle = 1d / (1 << 24);
    internal const double UnitDouble = 1d / (1L << 53);

    // The bits of 2^(i/8) as float32, less i at their bit 20: there the integer of eighths has its last three bits when its others stand at the exponent.
    internal static Vector512<int> Significands
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
            0x3F800000, 0x3F7B95C2, 0x3F7837F0, 0x3F75FED7, 0x3F7504F3, 0x3F75672A, 0x3F7744FD, 0x3F7AC0C7,
            0x3F800000, 0x3F7B95C2, 0x3F7837F0, 0x3F75FED7, 0x3F7504F3, 0x3F75672A, 0x3F7744FD, 0x3F7AC0C7);
    }

    /// <summary>Up to this tail the terms of derivatives are far from both ends of the data type: none overflows, and none is too small to keep its digits.</summary>
    public static double LargestTail<T>() => typeof(T) == typeof(float) ? Math.ScaleB(1, 64) : Math.ScaleB(1, 512);

    /// <summary>Writes what sums of terms lack, e^rest and their power of two: by this they are to be multiplied.</summary>
    /// <param name="pivots">The pivots of the sums; their number a multiple of eight.</param>
    /// <param name="factors">As many factors; NaN where a pivot is infinite or NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Factors<T>(ReadOnlySpan<T> pivots, Span<double> factors)
        where T : unmanaged
    {
        ref T first = ref MemoryMarshal.GetReference(pivots);
        ref double result = ref MemoryMarshal.GetReference(factors[..pivots.Length]);
        for (nint i = 0; i < pivots.Length; i += Step)
        {
            Factor(in Unsafe.Add(ref first, i)).StoreUnsafe(ref result, (nuint)i);
        }
    }

    /// <summary>The same of pivots that are tabulated, in fewer steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Factors<T>(ReadOnlySpan<T> pivots, ReadOnlySpan<T> table, Span<double> factors)
        where T : unmanaged
    {
        ref T first = ref MemoryMarshal.GetReference(pivots);
        ref T entries = ref MemoryMarshal.GetReference(table[..TableSize]);
        ref double result = ref MemoryMarshal.GetReference(factors[..pivots.Length]);
        for (nint i = 0; i < pivots.Length; i += Step)
        {
            Factor(in Unsafe.Add(ref first, i), in Unsafe.Add(ref entries, i)).StoreUnsafe(ref result, (nuint)i);
        }
    }

    /// <summary>Multiplies sums of terms by their factors.</summary>
    /// <param name="pivots">The pivots of the sums.</param>
    /// <param name="table">The table of the pivots.</param>
    /// <param name="sums">As many sums, their number a multiple of eight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Complete<T>(ReadOnlySpan<T> pivots, ReadOnlySpan<T> table, Span<double> sums)
        where T : unmanaged
    {
        ref T first = ref MemoryMarshal.GetReference(pivots[..sums.Length]);
        ref T entries = ref MemoryMarshal.GetReference(table[..TableSize]);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        for (nint i = 0; i < sums.Length; i += Step)
        {
            (Vector512.LoadUnsafe(ref sum, (nuint)i) * Factor(in Unsafe.Add(ref first, i), in Unsafe.Add(ref entries, i))).StoreUnsafe(ref sum, (nuint)i);
        }
    }

    // The factors of eight pivots.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Factor<T>(ref readonly T pivots)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Vector256<T> pivot = Vector256.LoadUnsafe(in pivots);
            (Vector256<T> far, Vector256<T> k) = TailTerm<Lanes256<T>, Vector256<T>, T>.Split(pivot);
            return FactorSingle(Lanes256<T>.WideLower(pivot - far), Lanes256<T>.WideLower(k));
        }
        else
        {
            Vector512<T> pivot = Vector512.LoadUnsafe(in pivots);
            (Vector512<T> far, Vector512<T> k) = TailTerm<Lanes512<T>, Vector512<T>, T>.Split(pivot);
            return FactorDouble(Lanes512<T>.WideLower(pivot - far), Lanes512<T>.WideLower(k));
        }
    }

    // The same, of which base and rounding constant stand in a table.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Factor<T>(ref readonly T pivots, ref readonly T entries)
        where T : unmanaged
    {
        ref T round = ref Unsafe.Add(ref Unsafe.AsRef(in entries), 3 * TableStride);
        if (typeof(T) == typeof(float))
        {
            Vector256<T> k = (Lanes256<T>.Of(BiasedRoundSingle) - Vector256.LoadUnsafe(ref round)) * Lanes256<T>.Of(1d / PartsSingle);
            return FactorSingle(Lanes256<T>.WideLower(Vector256.LoadUnsafe(in pivots) - Vector256.LoadUnsafe(in entries)), Lanes256<T>.WideLower(k));
        }
        else
        {
            Vector512<T> k = Lanes512<T>.Of(BiasedRoundDouble) - Vector512.LoadUnsafe(ref round);
            return FactorDouble(Lanes512<T>.WideLower(Vector512.LoadUnsafe(in pivots) - Vector512.LoadUnsafe(in entries)), Lanes512<T>.WideLower(k));
        }
    }

    // As exact as sums of terms that were rounded to 24 bits need it: 2^-38. P is the minimax fit of (e^r - 1 - r) / r^2 in the relative error of e^r, by
    // Remez' exchange in 200-bit arithmetic, 2^-39.6 off.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> FactorSingle(Vector512<double> near, Vector512<double> k)
    {
        Vector512<double> rest = Vector512.FusedMultiplyAdd(k, Vector512.Create(LogProduct.LnTwo), -near);
        Vector512<double> square = rest * rest;
        Vector512<double> even = Vector512.FusedMultiplyAdd(Vector512.Create(2.4708270879744255e-05), square, Vector512.Create(0.001388919725151058));
        Vector512<double> odd = Vector512.FusedMultiplyAdd(Vector512.Create(0.0001990895242558933), square, Vector512.Create(0.00833328178757674));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.04166666440373694));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.16666666784512063));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.5000000000427148));
        return Completed(Vector512.FusedMultiplyAdd(odd, rest, even), rest, UnitSingle);
    }

    // The first product and the difference are exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> FactorDouble(Vector512<double> near, Vector512<double> k)
    {
        Vector512<double> rest = Vector512.FusedMultiplyAdd(k, Vector512.Create(LnTwoLow), (k * LnTwoHigh) - near);
        return Completed(VectorMath.ExpTailDouble<Lanes512<double>, Vector512<double>, double>(rest, rest * rest), rest, UnitDouble);
    }

    // e^rest times the unit, from (e^rest - 1 - rest) / rest^2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Completed(Vector512<double> tail, Vector512<double> rest, double unit)
    {
        Vector512<double> units = Vector512.Create(unit);
        return Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(tail, rest, Vector512<double>.One), rest * units, units);
    }
}
