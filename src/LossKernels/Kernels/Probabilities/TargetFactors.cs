using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>By what the loss of each class of a row is multiplied: weight (kept target + spread).</summary>
/// <param name="kept">What is kept of a target.</param>
/// <param name="spread">What is added to it.</param>
/// <param name="weight">The weight of all classes.</param>
/// <param name="weights">That of each class instead, and numbers that fill the last vector of eight; or empty.</param>
internal readonly ref struct TargetFactors(double kept, double spread, double weight, ReadOnlySpan<double> weights)
{
    private readonly ReadOnlySpan<double> _weights = weights;

    /// <summary>Those of eight classes.</summary>
    /// <param name="targets">Their targets.</param>
    /// <param name="label">The first class.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Of(Vector512<double> targets, nint label)
    {
        Vector512<double> factors = (targets * kept) + Vector512.Create(spread);
        return factors * (_weights.IsEmpty ? Vector512.Create(weight) : Vector512.LoadUnsafe(in _weights[0], (nuint)label));
    }

    /// <summary>That of one class.</summary>
    /// <param name="target">Its target.</param>
    /// <param name="label">The class.</param>
    public double Of(double target, int label) => ((target * kept) + spread) * (_weights.IsEmpty ? weight : _weights[label]);
}
