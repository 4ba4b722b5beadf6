using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

// Both functions are computed from t = e^-|x|, which lies in [0, 1] and so cannot overflow:
// softplus(x) = max(x, 0) + ln(1 + t), sigmoid(x) = 1 / (1 + t) for x >= 0 and t / (1 + t) below.
public static partial class VectorMath
{
    /// <summary>
    /// ln(1 + e^x) in every lane, the loss of a logit against a hard target. At most 2 ulp off (float64: 3), from the tail, where it is e^x, to large x, where it is x.
    /// Softplus of minus infinity is 0, of infinity infinity, of NaN NaN.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Softplus<T>(Vector512<T> x)
    {
        if (typeof(T) == typeof(float))
        {
            return SoftplusSingle(x.AsSingle()).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            return SoftplusDouble(x.AsDouble()).As<double, T>();
        }

        return Unsupported<T>();
    }

    /// <summary>
    /// 1 / (1 + e^-x) in every lane, at most 3 ulp off (float64: 4) also in the tail, where it is e^x.
    /// Sigmoid of minus infinity is 0, of 0 one half, of infinity 1, of NaN NaN.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sigmoid<T>(Vector512<T> x)
    {
        if (typeof(T) == typeof(float))
        {
            return SigmoidSingle(x.AsSingle()).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            return SigmoidDouble(x.AsDouble()).As<double, T>();
        }

        return Unsupported<T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> SoftplusSingle(Vector512<float> x)
    {
        Vector512<float> t = ExpSingle(x | Vector512.Create(-0f), Vector512<float>.Zero);

        // 1 + t = 2 (1 + (t - 1) / 2) where t is large; the carry is what t - 1 loses to rounding below t = 1/2, divided by 1 + t, which is about 1 / 0.69.
        Vector512<float> large = Vector512.GreaterThan(t, Vector512.Create(1f / 3f));
        Vector512<float> less = t - Vector512<float>.One;
        Vector512<float> carry = t - (less + Vector512<float>.One);
        Vector512<float> low = large & Vector512.FusedMultiplyAdd(carry, Vector512.Create(0.69f), Vector512.Create(LnTwoLowSingle));
        Vector512<float> f = Vector512.ConditionalSelect(large, less * Vector512.Create(0.5f), t);
        return Vector512.MaxNative(Vector512<float>.Zero, x) + LogOfPartsSingle(large & Vector512.Create(LnTwoHighSingle), low, f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> SoftplusDouble(Vector512<double> x)
    {
        Vector512<double> t = ExpDouble(x | Vector512.Create(-0d), Vector512<double>.Zero);
        Vector512<double> large = Vector512.GreaterThan(t, Vector512.Create(0.41421356237309503));
        Vector512<double> less = t - Vector512<double>.One;
        Vector512<double> carry = t - (less + Vector512<double>.One);
        Vector512<double> low = large & Vector512.FusedMultiplyAdd(carry, Vector512.Create(0.69), Vector512.Create(LnTwoLowDouble));
        Vector512<double> f = Vector512.ConditionalSelect(large, less * Vector512.Create(0.5), t);
        return Vector512.MaxNative(Vector512<double>.Zero, x) + LogOfPartsDouble(large & Vector512.Create(LnTwoHighDouble), low, f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> SigmoidSingle(Vector512<float> x)
    {
        Vector512<float> t = ExpSingle(x | Vector512.Create(-0f), Vector512<float>.Zero);
        Vector512<float> numerator = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), t, Vector512<float>.One);
        return numerator / (Vector512<float>.One + t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> SigmoidDouble(Vector512<double> x)
    {
        Vector512<double> t = ExpDouble(x | Vector512.Create(-0d), Vector512<double>.Zero);
        Vector512<double> numerator = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<double>.Zero), t, Vector512<double>.One);
        return numerator / (Vector512<double>.One + t);
    }
}
