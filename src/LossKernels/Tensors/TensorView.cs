using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Progress;

namespace LossKernels.Tensors;

/// <summary>
/// A tensor that somebody else owns: a shape over contiguous values (C order) of one of the <see cref="ElementType"/>s.
/// It is read block by block, as the type that a kernel works in; where the stored type is that type, nothing is copied.
/// </summary>
public abstract class TensorView
{
    private protected TensorView(Shape shape, ElementType elementType)
    {
        Shape = shape;
        ElementType = elementType;
    }

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the stored numbers.</summary>
    public ElementType ElementType { get; }

    /// <summary>Views an array as a tensor of the given shape; without a shape, as one axis.</summary>
    /// <typeparam name="T">bool, an integer of 8 to 64 bits, Half, float or double.</typeparam>
    /// <exception cref="ArgumentException">The shape does not have as many values as the array, or <typeparamref name="T"/> is another type.</exception>
    public static TensorView Create<T>(T[] values, params ReadOnlySpan<int> lengths)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return Create<T>(values.AsMemory(), lengths.IsEmpty ? new Shape(values.Length) : new Shape(lengths));
    }

    /// <summary>Views memory, managed or native, as a tensor of the given shape.</summary>
    /// <typeparam name="T">bool, an integer of 8 to 64 bits, Half, float or double.</typeparam>
    /// <exception cref="ArgumentException">The shape does not have as many values as the memory, or <typeparamref name="T"/> is another type.</exception>
    public static TensorView Create<T>(ReadOnlyMemory<T> values, Shape shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Length != values.Length)
        {
            throw new ArgumentException($"A tensor of shape {shape} has {shape.Length} values, not {values.Length}.", nameof(values));
        }

        return default(T) switch
        {
            float => Typed<T, float>(values, shape),
            double => Typed<T, double>(values, shape),
            int => Typed<T, int>(values, shape),
            long => Typed<T, long>(values, shape),
            Half => Typed<T, Half>(values, shape),
            byte => Typed<T, byte>(values, shape),
            sbyte => Typed<T, sbyte>(values, shape),
            short => Typed<T, short>(values, shape),
            ushort => Typed<T, ushort>(values, shape),
            uint => Typed<T, uint>(values, shape),
            ulong => Typed<T, ulong>(values, shape),
            bool => new ConvertedView<bool>(Reinterpret<T, bool>(values), shape, ElementType.Boolean),
            _ => throw new ArgumentException($"Tensors of {typeof(T).Name} are not supported.", nameof(values)),
        };
    }

    /// <summary>Views the bits of bfloat16 numbers as a tensor; they are widened exactly when they are read.</summary>
    /// <param name="bits">The upper halves of the numbers in single precision.</param>
    /// <param name="shape">The shape, of as many values.</param>
    /// <exception cref="ArgumentException">The shape does not have as many values as the memory.</exception>
    public static TensorView CreateBFloat16(ReadOnlyMemory<ushort> bits, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Length == bits.Length
            ? new ConvertedView<ushort>(bits, shape, ElementType.BFloat16)
            : throw new ArgumentException($"A tensor of shape {shape} has {shape.Length} values, not {bits.Length}.", nameof(bits));
    }

    /// <summary>
    /// Views boxed numbers, as scripting languages keep them, without a copy: a list of double and int values is one axis, a list of lists of as many
    /// of them is two. The numbers are looked at now and unboxed when they are read, so they must not be replaced by anything else until then.
    /// </summary>
    /// <returns>The numbers as Float64; null where anything else is among them, the lists differ in length, or there are none.</returns>
    public static TensorView? TryCreateBoxed(object?[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return BoxedView.TryCreate(values);
    }

    /// <summary>
    /// Views boxed numbers as <see cref="TryCreateBoxed"/> does, but looks at no more than the first of them, so that they come out of memory once, when they
    /// are read. What is no number, or a list of another length, is an error then.
    /// </summary>
    /// <param name="values">A list of numbers, or a list of lists of them.</param>
    /// <param name="what">What the numbers are, for messages.</param>
    /// <returns>The numbers as Float64, of which any reading can throw NonNumericValue or RaggedRow; null where the first is something else.</returns>
    public static TensorView? TryCreateUnseen(object?[] values, string what)
    {
        ArgumentNullException.ThrowIfNull(values);
        return BoxedView.TryView(values, what);
    }

    /// <summary>The same values under another shape of the same length.</summary>
    public abstract TensorView Reshape(Shape shape);

    /// <summary>The same values as Float32 or Float64: this view where they are stored so, else a copy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type is neither.</exception>
    public TensorView As(ElementType type) => type == ElementType ? this : type switch
    {
        ElementType.Float32 => Create<float>(ToArray<float>(), Shape),
        ElementType.Float64 => Create<double>(ToArray<double>(), Shape),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>
    /// The same values, to be stored as another type: rounded to nearest where it has fewer digits. A value that an integer type does not have,
    /// and a finite one that is beyond the greatest of a floating-point type, is refused when it is read.
    /// </summary>
    /// <param name="type">The type, which is not BFloat16; for Boolean the values are 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type is BFloat16, and the values are of another.</exception>
    public TensorView Retype(ElementType type)
    {
        if (type == ElementType)
        {
            return this;
        }

        ArgumentOutOfRangeException.ThrowIfEqual((int)type, (int)ElementType.BFloat16, nameof(type));
        return new RetypedView(this, type);
    }

    /// <summary>The same values, of which it is counted how many rows were read: for who reads all of them in order, and is waited for.</summary>
    /// <param name="progress">Counts them; null where nobody asks.</param>
    public TensorView Counted(MeasureProgress? progress)
    {
        if (progress is null)
        {
            return this;
        }

        progress.ExpectRows(CountedView.Rows(Shape));
        return new CountedView(this, progress);
    }

    /// <summary>
    /// The values from <paramref name="start"/> on, as <typeparamref name="T"/>: the stored values themselves where they are of that type,
    /// else converted into <paramref name="buffer"/>. Conversion to a wider type is exact; to a narrower one it rounds to nearest.
    /// </summary>
    /// <param name="start">The flat index of the first value.</param>
    /// <param name="count">How many values.</param>
    /// <param name="buffer">Room for <paramref name="count"/> values, used only where a conversion is needed.</param>
    public abstract ReadOnlySpan<T> Read<T>(long start, int count, Span<T> buffer)
        where T : unmanaged, System.Numerics.INumber<T>;

    /// <summary>All values, in an array of their own.</summary>
    public T[] ToArray<T>()
        where T : unmanaged, System.Numerics.INumber<T>
    {
        T[] values = new T[Shape.Length];
        ReadOnlySpan<T> read = Read<T>(0, values.Length, values);
        if (read != values)
        {
            read.CopyTo(values);
        }

        return values;
    }

    /// <summary>The type and the shape, such as Float32 (2, 3); the values may still lie in a file.</summary>
    public override string ToString() => $"{ElementType} {Shape}";

    /// <summary>All stored values, where they are stored as <typeparamref name="T"/>.</summary>
    public abstract bool TryGetValues<T>(out ReadOnlySpan<T> values)
        where T : unmanaged;

    private static TypedView<TStored> Typed<T, TStored>(ReadOnlyMemory<T> values, Shape shape)
        where TStored : unmanaged, System.Numerics.INumber<TStored> =>
        new(Reinterpret<T, TStored>(values), shape, ElementTypes.Of<TStored>()!.Value);

    private static ReadOnlyMemory<TTo> Reinterpret<TFrom, TTo>(ReadOnlyMemory<TFrom> values) =>
        Unsafe.BitCast<ReadOnlyMemory<TFrom>, ReadOnlyMemory<TTo>>(values);

    // What the numbers of a script go through before the first result; the generic conversion would be compiled while the user waits.
    private static void Narrow(ReadOnlySpan<double> values, Span<float> results)
    {
        ref double source = ref MemoryMarshal.GetReference(values);
        ref float destination = ref MemoryMarshal.GetReference(results);
        int i = 0;
        for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<double> lower = Vector256.LoadUnsafe(ref source, (nuint)i);
            Vector256<double> upper = Vector256.LoadUnsafe(ref source, (nuint)(i + Vector256<double>.Count));
            Vector256.Narrow(lower, upper).StoreUnsafe(ref destination, (nuint)i);
        }

        for (; i < values.Length; i++)
        {
            results[i] = (float)values[i];
        }
    }

    private sealed class TypedView<TStored>(ReadOnlyMemory<TStored> values, Shape shape, ElementType type) : TensorView(shape, type)
        where TStored : unmanaged, System.Numerics.INumber<TStored>
    {
        public override TensorView Reshape(Shape shape) => new TypedView<TStored>(values, Checked(this, shape), ElementType);

        public override bool TryGetValues<T>(out ReadOnlySpan<T> stored)
        {
            stored = typeof(T) == typeof(TStored) ? MemoryMarshal.Cast<TStored, T>(values.Span) : default;
            return typeof(T) == typeof(TStored);
        }

        public override ReadOnlySpan<T> Read<T>(long start, int count, Span<T> buffer)
        {
            ReadOnlySpan<TStored> stored = values.Span.Slice(InArray(start), count);
            if (typeof(T) == typeof(TStored))
            {
                return MemoryMarshal.Cast<TStored, T>(stored);
            }

            if (typeof(TStored) == typeof(double) && typeof(T) == typeof(float))
            {
                Narrow(MemoryMarshal.Cast<TStored, double>(stored), MemoryMarshal.Cast<T, float>(buffer[..count]));
            }
            else
            {
                TensorPrimitives.ConvertSaturating(stored, buffer[..count]);
            }

            return buffer[..count];
        }
    }

    // Numbers of a type that no kernel works in, and that no number type of the runtime is.
    private sealed class ConvertedView<TStored>(ReadOnlyMemory<TStored> values, Shape shape, ElementType type) : TensorView(shape, type)
        where TStored : unmanaged
    {
        public override TensorView Reshape(Shape shape) => new ConvertedView<TStored>(values, Checked(this, shape), ElementType);

        public override bool TryGetValues<T>(out ReadOnlySpan<T> stored)
        {
            stored = default;
            return false;
        }

        public override ReadOnlySpan<T> Read<T>(long start, int count, Span<T> buffer)
        {
            ElementTypes.Convert(ElementType, MemoryMarshal.AsBytes(values.Span.Slice(InArray(start), count)), buffer);
            return buffer[..count];
        }
    }

    private protected static Shape Checked(TensorView view, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Length == view.Shape.Length
            ? shape
            : throw new ArgumentException($"A tensor of shape {view.Shape} cannot be viewed as {shape}.", nameof(shape));
    }

    // What no array has a place for is as far out of it as any other.
    private static int InArray(long start) => (int)Math.Clamp(start, -1, int.MaxValue);
}
