using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>What <see cref="ElementWalk{TLanes, TVector, T}"/> takes from a loss, and writes beside it.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TSelf">The form itself.</typeparam>
internal interface IElementForm<T, TSelf>
    where T : unmanaged
    where TSelf : struct, IElementForm<T, TSelf>, allows ref struct
{
    /// <summary>The losses of a vector, and their doubts; writes what belongs beside them.</summary>
    /// <param name="loss">The loss; by reference, or each round of the loop would copy it.</param>
    /// <param name="value">The values.</param>
    /// <param name="target">Their targets.</param>
    /// <param name="index">Where the first of them stands.</param>
    (TVector Loss, TVector Doubt) Write<TLanes, TVector, TTargets, TLoss>(ref TLoss loss, TVector value, TVector target, nint index)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where TTargets : ITargetForm
        where TLoss : struct, IElementLoss<T>;

    /// <summary>The form of the elements that are left, which make no whole vector: it writes to memory that has room for one.</summary>
    /// <param name="form">The form of all.</param>
    /// <param name="first">Where they stand.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="memory">Room for two numbers for each lane.</param>
    static abstract TSelf Rest(TSelf form, int first, int count, Span<T> memory);

    /// <summary>Takes over what was written beside the elements that are left.</summary>
    static abstract void TakeRest(TSelf rest, TSelf form, int first, int count);
}

/// <summary>Nothing is written beside the losses.</summary>
internal readonly struct PlainForm<T> : IElementForm<T, PlainForm<T>>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt) Write<TLanes, TVector, TTargets, TLoss>(ref TLoss loss, TVector value, TVector target, nint index)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where TTargets : ITargetForm
        where TLoss : struct, IElementLoss<T> =>
        TTargets.IsSoft ? loss.Soft<TLanes, TVector>(value, target) : loss.Hard<TLanes, TVector>(value, target);

    public static PlainForm<T> Rest(PlainForm<T> form, int first, int count, Span<T> memory) => default;

    public static void TakeRest(PlainForm<T> rest, PlainForm<T> form, int first, int count)
    {
    }
}

/// <summary>The verdicts are written beside the losses, and the targets.</summary>
internal readonly ref struct JudgedForm<T>(Span<T> verdicts, Span<T> targets) : IElementForm<T, JudgedForm<T>>
    where T : unmanaged
{
    private readonly Span<T> _verdicts = verdicts;
    private readonly Span<T> _targets = targets;

    public JudgedForm(in OutputPiece<T> piece)
        : this(piece.Verdicts, piece.Targets)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt) Write<TLanes, TVector, TTargets, TLoss>(ref TLoss loss, TVector value, TVector target, nint index)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where TTargets : ITargetForm
        where TLoss : struct, IElementLoss<T>
    {
        (TVector result, TVector doubt, TVector verdict) = loss.Judge<TLanes, TVector>(value, target, TTargets.IsSoft);
        TLanes.Store(verdict, ref MemoryMarshal.GetReference(_verdicts), index);
        TLanes.Store(target, ref MemoryMarshal.GetReference(_targets), index);
        return (result, doubt);
    }

    public static JudgedForm<T> Rest(JudgedForm<T> form, int first, int count, Span<T> memory) => new(memory[..(memory.Length / 2)], memory[(memory.Length / 2)..]);

    public static void TakeRest(JudgedForm<T> rest, JudgedForm<T> form, int first, int count)
    {
        rest._verdicts[..count].CopyTo(form._verdicts[first..]);
        rest._targets[..count].CopyTo(form._targets[first..]);
    }
}

/// <summary>The derivatives are written beside the losses, each multiplied by a scale.</summary>
internal readonly ref struct DerivedForm<T>(ReadOnlySpan<T> scales, Span<T> derivatives, ref LineStream<T> stream) : IElementForm<T, DerivedForm<T>>
    where T : unmanaged
{
    private readonly ReadOnlySpan<T> _scales = scales;
    private readonly Span<T> _derivatives = derivatives;
    private readonly ref LineStream<T> _stream = ref stream;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt) Write<TLanes, TVector, TTargets, TLoss>(ref TLoss loss, TVector value, TVector target, nint index)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where TTargets : ITargetForm
        where TLoss : struct, IElementLoss<T>
    {
        TVector scale = TLanes.Load(in MemoryMarshal.GetReference(_scales), index);
        (TVector result, TVector doubt, TVector derivative) = loss.Derive<TLanes, TVector>(value, target, scale, TTargets.IsSoft);
        TLanes.Store(derivative, ref MemoryMarshal.GetReference(_derivatives), index);
        _stream.Advance(index + TLanes.Count);
        return (result, doubt);
    }

    public static DerivedForm<T> Rest(DerivedForm<T> form, int first, int count, Span<T> memory)
    {
        Span<T> lastScales = memory[..(memory.Length / 2)];
        form._scales.Slice(first, count).CopyTo(lastScales);
        return new(lastScales, memory[lastScales.Length..], ref form._stream);
    }

    public static void TakeRest(DerivedForm<T> rest, DerivedForm<T> form, int first, int count) => rest._derivatives[..count].CopyTo(form._derivatives[first..]);
}
