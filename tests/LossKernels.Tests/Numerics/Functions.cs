using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Numerics;

/// <summary>What is measured: each function on a vector of either type, and what it should give.</summary>
internal static class Functions
{
    public static readonly string[] Names = ["Exp", "Log", "Log1P", "Softplus", "Sigmoid"];

    /// <summary>Software fused multiply-add is slow: without vector hardware the samples are a fraction of what they are with it.</summary>
    public static int Samples(int accelerated) => Vector256.IsHardwareAccelerated ? accelerated : accelerated / 16;

    public static Vector512<T> Apply<T>(string name, Vector512<T> x)
        where T : unmanaged => name switch
        {
            "Exp" => VectorMath.Exp(x),
            "Log" => VectorMath.Log(x),
            "Log1P" => VectorMath.Log1P(x),
            "Softplus" => VectorMath.Softplus(x),
            "Sigmoid" => VectorMath.Sigmoid(x),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such function."),
        };

    /// <summary>The function in float64 by the runtime's own mathematics, to far better than an ulp of float32.</summary>
    public static double InDouble(string name, double x) => name switch
    {
        "Exp" => Math.Exp(x),
        "Log" => Math.Log(x),
        "Log1P" => Log1P(x),
        "Softplus" => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x))),
        "Sigmoid" => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such function."),
    };

    public static BigReal InHighPrecision(string name, BigReal x) => name switch
    {
        "Exp" => HighPrecision.Exp(x),
        "Log" => HighPrecision.Log(x),
        "Log1P" => HighPrecision.Log1P(x),
        "Softplus" => HighPrecision.Softplus(x),
        "Sigmoid" => HighPrecision.Sigmoid(x),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such function."),
    };

    /// <summary>How far a float32 is from a reference in float64, in ulp of float32.</summary>
    public static double SingleUlpError(float got, double reference)
    {
        if (!float.IsFinite(got))
        {
            return got.Equals((float)reference) ? 0 : double.PositiveInfinity;
        }

        int exponent = reference == 0 ? -126 : Math.Max(Math.ILogB(reference), -126);
        return Math.Abs(got - reference) * Math.ScaleB(1, 23 - exponent);
    }

    // W. Kahan's: the rounding error of 1 + x cancels in the quotient.
    private static double Log1P(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : double.IsInfinity(sum) ? sum : Math.Log(sum) * (x / (sum - 1));
    }
}
