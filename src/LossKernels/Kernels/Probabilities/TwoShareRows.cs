using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Softmax;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Probabilities;

/// <summary>Rows of two probabilities, each with the number of its class or with two targets.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="probabilities">The probabilities.</param>
/// <param name="labels">A class number for each row, negative where it costs nothing; empty where there are targets.</param>
/// <param name="targets">The targets.</param>
/// <param name="shares">How their logarithms are taken.</param>
internal readonly ref struct TwoShareRows<T>(TensorBlock<T> probabilities, ReadOnlySpan<int> labels, TensorBlock<T> targets, TwoShares shares) : ITwoClassRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TensorBlock<T> _probabilities = probabilities;
    private readonly ReadOnlySpan<int> _labels = labels;
    private readonly TensorBlock<T> _targets = targets;
    private readonly TwoShares _shares = shares;

    /// <summary>How many there are.</summary>
    public int Count => _probabilities.Rows;

    /// <summary>How their logarithms are taken.</summary>
    public TwoShares Shares => _shares;

    /// <inheritdoc/>
    public bool Map(int row, int rows, scoped Span<T> losses) => Vector512.IsHardwareAccelerated
        ? Map<Lanes512<T>, Vector512<T>>(row, rows, losses, default)
        : Map<Lanes256<T>, Vector256<T>>(row, rows, losses, default);

    /// <summary>The same at one vector width, and what derivatives are made of, where that is wanted.</summary>
    public bool Map<TLanes, TVector>(int row, int rows, scoped Span<T> losses, scoped TwoShareParts<T> parts)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => TwoShareLanes<TLanes, TVector, T>.Map(_probabilities, _labels, _targets, _shares, row, rows, losses, parts);
}
