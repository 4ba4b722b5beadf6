using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>The loop of <see cref="FewClassKernel"/> over rows of three logits and more, a row in each lane.</summary>
internal static class FewClassLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Up to this tail, nothing that is made of it is too small to keep its digits.
    private static double LargestDerived => TailTerm.LargestTail<T>();

    /// <summary>Writes what is found of as many rows as there are labels.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="row">The first row.</param>
    /// <param name="labels">A class number for each row; of a negative one, what is found means nothing.</param>
    /// <param name="rows">Where it goes.</param>
    /// <param name="buffer">Room for tiles.</param>
    /// <returns>Whether every tail is finite.</returns>
    public static bool Walk<TForm>(TensorBlock<T> logits, int row, ReadOnlySpan<int> labels, FewClassRows<T> rows, Span<T> buffer)
        where TForm : IFewClassForm
    {
        bool isUsual = true;
        for (int done = 0, count; done < labels.Length; done += count)
        {
            count = Math.Min(Tiles<T>.Length(logits, row + done, TLanes.Count), labels.Length - done);
            count -= count < TLanes.Count ? 0 : count % TLanes.Count;
            Tiles<T> tiles = Tiles<T>.Of(logits, row + done, count, TLanes.Count, buffer);
            if (count < TLanes.Count)
            {
                Lanes16<int> last = default;
                labels.Slice(done, count).CopyTo(last);
                isUsual &= WalkTiles<TForm>(tiles, logits.Classes, in last[0], rows, done);
            }
            else
            {
                isUsual &= WalkTiles<TForm>(tiles, logits.Classes, in labels[done], rows, done);
            }
        }

        return isUsual;
    }

    /// <summary>The same of the rows of some tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool WalkTiles<TForm>(Tiles<T> tiles, int classes, ref readonly int labels, FewClassRows<T> rows, int row)
        where TForm : IFewClassForm
    {
        TVector one = TLanes.OfBits(1);
        TVector most = TLanes.Of(0);
        nint stride = tiles.Stride;
        nint last = (classes - 1) * stride;
        nint ahead = tiles.Ahead;
        for (nint tile = 0; tile < tiles.Count; tile++)
        {
            ref readonly T first = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance);
            ref readonly T source = ref Unsafe.Add(ref Unsafe.AsRef(in tiles.Source), tile * tiles.Advance);
            TVector label = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in labels), tile * TLanes.Count));

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
            if (TForm.Derives)
            {
                TLanes.Store(largest, ref Unsafe.AsRef(in first), 0);
            }

            TVector above = TLanes.And(TLanes.Greater(value, own), TLanes.Of(1));
            number = one;
            for (nint i = stride; i < last; i += stride)
            {
                Prefetch.Of(in source, i + ahead);
                value = TLanes.SelectEqualBits(label, number, end, TLanes.Load(in first, i));
                TVector term = Term(value, own);
                (sum, TVector lost) = ErrorFree<TLanes, TVector, T>.Sum(sum, term);
                carry = TLanes.Add(carry, lost);
                if (TForm.Derives)
                {
                    // Where the last logit took the label's place, the term is that of the last.
                    TLanes.Store(term, ref Unsafe.AsRef(in first), i);
                    ofEnd = TLanes.SelectEqualBits(label, number, term, ofEnd);
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
            nint lane = row + (tile * TLanes.Count);
            TLanes.Store(VectorMath.LogOfOneAnd<TLanes, TVector, T>(sum, carry), ref rows.Logs[0], lane);
            if (TForm.KeepsTails)
            {
                TLanes.Store(sum, ref rows.Sums[0], lane);
                TLanes.Store(carry, ref rows.Carries[0], lane);
            }

            if (TForm.Derives)
            {
                TLanes.Store(ofEnd, ref Unsafe.AsRef(in first), last);
                TVector tail = TLanes.Add(sum, carry);
                TVector unit = TLanes.Divide(TLanes.Load(in rows.Scales[0], lane), TLanes.Add(tail, TLanes.Of(1)));
                TLanes.Store(unit, ref rows.Units.Terms[0], lane);
                TLanes.Store(TLanes.Subtract(TLanes.Of(0), TLanes.Multiply(unit, tail)), ref rows.Units.Own[0], lane);
            }

            if (TForm.Judges)
            {
                TLanes.Store(largest, ref rows.Largest[0], lane);
                TLanes.Store(squares, ref rows.Squares[0], lane);
                TLanes.Store(above, ref rows.Above[0], lane);
            }
        }

        return RangeCheck<TLanes, TVector, T>.AreWithin(most, TForm.Derives ? LargestDerived : typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue);
    }

    // e^(x - own), with the rounding error of the difference.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Term(TVector x, TVector own)
    {
        (TVector difference, TVector error) = ErrorFree<TLanes, TVector, T>.Difference(x, own);
        return VectorMath.ExpOfDifference<TLanes, TVector, T>(difference, error);
    }
}
