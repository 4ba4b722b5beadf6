using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Kernels;

/// <summary>A loss of one value and its target.</summary>
internal interface IElementLoss
{
    /// <summary>The losses of a vector of values.</summary>
    Vector512<double> Invoke(Vector512<double> value, Vector512<double> target);
}

/// <summary>Walks values and targets side by side and writes the loss of each pair, in double.</summary>
internal static class ElementKernel
{
    /// <summary>Writes loss(value, target) for every element.</summary>
    public static void Map<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where T : unmanaged, INumberBase<T>
        where TLoss : struct, IElementLoss
    {
        int i = 0;
        for (; i <= values.Length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            (Vector512<double> v0, Vector512<double> v1) = Lanes.Widen(Lanes.Load(values, i));
            (Vector512<double> t0, Vector512<double> t1) = Lanes.Widen(Lanes.Load(targets, i));
            loss.Invoke(v0, t0).StoreUnsafe(ref MemoryMarshal.GetReference(losses), (nuint)i);
            if (typeof(T) == typeof(float))
            {
                loss.Invoke(v1, t1).StoreUnsafe(ref MemoryMarshal.GetReference(losses), (nuint)(i + Vector512<double>.Count));
            }
        }

        for (; i < values.Length; i++)
        {
            Vector512<double> value = Vector512.Create(double.CreateTruncating(values[i]));
            Vector512<double> target = Vector512.Create(double.CreateTruncating(targets[i]));
            losses[i] = loss.Invoke(value, target).ToScalar();
        }
    }
}
