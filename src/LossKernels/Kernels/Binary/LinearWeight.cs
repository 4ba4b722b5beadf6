using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>A factor that is linear in a target, as a number of the data type and what that lacks; of a target of 0 or 1 both are exact.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly struct LinearWeight<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _ofZero;
    private readonly T _slope;
    private readonly T _lackOfZero;
    private readonly T _lackOfSlope;

    /// <summary>A factor by what it is at both ends.</summary>
    public LinearWeight(double ofOne, double ofZero)
    {
        // Multiples of the last digit of the larger one: their difference and its sum with one of them are too, and no larger.
        double most = Math.Max(ofOne, ofZero);
        double digit = most > 0 ? Math.ScaleB(1, Math.ILogB(most) - (typeof(T) == typeof(float) ? 23 : 52)) : 1;
        double one = Math.Round(ofOne / digit) * digit;
        double zero = Math.Round(ofZero / digit) * digit;
        _ofZero = Lanes.From<T>(zero);
        _slope = Lanes.From<T>(one - zero);
        _lackOfZero = Lanes.From<T>(ofZero - zero);
        _lackOfSlope = Lanes.From<T>(ofOne - one - (ofZero - zero));
    }

    /// <summary>The factor of targets in 0..1, and what it lacks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Of<TLanes, TVector>(TVector target, out TVector factor, out TVector lack)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        factor = TLanes.Fma(target, TLanes.Spread(in _slope, 0), TLanes.Spread(in _ofZero, 0));
        lack = TLanes.Fma(target, TLanes.Spread(in _lackOfSlope, 0), TLanes.Spread(in _lackOfZero, 0));
    }
}
