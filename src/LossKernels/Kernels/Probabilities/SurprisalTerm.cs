using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>-ln p of probabilities within <see cref="RowBounds{T}"/>; on the way it looks for values that are not to be there.</summary>
internal struct SurprisalTerm<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TVector _floor;
    private readonly TVector _ceiling;
    private readonly TVector _limit;
    private readonly bool _hasOpenFloor;
    private readonly TVector _skipped;

    // Bits as integers: those of everything negative, infinite or NaN are larger than a limit's.
    private TVector _largest;
    private TVector _below;

    /// <summary>The term of one row in all lanes, or of a row a lane.</summary>
    /// <param name="floor">The floor.</param>
    /// <param name="ceiling">The ceiling.</param>
    /// <param name="bounds">What the bounds mean.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SurprisalTerm(TVector floor, TVector ceiling, RowBounds<T> bounds)
    {
        _floor = floor;
        _ceiling = ceiling;
        _limit = bounds.ClipsAbove ? TLanes.Of(double.PositiveInfinity) : ceiling;
        _hasOpenFloor = bounds.HasOpenFloor;
        _skipped = TLanes.OfBits(bounds.SkipsZeros ? -1 : 0);
        _largest = TLanes.OfBits(0);
        _below = TLanes.OfBits(0);
    }

    /// <summary>Zero in the lanes of which all values were to be there, else NaN.</summary>
    public readonly TVector Outside
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            TVector isInside = TLanes.EqualBits(TLanes.MaxBits(_largest, _limit), _limit);
            return TLanes.Or(TLanes.AndNot(TLanes.Of(double.NaN), isInside), TLanes.And(TLanes.Of(double.NaN), _below));
        }
    }

    /// <summary>-ln p.</summary>
    /// <param name="p">The probabilities.</param>
    /// <param name="t">Their targets.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of(TVector p, TVector t)
    {
        if (_hasOpenFloor)
        {
            TVector isSkipped = TLanes.And(TLanes.Equal(t, TLanes.Of(0)), _skipped);
            _below = TLanes.Or(_below, TLanes.AndNot(TLanes.Greater(_floor, p), isSkipped));
        }

        p = TLanes.Max(_floor, p);
        _largest = TLanes.MaxBits(_largest, p);
        p = TLanes.Min(_ceiling, p);
        return VectorMath.Surprisal<TLanes, TVector, T>(p, TLanes.Subtract(TLanes.Of(1), p));
    }
}
