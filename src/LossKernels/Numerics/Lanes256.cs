using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LossKernels.Numerics;

/// <summary>Eight lanes of float32 or four of float64.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly struct Lanes256<T> : IHalvedLanes<Vector256<T>, T>
    where T : unmanaged
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    public static bool HasScale
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.VL.IsSupported;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Of(double value) =>
        typeof(T) == typeof(float) ? Vector256.Create((float)value).As<float, T>() : Vector256.Create(value).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> OfBits(long bits) =>
        typeof(T) == typeof(float) ? Vector256.Create((int)bits).As<int, T>() : Vector256.Create(bits).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(ref readonly T source, nint index) =>
        Vector256.LoadUnsafe(in source, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadWide<TSource>(ref readonly TSource source, nint index)
        where TSource : unmanaged => typeof(T) == typeof(double)
            ? Widened.Four(ref Unsafe.AsRef(in source), index).As<double, T>()
            : Vector256.LoadUnsafe(in source, (nuint)index).As<TSource, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Spread(ref readonly T source, nint index) =>
        Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in source), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<T> Even, Vector256<T> Odd) LoadPairs(ref readonly T source, nint index) =>
        Parted(Load(in source, index), Load(in source, index + Count));

    /// <summary>The lanes of two vectors in even places, and those in odd ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<T> Even, Vector256<T> Odd) Parted(Vector256<T> first, Vector256<T> second)
    {
        if (typeof(T) == typeof(float))
        {
            Vector256<int> evens = Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7);
            Vector256<float> low = Vector256.Shuffle(first.As<T, float>(), evens);
            Vector256<float> high = Vector256.Shuffle(second.As<T, float>(), evens);
            return (Vector256.Create(low.GetLower(), high.GetLower()).As<float, T>(), Vector256.Create(low.GetUpper(), high.GetUpper()).As<float, T>());
        }
        else
        {
            Vector256<long> evens = Vector256.Create(0L, 2, 1, 3);
            Vector256<double> low = Vector256.Shuffle(first.As<T, double>(), evens);
            Vector256<double> high = Vector256.Shuffle(second.As<T, double>(), evens);
            return (Vector256.Create(low.GetLower(), high.GetLower()).As<double, T>(), Vector256.Create(low.GetUpper(), high.GetUpper()).As<double, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadBits(ref readonly int source) =>
        typeof(T) == typeof(float)
            ? Vector256.LoadUnsafe(in source).As<int, T>()
            : Vector256.Create(Vector128.WidenLower(Vector128.LoadUnsafe(in source)), Vector128.WidenUpper(Vector128.LoadUnsafe(in source))).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<T> values, ref T destination, nint index) =>
        values.StoreUnsafe(ref destination, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs(Vector256<T> first, Vector256<T> second, ref T destination) =>
        Interleaved.Store(first, second, ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTriples(Vector256<T> first, Vector256<T> second, Vector256<T> third, ref T destination) =>
        Interleaved.Store(first, second, third, ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreColumns(Vector256<T> first, Vector256<T> second, Vector256<T> third, Vector256<T> fourth, ref T destination, nint stride) =>
        TurnedColumns.Store(first, second, third, fourth, ref destination, stride);

    public static bool StoresEight
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreColumns(
        Vector256<T> first, Vector256<T> second, Vector256<T> third, Vector256<T> fourth, Vector256<T> fifth, Vector256<T> sixth, Vector256<T> seventh, Vector256<T> eighth, ref T destination, nint stride)
    {
        StoreColumns(first, second, third, fourth, ref destination, stride);
        StoreColumns(fifth, sixth, seventh, eighth, ref Unsafe.Add(ref destination, 4), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(Vector256<T> values, ref double destination, nint index)
    {
        if (typeof(T) == typeof(float))
        {
            Vector256.WidenLower(values.As<T, float>()).StoreUnsafe(ref destination, (nuint)index);
            Vector256.WidenUpper(values.As<T, float>()).StoreUnsafe(ref destination, (nuint)(index + Vector256<double>.Count));
        }
        else
        {
            values.As<T, double>().StoreUnsafe(ref destination, (nuint)index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Lookup(Vector512<int> table, Vector256<T> indices) => Avx2.IsSupported
        ? Avx2.PermuteVar8x32(table.GetLower(), indices.As<T, int>()).As<int, T>()
        : Vector256.Shuffle(table.GetLower(), indices.As<T, int>() & Vector256.Create(7)).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(Vector256<T> a, Vector256<T> b) =>
        a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Subtract(Vector256<T> a, Vector256<T> b) =>
        a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Multiply(Vector256<T> a, Vector256<T> b) =>
        a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Divide(Vector256<T> a, Vector256<T> b) =>
        a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Fma(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>()
            : Vector256.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Min(Vector256<T> a, Vector256<T> b) =>
        Vector256.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Max(Vector256<T> a, Vector256<T> b) =>
        Vector256.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> And(Vector256<T> a, Vector256<T> b) =>
        a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AndNot(Vector256<T> a, Vector256<T> b) =>
        Vector256.AndNot(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Or(Vector256<T> a, Vector256<T> b) =>
        a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Select(Vector256<T> mask, Vector256<T> a, Vector256<T> b) =>
        Vector256.ConditionalSelect(mask, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Greater(Vector256<T> a, Vector256<T> b) =>
        Vector256.GreaterThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Equal(Vector256<T> a, Vector256<T> b) =>
        Vector256.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> EqualBits(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(float)
            ? Vector256.Equals(a.As<T, int>(), b.As<T, int>()).As<int, T>()
            : Vector256.Equals(a.As<T, long>(), b.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ClearEqualBits(Vector256<T> values, Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(float)
            ? Vector256.ConditionalSelect(Vector256.Equals(a.As<T, int>(), b.As<T, int>()), Vector256<int>.Zero, values.As<T, int>()).As<int, T>()
            : Vector256.ConditionalSelect(Vector256.Equals(a.As<T, long>(), b.As<T, long>()), Vector256<long>.Zero, values.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AddUnlessEqualBits(Vector256<T> sum, Vector256<T> addend, Vector256<T> a, Vector256<T> b) =>
        sum + ClearEqualBits(addend, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> SelectEqualBits(Vector256<T> a, Vector256<T> b, Vector256<T> values, Vector256<T> others) =>
        typeof(T) == typeof(float)
            ? Vector256.ConditionalSelect(Vector256.Equals(a.As<T, int>(), b.As<T, int>()), values.As<T, int>(), others.As<T, int>()).As<int, T>()
            : Vector256.ConditionalSelect(Vector256.Equals(a.As<T, long>(), b.As<T, long>()), values.As<T, long>(), others.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AddBits(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(float)
            ? (a.As<T, int>() + b.As<T, int>()).As<int, T>()
            : (a.As<T, long>() + b.As<T, long>()).As<long, T>();

    // Each sum with a comparison of its own: of one that is shared the JIT keeps the mask as a vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AddBitsAbove(Vector256<T> sum, Vector256<T> addend, Vector256<T> value, Vector256<T> limit) =>
        typeof(T) == typeof(float)
            ? Vector256.ConditionalSelect(
                Vector256.GreaterThan(value.As<T, int>(), limit.As<T, int>()), sum.As<T, int>() + addend.As<T, int>(), sum.As<T, int>()).As<int, T>()
            : Vector256.ConditionalSelect(
                Vector256.GreaterThan(value.As<T, long>(), limit.As<T, long>()), sum.As<T, long>() + addend.As<T, long>(), sum.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> SubtractBits(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(float)
            ? (a.As<T, int>() - b.As<T, int>()).As<int, T>()
            : (a.As<T, long>() - b.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MaxBits(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(float)
            ? Vector256.Max(a.As<T, uint>(), b.As<T, uint>()).As<uint, T>()
            : Vector256.Max(a.As<T, ulong>(), b.As<T, ulong>()).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ShiftLeft(Vector256<T> bits, int count) =>
        typeof(T) == typeof(float)
            ? Vector256.ShiftLeft(bits.As<T, int>(), count).As<int, T>()
            : Vector256.ShiftLeft(bits.As<T, long>(), count).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ShiftRight(Vector256<T> bits, int count) =>
        typeof(T) == typeof(float)
            ? Vector256.ShiftRightLogical(bits.As<T, int>(), count).As<int, T>()
            : Vector256.ShiftRightLogical(bits.As<T, long>(), count).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Vector256<T> bits) =>
        bits.As<T, int>() == Vector256<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Scale(Vector256<T> p, Vector256<T> n) =>
        typeof(T) == typeof(float)
            ? Avx512F.VL.Scale(p.As<T, float>(), n.As<T, float>()).As<float, T>()
            : Avx512F.VL.Scale(p.As<T, double>(), n.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Lower(Vector256<T> values) =>
        values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Upper(Vector256<T> values) =>
        Vector256<T>.Zero;

    /// <summary>The first eight lanes in double; of a vector that has fewer, all of them and zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideLower(Vector256<T> values)
    {
        if (typeof(T) != typeof(float))
        {
            return Vector512.Create(values.As<T, double>(), Vector256<double>.Zero);
        }

        return Vector512.IsHardwareAccelerated
            ? Vector512.WidenLower(values.As<T, float>().ToVector512Unsafe())
            : Vector512.Create(Vector256.WidenLower(values.As<T, float>()), Vector256.WidenUpper(values.As<T, float>()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> WidenLower(Vector256<T> values) =>
        Vector256.WidenLower(values.As<T, float>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> WidenUpper(Vector256<T> values) =>
        Vector256.WidenUpper(values.As<T, float>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePast(Vector256<T> values, T* destination) => values.StoreAlignedNonTemporal(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadHalf(ref readonly T source, nint index)
    {
        Vector128<float> half = Vector128.LoadUnsafe(in source, (nuint)index).As<T, float>();
        return (Avx.IsSupported ? Avx.ConvertToVector256Double(half) : Vector256.WidenLower(half.ToVector256())).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AddWide(Vector256<T> a, Vector256<T> b) =>
        (a.As<T, double>() + b.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> SubtractWide(Vector256<T> a, Vector256<T> b) =>
        (a.As<T, double>() - b.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> FmaWide(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        Vector256.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();
}
