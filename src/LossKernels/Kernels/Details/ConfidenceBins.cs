using System.Numerics;
using System.Runtime.CompilerServices;

namespace LossKernels.Kernels.Details;

/// <summary>The bins of the winning probability.</summary>
internal static class ConfidenceBins
{
    /// <summary>How many there are, of equal width.</summary>
    public const int Count = 15;

    /// <summary>The lowest that a winning probability of two can be in.</summary>
    public const int FirstOfTwo = Count / 2;

    /// <summary>The bin of a probability. 1 is in the last, and so is what is no probability and more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(double confidence) => Math.Clamp((int)(confidence * Count), 0, Count - 1);

    /// <summary>The least number of a type that is in a bin.</summary>
    public static T Least<T>(int bin)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T least = T.CreateTruncating((double)bin / Count);
        while (Of(double.CreateTruncating(least)) >= bin)
        {
            least = T.BitDecrement(least);
        }

        return T.BitIncrement(least);
    }
}
