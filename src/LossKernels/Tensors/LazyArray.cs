namespace LossKernels.Tensors;

/// <summary>Memory that is taken when it is first needed.</summary>
internal sealed class LazyArray<T>(int length)
    where T : unmanaged
{
    private T[]? _values;

    /// <summary>The memory; its contents are undefined.</summary>
    public T[] Values => _values ??= GC.AllocateUninitializedArray<T>(length);
}
