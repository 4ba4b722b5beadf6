using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>Walks values and targets side by side and writes the loss of each pair.</summary>
internal static class ElementKernel
{
    /// <summary>The elements of a piece: where there is anything unusual, little was done in vain, and what is written stays in the first-level cache.</summary>
    public const int Piece = 1024;

    /// <summary>Writes loss(value, target) for every element, in double.</summary>
    /// <returns>Whether all values lie within the loss's limit, and all targets within 0..1, for certain; if not, they may still do.</returns>
    public static (bool Values, bool Targets) Map<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where T : unmanaged
        where TLoss : struct, IAnyElementLoss<T> => Vector512.IsHardwareAccelerated
            ? ElementLanes<Lanes512<T>, Vector512<T>, T>.Map(values, targets, loss, losses)
            : ElementLanes<Lanes256<T>, Vector256<T>, T>.Map(values, targets, loss, losses);

    /// <summary>Writes loss(value, target) for every element in the data type, where no value and no target is out of the ordinary.</summary>
    /// <param name="values">The values.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="losses">As many losses.</param>
    /// <param name="isSoft">Whether targets other than 0 and 1 are expected; set where there are any.</param>
    /// <returns>Whether that is so for certain; else what is written means nothing.</returns>
    public static bool MapUsual<T, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, Span<T> losses, ref bool isSoft)
        where T : unmanaged
        where TLoss : struct, IElementLoss<T> => Vector512.IsHardwareAccelerated
            ? ElementWalk<Lanes512<T>, Vector512<T>, T>.Map(values, targets, loss, losses, ref isSoft)
            : ElementWalk<Lanes256<T>, Vector256<T>, T>.Map(values, targets, loss, losses, ref isSoft);
}
