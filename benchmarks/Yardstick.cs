using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Benchmarks;

/// <summary>What the machine gives: memory read once, or copied once, by all cores and with nothing else to do.</summary>
internal static class Yardstick
{
    // 256 KB: large enough to be worth a thread, small enough that none waits long for the last.
    private const int Part = 1 << 18;

    // Where the sums go, so that the reads cannot be left out.
    private static int _sink;

    /// <summary>Reads every byte.</summary>
    public static void Read<T>(ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        int part = Part / Unsafe.SizeOf<T>();
        Parallel.For(0, (values.Length + part - 1) / part, i =>
        {
            int start = i * part;
            ReadOnlySpan<T> slice = values.Span.Slice(start, Math.Min(part, values.Length - start));
            Interlocked.Add(ref _sink, Sum(MemoryMarshal.Cast<T, Vector256<int>>(slice)));
        });
    }

    /// <summary>Copies every byte past the caches, as nothing reads the copy soon.</summary>
    public static unsafe void Copy<T>(ReadOnlyMemory<T> from, Memory<T> to)
        where T : unmanaged
    {
        int part = Part / sizeof(T);
        Parallel.For(0, (from.Length + part - 1) / part, i =>
        {
            int start = i * part;
            int count = Math.Min(part, from.Length - start);
            fixed (T* source = from.Span.Slice(start, count), target = to.Span.Slice(start, count))
            {
                CopyPast((byte*)source, (byte*)target, count * sizeof(T));
            }
        });
    }

    // Eight sums, so that no addition waits for another. Compiled for speed at once, so that the limit is never a slow form of itself.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Sum(ReadOnlySpan<Vector256<int>> values)
    {
        Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        int i = 0;
        for (; i <= values.Length - 8; i += 8)
        {
            ReadOnlySpan<Vector256<int>> eight = values.Slice(i, 8);
            s0 += eight[0];
            s1 += eight[1];
            s2 += eight[2];
            s3 += eight[3];
            s4 += eight[4];
            s5 += eight[5];
            s6 += eight[6];
            s7 += eight[7];
        }

        for (; i < values.Length; i++)
        {
            s0 += values[i];
        }

        return Vector256.Sum(s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void CopyPast(byte* from, byte* to, int count)
    {
        // Stores past the caches need an aligned address.
        int i = (int)(-(nint)to & (Vector256<byte>.Count - 1));
        Buffer.MemoryCopy(from, to, count, Math.Min(i, count));
        for (; i <= count - (4 * Vector256<byte>.Count); i += 4 * Vector256<byte>.Count)
        {
            Vector256<byte> v0 = Vector256.Load(from + i);
            Vector256<byte> v1 = Vector256.Load(from + i + Vector256<byte>.Count);
            Vector256<byte> v2 = Vector256.Load(from + i + (2 * Vector256<byte>.Count));
            Vector256<byte> v3 = Vector256.Load(from + i + (3 * Vector256<byte>.Count));
            v0.StoreAlignedNonTemporal(to + i);
            v1.StoreAlignedNonTemporal(to + i + Vector256<byte>.Count);
            v2.StoreAlignedNonTemporal(to + i + (2 * Vector256<byte>.Count));
            v3.StoreAlignedNonTemporal(to + i + (3 * Vector256<byte>.Count));
        }

        if (i < count)
        {
            Buffer.MemoryCopy(from + i, to + i, count - i, count - i);
        }
    }
}
