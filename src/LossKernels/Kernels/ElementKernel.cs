using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Kernels;

/// <summary>A loss of one value and its target.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IElementLoss<T>
    where T : unmanaged
{
    /// <summary>The losses of a vector of values; of double, the first of the two vectors holds them all.</summary>
    (Vector256<double> Lower, Vector256<double> Upper) Invoke(Vector256<T> value, Vector256<T> target);
}

/// <summary>Walks values and targets side by side and writes the loss of each pair, in double.</summary>
internal static class ElementKernel
{
    /// <summary>Writes loss(value, target) for every element.</summary>
    public static void Map<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where T : unmanaged, INumberBase<T>
        where TLoss : struct, IElementLoss<T>
    {
        ref double destination = ref MemoryMarshal.GetReference(losses);
        int i = 0;
        for (; i <= values.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            (Vector256<double> lower, Vector256<double> upper) = loss.Invoke(
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i),
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(targets), (nuint)i));
            lower.StoreUnsafe(ref destination, (nuint)i);
            if (typeof(T) == typeof(float))
            {
                upper.StoreUnsafe(ref destination, (nuint)(i + Vector256<double>.Count));
            }
        }

        for (; i < values.Length; i++)
        {
            losses[i] = loss.Invoke(Vector256.Create(values[i]), Vector256.Create(targets[i])).Lower.ToScalar();
        }
    }

    /// <summary>The values of a vector of T as vectors of double; exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<double> Lower, Vector256<double> Upper) Widen<T>(Vector256<T> values) =>
        typeof(T) == typeof(float) ? Vector256.Widen(values.AsSingle()) : (values.AsDouble(), Vector256<double>.Zero);
}
