using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>The values of some rows of two and their targets, each in a column of its own.</summary>
/// <param name="memory">Room for <see cref="Count"/> columns of a whole number of steps.</param>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct TwoShareParts<T>(Span<T> memory)
    where T : unmanaged
{
    /// <summary>How many columns there are.</summary>
    public const int Count = 4;

    private readonly ref T _first = ref memory.IsEmpty ? ref Unsafe.NullRef<T>() : ref memory[0];
    private readonly nint _next = memory.Length / Count;

    private TwoShareParts(ref T first, nint next)
        : this([])
    {
        _first = ref first;
        _next = next;
    }

    /// <summary>Whether there is no room.</summary>
    public bool IsEmpty => Unsafe.IsNullRef(in _first);

    /// <summary>The values of the first class.</summary>
    public ref T Firsts => ref _first;

    /// <summary>Those of the second class.</summary>
    public ref T Seconds => ref Unsafe.Add(ref _first, _next);

    /// <summary>The targets of the first class.</summary>
    public ref T TargetsOfFirsts => ref Unsafe.Add(ref _first, 2 * _next);

    /// <summary>Those of the second class.</summary>
    public ref T TargetsOfSeconds => ref Unsafe.Add(ref _first, 3 * _next);

    /// <summary>Those of later rows.</summary>
    public TwoShareParts<T> From(int row) => IsEmpty ? this : new(ref Unsafe.Add(ref _first, row), _next);

    /// <summary>Writes those of as many rows as there are lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<TLanes, TVector>(TVector first, TVector second, TVector ofFirst, TVector ofSecond, nint row)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        TLanes.Store(first, ref _first, row);
        TLanes.Store(second, ref _first, row + _next);
        TLanes.Store(ofFirst, ref _first, row + (2 * _next));
        TLanes.Store(ofSecond, ref _first, row + (3 * _next));
    }
}
