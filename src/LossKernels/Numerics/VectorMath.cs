using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>
/// The elementary functions of the losses on whole vectors of float32 or float64: exp, log, log1p, softplus and sigmoid.
/// Every lane is computed from its own value alone, by operations that IEEE 754 rounds in one way only (add, multiply, divide, fused multiply-add),
/// so the bits are the same in every lane and on every instruction set, and where there is none.
/// Errors are given in ulp, units in the last place of the exact result; those measured are maxima over every float32, and over samples in float64.
/// </summary>
/// <remarks>
/// System.Numerics.Tensors has most of these names, but its exp is 1 - 2^-24 at 0 for float32, and what it does at each vector width is its own affair.
/// </remarks>
public static partial class VectorMath
{
    /// <summary>exp(x) of one number: one lane of <see cref="Exp{T}(Vector512{T})"/>, so with the same bits.</summary>
    public static double Exp(double x) => Exp(Vector256.Create(x)).ToScalar();

    /// <summary>The natural logarithm of one number: one lane of <see cref="Log{T}(Vector512{T})"/>, so with the same bits.</summary>
    public static double Log(double x) => Log(Vector256.Create(x)).ToScalar();

    /// <summary>ln(1 + x) of one number: one lane of <see cref="Log1P{T}(Vector512{T})"/>, so with the same bits.</summary>
    public static double Log1P(double x) => Log1P(Vector256.Create(x)).ToScalar();

    /// <summary>ln(1 + e^x) of one number: one lane of <see cref="Softplus{T}(Vector512{T})"/>, so with the same bits.</summary>
    public static double Softplus(double x) => Softplus(Vector256.Create(x)).ToScalar();

    /// <summary>1 / (1 + e^-x) of one number: one lane of <see cref="Sigmoid{T}(Vector512{T})"/>, so with the same bits.</summary>
    public static double Sigmoid(double x) => Sigmoid(Vector256.Create(x)).ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<Vector256<T>> Halves<T>(Vector512<T> whole)
    {
        Pair<Vector256<T>> halves;
        halves.Lower = whole.GetLower();
        halves.Upper = whole.GetUpper();
        return halves;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Whole<T>(Pair<Vector256<T>> halves) => Vector512.Create(halves.Lower, halves.Upper);

    private static NotSupportedException Unsupported<T>() =>
        new($"These functions exist for float and double, not for {typeof(T).Name}.");
}
