using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Binary cross-entropy of a probability: -(z ln(p + added) + (1 - z) ln(1 - p + added)), p clipped, the logarithms not below a floor.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="clip">Where p is clipped; numbers of T.</param>
/// <param name="added">What is added inside the logarithm: a number of T. To a p that is less, the sum is only as exact as T, and the loss as large as that allows.</param>
/// <param name="floor">The least logarithm; a number of T.</param>
/// <param name="skipZeros">Whether a target of zero (or one) makes nothing of an infinite logarithm; else the product is NaN.</param>
internal readonly struct ProbabilityLoss<T>(ClipBounds clip, double added, double floor, bool skipZeros) : IElementLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Of hard targets one logarithm is multiplied by zero, and need not be taken where that product is zero whatever it is.
    private readonly bool _picks = skipZeros || clip.Lower > 0 || double.IsFinite(floor);

    // Numbers of T, as a conversion in a loop would wait for what its register held the round before.
    private readonly T _lower = Lanes.From<T>(clip.Lower);
    private readonly T _upper = Lanes.From<T>(clip.Upper);
    private readonly T _added = Lanes.From<T>(added);
    private readonly T _floor = Lanes.From<T>(floor);

    /// <inheritdoc/>
    public double Limit => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Watched<TLanes, TVector>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Hard<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        Arguments<TLanes, TVector> ln = new(Clip<TLanes, TVector>(value), TLanes.Spread(in _added, 0));
        TVector isOne = TLanes.Equal(target, TLanes.Of(1));
        TVector logarithm = VectorMath.Log<TLanes, TVector, T>(
            TLanes.Select(isOne, ln.Yes, ln.No), TLanes.Select(isOne, ln.YesError, ln.NoError));

        // Not the negative: a certain and right prediction costs 0, not -0.
        TVector loss = TLanes.Subtract(TLanes.Of(0), TLanes.Max(TLanes.Spread(in _floor, 0), logarithm));
        if (_picks)
        {
            return loss;
        }

        // The product of zero and a logarithm that is infinite or NaN.
        TVector other = TLanes.Select(isOne, ln.No, ln.Yes);
        return TLanes.Select(TLanes.Greater(other, TLanes.Of(0)), loss, TLanes.Of(double.NaN));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Loss, TVector Doubt) Usual<TLanes, TVector>(TVector value, TVector target)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        Arguments<TLanes, TVector> ln = new(Clip<TLanes, TVector>(value), TLanes.Spread(in _added, 0));
        TVector isOne = TLanes.Equal(target, TLanes.Of(1));
        TVector argument = TLanes.Select(isOne, ln.Yes, ln.No);
        TVector logarithm = VectorMath.LogOfNormal<TLanes, TVector, T>(argument, TLanes.Select(isOne, ln.YesError, ln.NoError));
        TVector doubt = TLanes.SubtractBits(argument, TLanes.Of(VectorMath.SmallestNormal<T>()));
        if (!_picks)
        {
            // Of the other logarithm, which is multiplied by zero.
            doubt = TLanes.Or(doubt, TLanes.SubtractBits(TLanes.Select(isOne, ln.No, ln.Yes), TLanes.OfBits(1)));
        }

        return (TLanes.Subtract(TLanes.Of(0), TLanes.Max(TLanes.Spread(in _floor, 0), logarithm)), doubt);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideLanes Soft<TLanes, TVector>(TVector value, TVector target)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
    {
        Arguments<TLanes, TVector> ln = new(Clip<TLanes, TVector>(value), TLanes.Spread(in _added, 0));
        TVector floors = TLanes.Spread(in _floor, 0);
        WideLanes yes = WideLanes.Of<TLanes, TVector, T>(TLanes.Max(floors, VectorMath.Log<TLanes, TVector, T>(ln.Yes, ln.YesError)));
        WideLanes no = WideLanes.Of<TLanes, TVector, T>(TLanes.Max(floors, VectorMath.Log<TLanes, TVector, T>(ln.No, ln.NoError)));
        WideLanes z = WideLanes.Of<TLanes, TVector, T>(target);
        WideLanes loss = default;
        loss.First = Loss(z.First, yes.First, no.First);
        if (TLanes.Count > 4)
        {
            loss.Second = Loss(z.Second, yes.Second, no.Second);
        }

        if (TLanes.Count > 8)
        {
            loss.Third = Loss(z.Third, yes.Third, no.Third);
            loss.Fourth = Loss(z.Fourth, yes.Fourth, no.Fourth);
        }

        return loss;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Clip<TLanes, TVector>(TVector value)
        where TLanes : ILanes<TVector, T>
        where TVector : struct => TLanes.Min(TLanes.Spread(in _upper, 0), TLanes.Max(TLanes.Spread(in _lower, 0), value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Loss(Vector256<double> target, Vector256<double> yes, Vector256<double> no) =>
        Vector256<double>.Zero - (Product(target, yes) + Product(Vector256<double>.One - target, no));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Product(Vector256<double> factor, Vector256<double> logarithm) => skipZeros
        ? Vector256.AndNot(factor * logarithm, Vector256.Equals(factor, Vector256<double>.Zero))
        : factor * logarithm;

    // p + added and 1 - p + added with what they lose to rounding: where the sum is near one, its logarithm has the size of the loss.
    private readonly struct Arguments<TLanes, TVector>
        where TLanes : ILanes<TVector, T>
        where TVector : struct
    {
        public readonly TVector Yes;
        public readonly TVector YesError;
        public readonly TVector No;
        public readonly TVector NoError;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Arguments(TVector p, TVector added)
        {
            TVector one = TLanes.Of(1);
            TVector complement = TLanes.Subtract(one, p);
            Yes = TLanes.Add(p, added);
            YesError = TLanes.Add(TLanes.Subtract(p, Yes), added);
            No = TLanes.Add(complement, added);
            NoError = TLanes.Add(
                TLanes.Subtract(TLanes.Subtract(one, complement), p),
                TLanes.Add(TLanes.Subtract(complement, No), added));
        }
    }
}
