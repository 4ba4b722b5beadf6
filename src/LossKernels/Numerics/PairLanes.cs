using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>Two vectors that are computed side by side.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal struct Pair<TVector>
    where TVector : struct
{
    public TVector Lower;
    public TVector Upper;
}

/// <summary>
/// 512 bits of lanes as two vectors of 256, every operation done on the one and then on the other: two chains of operations that do not wait
/// for each other, and every constant loaded once for both. One whole vector after the other takes up to half as long again (measured with AVX2).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly struct PairLanes<T> : IWideLanes<Pair<Vector256<T>>, T>
    where T : unmanaged
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * Lanes256<T>.Count;
    }

    public static bool HasScale
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Lanes256<T>.HasScale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Of(double value)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Of(value);
        result.Upper = Lanes256<T>.Of(value);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> OfBits(long bits)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.OfBits(bits);
        result.Upper = Lanes256<T>.OfBits(bits);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Load(ref readonly T source, nint index)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Load(in source, index);
        result.Upper = Lanes256<T>.Load(in source, index + Lanes256<T>.Count);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> LoadBits(ref readonly int source)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.LoadBits(in source);
        result.Upper = Lanes256<T>.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in source), Lanes256<T>.Count));
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Pair<Vector256<T>> values, ref T destination, nint index)
    {
        Lanes256<T>.Store(values.Lower, ref destination, index);
        Lanes256<T>.Store(values.Upper, ref destination, index + Lanes256<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Add(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Add(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.Add(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Subtract(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Subtract(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.Subtract(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Multiply(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Multiply(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.Multiply(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Divide(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Divide(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.Divide(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Fma(Pair<Vector256<T>> a, Pair<Vector256<T>> b, Pair<Vector256<T>> c)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Fma(a.Lower, b.Lower, c.Lower);
        result.Upper = Lanes256<T>.Fma(a.Upper, b.Upper, c.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Min(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Min(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.Min(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Max(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Max(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.Max(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> And(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.And(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.And(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> AndNot(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.AndNot(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.AndNot(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Or(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Or(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.Or(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Select(Pair<Vector256<T>> mask, Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Select(mask.Lower, a.Lower, b.Lower);
        result.Upper = Lanes256<T>.Select(mask.Upper, a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Greater(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Greater(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.Greater(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Equal(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Equal(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.Equal(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> EqualBits(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.EqualBits(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.EqualBits(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> AddBits(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.AddBits(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.AddBits(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> SubtractBits(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.SubtractBits(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.SubtractBits(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> MaxBits(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.MaxBits(a.Lower, b.Lower);
        result.Upper = Lanes256<T>.MaxBits(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> ShiftLeft(Pair<Vector256<T>> bits, int count)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.ShiftLeft(bits.Lower, count);
        result.Upper = Lanes256<T>.ShiftLeft(bits.Upper, count);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> ShiftRight(Pair<Vector256<T>> bits, int count)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.ShiftRight(bits.Lower, count);
        result.Upper = Lanes256<T>.ShiftRight(bits.Upper, count);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Pair<Vector256<T>> bits) =>
        Lanes256<T>.IsZero(bits.Lower | bits.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Scale(Pair<Vector256<T>> p, Pair<Vector256<T>> n)
    {
        Pair<Vector256<T>> result;
        result.Lower = Lanes256<T>.Scale(p.Lower, n.Lower);
        result.Upper = Lanes256<T>.Scale(p.Upper, n.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Lower(Pair<Vector256<T>> values) =>
        values.Lower;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Upper(Pair<Vector256<T>> values) =>
        values.Upper;
}
