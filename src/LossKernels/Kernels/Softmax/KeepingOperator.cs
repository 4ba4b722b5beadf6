using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>Does what <see cref="TailOperator{TLanes, TVector, T}"/> does, and keeps every term, the pivot's too.</summary>
/// <param name="inner">What finds the terms.</param>
/// <param name="kept">Where they go, rows side by side.</param>
/// <param name="classes">The number of classes.</param>
/// <param name="stream">What goes on its way meanwhile.</param>
internal ref struct KeepingOperator<TLanes, TVector, T>(TailOperator<TLanes, TVector, T> inner, ref T kept, nint classes, ref LineStream<T> stream) : IRowOperator<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly ref T _kept = ref kept;
    private readonly nint _classes = classes;
    private readonly ref LineStream<T> _stream = ref stream;
    private TailOperator<TLanes, TVector, T> _inner = inner;
    private ref T _place = ref kept;

    public readonly int LeftOut
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _inner.LeftOut;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector TakeRest() => _inner.TakeRest();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EnterRow(ref readonly T row, int number)
    {
        _inner.EnterRow(in row, number);
        _place = ref Unsafe.Add(ref _kept, number * _classes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void LeaveRow(int lane) => _stream.Advance(_classes * ((lane / ClassWalk<TLanes, TVector, T>.RowStep) + 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Add(TVector sum, TVector values, nint index, TVector numbers, TVector isNew)
    {
        (TVector power, TVector share) = _inner.Of(values);
        TLanes.Store(TLanes.Fma(power, share, power), ref _place, index);
        return _inner.Add(sum, power, share, numbers);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector AddOthers(TVector sum, TVector values, nint index)
    {
        (TVector power, TVector share) = _inner.Of(values);
        _stream.Step();
        TLanes.Store(TLanes.Fma(power, share, power), ref _place, index);
        return _inner.AddOthers(sum, power, share);
    }
}
