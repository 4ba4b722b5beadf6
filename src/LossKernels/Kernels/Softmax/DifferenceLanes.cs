using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// What <see cref="TileLanes{TLanes, TVector, T}"/> finds, of terms that are made of differences, each with its rounding error: they lack no factor.
/// </summary>
internal static class DifferenceLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes what is found of the rows of some tiles.</summary>
    /// <param name="tiles">The tiles.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="labels">A class number for each row; of a negative one, what is found means nothing.</param>
    /// <param name="rows">Where what is found goes.</param>
    /// <param name="terms">Where terms are kept, if they are.</param>
    /// <param name="stream">What goes on its way while terms are kept.</param>
    /// <returns>Tails that have the largest bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TVector Walk<TForm>(Tiles<T> tiles, int classes, ref readonly int labels, TileRows<T> rows, Tiles<T> terms, ref LineStream<T> stream)
        where TForm : ITileForm
    {
        ref T logs = ref rows.Logs[0];
        TVector one = TLanes.OfBits(1);
        TVector most = TLanes.Of(0);
        nint stride = tiles.Stride;
        nint last = (classes - 1) * stride;
        nint ahead = tiles.Ahead;
        nint keptStride = terms.Stride;
        for (nint tile = 0; tile < tiles.Count; tile++)
        {
            ref readonly T first = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            ref readonly T source = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.Source), tile * tiles.Advance);
            ref T kept = ref TForm.KeepsTerms ? ref Unsafe.Add(ref Unsafe.AsRef(in terms.First), tile * terms.Advance) : ref Unsafe.NullRef<T>();
            nint lane = tile * TLanes.Count;
            TVector label = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in labels), lane));

            // The last logit takes the place of the label's own.
            TVector end = TLanes.Load(in first, last);
            TVector own = end;
            TVector number = TLanes.OfBits(0);
            for (nint i = 0; i < last; i += stride)
            {
                own = TLanes.SelectEqualBits(label, number, TLanes.Load(in first, i), own);
                number = TLanes.AddBits(number, one);
            }

            Prefetch.Of(in source, ahead);
            Prefetch.Of(in source, last + ahead);
            TVector value = TLanes.SelectEqualBits(label, TLanes.OfBits(0), end, TLanes.Load(in first, 0));
            TVector largest = Term(value, own);

            // Of an infinite logit of the label's, NaN.
            TVector sum = TLanes.Add(largest, TLanes.Subtract(own, own));
            TVector carry = TLanes.Of(0);
            TVector squares = TLanes.Multiply(sum, sum);
            TVector ofEnd = largest;
            if (TForm.KeepsTerms)
            {
                TLanes.Store(largest, ref kept, 0);
            }

            TVector above = TLanes.And(TLanes.Greater(value, own), TLanes.Of(1));
            number = one;
            nint place = keptStride;
            for (nint i = stride; i < last; i += stride)
            {
                Prefetch.Of(in source, i + ahead);
                value = TLanes.SelectEqualBits(label, number, end, TLanes.Load(in first, i));
                TVector term = Term(value, own);
                (sum, TVector lost) = ErrorFree<TLanes, TVector, T>.Sum(sum, term);
                carry = TLanes.Add(carry, lost);
                if (TForm.KeepsTerms)
                {
                    // Where the last logit took the label's place, the term is that of the last.
                    TLanes.Store(term, ref kept, place);
                    ofEnd = TLanes.SelectEqualBits(label, number, term, ofEnd);
                    place += keptStride;
                }

                number = TLanes.AddBits(number, one);
                if (TForm.Judges)
                {
                    largest = TLanes.Max(largest, term);
                    squares = TLanes.Fma(term, term, squares);
                    above = TLanes.Add(above, TLanes.And(TLanes.Greater(value, own), TLanes.Of(1)));
                }
            }

            most = TLanes.MaxBits(most, sum);
            TLanes.Store(VectorMath.LogOfOneAnd<TLanes, TVector, T>(sum, carry), ref logs, lane);
            if (TForm.KeepsTails)
            {
                TLanes.Store(own, ref rows.Pivots[0], lane);
                TLanes.Store(sum, ref rows.Tails[0], lane);
                TLanes.Store(carry, ref rows.TailRests[0], lane);
            }

            if (TForm.KeepsTerms)
            {
                TLanes.Store(ofEnd, ref kept, place);
                TLanes.Store(TLanes.Of(1), ref rows.Factors[0], lane);
                TLanes.Store(TLanes.Of(0), ref rows.FactorRests[0], lane);
                stream.Advance(classes * (lane + TLanes.Count));
            }

            if (TForm.Judges)
            {
                TLanes.Store(largest, ref rows.Largest[0], lane);
                TLanes.Store(squares, ref rows.Squares[0], lane);
                TLanes.Store(above, ref rows.Above[0], lane);
            }
        }

        return most;
    }

    // e^(x - own), with the rounding error of the difference.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Term(TVector x, TVector own)
    {
        (TVector difference, TVector error) = ErrorFree<TLanes, TVector, T>.Difference(x, own);
        return VectorMath.ExpOfDifference<TLanes, TVector, T>(difference, error);
    }
}
