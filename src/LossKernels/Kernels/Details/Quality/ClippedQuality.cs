using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Quality;

/// <summary>A clipped probability.</summary>
/// <param name="clip">The bounds.</param>
internal readonly struct ClippedQuality<TLanes, TVector, T>(ClipBounds clip) : IQualityTerm<ClippedQuality<TLanes, TVector, T>, TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly TVector _floor = TLanes.Of(clip.Lower);
    private readonly TVector _ceiling = TLanes.Of(clip.Upper);

    public static bool IsExact
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    // It is the same at every pivot.
    public static void Tabulate(ReadOnlySpan<T> pivots, int count, Span<T> table)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ClippedQuality<TLanes, TVector, T> Load(ref readonly T table, nint index) => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ClippedQuality<TLanes, TVector, T> Spread(ref readonly T table, nint index) => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ClippedQuality<TLanes, TVector, T> At(TVector pivot) => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of(TVector values) => TLanes.Min(_ceiling, TLanes.Max(_floor, values));

    public (TVector Power, TVector Share) Parts(TVector values) => throw new UnreachableException("The term is all there is to it.");
}

/// <summary>Of clipped probabilities.</summary>
/// <param name="clip">The bounds.</param>
/// <param name="normalises">Whether a probability is what is clipped over the sum of all of its row.</param>
internal readonly struct ClippedCompletion<T>(ClipBounds clip, bool normalises) : IQualityCompletion<T>
    where T : unmanaged
{
    // The pivots' own terms.
    public void Prepare(ReadOnlySpan<T> pivots, ReadOnlySpan<T> terms, Span<double> needed) =>
        Clip(ref MemoryMarshal.GetReference(pivots), pivots.Length, clip, ref MemoryMarshal.GetReference(needed[..pivots.Length]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Complete(Vector512<double> needed, ref Vector512<double> sums, ref Vector512<double> largest, ref Vector512<double> squares)
    {
        // As integers, the bits of a negative number were larger than those of the largest: a row that has any is looked at class by class.
        Vector512<double> isNegative = Vector512.LessThan(largest.AsInt64(), Vector512<long>.Zero).AsDouble();
        Vector512<double> factor = normalises ? Vector512<double>.One / (needed + sums) : Vector512<double>.One;
        Vector512<double> missed = normalises ? sums * factor : Vector512<double>.One - needed;
        largest = Vector512.MinNative(Vector512.Create(clip.Upper), Vector512.MaxNative(Vector512.Create(clip.Lower), largest)) * factor;
        squares = Vector512.ConditionalSelect(isNegative, Vector512.Create(double.NaN), (missed * missed) + (squares * factor * factor));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Clip(ref T values, nint count, ClipBounds clip, ref double clipped)
    {
        for (nint i = 0; i < count; i += Vector256<double>.Count)
        {
            clip.Apply(Widened.Four(ref values, i)).StoreUnsafe(ref clipped, (nuint)i);
        }
    }
}
