using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Measures.Details;

/// <summary>The sums of the samples of a class: a vector of numbers, so that those of a part are added to those of another at once.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ClassSums
{
    /// <summary>How many they are.</summary>
    public const int Numbers = 4;

    public double Loss;
    public double Count;
    public double Weight;

    /// <summary>What their targets add to the share of the class, with their weights.</summary>
    public double Target;

    /// <summary>Sums in the order of their members.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ClassSums Of(Vector256<double> sums) => Unsafe.BitCast<Vector256<double>, ClassSums>(sums);

    /// <summary>Adds those of another part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in ClassSums other) =>
        this = Of(Unsafe.BitCast<ClassSums, Vector256<double>>(this) + Unsafe.BitCast<ClassSums, Vector256<double>>(other));
}
