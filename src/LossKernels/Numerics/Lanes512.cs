using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LossKernels.Numerics;

/// <summary>Sixteen lanes of float32 or eight of float64.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly struct Lanes512<T> : IHalvedLanes<Vector512<T>, T>
    where T : unmanaged
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    public static bool HasScale
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of(double value) =>
        typeof(T) == typeof(float) ? Vector512.Create((float)value).As<float, T>() : Vector512.Create(value).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> OfBits(long bits) =>
        typeof(T) == typeof(float) ? Vector512.Create((int)bits).As<int, T>() : Vector512.Create(bits).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(ref readonly T source, nint index) =>
        Vector512.LoadUnsafe(in source, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadWide<TSource>(ref readonly TSource source, nint index)
        where TSource : unmanaged => typeof(T) == typeof(double)
            ? Widened.Eight(ref Unsafe.AsRef(in source), index).As<double, T>()
            : Vector512.LoadUnsafe(in source, (nuint)index).As<TSource, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Spread(ref readonly T source, nint index) =>
        Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in source), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<T> Even, Vector512<T> Odd) LoadPairs(ref readonly T source, nint index)
    {
        Vector512<T> first = Load(in source, index);
        Vector512<T> second = Load(in source, index + Count);
        if (!Avx512F.IsSupported)
        {
            (Vector256<T> even, Vector256<T> odd) = Lanes256<T>.Parted(first.GetLower(), first.GetUpper());
            (Vector256<T> nextEven, Vector256<T> nextOdd) = Lanes256<T>.Parted(second.GetLower(), second.GetUpper());
            return (Vector512.Create(even, nextEven), Vector512.Create(odd, nextOdd));
        }

        if (typeof(T) == typeof(float))
        {
            Vector512<int> places = Vector512<int>.Indices * 2;
            return (
                Avx512F.PermuteVar16x32x2(first.As<T, float>(), places, second.As<T, float>()).As<float, T>(),
                Avx512F.PermuteVar16x32x2(first.As<T, float>(), places + Vector512<int>.One, second.As<T, float>()).As<float, T>());
        }
        else
        {
            Vector512<long> places = Vector512<long>.Indices * 2;
            return (
                Avx512F.PermuteVar8x64x2(first.As<T, double>(), places, second.As<T, double>()).As<double, T>(),
                Avx512F.PermuteVar8x64x2(first.As<T, double>(), places + Vector512<long>.One, second.As<T, double>()).As<double, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadBits(ref readonly int source) =>
        typeof(T) == typeof(float)
            ? Vector512.LoadUnsafe(in source).As<int, T>()
            : Avx512F.IsSupported
                ? Avx512F.ConvertToVector512Int64(Vector256.LoadUnsafe(in source)).As<long, T>()
                : Vector512.Create(Vector256.WidenLower(Vector256.LoadUnsafe(in source)), Vector256.WidenUpper(Vector256.LoadUnsafe(in source))).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> values, ref T destination, nint index) =>
        values.StoreUnsafe(ref destination, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs(Vector512<T> first, Vector512<T> second, ref T destination) =>
        Interleaved.Store(first, second, ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTriples(Vector512<T> first, Vector512<T> second, Vector512<T> third, ref T destination) =>
        Interleaved.Store(first, second, third, ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreColumns(Vector512<T> first, Vector512<T> second, Vector512<T> third, Vector512<T> fourth, ref T destination, nint stride) =>
        TurnedColumns.Store(first, second, third, fourth, ref destination, stride);

    public static bool StoresEight
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported && typeof(T) == typeof(float);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreColumns(
        Vector512<T> first, Vector512<T> second, Vector512<T> third, Vector512<T> fourth, Vector512<T> fifth, Vector512<T> sixth, Vector512<T> seventh, Vector512<T> eighth, ref T destination, nint stride)
    {
        if (StoresEight)
        {
            TurnedColumns.Store(
                first.As<T, float>(),
                second.As<T, float>(),
                third.As<T, float>(),
                fourth.As<T, float>(),
                fifth.As<T, float>(),
                sixth.As<T, float>(),
                seventh.As<T, float>(),
                eighth.As<T, float>(),
                ref Unsafe.As<T, float>(ref destination),
                stride);
        }
        else
        {
            StoreColumns(first, second, third, fourth, ref destination, stride);
            StoreColumns(fifth, sixth, seventh, eighth, ref Unsafe.Add(ref destination, 4), stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(Vector512<T> values, ref double destination, nint index)
    {
        if (typeof(T) == typeof(float))
        {
            Vector512.WidenLower(values.As<T, float>()).StoreUnsafe(ref destination, (nuint)index);
            Vector512.WidenUpper(values.As<T, float>()).StoreUnsafe(ref destination, (nuint)(index + Vector512<double>.Count));
        }
        else
        {
            values.As<T, double>().StoreUnsafe(ref destination, (nuint)index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Lookup(Vector512<int> table, Vector512<T> indices) => Avx512F.IsSupported
        ? Avx512F.PermuteVar16x32(table, indices.As<T, int>()).As<int, T>()
        : Vector512.Shuffle(table, indices.As<T, int>() & Vector512.Create(7)).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(Vector512<T> a, Vector512<T> b) =>
        a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Subtract(Vector512<T> a, Vector512<T> b) =>
        a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Multiply(Vector512<T> a, Vector512<T> b) =>
        a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Divide(Vector512<T> a, Vector512<T> b) =>
        a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Fma(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>()
            : Vector512.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Min(Vector512<T> a, Vector512<T> b) =>
        Vector512.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Max(Vector512<T> a, Vector512<T> b) =>
        Vector512.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> And(Vector512<T> a, Vector512<T> b) =>
        a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AndNot(Vector512<T> a, Vector512<T> b) =>
        Vector512.AndNot(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Or(Vector512<T> a, Vector512<T> b) =>
        a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Select(Vector512<T> mask, Vector512<T> a, Vector512<T> b) =>
        Vector512.ConditionalSelect(mask, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Greater(Vector512<T> a, Vector512<T> b) =>
        Vector512.GreaterThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Equal(Vector512<T> a, Vector512<T> b) =>
        Vector512.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> EqualBits(Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(float)
            ? Vector512.Equals(a.As<T, int>(), b.As<T, int>()).As<int, T>()
            : Vector512.Equals(a.As<T, long>(), b.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> ClearEqualBits(Vector512<T> values, Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(float)
            ? Vector512.ConditionalSelect(Vector512.Equals(a.As<T, int>(), b.As<T, int>()), Vector512<int>.Zero, values.As<T, int>()).As<int, T>()
            : Vector512.ConditionalSelect(Vector512.Equals(a.As<T, long>(), b.As<T, long>()), Vector512<long>.Zero, values.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AddUnlessEqualBits(Vector512<T> sum, Vector512<T> addend, Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(float)
            ? Vector512.ConditionalSelect(~Vector512.Equals(a.As<T, int>(), b.As<T, int>()).AsSingle(), sum.As<T, float>() + addend.As<T, float>(), sum.As<T, float>()).As<float, T>()
            : Vector512.ConditionalSelect(~Vector512.Equals(a.As<T, long>(), b.As<T, long>()).AsDouble(), sum.As<T, double>() + addend.As<T, double>(), sum.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> SelectEqualBits(Vector512<T> a, Vector512<T> b, Vector512<T> values, Vector512<T> others) =>
        typeof(T) == typeof(float)
            ? Vector512.ConditionalSelect(Vector512.Equals(a.As<T, int>(), b.As<T, int>()), values.As<T, int>(), others.As<T, int>()).As<int, T>()
            : Vector512.ConditionalSelect(Vector512.Equals(a.As<T, long>(), b.As<T, long>()), values.As<T, long>(), others.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AddBits(Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(float)
            ? (a.As<T, int>() + b.As<T, int>()).As<int, T>()
            : (a.As<T, long>() + b.As<T, long>()).As<long, T>();

    // Each sum with a comparison of its own: of one that is shared the JIT keeps the mask as a vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AddBitsAbove(Vector512<T> sum, Vector512<T> addend, Vector512<T> value, Vector512<T> limit) =>
        typeof(T) == typeof(float)
            ? Vector512.ConditionalSelect(
                Vector512.GreaterThan(value.As<T, int>(), limit.As<T, int>()), sum.As<T, int>() + addend.As<T, int>(), sum.As<T, int>()).As<int, T>()
            : Vector512.ConditionalSelect(
                Vector512.GreaterThan(value.As<T, long>(), limit.As<T, long>()), sum.As<T, long>() + addend.As<T, long>(), sum.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> SubtractBits(Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(float)
            ? (a.As<T, int>() - b.As<T, int>()).As<int, T>()
            : (a.As<T, long>() - b.As<T, long>()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MaxBits(Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(float)
            ? Vector512.Max(a.As<T, uint>(), b.As<T, uint>()).As<uint, T>()
            : Vector512.Max(a.As<T, ulong>(), b.As<T, ulong>()).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> ShiftLeft(Vector512<T> bits, int count) =>
        typeof(T) == typeof(float)
            ? Vector512.ShiftLeft(bits.As<T, int>(), count).As<int, T>()
            : Vector512.ShiftLeft(bits.As<T, long>(), count).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> ShiftRight(Vector512<T> bits, int count) =>
        typeof(T) == typeof(float)
            ? Vector512.ShiftRightLogical(bits.As<T, int>(), count).As<int, T>()
            : Vector512.ShiftRightLogical(bits.As<T, long>(), count).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Vector512<T> bits) =>
        bits.As<T, int>() == Vector512<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Scale(Vector512<T> p, Vector512<T> n) =>
        typeof(T) == typeof(float)
            ? Avx512F.Scale(p.As<T, float>(), n.As<T, float>()).As<float, T>()
            : Avx512F.Scale(p.As<T, double>(), n.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Lower(Vector512<T> values) =>
        values.GetLower();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Upper(Vector512<T> values) =>
        values.GetUpper();

    /// <summary>The first eight lanes in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WideLower(Vector512<T> values) =>
        typeof(T) == typeof(float) ? Vector512.WidenLower(values.As<T, float>()) : values.As<T, double>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> WidenLower(Vector512<T> values) =>
        Vector512.WidenLower(values.As<T, float>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> WidenUpper(Vector512<T> values) =>
        Vector512.WidenUpper(values.As<T, float>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePast(Vector512<T> values, T* destination) => values.StoreAlignedNonTemporal(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadHalf(ref readonly T source, nint index)
    {
        Vector256<float> half = Vector256.LoadUnsafe(in source, (nuint)index).As<T, float>();
        return (Avx512F.IsSupported ? Avx512F.ConvertToVector512Double(half) : Vector512.WidenLower(half.ToVector512())).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AddWide(Vector512<T> a, Vector512<T> b) =>
        (a.As<T, double>() + b.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> SubtractWide(Vector512<T> a, Vector512<T> b) =>
        (a.As<T, double>() - b.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> FmaWide(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        Vector512.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();
}
