using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>
/// A tensor whose numbers lie in C order in a file. What is read is converted on the way; nothing is kept. Many threads may read at once.
/// It is of use until the file is closed.
/// </summary>
/// <param name="bytes">The numbers, and nothing else.</param>
/// <param name="shape">As many numbers as there are bytes for.</param>
/// <param name="type">What they are.</param>
/// <param name="isSwapped">Whether their byte order is not this machine's.</param>
internal sealed class FileView(ByteSource bytes, Shape shape, ElementType type, bool isSwapped) : TensorView(shape, type)
{
    private const int BytesAtOnce = 1 << 16;

    /// <inheritdoc/>
    public override TensorView Reshape(Shape shape) => new FileView(bytes, Checked(this, shape), ElementType, isSwapped);

    /// <inheritdoc/>
    public override bool TryGetValues<T>(out ReadOnlySpan<T> values)
    {
        values = default;
        return false;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Read<T>(long start, int count, Span<T> buffer)
    {
        Span<T> values = buffer[..count];
        if (ElementTypes.Of<T>() == ElementType)
        {
            ReadStored(start, MemoryMarshal.AsBytes(values));
            return values;
        }

        int size = ElementType.Size();
        byte[] piece = ArrayPool<byte>.Shared.Rent(Math.Min(BytesAtOnce, Math.Max(count, 1) * size));
        try
        {
            int atOnce = piece.Length / size;
            for (int done = 0; done < count; done += atOnce)
            {
                Span<byte> stored = piece.AsSpan(0, Math.Min(atOnce, count - done) * size);
                ReadStored(start + done, stored);
                ElementTypes.Convert(ElementType, stored, values[done..]);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        return values;
    }

    /// <summary>The stored numbers from one on, in the byte order of this machine.</summary>
    /// <param name="start">The flat index of the first.</param>
    /// <param name="stored">Where their bytes go; its length says how many.</param>
    public void ReadStored(long start, Span<byte> stored)
    {
        int size = ElementType.Size();
        bytes.Read(start * size, stored);
        if (isSwapped)
        {
            Swap(stored, size);
        }
    }

    private static void Swap(Span<byte> stored, int size)
    {
        switch (size)
        {
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(stored);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<uint> ints = MemoryMarshal.Cast<byte, uint>(stored);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(stored);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
