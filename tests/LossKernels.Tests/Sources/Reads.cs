using System.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Sources;

/// <summary>Reads tensors to their end.</summary>
internal static class Reads
{
    /// <summary>All values, in blocks of an odd length that ends within rows.</summary>
    public static T[] All<T>(TensorView tensor, int atOnce = 7)
        where T : unmanaged, INumber<T>
    {
        T[] values = new T[tensor.Shape.Length];
        T[] buffer = new T[atOnce];
        for (long start = 0; start < values.Length; start += atOnce)
        {
            int count = (int)Math.Min(atOnce, values.Length - start);
            tensor.Read<T>(start, count, buffer).CopyTo(values.AsSpan((int)start));
        }

        return values;
    }

    /// <summary>Doubles as bits, so that NaN equals NaN and zero is not its negative.</summary>
    public static long[] Bits(double[] values) => Array.ConvertAll(values, value => double.IsNaN(value) ? long.MinValue + 1 : BitConverter.DoubleToInt64Bits(value));
}
