using System.Buffers;

namespace LossKernels.Tensors;

/// <summary>Memory that is borrowed when it is first needed.</summary>
internal sealed class LazyArray<T>(int length) : IDisposable
    where T : unmanaged
{
    private T[]? _values;

    /// <summary>The memory; its contents are undefined.</summary>
    public Span<T> Values => (_values ??= ArrayPool<T>.Shared.Rent(length)).AsSpan(0, length);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_values is not null)
        {
            ArrayPool<T>.Shared.Return(_values);
            _values = null;
        }
    }
}
