using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>.NET arrays of numbers as tensors: without a copy where they have one axis, with one block copy where they have more.</summary>
internal static class NumericArray
{
    /// <summary>The axis lengths of a .NET array.</summary>
    public static int[] Lengths(Array array)
    {
        int[] lengths = new int[array.Rank];
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            lengths[axis] = array.GetLength(axis);
        }

        return lengths;
    }

    /// <summary>The elements of an array of any rank as an array of one axis: itself if it is one.</summary>
    public static T[] Flatten<T>(Array array)
    {
        // By exact type, because the runtime takes an int[] for a uint[] and a string[] for an object[].
        if (array.GetType() == typeof(T[]))
        {
            return Unsafe.As<T[]>(array);
        }

        ref T first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array));
        return MemoryMarshal.CreateReadOnlySpan(ref first, array.Length).ToArray();
    }

    /// <summary>The elements of an array of any rank and type as objects.</summary>
    public static object?[] Objects(Array array) => array.GetType().GetElementType()!.IsValueType
        ? [.. array.Cast<object?>()]
        : Flatten<object?>(array);

    /// <summary>Views an array as a tensor; null where its elements are not numbers or booleans.</summary>
    public static TensorView? TryView(Array array)
    {
        Type element = array.GetType().GetElementType()!;
        return Type.GetTypeCode(element) switch
        {
            _ when element.IsEnum => null,
            TypeCode.Double => View<double>(array),
            TypeCode.Single => View<float>(array),
            TypeCode.Int32 => View<int>(array),
            TypeCode.Int64 => View<long>(array),
            TypeCode.Byte => View<byte>(array),
            TypeCode.Boolean => View<bool>(array),
            TypeCode.SByte => View<sbyte>(array),
            TypeCode.Int16 => View<short>(array),
            TypeCode.UInt16 => View<ushort>(array),
            TypeCode.UInt32 => View<uint>(array),
            TypeCode.UInt64 => View<ulong>(array),
            TypeCode.Decimal => TensorView.Create(Array.ConvertAll(Flatten<decimal>(array), decimal.ToDouble), Lengths(array)),
            _ when element == typeof(Half) => View<Half>(array),
            _ => null,
        };
    }

    /// <summary>The origin that a typed array gives its numbers.</summary>
    public static ElementOrigin Origin(Array array)
    {
        Type element = array.GetType().GetElementType()!;
        return element == typeof(double) ? ElementOrigin.Typed64
            : element == typeof(float) || element == typeof(Half) ? ElementOrigin.Typed32
            : ElementOrigin.Untyped;
    }

    private static TensorView View<T>(Array array)
        where T : unmanaged => TensorView.Create(Flatten<T>(array), Lengths(array));
}
