using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels;

namespace LossKernels.Numerics;

/// <summary>How far numbers are spread.</summary>
internal static class Deviations
{
    /// <summary>The sum of the squares of distances from a mean: element i goes to the partial sum i mod 8, on every machine.</summary>
    public static double Squares(ReadOnlySpan<double> values, double mean)
    {
        ref double source = ref MemoryMarshal.GetReference(values);
        Vector256<double> means = Vector256.Create(mean);
        Vector256<double> low = Vector256<double>.Zero;
        Vector256<double> high = Vector256<double>.Zero;
        int i = 0;
        for (; i <= values.Length - (2 * Vector256<double>.Count); i += 2 * Vector256<double>.Count)
        {
            Vector256<double> first = Vector256.LoadUnsafe(ref source, (nuint)i) - means;
            Vector256<double> second = Vector256.LoadUnsafe(ref source, (nuint)(i + Vector256<double>.Count)) - means;
            low = Vector256.FusedMultiplyAdd(first, first, low);
            high = Vector256.FusedMultiplyAdd(second, second, high);
        }

        double total = Lanes.Sum(low + high);
        for (; i < values.Length; i++)
        {
            total += (values[i] - mean) * (values[i] - mean);
        }

        return total;
    }
}
