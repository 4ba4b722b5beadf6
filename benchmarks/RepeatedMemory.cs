using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LossKernels.Benchmarks;

/// <summary>
/// An array as long as the one given, all of which is the same few pages of memory: its beginning, mapped again and again. What runs over
/// it does the arithmetic of the whole array, by the same call, on data that stay in the second-level cache.
/// </summary>
internal sealed unsafe class RepeatedMemory<T> : MemoryManager<T>
    where T : unmanaged
{
    // More than a first-level cache; and predictions, targets and what the kernel itself writes fit into a second-level one of 512 KB.
    private const int Share = 1 << 16;

    private readonly int _length;
    private readonly nint _address;

    /// <summary>Repeats the beginning of an array.</summary>
    /// <param name="values">The array.</param>
    /// <param name="rowLength">The length of its rows; whole ones are repeated where a few of them fill whole pages.</param>
    public RepeatedMemory(ReadOnlySpan<T> values, int rowLength)
    {
        _length = values.Length;
        int page = Environment.SystemPageSize;
        long rowBytes = (long)rowLength * sizeof(T);
        long unit = rowBytes * page / (long)BigInteger.GreatestCommonDivisor(rowBytes, page);
        long period = unit <= 2 * Share ? unit * Math.Max(1, Share / unit) : Share;

        using SafeFileHandle file = File.OpenHandle(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            options: FileOptions.DeleteOnClose);
        RandomAccess.Write(file, MemoryMarshal.AsBytes(values[..(int)Math.Min(period / sizeof(T), _length)]), 0);

        // The whole range first, which reserves the addresses; then the same pages all over it.
        _address = Pages.Map(file, Bytes);
        for (long start = 0; start < Bytes; start += period)
        {
            Pages.MapAt(_address + (nint)start, file, Math.Min(period, Bytes - start));
        }
    }

    private long Bytes => (long)_length * sizeof(T);

    public override Span<T> GetSpan() => new((void*)_address, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new((T*)_address + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => Pages.Unmap(_address, Bytes);
}
