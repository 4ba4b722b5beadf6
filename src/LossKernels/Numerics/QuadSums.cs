using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>The sums of the lanes of several vectors at once.</summary>
internal static class QuadSums
{
    /// <summary>The sum of the lanes of each of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Joined(Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d)
    {
        Vector256<double> isLow = Vector256.Create(-1L, -1, 0, 0).AsDouble();
        Vector256<double> ab = JoinedPairs(a, b);
        Vector256<double> cd = JoinedPairs(c, d);
        return Vector256.ConditionalSelect(isLow, ab, cd) + Vector256.Shuffle(Vector256.ConditionalSelect(isLow, cd, ab), Vector256.Create(2L, 3, 0, 1));
    }

    /// <summary>The sums of the first two lanes of each, and of its last two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> JoinedPairs(Vector256<double> a, Vector256<double> b)
    {
        Vector256<double> isEven = Vector256.Create(-1L, 0, -1, 0).AsDouble();
        return Vector256.ConditionalSelect(isEven, a, b) + Vector256.Shuffle(Vector256.ConditionalSelect(isEven, b, a), Vector256.Create(1L, 0, 3, 2));
    }
}
