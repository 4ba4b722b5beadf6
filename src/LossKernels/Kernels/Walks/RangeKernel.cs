using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>Looks for what is not a probability.</summary>
internal static class RangeKernel
{
    /// <summary>The index of the first value from <paramref name="start"/> on that is NaN or lies outside 0..1, or -1.</summary>
    public static int FirstOutsideUnit<T>(ReadOnlySpan<T> values, int start)
        where T : unmanaged, INumber<T>
    {
        int i = start;
        for (; i <= values.Length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            Vector512<T> x = Lanes.Load(values, i);
            if (!Vector512.GreaterThanOrEqualAll(x, Vector512<T>.Zero) || !Vector512.LessThanOrEqualAll(x, Vector512<T>.One))
            {
                break;
            }
        }

        for (; i < values.Length; i++)
        {
            if (!(values[i] >= T.Zero && values[i] <= T.One))
            {
                return i;
            }
        }

        return -1;
    }
}
