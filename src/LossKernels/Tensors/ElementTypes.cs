using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LossKernels.Tensors;

/// <summary>What there is to know of the types of number: their size, their type in memory, and how they become another.</summary>
internal static class ElementTypes
{
    private const int BitsOfBFloat16 = 16;

    /// <summary>The bytes of one number.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Boolean or ElementType.UInt8 or ElementType.Int8 => 1,
        ElementType.Int16 or ElementType.UInt16 or ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.Int32 or ElementType.UInt32 or ElementType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Whether the numbers are whole by their type; booleans are none.</summary>
    public static bool IsInteger(this ElementType type) => type is >= ElementType.UInt8 and <= ElementType.UInt64;

    /// <summary>The least and the greatest number of an integer type that a double can be; null where the type has fractions.</summary>
    public static (double Least, double Most)? Range(this ElementType type) => type switch
    {
        ElementType.Boolean => (0, 1),
        ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
        ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.Int16 => (short.MinValue, short.MaxValue),
        ElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        ElementType.Int32 => (int.MinValue, int.MaxValue),
        ElementType.UInt32 => (uint.MinValue, uint.MaxValue),
        ElementType.Int64 => (long.MinValue, Math.BitDecrement(long.MaxValue)),
        ElementType.UInt64 => (ulong.MinValue, Math.BitDecrement(ulong.MaxValue)),
        _ => null,
    };

    /// <summary>
    /// The greatest number of a floating-point type, and the least that is rounded to an infinity: from half a step above the greatest on. Null where the
    /// type has all that a double can be, or no fractions.
    /// </summary>
    public static (double Most, double Overflow)? Limit(this ElementType type) => type switch
    {
        ElementType.Float16 => ((double)Half.MaxValue, 65520),
        ElementType.Float32 => (float.MaxValue, (2 - Math.ScaleB(1, -24)) * Math.ScaleB(1, 127)),
        _ => null,
    };

    /// <summary>Whether no number of a type is too great for another, a floating-point type.</summary>
    public static bool Fits(this ElementType type, ElementType other) =>
        type == other || other == ElementType.Float64 || (other == ElementType.Float32 && type != ElementType.Float64);

    /// <summary>The type that numbers of <typeparamref name="T"/> are stored as; null where there is none.</summary>
    public static ElementType? Of<T>()
        where T : unmanaged => default(T) switch
        {
            float => ElementType.Float32,
            double => ElementType.Float64,
            int => ElementType.Int32,
            long => ElementType.Int64,
            Half => ElementType.Float16,
            byte => ElementType.UInt8,
            bool => ElementType.Boolean,
            sbyte => ElementType.Int8,
            short => ElementType.Int16,
            ushort => ElementType.UInt16,
            uint => ElementType.UInt32,
            ulong => ElementType.UInt64,
            _ => null,
        };

    /// <summary>Numbers in the byte order of this machine as <typeparamref name="T"/>: exactly where it is wider, else rounded to nearest and saturated.</summary>
    /// <param name="type">What the bytes are.</param>
    /// <param name="stored">The bytes of as many numbers as there are values.</param>
    /// <param name="values">Where they go.</param>
    public static void Convert<T>(ElementType type, ReadOnlySpan<byte> stored, Span<T> values)
        where T : unmanaged, INumber<T>
    {
        switch (type)
        {
            case ElementType.Boolean:
                ConvertBooleans(stored, values);
                break;
            case ElementType.BFloat16:
                ConvertBFloat16(MemoryMarshal.Cast<byte, ushort>(stored), values);
                break;
            case ElementType.UInt8:
                Convert<byte, T>(stored, values);
                break;
            case ElementType.Int8:
                Convert<sbyte, T>(stored, values);
                break;
            case ElementType.Int16:
                Convert<short, T>(stored, values);
                break;
            case ElementType.UInt16:
                Convert<ushort, T>(stored, values);
                break;
            case ElementType.Int32:
                Convert<int, T>(stored, values);
                break;
            case ElementType.UInt32:
                Convert<uint, T>(stored, values);
                break;
            case ElementType.Int64:
                Convert<long, T>(stored, values);
                break;
            case ElementType.UInt64:
                Convert<ulong, T>(stored, values);
                break;
            case ElementType.Float16:
                Convert<Half, T>(stored, values);
                break;
            case ElementType.Float32:
                Convert<float, T>(stored, values);
                break;
            default:
                Convert<double, T>(stored, values);
                break;
        }
    }

    private static void Convert<TStored, T>(ReadOnlySpan<byte> stored, Span<T> values)
        where TStored : unmanaged, INumber<TStored>
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<TStored> numbers = MemoryMarshal.Cast<byte, TStored>(stored);
        if (typeof(T) == typeof(TStored))
        {
            MemoryMarshal.Cast<TStored, T>(numbers).CopyTo(values);
        }
        else
        {
            TensorPrimitives.ConvertSaturating(numbers, values);
        }
    }

    private static void ConvertBooleans<T>(ReadOnlySpan<byte> stored, Span<T> values)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < stored.Length; i++)
        {
            values[i] = stored[i] == 0 ? T.Zero : T.One;
        }
    }

    private static void ConvertBFloat16<T>(ReadOnlySpan<ushort> stored, Span<T> values)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float))
        {
            Span<uint> wide = MemoryMarshal.Cast<T, uint>(values)[..stored.Length];
            TensorPrimitives.ConvertTruncating(stored, wide);
            TensorPrimitives.ShiftLeft<uint>(wide, BitsOfBFloat16, wide);
            return;
        }

        for (int i = 0; i < stored.Length; i++)
        {
            values[i] = T.CreateSaturating(BitConverter.UInt32BitsToSingle((uint)stored[i] << BitsOfBFloat16));
        }
    }
}
