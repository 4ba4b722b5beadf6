using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Benchmarks;

/// <summary>The yardstick: every byte read once, by vectors, on all cores, and added up so that the read is not left out.</summary>
internal static class PlainRead
{
    private const int Part = 1 << 16;

    // Where the sums go, so that nobody can say they are not wanted.
    private static long _sink;

    public static void Touch<T>(T[] values)
        where T : unmanaged, INumber<T>
    {
        int parts = (values.Length + Part - 1) / Part;
        Parallel.For(0, parts, part =>
        {
            ReadOnlySpan<Vector256<int>> vectors = MemoryMarshal.Cast<T, Vector256<int>>(
                values.AsSpan(part * Part, Math.Min(Part, values.Length - (part * Part))));
            Vector256<int> first = default;
            Vector256<int> second = default;
            for (int i = 0; i + 1 < vectors.Length; i += 2)
            {
                first += vectors[i];
                second += vectors[i + 1];
            }

            Interlocked.Add(ref _sink, (first + second).GetElement(0));
        });
    }
}
