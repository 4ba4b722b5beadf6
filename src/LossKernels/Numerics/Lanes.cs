using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>What kernels do with vectors of one type: load, add up in a fixed order, round.</summary>
internal static class Lanes
{
    /// <summary>
    /// Eight numbers that were just written one by one: a vector of them would be waited for until all that was written before has left the core, which is long where
    /// that went past the caches.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadSingly(ref double numbers, nint index)
    {
        ref double first = ref Unsafe.Add(ref numbers, index);
        return Vector512.Create(
            first,
            Unsafe.Add(ref first, 1),
            Unsafe.Add(ref first, 2),
            Unsafe.Add(ref first, 3),
            Unsafe.Add(ref first, 4),
            Unsafe.Add(ref first, 5),
            Unsafe.Add(ref first, 6),
            Unsafe.Add(ref first, 7));
    }

    /// <summary>The vector that starts at an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load<T>(ReadOnlySpan<T> values, int index)
        where T : unmanaged =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);

    /// <summary>The same of eight doubles, with zeros behind the last value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadSome(ReadOnlySpan<double> values, int index)
    {
        if (index <= values.Length - Vector512<double>.Count)
        {
            return Load(values, index);
        }

        Lanes16<double> last = default;
        values[index..].CopyTo(last);
        return Vector512.LoadUnsafe(in last[0]);
    }

    /// <summary>The sum of all lanes, halves first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256<double> values)
    {
        Vector128<double> two = values.GetLower() + values.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>A count and what fills the last step up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Whole(int count, int step) => (count + step - 1) / step * step;

    /// <summary>A double as T; rounds to nearest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T From<T>(double value)
        where T : unmanaged => typeof(T) == typeof(float) ? (T)(object)(float)value : (T)(object)value;
}
