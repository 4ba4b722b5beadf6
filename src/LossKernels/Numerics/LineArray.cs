using System.Buffers;
using System.Runtime.CompilerServices;

namespace LossKernels.Numerics;

/// <summary>
/// Borrowed memory that begins where a cache line does: a vector of one that lies across two costs twice. Should the memory be moved meanwhile, it is as right as before.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly struct LineArray<T>
    where T : unmanaged
{
    private readonly T[] _memory;
    private readonly int _first;
    private readonly int _length;

    /// <summary>Borrows memory.</summary>
    /// <param name="length">How many numbers; of none, nothing is borrowed.</param>
    public unsafe LineArray(int length)
    {
        _length = length;
        _memory = length == 0 ? [] : ArrayPool<T>.Shared.Rent(length + CacheLine.Count<T>());
        fixed (T* first = _memory)
        {
            _first = length == 0 ? 0 : CacheLine.Until(first);
        }
    }

    /// <summary>The memory; its contents are undefined.</summary>
    public Span<T> Values
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _memory.AsSpan(_first, _length);
    }

    /// <summary>Gives the memory back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose()
    {
        if (_memory.Length > 0)
        {
            ArrayPool<T>.Shared.Return(_memory);
        }
    }
}
