using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Kernels.Walks;

/// <summary>Where values are clipped. A NaN stays one.</summary>
/// <param name="Lower">The least value.</param>
/// <param name="Upper">The greatest value.</param>
internal readonly record struct ClipBounds(double Lower, double Upper)
{
    /// <summary>No bounds.</summary>
    public static ClipBounds None => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Clips one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Apply(double value) => Math.Min(Math.Max(value, Lower), Upper);

    /// <summary>Clips a vector of values. Of a NaN the native instructions give the second argument.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Apply(Vector256<double> values) =>
        Vector256.MinNative(Vector256.Create(Upper), Vector256.MaxNative(Vector256.Create(Lower), values));
}
