using System.Numerics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>Has the derivatives of a block written in groups of rows, each small enough for the first-level cache, and sends them where they belong.</summary>
internal static class GradientGroups
{
    /// <summary>A group has no more rows.</summary>
    public const int MostRows = 256;

    // Of a group that is made, and of one on its way, all is in the cache.
    private const int Values = 2048;

    /// <summary>Writes all rows.</summary>
    /// <param name="gradient">What writes some of them.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="derivatives">Where they go, and how.</param>
    public static unsafe void Write<T, TGradient>(TGradient gradient, int classes, RowDerivatives<T> derivatives)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TGradient : struct, IRowGradient<T>, allows ref struct
    {
        int most = Math.Clamp(Values / classes, 1, MostRows);
        fixed (T* to = derivatives.Values)
        {
            LineStream<T> stream = new(to, most * classes, derivatives.IsStreamed);
            int all = derivatives.Values.Length / classes;
            for (int first = 0, rows; first < all; first += rows)
            {
                rows = Math.Min(most, all - first);
                Span<T> made = stream.Room(rows * classes);
                gradient.Write(first, rows, made);
                derivatives.LookAt(made);
                stream.Take(rows * classes);
            }

            stream.Complete();
        }
    }
}
