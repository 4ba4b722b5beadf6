using System.Numerics;
using System.Runtime.InteropServices;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>The numbers of a tensor as files have them: in C order, in the byte order of this machine.</summary>
internal static class TensorBytes
{
    private const int NumbersAtOnce = 1 << 16;
    private const int BitsOfBFloat16 = 16;

    /// <summary>Writes all of them.</summary>
    public static void CopyTo(TensorView tensor, Action<ReadOnlySpan<byte>> write)
    {
        switch (tensor.ElementType)
        {
            case ElementType.Boolean or ElementType.UInt8:
                Copy<byte>(tensor, write);
                break;
            case ElementType.Int8:
                Copy<sbyte>(tensor, write);
                break;
            case ElementType.Int16:
                Copy<short>(tensor, write);
                break;
            case ElementType.UInt16:
                Copy<ushort>(tensor, write);
                break;
            case ElementType.Int32:
                Copy<int>(tensor, write);
                break;
            case ElementType.UInt32:
                Copy<uint>(tensor, write);
                break;
            case ElementType.Int64:
                Copy<long>(tensor, write);
                break;
            case ElementType.UInt64:
                Copy<ulong>(tensor, write);
                break;
            case ElementType.Float16:
                Copy<Half>(tensor, write);
                break;
            case ElementType.BFloat16:
                CopyBFloat16(tensor, write);
                break;
            case ElementType.Float32:
                Copy<float>(tensor, write);
                break;
            default:
                Copy<double>(tensor, write);
                break;
        }
    }

    private static void Copy<T>(TensorView tensor, Action<ReadOnlySpan<byte>> write)
        where T : unmanaged, INumber<T>
    {
        T[] buffer = new T[Math.Min(NumbersAtOnce, tensor.Shape.Length)];
        for (long start = 0; start < tensor.Shape.Length; start += buffer.Length)
        {
            int count = (int)Math.Min(buffer.Length, tensor.Shape.Length - start);
            write(MemoryMarshal.AsBytes(tensor.Read<T>(start, count, buffer)));
        }
    }

    // Widening kept the upper halves as they were.
    private static void CopyBFloat16(TensorView tensor, Action<ReadOnlySpan<byte>> write)
    {
        float[] buffer = new float[Math.Min(NumbersAtOnce, tensor.Shape.Length)];
        ushort[] halves = new ushort[buffer.Length];
        for (long start = 0; start < tensor.Shape.Length; start += buffer.Length)
        {
            int count = (int)Math.Min(buffer.Length, tensor.Shape.Length - start);
            ReadOnlySpan<float> wide = tensor.Read<float>(start, count, buffer);
            for (int i = 0; i < count; i++)
            {
                halves[i] = (ushort)(BitConverter.SingleToUInt32Bits(wide[i]) >> BitsOfBFloat16);
            }

            write(MemoryMarshal.AsBytes(halves.AsSpan(0, count)));
        }
    }
}
