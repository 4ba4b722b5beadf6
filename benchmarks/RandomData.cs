using System.Numerics;
using System.Numerics.Tensors;

namespace LossKernels.Benchmarks;

/// <summary>Random numbers by the million: each is a hash of its place, so that all cores can fill an array at once.</summary>
internal static class RandomData
{
    private const int Part = 1 << 16;

    // Another one for each run and each array, so that no two inputs are alike.
    private static long _seed = Random.Shared.NextInt64();

    /// <summary>Numbers between two bounds.</summary>
    public static T[] Uniform<T>(int count, double low, double high)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fill<T>(count, bits => T.CreateTruncating(low + ((high - low) * Unit(bits))));

    /// <summary>Rows of positive numbers that sum to one.</summary>
    public static T[] Distributions<T>(int rows, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = Uniform<T>(rows * classes, 0.05, 1);
        Parallel.For(0, rows, r =>
        {
            Span<T> row = values.AsSpan(r * classes, classes);
            TensorPrimitives.Divide(row, TensorPrimitives.Sum<T>(row), row);
        });
        return values;
    }

    /// <summary>Either of two numbers.</summary>
    public static T[] Bits<T>(int count, T off, T on)
        where T : unmanaged =>
        Fill(count, bits => (bits & 1) == 0 ? off : on);

    /// <summary>Class numbers.</summary>
    public static int[] Labels(int count, int classes) => Fill(count, bits => (int)(((ulong)(uint)bits * (uint)classes) >> 32));

    private static T[] Fill<T>(int count, Func<ulong, T> value)
    {
        ulong seed = Hash((ulong)Interlocked.Increment(ref _seed));
        T[] values = GC.AllocateUninitializedArray<T>(count);
        Parallel.For(0, (count + Part - 1) / Part, part =>
        {
            int end = Math.Min(count, (part + 1) * Part);
            for (int i = part * Part; i < end; i++)
            {
                values[i] = value(Hash(seed + (ulong)i));
            }
        });
        return values;
    }

    // The mixing function of SplitMix64.
    private static ulong Hash(ulong place)
    {
        ulong bits = place * 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    private static double Unit(ulong bits) => (bits >> 11) * (1.0 / (1L << 53));
}
