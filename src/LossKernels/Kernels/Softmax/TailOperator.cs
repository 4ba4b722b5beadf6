using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>Adds up e^(x - pivot), but for the factor of the pivot, of all classes but the pivot's own.</summary>
/// <param name="labels">The class number of each row's pivot.</param>
/// <param name="terms">The table of their terms.</param>
internal ref struct TailOperator<TLanes, TVector, T>(ref readonly int labels, ref readonly T terms) : IRowOperator<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly ref readonly int _labels = ref labels;
    private readonly ref readonly T _terms = ref terms;
    private TailTerm<TLanes, TVector, T> _term;
    private TVector _own;
    private TVector _shares;
    private int _label;

    // The terms are rounded.
    public readonly int LeftOut
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _label;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector TakeRest()
    {
        TVector rest = _shares;
        _shares = TLanes.Of(0);
        return rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EnterRow(ref readonly T row, int number)
    {
        _label = Math.Max(0, Unsafe.Add(ref Unsafe.AsRef(in _labels), number));
        _own = TLanes.OfBits(_label);
        _term = TailTerm<TLanes, TVector, T>.Spread(in _terms, number);
        _shares = TLanes.Of(0);
    }

    public readonly void LeaveRow(int lane)
    {
    }

    /// <summary>The parts of the terms of some values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly (TVector Power, TVector Share) Of(TVector values) => _term.Parts(values);

    /// <summary>A sum and terms of which the parts are given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector AddOthers(TVector sum, TVector power, TVector share)
    {
        _shares = TLanes.Fma(power, share, _shares);
        return TLanes.Add(sum, power);
    }

    /// <summary>The same but the pivot's own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Add(TVector sum, TVector power, TVector share, TVector numbers) => AddOthers(sum, TLanes.ClearEqualBits(power, numbers, _own), share);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Add(TVector sum, TVector values, nint index, TVector numbers, TVector isNew)
    {
        (TVector power, TVector share) = Of(values);
        return Add(sum, power, share, numbers);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector AddOthers(TVector sum, TVector values, nint index)
    {
        (TVector power, TVector share) = Of(values);
        return AddOthers(sum, power, share);
    }
}
