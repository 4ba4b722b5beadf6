using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// What <see cref="DifferenceLanes{TLanes, TVector, T}"/> finds, of terms that lack the factor of their pivot: each costs half of what one made of a difference does, and each row the factor.
/// </summary>
internal static class TailLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Terms that are rounded can bear a few more roundings of the same size.
    private const int PartLength = 4;

    // After so many, shares are so many that their roundings would begin to count.
    private const int SharesLength = 4 * PartLength;

    /// <inheritdoc cref="DifferenceLanes{TLanes, TVector, T}.Walk"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TVector Walk<TForm>(Tiles<T> tiles, int classes, ref readonly int labels, TileRows<T> rows, Tiles<T> terms, ref LineStream<T> stream)
        where TForm : ITileForm
    {
        TVector zero = TLanes.Of(0);
        ref T logs = ref rows.Logs[0];
        TVector one = TLanes.OfBits(1);
        TVector most = zero;
        nint stride = tiles.Stride;
        nint end = classes * stride;
        nint ahead = tiles.Ahead;
        nint keptStride = terms.Stride;
        for (nint tile = 0; tile < tiles.Count; tile++)
        {
            ref readonly T first = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            ref readonly T source = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.Source), tile * tiles.Advance);
            ref T kept = ref TForm.KeepsTerms ? ref Unsafe.Add(ref Unsafe.AsRef(in terms.First), tile * terms.Advance) : ref Unsafe.NullRef<T>();
            nint lane = tile * TLanes.Count;
            ref readonly int ofRows = ref Unsafe.Add(ref Unsafe.AsRef(in labels), lane);
            TVector label = TLanes.LoadBits(in ofRows);
            TVector own = Picked<TLanes, TVector, T>.Of(in first, stride, classes, in ofRows);
            TailTerm<TLanes, TVector, T> ofPivot = new(own);
            TVector number = zero;
            TVector sum = zero;
            TVector carry = zero;
            TVector shares = zero;
            TVector largest = zero;
            TVector squares = zero;
            TVector above = zero;
            nint i = 0;
            nint endOfShares = SharesLength * stride;
            nint place = 0;
            while (i < end)
            {
                TVector a = zero;
                TVector b = zero;
                TVector c = zero;
                TVector d = zero;
                nint endOfPart = Math.Min(i + (PartLength * stride), end);
                while (i < endOfPart)
                {
                    Prefetch.Of(in source, i + ahead);
                    TVector value = TLanes.Load(in first, i);
                    (TVector power, TVector share) = ofPivot.Parts(value);
                    if (TForm.KeepsTerms)
                    {
                        TLanes.Store(TLanes.Fma(power, share, power), ref kept, place);
                        place += keptStride;
                    }

                    power = TLanes.ClearEqualBits(power, number, label);
                    shares = TLanes.Fma(power, share, shares);
                    (a, b, c, d) = (b, c, d, TLanes.Add(a, power));
                    if (TForm.Judges)
                    {
                        TVector term = TLanes.Fma(power, share, power);
                        above = TLanes.Add(above, TLanes.And(TLanes.Greater(value, own), TLanes.Of(1)));
                        largest = TLanes.Max(largest, term);
                        squares = TLanes.Fma(term, term, squares);
                    }

                    number = TLanes.AddBits(number, one);
                    i += stride;
                }

                (sum, TVector lost) = ErrorFree<TLanes, TVector, T>.Sum(sum, TLanes.Add(a, b));
                (sum, TVector alsoLost) = ErrorFree<TLanes, TVector, T>.Sum(sum, TLanes.Add(c, d));
                carry = TLanes.Add(carry, TLanes.Add(lost, alsoLost));
                if (i == endOfShares || i == end)
                {
                    (sum, lost) = ErrorFree<TLanes, TVector, T>.Sum(sum, shares);
                    carry = TLanes.Add(carry, lost);
                    shares = zero;
                    endOfShares += SharesLength * stride;
                }
            }

            // The sum, and the factor that it lacks, in two pieces each.
            (TVector factor, TVector factorRest) = ofPivot.Factor(own);
            TVector tail = TLanes.Multiply(sum, factor);
            TVector tailRest = TLanes.Add(TLanes.Fma(sum, factor, TLanes.Subtract(zero, tail)), TLanes.Fma(sum, factorRest, TLanes.Multiply(carry, factor)));
            most = TLanes.MaxBits(most, tail);
            TLanes.Store(VectorMath.LogOfOneAnd<TLanes, TVector, T>(tail, tailRest), ref logs, lane);
            if (TForm.KeepsTails)
            {
                TLanes.Store(own, ref rows.Pivots[0], lane);
                TLanes.Store(tail, ref rows.Tails[0], lane);
                TLanes.Store(tailRest, ref rows.TailRests[0], lane);
            }

            if (TForm.KeepsTerms)
            {
                TLanes.Store(factor, ref rows.Factors[0], lane);
                TLanes.Store(factorRest, ref rows.FactorRests[0], lane);
                stream.Advance(classes * (lane + TLanes.Count));
            }

            if (TForm.Judges)
            {
                TLanes.Store(TLanes.Multiply(largest, factor), ref rows.Largest[0], lane);
                TLanes.Store(TLanes.Multiply(TLanes.Multiply(squares, factor), factor), ref rows.Squares[0], lane);
                TLanes.Store(above, ref rows.Above[0], lane);
            }
        }

        return most;
    }
}
