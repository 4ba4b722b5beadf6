using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>Does what <see cref="TailOperator{TLanes, TVector, T}"/> does down tiles, and keeps every term, the pivot's too.</summary>
/// <param name="inner">What finds the terms.</param>
/// <param name="kept">Where those of the first class go.</param>
/// <param name="stride">How far behind those of the next class go.</param>
internal ref struct ColumnOperator<TLanes, TVector, T>(TailOperator<TLanes, TVector, T> inner, ref T kept, nint stride) : IClassOperator<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly ref T _kept = ref kept;
    private readonly nint _stride = stride;
    private TailOperator<TLanes, TVector, T> _inner = inner;
    private ref T _place = ref kept;
    private nint _index;

    public readonly int LeftOut => _inner.LeftOut;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EnterTile(ref readonly T first, nint stride, int classes, int row)
    {
        _inner.EnterTile(in first, stride, classes, row);
        _place = ref Unsafe.Add(ref _kept, row);
        _index = 0;
    }

    public readonly void LeaveTile(int row)
    {
    }

    public readonly void EnterRow(ref readonly T row, int number) => throw new NotSupportedException();

    public readonly void LeaveRow(int lane) => throw new NotSupportedException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Add(TVector sum, TVector values, nint index, TVector numbers, TVector isNew)
    {
        TVector term = _inner.Of(values);
        TLanes.Store(term, ref _place, _index);
        _index += _stride;
        return _inner.Add(sum, term, numbers);
    }

    public readonly TVector AddOthers(TVector sum, TVector values, nint index) => throw new NotSupportedException();
}
