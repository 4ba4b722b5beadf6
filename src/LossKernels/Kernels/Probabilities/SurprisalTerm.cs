using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>-ln p of probabilities within <see cref="RowBounds{T}"/>; on the way it looks for values that are not to be there.</summary>
internal ref struct SurprisalTerm<TLanes, TVector, T> : IWeightedTerm<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ref readonly T _floors;
    private readonly ref readonly T _ceilings;
    private readonly bool _clipsAbove;
    private readonly bool _hasOpenFloor;
    private readonly TVector _skipped;
    private TVector _floor;
    private TVector _ceiling;

    // Bits as integers: those of everything negative, infinite or NaN are larger than a limit's.
    private TVector _largest;
    private TVector _below;

    /// <summary>The term of some rows.</summary>
    /// <param name="bounds">Their bounds.</param>
    public SurprisalTerm(RowBounds<T> bounds)
    {
        _floors = ref MemoryMarshal.GetReference(bounds.Floors);
        _ceilings = ref MemoryMarshal.GetReference(bounds.Ceilings);
        _clipsAbove = bounds.ClipsAbove;
        _hasOpenFloor = bounds.HasOpenFloor;
        _skipped = TLanes.OfBits(bounds.SkipsZeros ? -1 : 0);
    }

    /// <inheritdoc/>
    public static bool AreNear => true;

    /// <summary>Zero in the lanes of which all values were to be there, else NaN.</summary>
    public readonly TVector Last
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            TVector limit = _clipsAbove ? TLanes.Of(double.PositiveInfinity) : _ceiling;
            TVector isInside = TLanes.EqualBits(TLanes.MaxBits(_largest, limit), limit);
            return TLanes.Or(TLanes.AndNot(TLanes.Of(double.NaN), isInside), TLanes.And(TLanes.Of(double.NaN), _below));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EnterRow(int row) => Enter(TLanes.Spread(in _floors, row), TLanes.Spread(in _ceilings, row));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EnterTile(int row) => Enter(TLanes.Load(in _floors, row), TLanes.Load(in _ceilings, row));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of(TVector values, TVector targets)
    {
        if (_hasOpenFloor)
        {
            TVector isSkipped = TLanes.And(TLanes.Equal(targets, TLanes.Of(0)), _skipped);
            _below = TLanes.Or(_below, TLanes.AndNot(TLanes.Greater(_floor, values), isSkipped));
        }

        TVector p = TLanes.Max(_floor, values);
        _largest = TLanes.MaxBits(_largest, p);
        p = TLanes.Min(_ceiling, p);
        return VectorMath.Surprisal<TLanes, TVector, T>(p, TLanes.Subtract(TLanes.Of(1), p));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter(TVector floor, TVector ceiling)
    {
        _floor = floor;
        _ceiling = ceiling;
        _largest = TLanes.OfBits(0);
        _below = TLanes.OfBits(0);
    }
}
