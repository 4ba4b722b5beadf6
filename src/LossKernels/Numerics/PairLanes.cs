using System.Runtime.CompilerServices;

namespace LossKernels.Numerics;

/// <summary>
/// Two vectors as one of twice the lanes, every operation done on the one and then on the other: two chains of operations that do not wait
/// for each other, and every constant loaded once for both. A core looks about a hundred operations ahead, which is less than one logarithm:
/// of two in a row the second waits for the first.
/// </summary>
/// <typeparam name="TLanes">The operations on one of the two.</typeparam>
/// <typeparam name="TVector">One of the two.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal readonly struct PairLanes<TLanes, TVector, T> : ILanes<Pair<TVector>, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TLanes.Count;
    }

    public static bool HasScale
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.HasScale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Of(double value)
    {
        TVector all = TLanes.Of(value);
        Pair<TVector> result;
        result.Lower = all;
        result.Upper = all;
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> OfBits(long bits)
    {
        TVector all = TLanes.OfBits(bits);
        Pair<TVector> result;
        result.Lower = all;
        result.Upper = all;
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Load(ref readonly T source, nint index)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Load(in source, index);
        result.Upper = TLanes.Load(in source, index + TLanes.Count);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> LoadWide<TSource>(ref readonly TSource source, nint index)
        where TSource : unmanaged
    {
        Pair<TVector> result;
        result.Lower = TLanes.LoadWide(in source, index);
        result.Upper = TLanes.LoadWide(in source, index + TLanes.Count);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Spread(ref readonly T source, nint index)
    {
        TVector all = TLanes.Spread(in source, index);
        Pair<TVector> result;
        result.Lower = all;
        result.Upper = all;
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Pair<TVector> Even, Pair<TVector> Odd) LoadPairs(ref readonly T source, nint index)
    {
        Pair<TVector> even;
        Pair<TVector> odd;
        (even.Lower, odd.Lower) = TLanes.LoadPairs(in source, index);
        (even.Upper, odd.Upper) = TLanes.LoadPairs(in source, index + (2 * TLanes.Count));
        return (even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> LoadBits(ref readonly int source)
    {
        Pair<TVector> result;
        result.Lower = TLanes.LoadBits(in source);
        result.Upper = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in source), TLanes.Count));
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Pair<TVector> values, ref T destination, nint index)
    {
        TLanes.Store(values.Lower, ref destination, index);
        TLanes.Store(values.Upper, ref destination, index + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(Pair<TVector> values, ref double destination, nint index)
    {
        TLanes.StoreWide(values.Lower, ref destination, index);
        TLanes.StoreWide(values.Upper, ref destination, index + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Add(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Add(a.Lower, b.Lower);
        result.Upper = TLanes.Add(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Subtract(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Subtract(a.Lower, b.Lower);
        result.Upper = TLanes.Subtract(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Multiply(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Multiply(a.Lower, b.Lower);
        result.Upper = TLanes.Multiply(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Divide(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Divide(a.Lower, b.Lower);
        result.Upper = TLanes.Divide(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Fma(Pair<TVector> a, Pair<TVector> b, Pair<TVector> c)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Fma(a.Lower, b.Lower, c.Lower);
        result.Upper = TLanes.Fma(a.Upper, b.Upper, c.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Min(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Min(a.Lower, b.Lower);
        result.Upper = TLanes.Min(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Max(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Max(a.Lower, b.Lower);
        result.Upper = TLanes.Max(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> And(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.And(a.Lower, b.Lower);
        result.Upper = TLanes.And(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> AndNot(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.AndNot(a.Lower, b.Lower);
        result.Upper = TLanes.AndNot(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Or(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Or(a.Lower, b.Lower);
        result.Upper = TLanes.Or(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Select(Pair<TVector> mask, Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Select(mask.Lower, a.Lower, b.Lower);
        result.Upper = TLanes.Select(mask.Upper, a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Greater(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Greater(a.Lower, b.Lower);
        result.Upper = TLanes.Greater(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Equal(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Equal(a.Lower, b.Lower);
        result.Upper = TLanes.Equal(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> EqualBits(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.EqualBits(a.Lower, b.Lower);
        result.Upper = TLanes.EqualBits(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> ClearEqualBits(Pair<TVector> values, Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.ClearEqualBits(values.Lower, a.Lower, b.Lower);
        result.Upper = TLanes.ClearEqualBits(values.Upper, a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> SelectEqualBits(Pair<TVector> a, Pair<TVector> b, Pair<TVector> values, Pair<TVector> others)
    {
        Pair<TVector> result;
        result.Lower = TLanes.SelectEqualBits(a.Lower, b.Lower, values.Lower, others.Lower);
        result.Upper = TLanes.SelectEqualBits(a.Upper, b.Upper, values.Upper, others.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> AddBits(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.AddBits(a.Lower, b.Lower);
        result.Upper = TLanes.AddBits(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> AddBitsAbove(Pair<TVector> sum, Pair<TVector> addend, Pair<TVector> value, Pair<TVector> limit)
    {
        Pair<TVector> result;
        result.Lower = TLanes.AddBitsAbove(sum.Lower, addend.Lower, value.Lower, limit.Lower);
        result.Upper = TLanes.AddBitsAbove(sum.Upper, addend.Upper, value.Upper, limit.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> SubtractBits(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.SubtractBits(a.Lower, b.Lower);
        result.Upper = TLanes.SubtractBits(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> MaxBits(Pair<TVector> a, Pair<TVector> b)
    {
        Pair<TVector> result;
        result.Lower = TLanes.MaxBits(a.Lower, b.Lower);
        result.Upper = TLanes.MaxBits(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> ShiftLeft(Pair<TVector> bits, int count)
    {
        Pair<TVector> result;
        result.Lower = TLanes.ShiftLeft(bits.Lower, count);
        result.Upper = TLanes.ShiftLeft(bits.Upper, count);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> ShiftRight(Pair<TVector> bits, int count)
    {
        Pair<TVector> result;
        result.Lower = TLanes.ShiftRight(bits.Lower, count);
        result.Upper = TLanes.ShiftRight(bits.Upper, count);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Pair<TVector> bits) => TLanes.IsZero(TLanes.Or(bits.Lower, bits.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector> Scale(Pair<TVector> p, Pair<TVector> n)
    {
        Pair<TVector> result;
        result.Lower = TLanes.Scale(p.Lower, n.Lower);
        result.Upper = TLanes.Scale(p.Upper, n.Upper);
        return result;
    }
}
