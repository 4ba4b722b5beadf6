using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>Makes one number of the lanes of 512 bits, in an order that is the same on every machine.</summary>
internal static class StepLanes
{
    /// <summary>What is largest as an integer, so that a NaN and a negative number stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Largest<T>(ref readonly T lanes)
        where T : unmanaged
    {
        Vector256<T> half = Larger(Vector256.LoadUnsafe(in lanes), Vector256.LoadUnsafe(in lanes, (nuint)Vector256<T>.Count));
        Vector256<T> quarter = Larger(half, half.GetUpper().ToVector256Unsafe());
        quarter = Larger(quarter, Swapped(quarter.GetLower()).ToVector256Unsafe());
        return typeof(T) == typeof(float) ? Larger(quarter, Neighbours(quarter.GetLower()).ToVector256Unsafe()).ToScalar() : quarter.ToScalar();
    }

    /// <summary>The sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(ref readonly T lanes)
        where T : unmanaged
    {
        Vector256<T> half = Vector256.LoadUnsafe(in lanes) + Vector256.LoadUnsafe(in lanes, (nuint)Vector256<T>.Count);
        Vector128<T> quarter = half.GetLower() + half.GetUpper();
        quarter += Swapped(quarter);
        return typeof(T) == typeof(float) ? (quarter + Neighbours(quarter)).ToScalar() : quarter.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Larger<T>(Vector256<T> a, Vector256<T> b)
        where T : unmanaged => Lanes256<T>.MaxBits(a, b);

    // The upper half before the lower one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Swapped<T>(Vector128<T> values)
        where T : unmanaged => Vector128.Shuffle(values.AsInt64(), Vector128.Create(1L, 0)).As<long, T>();

    // Of four lanes the second and the first, the fourth and the third.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Neighbours<T>(Vector128<T> values)
        where T : unmanaged => Vector128.Shuffle(values.AsInt32(), Vector128.Create(1, 0, 3, 2)).As<int, T>();
}
