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
internal readonly struct PairLanes<T> : ILanes<Pair<Vector256<T>>, T>
    where T : unmanaged
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * Vector256<T>.Count;
    }

    public static bool HasScale
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Lanes256<T>.HasScale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Of(double value)
    {
        Vector256<T> all = Lanes256<T>.Of(value);
        Pair<Vector256<T>> result;
        result.Lower = all;
        result.Upper = all;
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> OfBits(long bits)
    {
        Vector256<T> all = Lanes256<T>.OfBits(bits);
        Pair<Vector256<T>> result;
        result.Lower = all;
        result.Upper = all;
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Load(ref readonly T source, nint index)
    {
        Pair<Vector256<T>> result;
        result.Lower = Vector256.LoadUnsafe(in source, (nuint)index);
        result.Upper = Vector256.LoadUnsafe(in source, (nuint)(index + Vector256<T>.Count));
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
        values.Lower.StoreUnsafe(ref destination, (nuint)index);
        values.Upper.StoreUnsafe(ref destination, (nuint)(index + Vector256<T>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Add(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = a.Lower + b.Lower;
        result.Upper = a.Upper + b.Upper;
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Subtract(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = a.Lower - b.Lower;
        result.Upper = a.Upper - b.Upper;
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Multiply(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = a.Lower * b.Lower;
        result.Upper = a.Upper * b.Upper;
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Divide(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = a.Lower / b.Lower;
        result.Upper = a.Upper / b.Upper;
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Fma(Pair<Vector256<T>> a, Pair<Vector256<T>> b, Pair<Vector256<T>> c)
    {
        Pair<Vector256<T>> result;
        if (typeof(T) == typeof(float))
        {
            result.Lower = Vector256.FusedMultiplyAdd(a.Lower.As<T, float>(), b.Lower.As<T, float>(), c.Lower.As<T, float>()).As<float, T>();
            result.Upper = Vector256.FusedMultiplyAdd(a.Upper.As<T, float>(), b.Upper.As<T, float>(), c.Upper.As<T, float>()).As<float, T>();
        }
        else
        {
            result.Lower = Vector256.FusedMultiplyAdd(a.Lower.As<T, double>(), b.Lower.As<T, double>(), c.Lower.As<T, double>()).As<double, T>();
            result.Upper = Vector256.FusedMultiplyAdd(a.Upper.As<T, double>(), b.Upper.As<T, double>(), c.Upper.As<T, double>()).As<double, T>();
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Min(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Vector256.MinNative(a.Lower, b.Lower);
        result.Upper = Vector256.MinNative(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Max(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Vector256.MaxNative(a.Lower, b.Lower);
        result.Upper = Vector256.MaxNative(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> And(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = a.Lower & b.Lower;
        result.Upper = a.Upper & b.Upper;
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> AndNot(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Vector256.AndNot(a.Lower, b.Lower);
        result.Upper = Vector256.AndNot(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Or(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = a.Lower | b.Lower;
        result.Upper = a.Upper | b.Upper;
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Select(Pair<Vector256<T>> mask, Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Vector256.ConditionalSelect(mask.Lower, a.Lower, b.Lower);
        result.Upper = Vector256.ConditionalSelect(mask.Upper, a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Greater(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Vector256.GreaterThan(a.Lower, b.Lower);
        result.Upper = Vector256.GreaterThan(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> Equal(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        result.Lower = Vector256.Equals(a.Lower, b.Lower);
        result.Upper = Vector256.Equals(a.Upper, b.Upper);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> EqualBits(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        if (typeof(T) == typeof(float))
        {
            result.Lower = Vector256.Equals(a.Lower.As<T, int>(), b.Lower.As<T, int>()).As<int, T>();
            result.Upper = Vector256.Equals(a.Upper.As<T, int>(), b.Upper.As<T, int>()).As<int, T>();
        }
        else
        {
            result.Lower = Vector256.Equals(a.Lower.As<T, long>(), b.Lower.As<T, long>()).As<long, T>();
            result.Upper = Vector256.Equals(a.Upper.As<T, long>(), b.Upper.As<T, long>()).As<long, T>();
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> AddBits(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        if (typeof(T) == typeof(float))
        {
            result.Lower = (a.Lower.As<T, int>() + b.Lower.As<T, int>()).As<int, T>();
            result.Upper = (a.Upper.As<T, int>() + b.Upper.As<T, int>()).As<int, T>();
        }
        else
        {
            result.Lower = (a.Lower.As<T, long>() + b.Lower.As<T, long>()).As<long, T>();
            result.Upper = (a.Upper.As<T, long>() + b.Upper.As<T, long>()).As<long, T>();
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> SubtractBits(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        if (typeof(T) == typeof(float))
        {
            result.Lower = (a.Lower.As<T, int>() - b.Lower.As<T, int>()).As<int, T>();
            result.Upper = (a.Upper.As<T, int>() - b.Upper.As<T, int>()).As<int, T>();
        }
        else
        {
            result.Lower = (a.Lower.As<T, long>() - b.Lower.As<T, long>()).As<long, T>();
            result.Upper = (a.Upper.As<T, long>() - b.Upper.As<T, long>()).As<long, T>();
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> MaxBits(Pair<Vector256<T>> a, Pair<Vector256<T>> b)
    {
        Pair<Vector256<T>> result;
        if (typeof(T) == typeof(float))
        {
            result.Lower = Vector256.Max(a.Lower.As<T, uint>(), b.Lower.As<T, uint>()).As<uint, T>();
            result.Upper = Vector256.Max(a.Upper.As<T, uint>(), b.Upper.As<T, uint>()).As<uint, T>();
        }
        else
        {
            result.Lower = Vector256.Max(a.Lower.As<T, ulong>(), b.Lower.As<T, ulong>()).As<ulong, T>();
            result.Upper = Vector256.Max(a.Upper.As<T, ulong>(), b.Upper.As<T, ulong>()).As<ulong, T>();
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> ShiftLeft(Pair<Vector256<T>> bits, int count)
    {
        Pair<Vector256<T>> result;
        if (typeof(T) == typeof(float))
        {
            result.Lower = Vector256.ShiftLeft(bits.Lower.As<T, int>(), count).As<int, T>();
            result.Upper = Vector256.ShiftLeft(bits.Upper.As<T, int>(), count).As<int, T>();
        }
        else
        {
            result.Lower = Vector256.ShiftLeft(bits.Lower.As<T, long>(), count).As<long, T>();
            result.Upper = Vector256.ShiftLeft(bits.Upper.As<T, long>(), count).As<long, T>();
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<T>> ShiftRight(Pair<Vector256<T>> bits, int count)
    {
        Pair<Vector256<T>> result;
        if (typeof(T) == typeof(float))
        {
            result.Lower = Vector256.ShiftRightLogical(bits.Lower.As<T, int>(), count).As<int, T>();
            result.Upper = Vector256.ShiftRightLogical(bits.Upper.As<T, int>(), count).As<int, T>();
        }
        else
        {
            result.Lower = Vector256.ShiftRightLogical(bits.Lower.As<T, long>(), count).As<long, T>();
            result.Upper = Vector256.ShiftRightLogical(bits.Upper.As<T, long>(), count).As<long, T>();
        }

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
