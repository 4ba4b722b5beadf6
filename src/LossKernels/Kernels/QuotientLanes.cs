using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>
/// The loops of <see cref="WeightedLogs"/> where every q is a normal number: p times the reciprocal of the divisor, in two pieces, so that a
/// logarithm near 1 has all its digits. Two steps go side by side.
/// </summary>
internal static class QuotientLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A multiple of the lanes of any vector.
    private const int RowsTogether = 256;

    /// <summary>The sums of all rows of a block, many rows at once.</summary>
    public static void Across(
        TensorBlock<T> probabilities, TensorBlock<T> targets, ReadOnlySpan<double> divisors, in ClippedQuotient quotient, Span<double> sums, Span<T> buffer, Span<T> targetBuffer)
    {
        Lanes16<double> tileSums = default;
        Span<T> high = stackalloc T[RowsTogether];
        Span<T> low = stackalloc T[RowsTogether];
        for (int row = 0, rows; row < probabilities.Rows; row += rows)
        {
            rows = Math.Min(RowsTogether, Tiles<T>.Length(probabilities, row, TLanes.Count));
            Tiles<T> tiles = Tiles<T>.Of(probabilities, row, rows, TLanes.Count, buffer);
            Tiles<T> targetTiles = Tiles<T>.Of(targets, row, rows, TLanes.Count, targetBuffer);
            Invert(divisors.Slice(row, rows), high, low);
            for (int tile = 0; tile < tiles.Count; tile++)
            {
                int lane = tile * TLanes.Count;
                LaneSums<TLanes, TVector, T> sum = default;
                Add(
                    in Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance),
                    tiles.Stride,
                    in Unsafe.Add(ref Unsafe.AsRef(in targetTiles.First), tile * targetTiles.Advance),
                    targetTiles.Stride,
                    probabilities.Classes,
                    TLanes.OfBits(-1),
                    TLanes.Load(in high[lane], 0),
                    TLanes.Load(in low[lane], 0),
                    quotient,
                    ref sum);
                sum.Store(ref tileSums[0]);
                tileSums[..Math.Min(TLanes.Count, rows - lane)].CopyTo(sums[(row + lane)..]);
            }
        }
    }

    // The reciprocals of some divisors, each in two pieces.
    private static void Invert(ReadOnlySpan<double> divisors, Span<T> high, Span<T> low)
    {
        Span<double> reciprocals = stackalloc double[RowsTogether];
        Span<double> pieces = stackalloc double[RowsTogether];
        reciprocals = reciprocals[..divisors.Length];
        pieces = pieces[..divisors.Length];
        TensorPrimitives.Divide(1, divisors, reciprocals);
        TensorPrimitives.ConvertTruncating(reciprocals, high);
        if (typeof(T) == typeof(float))
        {
            TensorPrimitives.ConvertTruncating(high[..divisors.Length], pieces);
            TensorPrimitives.Subtract(reciprocals, pieces, pieces);
        }
        else
        {
            // What the product with the divisor lacks of one, times the reciprocal.
            TensorPrimitives.Negate(divisors, pieces);
            TensorPrimitives.FusedMultiplyAdd(pieces, reciprocals, 1, pieces);
            TensorPrimitives.Multiply(pieces, reciprocals, pieces);
        }

        TensorPrimitives.ConvertTruncating<double, T>(pieces, low);
    }

    /// <summary>The sum of one row of at least as many values as a step has lanes.</summary>
    public static double Along(ReadOnlySpan<T> row, ReadOnlySpan<T> targets, double divisor, in ClippedQuotient quotient)
    {
        int step = ClassWalk<TLanes, TVector, T>.RowStep;
        int rest = row.Length % step;
        int back = row.Length - step;
        double reciprocal = 1 / divisor;
        T high = T.CreateTruncating(reciprocal);
        T low = typeof(T) == typeof(float)
            ? T.CreateTruncating(reciprocal - double.CreateTruncating(high))
            : T.CreateTruncating(Math.FusedMultiplyAdd(-divisor, reciprocal, 1) * reciprocal);
        TVector whole = TLanes.Spread(in high, 0);
        TVector piece = TLanes.Spread(in low, 0);
        LaneSums<TLanes, TVector, T> lower = default;
        LaneSums<TLanes, TVector, T> upper = default;
        for (int offset = 0; offset < step; offset += TLanes.Count)
        {
            ref T p = ref Unsafe.Add(ref MemoryMarshal.GetReference(row), offset);
            ref T t = ref Unsafe.Add(ref MemoryMarshal.GetReference(targets), offset);
            ref LaneSums<TLanes, TVector, T> sum = ref offset == 0 ? ref lower : ref upper;
            Add(in p, step, in t, step, row.Length / step, TLanes.OfBits(-1), whole, piece, quotient, ref sum);
            if (rest > 0)
            {
                // The last step reaches back to values that were there before.
                TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>(step - rest - offset);
                Add(in Unsafe.Add(ref p, back), step, in Unsafe.Add(ref t, back), step, 1, isNew, whole, piece, quotient, ref sum);
            }
        }

        return LaneSums<TLanes, TVector, T>.Total(lower, upper);
    }

    // Adds t ln q, step after step; what is masked is no target.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Add(
        ref readonly T probabilities,
        nint stride,
        ref readonly T targets,
        nint targetStride,
        nint steps,
        TVector mask,
        TVector reciprocal,
        TVector rest,
        in ClippedQuotient quotient,
        ref LaneSums<TLanes, TVector, T> sum)
    {
        LaneSums<TLanes, TVector, T> sums = sum;
        Pair<TVector> whole = Both(reciprocal, reciprocal);
        Pair<TVector> piece = Both(rest, rest);

        // Not in the loop, where their conversion would wait for what its register held the round before.
        Pair<TVector> lower = PairLanes<TLanes, TVector, T>.Of(quotient.Clip.Lower);
        Pair<TVector> upper = PairLanes<TLanes, TVector, T>.Of(quotient.Clip.Upper);
        for (nint step = 0; step < steps; step += 2)
        {
            // After an odd number of steps the last one is there twice, but counts once.
            bool isPair = step + 1 < steps;
            nint next = isPair ? step + 1 : step;
            TVector t = TLanes.And(TLanes.Load(in targets, step * targetStride), mask);
            TVector nextTarget = isPair ? TLanes.And(TLanes.Load(in targets, next * targetStride), mask) : TLanes.Of(0);
            if (TLanes.IsZero(TLanes.Or(t, nextTarget)))
            {
                continue;
            }

            Pair<TVector> p = Both(TLanes.Load(in probabilities, step * stride), TLanes.Load(in probabilities, next * stride));
            Pair<TVector> logarithms = Log(p, whole, piece, lower, upper, quotient);
            sums.AddProduct(t, logarithms.Lower);
            sums.AddProduct(nextTarget, logarithms.Upper);
        }

        sum = sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<TVector> Log(
        Pair<TVector> p, Pair<TVector> reciprocal, Pair<TVector> piece, Pair<TVector> lower, Pair<TVector> upper, in ClippedQuotient quotient)
    {
        Pair<TVector> zero = PairLanes<TLanes, TVector, T>.Of(0);
        Pair<TVector> q = p;
        Pair<TVector> carry = zero;
        if (!quotient.IsBefore)
        {
            q = PairLanes<TLanes, TVector, T>.Min(upper, PairLanes<TLanes, TVector, T>.Max(lower, q));
        }

        if (quotient.IsBefore || quotient.IsAfter)
        {
            p = q;
            q = PairLanes<TLanes, TVector, T>.Multiply(p, reciprocal);
            carry = PairLanes<TLanes, TVector, T>.Fma(p, reciprocal, PairLanes<TLanes, TVector, T>.Subtract(zero, q));
            carry = PairLanes<TLanes, TVector, T>.Fma(p, piece, carry);
        }

        if (quotient.IsBefore)
        {
            // The upper bound may lie between the first piece and both together.
            Pair<TVector> excess = PairLanes<TLanes, TVector, T>.Add(PairLanes<TLanes, TVector, T>.Subtract(q, upper), carry);
            Pair<TVector> isClipped = PairLanes<TLanes, TVector, T>.Or(
                PairLanes<TLanes, TVector, T>.Greater(excess, zero), PairLanes<TLanes, TVector, T>.Greater(lower, q));
            carry = PairLanes<TLanes, TVector, T>.AndNot(carry, isClipped);
            q = PairLanes<TLanes, TVector, T>.Min(upper, PairLanes<TLanes, TVector, T>.Max(lower, q));
        }

        // No q is larger than one but by rounding, as the clipped values of a row add up to its divisor.
        Pair<TVector> one = PairLanes<TLanes, TVector, T>.Of(1);
        Pair<TVector> surplus = PairLanes<TLanes, TVector, T>.Subtract(zero, carry);
        Pair<TVector> rest = PairLanes<TLanes, TVector, T>.Add(PairLanes<TLanes, TVector, T>.Subtract(one, q), surplus);
        q = PairLanes<TLanes, TVector, T>.Min(one, q);
        return PairLanes<TLanes, TVector, T>.Subtract(zero, VectorMath.Surprisal<PairLanes<TLanes, TVector, T>, Pair<TVector>, T>(q, rest, surplus));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<TVector> Both(TVector lower, TVector upper)
    {
        Pair<TVector> pair;
        pair.Lower = lower;
        pair.Upper = upper;
        return pair;
    }
}
