using System.Runtime.CompilerServices;

namespace LossKernels.Numerics;

// Of a and b with the sum s, the smaller share v of it and u = (a - b) / s, the divergence is s f / 2 with
// f = (1 + u) ln(1 + u) / 2 + (1 - u) ln(1 - u) / 2 = ln 2 + v ln v + (1 - v) ln(1 - v).
// Up to u = 1/2 it is (a - b) u / 2 times f / u^2, a function of u^2 of which nothing cancels; beyond, s (ln 2 + (1 - v) ln(1 - v)) / 2 + b ln(v) / 2, of
// which the first is 1/4 and a rest. All are minimax fits by Remez' exchange in 400-bit arithmetic, of 8 u and 8 v, whose reciprocal is finite for every s:
// 2^-53, 2^-54 and, of the logarithm, 2^-52 off. At most 8 ulp are lost, near u = 1/2.
public static partial class VectorMath
{
    /// <summary>
    /// (a ln(2 a / (a + b)) + b ln(2 b / (a + b))) / 2 in float64, 0 ln 0 being 0. NaN where either is negative or NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector HalfDivergence<TLanes, TVector>(TVector a, TVector b)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        TVector sum = TLanes.Add(a, b);
        TVector gap = TLanes.Subtract(a, b);
        TVector smaller = TLanes.Min(a, b);
        TVector reciprocal = TLanes.Divide(TLanes.Of(8), TLanes.Max(sum, TLanes.Of(SmallestSum)));
        TVector share = TLanes.Multiply(smaller, reciprocal);
        TVector part = TLanes.Multiply(gap, reciprocal);
        TVector near = TLanes.Multiply(TLanes.Multiply(gap, part), DivergenceOfNear<TLanes, TVector>(TLanes.Multiply(part, part)));
        TVector far = TLanes.Fma(smaller, HalfLogOfEighth<TLanes, TVector>(share), TLanes.Multiply(sum, DivergenceOfFar<TLanes, TVector>(share)));
        far = TLanes.Fma(sum, TLanes.Of(0.25), far);
        TVector result = TLanes.Select(TLanes.Greater(TLanes.Of(2), share), far, near);
        return TLanes.Select(TLanes.Greater(TLanes.Of(0), smaller), TLanes.Of(double.NaN), result);
    }

    // 2^-1020: eight over it is finite.
    private const double SmallestSum = 8.900295434028806e-308;

    // f / (16 u^2) of 64 u^2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector DivergenceOfNear<TLanes, TVector>(TVector x)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        TVector square = TLanes.Multiply(x, x);
        TVector p = TLanes.Fma(TLanes.Of(6.289811609892172e-24), x, TLanes.Of(-1.349396550175435e-22));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(1.5973718230299547e-20), x, TLanes.Of(6.13046403291462e-19)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(6.040836379037367e-17), x, TLanes.Of(4.988849835792686e-15)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(4.410053987715928e-13), x, TLanes.Of(4.139200413573591e-11)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(4.257474813669554e-09), x, TLanes.Of(5.086263019201885e-07)));
        return TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(8.138020833338903e-05), x, TLanes.Of(0.03125)));
    }

    // (ln 2 + (1 - v) ln(1 - v)) / 2 - 1/4 of 8 v.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector DivergenceOfFar<TLanes, TVector>(TVector x)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        TVector square = TLanes.Multiply(x, x);
        TVector p = TLanes.Fma(TLanes.Of(2.661106080001929e-13), square, TLanes.Fma(TLanes.Of(-1.0876562946626956e-12), x, TLanes.Of(1.1551002959144096e-11)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(3.62304083541368e-11), x, TLanes.Of(5.571348271321203e-10)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(5.649340470144923e-09), x, TLanes.Of(6.35986480773176e-08)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(7.629292709686831e-07), x, TLanes.Of(1.0172529322161438e-05)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(0.00016276041603338439), x, TLanes.Of(0.003906250000064182)));
        return TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(-0.0625000000000026), x, TLanes.Of(0.09657359027997267)));
    }

    // ln(x / 8) / 2 = (e - 3) ln 2 / 2 + ln(1 + 2 g) / 2 of x = 2^e (1 + 2 g); of 0 some number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector HalfLogOfEighth<TLanes, TVector>(TVector x)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        const long ExponentBit = 1L << 52;
        TVector bits = TLanes.AddBits(x, TLanes.OfBits(OneBitsDouble - TwoThirdsBitsDouble));
        TVector e = ExponentDouble<TLanes, TVector, double>(bits, TLanes.Of(BiasDoubleNumber + 3));
        TVector half = TLanes.AddBits(TLanes.And(bits, TLanes.OfBits(ExponentBit - 1)), TLanes.OfBits(TwoThirdsBitsDouble - ExponentBit));
        TVector g = TLanes.Subtract(half, TLanes.Of(0.5));
        TVector square = TLanes.Multiply(g, g);
        TVector p = TLanes.Fma(TLanes.Of(-12502.412597196833), square, TLanes.Fma(TLanes.Of(6253.488321924587), g, TLanes.Of(-1696.3093079091673)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(949.9051525391354), g, TLanes.Of(-597.6011582886214)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(319.4606542333848), g, TLanes.Of(-170.40599625346456)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(93.01297152526683), g, TLanes.Of(-51.20332138523397)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(28.445259670248205), g, TLanes.Of(-15.999974701575152)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(9.14285231953775), g, TLanes.Of(-5.333333440772412)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(3.2000000143659104), g, TLanes.Of(-1.9999999997826952)));
        p = TLanes.Fma(p, square, TLanes.Fma(TLanes.Of(1.33333333331757), g, TLanes.Of(-1.0000000000001399)));
        return TLanes.Fma(e, TLanes.Of(0.34657359027997264), TLanes.Fma(square, p, g));
    }
}
