using System.Runtime.CompilerServices;

namespace LossKernels.Numerics;

/// <summary>A value for each lane of the widest vector.</summary>
[InlineArray(16)]
internal struct Lanes16<T>
{
    private T _first;
}
