using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>How far numbers are spread.</summary>
internal static class Deviations
{
    private const int Step = 8;

    /// <summary>The sum of the squares of distances from a mean: element i goes to the partial sum i mod 8, on every machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static double Squares<T>(ReadOnlySpan<T> values, double mean)
        where T : unmanaged
    {
        ref T source = ref MemoryMarshal.GetReference(values);
        Vector512<double> means = Vector512.Create(mean);
        Vector512<double> squares = Vector512<double>.Zero;
        nint i = 0;
        for (; i <= values.Length - Step; i += Step)
        {
            Vector512<double> distance = Widened.Eight(ref source, i) - means;
            squares = Vector512.FusedMultiplyAdd(distance, distance, squares);
        }

        double total = Lanes.Sum(squares.GetLower() + squares.GetUpper());
        for (; i < values.Length; i++)
        {
            double distance = Widened.One(Unsafe.Add(ref source, i)) - mean;
            total += distance * distance;
        }

        return total;
    }
}
