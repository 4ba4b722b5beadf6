using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>Makes of the tails of rows, and of the factors that their terms lack, by what the terms are to be multiplied, and what stands in the place of the pivot's.</summary>
internal static class TileUnits<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Those of rows of one target, of one: scale / (1 + tail) times the factor, and -scale tail / (1 + tail), rounded once.</summary>
    /// <param name="found">The rows.</param>
    /// <param name="scales">By what their derivatives are multiplied; as many numbers as there are rows, and as fill the last vector up.</param>
    /// <param name="units">Where they go.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void OfHot(TileRows<T> found, ReadOnlySpan<T> scales, RowUnits<T> units, int rows)
    {
        for (nint i = 0; i < rows; i += TLanes.Count)
        {
            TVector scale = TLanes.Load(in scales[0], i);
            TVector tail = TLanes.Load(in found.Tails[0], i);
            TVector tailRest = TLanes.Load(in found.TailRests[0], i);
            (TVector whole, TVector wholeRest) = ErrorFree<TLanes, TVector, T>.Sum(TLanes.Of(1), tail);
            wholeRest = TLanes.Add(wholeRest, tailRest);
            TVector inverse = TLanes.Divide(TLanes.Of(1), whole);
            TVector share = TLanes.Multiply(scale, inverse);
            TVector minus = TLanes.Subtract(TLanes.Of(0), share);
            TVector lost = TLanes.Fma(minus, whole, scale);
            lost = TLanes.Multiply(TLanes.Fma(minus, wholeRest, lost), inverse);
            TVector unit = Product(share, lost, TLanes.Load(in found.Factors[0], i), TLanes.Load(in found.FactorRests[0], i));
            TLanes.Store(unit, ref units.Terms[0], i);
            TLanes.Store(TLanes.Subtract(TLanes.Of(0), Product(share, lost, tail, tailRest)), ref units.Own[0], i);
        }
    }

    /// <summary>Those of rows of any targets, which are taken off.</summary>
    /// <param name="found">The rows.</param>
    /// <param name="scales">By what their derivatives are multiplied.</param>
    /// <param name="masses">What the targets of each row sum to; empty where that is one.</param>
    /// <param name="picked">The targets of the pivots.</param>
    /// <param name="units">Where they go.</param>
    public static void OfSoft(TileRows<T> found, ReadOnlySpan<double> scales, ReadOnlySpan<double> masses, ReadOnlySpan<T> picked, RowUnits<T> units)
    {
        int rows = scales.Length;
        int whole = Lanes.Whole(rows, Vector512<double>.Count);
        Span<double> memory = stackalloc double[4 * TileTerms<T>.MostRows];
        Span<double> tails = memory[..TileTerms<T>.MostRows];
        Span<double> factors = memory.Slice(TileTerms<T>.MostRows, TileTerms<T>.MostRows);
        Span<double> someScales = memory.Slice(2 * TileTerms<T>.MostRows, TileTerms<T>.MostRows);
        Span<double> someMasses = memory.Slice(3 * TileTerms<T>.MostRows, TileTerms<T>.MostRows);
        found.WriteTails(tails[..whole]);
        found.WriteFactors(factors[..whole]);
        scales.CopyTo(someScales);
        if (masses.IsEmpty)
        {
            someMasses.Fill(1);
        }
        else
        {
            masses.CopyTo(someMasses);
        }

        WriteSoft(tails[..whole], factors, someScales, someMasses, picked, units);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteSoft(
        ReadOnlySpan<double> tails, ReadOnlySpan<double> factors, ReadOnlySpan<double> scales, ReadOnlySpan<double> masses, ReadOnlySpan<T> picked, RowUnits<T> units)
    {
        for (int i = 0; i < tails.Length; i += Vector512<double>.Count)
        {
            Vector512<double> tail = Vector512.Create(tails[i..]);
            Vector512<double> scale = Vector512.Create(scales[i..]);
            Vector512<double> mass = Vector512.Create(masses[i..]);
            Vector512<double> share = scale / (tail + Vector512<double>.One) * mass;
            Vector512<double> target = Widened.Eight(ref MemoryMarshal.GetReference(picked), i);
            Widened.Store(SoftTargetGradient.OfPivots(share, tail, scale, mass, target), ref units.Own[0], i);
            Widened.Store(share * Vector512.Create(factors[i..]), ref units.Terms[0], i);
            Widened.Store(-scale, ref units.Targets[0], i);
        }
    }

    // (a + aRest) (b + bRest)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Product(TVector a, TVector aRest, TVector b, TVector bRest)
    {
        TVector product = TLanes.Multiply(a, b);
        TVector rest = TLanes.Fma(a, b, TLanes.Subtract(TLanes.Of(0), product));
        return TLanes.Add(product, TLanes.Add(rest, TLanes.Fma(a, bRest, TLanes.Multiply(aRest, b))));
    }
}
