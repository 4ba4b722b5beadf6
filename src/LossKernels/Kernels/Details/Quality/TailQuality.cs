using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Quality;

/// <summary>e^(x - pivot), but for the factor of the pivot.</summary>
internal readonly struct TailQuality<TLanes, TVector, T> : IQualityTerm<TailQuality<TLanes, TVector, T>, TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private readonly TailTerm<TLanes, TVector, T> _term;

    private TailQuality(TailTerm<TLanes, TVector, T> term) => _term = term;

    public static bool IsExact
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    public static void Tabulate(ReadOnlySpan<T> pivots, int count, Span<T> table) => TailTerm<TLanes, TVector, T>.Tabulate(pivots, count, table);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TailQuality<TLanes, TVector, T> Load(ref readonly T table, nint index) => new(TailTerm<TLanes, TVector, T>.Load(in table, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TailQuality<TLanes, TVector, T> Spread(ref readonly T table, nint index) => new(TailTerm<TLanes, TVector, T>.Spread(in table, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TailQuality<TLanes, TVector, T> At(TVector pivot) => new(new TailTerm<TLanes, TVector, T>(pivot));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of(TVector values) => _term.Of(values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (TVector Power, TVector Share) Parts(TVector values) => _term.Parts(values);
}

/// <summary>Of a softmax: the factor of the pivot is made up for, whose own term is one.</summary>
internal readonly struct TailCompletion<T> : IQualityCompletion<T>
    where T : unmanaged
{
    public void Prepare(ReadOnlySpan<T> pivots, ReadOnlySpan<T> terms, Span<double> needed) => TailTerm.Factors(pivots, terms, needed);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Complete(Vector512<double> needed, ref Vector512<double> sums, ref Vector512<double> largest, ref Vector512<double> squares)
    {
        sums *= needed;
        Vector512<double> share = Vector512<double>.One / (Vector512<double>.One + sums);
        Vector512<double> missed = sums * share;
        largest = Vector512.MaxNative(largest * needed, Vector512<double>.One) * share;
        squares = (missed * missed) + (squares * needed * needed * share * share);
    }
}
