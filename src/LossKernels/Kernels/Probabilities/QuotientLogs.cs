using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;
using DoubleSums = LossKernels.Numerics.LaneSums<LossKernels.Numerics.Lanes256<double>, System.Runtime.Intrinsics.Vector256<double>, double>;
using Wide = LossKernels.Numerics.PairLanes<LossKernels.Numerics.Lanes256<double>, System.Runtime.Intrinsics.Vector256<double>, double>;

namespace LossKernels.Kernels.Probabilities;

/// <summary>
/// The sum of t_j ln q_j of a row, q as <see cref="ClippedQuotient"/> has it, whatever the numbers: each quotient is taken in double, and so are the sums.
/// Of values in double it goes into its logarithm with its rounding error and that of its divisor, which are as large as the logarithm next to 1.
/// Eight values go through a logarithm together: of one row, or of as many rows.
/// </summary>
internal static class QuotientLogs
{
    private const int Together = 8;

    private static readonly Vector256<double> LeastQuotient = Vector256.Create(VectorMath.SmallestNormal<double>());

    // Of single precision.
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>The negative sums of the rows that have none yet.</summary>
    /// <param name="probabilities">The block.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="divisors">What each row is divided by, if it is.</param>
    /// <param name="lacking">What each divisor lacks of the exact sum; of values in single precision nobody asks.</param>
    /// <param name="quotient">How a value is divided and clipped.</param>
    /// <param name="sums">The sums; NaN where there is none yet. Of rows with a NaN, of which the divisor is one, they stay so.</param>
    public static void Replace<T>(
        TensorBlock<T> probabilities, TensorBlock<T> targets, ReadOnlySpan<double> divisors, ReadOnlySpan<double> lacking, in ClippedQuotient quotient, Span<double> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (RowWalk.GoesAlong(probabilities))
        {
            for (int r = 0; r < probabilities.Rows; r++)
            {
                sums[r] = IsMissing(sums[r], divisors[r]) ? 0 - Along(probabilities[r], targets[r], divisors[r], lacking[r], quotient) : sums[r];
            }
        }
        else
        {
            Across(probabilities, targets, divisors, lacking, quotient, sums);
        }
    }

    private static bool IsMissing(double sum, double divisor) => double.IsNaN(sum) && !double.IsNaN(divisor);

    private static void Across<T>(
        TensorBlock<T> probabilities, TensorBlock<T> targets, ReadOnlySpan<double> divisors, ReadOnlySpan<double> lacking, in ClippedQuotient quotient, Span<double> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(probabilities);
        using TileBuffer<T> targetBuffer = new(targets);
        Lanes16<double> someDivisors = default;
        Lanes16<double> someLacking = default;
        Lanes16<double> someSums = default;
        for (int row = 0; row < probabilities.Rows; row += Together)
        {
            int rows = Math.Min(Together, probabilities.Rows - row);
            if (!TensorPrimitives.IsNaNAny<double>(sums.Slice(row, rows)))
            {
                continue;
            }

            Tiles<T> tiles = Tiles<T>.Of(probabilities, row, rows, Together, buffer.Values);
            Tiles<T> targetTiles = Tiles<T>.Of(targets, row, rows, Together, targetBuffer.Values);
            divisors.Slice(row, rows).CopyTo(someDivisors);
            lacking.Slice(row, rows).CopyTo(someLacking);
            AddTiles(tiles, targetTiles, probabilities.Classes, in someDivisors[0], in someLacking[0], quotient, ref someSums[0]);
            for (int r = 0; r < rows; r++)
            {
                sums[row + r] = IsMissing(sums[row + r], divisors[row + r]) ? 0 - someSums[r] : sums[row + r];
            }
        }
    }

    // Of sixteen values or more.
    private static double Along<T>(ReadOnlySpan<T> row, ReadOnlySpan<T> targets, double divisor, double lacking, in ClippedQuotient quotient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DoubleSums lower = default;
        DoubleSums upper = default;
        int rest = row.Length % Together;
        AddRow(in MemoryMarshal.GetReference(row), in MemoryMarshal.GetReference(targets), row.Length - rest, 0, divisor, lacking, quotient, ref lower, ref upper);
        if (rest > 0)
        {
            // The last values reach back to some that are counted; these count for nothing.
            int start = row.Length - Together;
            AddRow(in row[start], in targets[start], Together, Together - rest, divisor, lacking, quotient, ref lower, ref upper);
        }

        return DoubleSums.Total(lower, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddTiles<T>(
        Tiles<T> tiles, Tiles<T> targets, int classes, ref readonly double divisors, ref readonly double lacking, ClippedQuotient quotient, ref double sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            Pair<Vector256<double>> divisor = Wide.Load(in divisors, tile * Together);
            Pair<Vector256<double>> rest = Wide.Load(in lacking, tile * Together);
            bool skipVectors = quotient.IsFinite(divisor);
            divisor = Prepared<T>(divisor);
            DoubleSums low = default;
            DoubleSums high = default;
            for (int c = 0; c < classes; c++)
            {
                Pair<Vector256<double>> t = Widen(in targets.First, (tile * targets.Advance) + (c * targets.Stride));
                if (skipVectors && Wide.IsZero(t))
                {
                    continue;
                }

                Pair<Vector256<double>> p = Widen(in tiles.First, (tile * tiles.Advance) + (c * tiles.Stride));
                Pair<Vector256<double>> term = Term<T>(p, t, divisor, rest, quotient);
                low.Add(term.Lower);
                high.Add(term.Upper);
            }

            low.Store(ref Unsafe.Add(ref sums, tile * Together));
            high.Store(ref Unsafe.Add(ref sums, (tile * Together) + Vector256<double>.Count));
        }
    }

    // The values before the first, if any, count for nothing.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddRow<T>(
        ref readonly T row,
        ref readonly T targets,
        nint count,
        int first,
        double rowDivisor,
        double lacking,
        ClippedQuotient quotient,
        ref DoubleSums lower,
        ref DoubleSums upper)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DoubleSums low = lower;
        DoubleSums high = upper;
        Pair<Vector256<double>> divisor = Wide.Of(rowDivisor);
        Pair<Vector256<double>> rest = Wide.Of(lacking);
        bool skipVectors = quotient.IsFinite(divisor);
        divisor = Prepared<T>(divisor);
        Vector256<double> isNew = ClassNumbers.MaskFrom<Lanes256<double>, Vector256<double>, double>(first);
        Vector256<double> isNewAbove = ClassNumbers.MaskFrom<Lanes256<double>, Vector256<double>, double>(first - Vector256<double>.Count);
        for (nint i = 0; i < count; i += Together)
        {
            Pair<Vector256<double>> t = Widen(in targets, i);
            if (skipVectors && Wide.IsZero(t))
            {
                continue;
            }

            Pair<Vector256<double>> term = Term<T>(Widen(in row, i), t, divisor, rest, quotient);
            low.Add(term.Lower & isNew);
            high.Add(term.Upper & isNewAbove);
        }

        lower = low;
        upper = high;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<Vector256<double>> Term<T>(
        Pair<Vector256<double>> p, Pair<Vector256<double>> t, Pair<Vector256<double>> divisor, Pair<Vector256<double>> lacking, in ClippedQuotient quotient)
    {
        Pair<Vector256<double>> given = p;
        Pair<Vector256<double>> carry = default;
        if (quotient.IsBefore)
        {
            (p, carry) = Divide<T>(p, divisor, lacking);
        }

        Pair<Vector256<double>> q;
        q.Lower = quotient.Clip.Apply(p.Lower);
        q.Upper = quotient.Clip.Apply(p.Upper);
        Pair<Vector256<double>> isKept = Wide.Equal(p, q);
        carry = Wide.And(carry, isKept);
        if (quotient.IsAfter)
        {
            (given, isKept) = (q, Wide.Equal(q, q));
            (q, carry) = Divide<T>(q, divisor, lacking);
        }

        Pair<Vector256<double>> logarithm = typeof(T) == typeof(float) ? LogToSingle(q) : VectorMath.Log<Wide, Pair<Vector256<double>>, double>(q, carry);
        if (typeof(T) == typeof(double) && quotient.IsDivided && (Vector256.LessThanAny(q.Lower, LeastQuotient) || Vector256.LessThanAny(q.Upper, LeastQuotient)))
        {
            logarithm = WithQuotients(q, given, divisor, isKept, logarithm);
        }

        Pair<Vector256<double>> term = Wide.Multiply(t, logarithm);
        return quotient.SkipZeros ? Wide.AndNot(term, Wide.Equal(t, Wide.Of(0))) : term;
    }

    // For values of single precision the reciprocal in double is exact enough, and cheaper: it is taken once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<Vector256<double>> Prepared<T>(Pair<Vector256<double>> divisor) =>
        typeof(T) == typeof(float) ? Wide.Divide(Wide.Of(1), divisor) : divisor;

    // p over the exact sum of which the divisor is rounded: the quotient, and what it lacks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Pair<Vector256<double>> Quotient, Pair<Vector256<double>> Carry) Divide<T>(
        Pair<Vector256<double>> p, Pair<Vector256<double>> prepared, Pair<Vector256<double>> lacking)
    {
        if (typeof(T) == typeof(float))
        {
            return (Wide.Multiply(p, prepared), default);
        }

        Pair<Vector256<double>> q = Wide.Divide(p, prepared);
        Pair<Vector256<double>> minus = Wide.Subtract(Wide.Of(0), q);
        Pair<Vector256<double>> remainder = Wide.Fma(minus, lacking, Wide.Fma(minus, prepared, p));
        return (q, Wide.Divide(remainder, prepared));
    }

    // The logarithm to 1 ulp of float32, at a third of the cost: of q in two pieces, so that near 1, where it is as small as the second one, it has all its digits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<Vector256<double>> LogToSingle(Pair<Vector256<double>> q)
    {
        Vector256<float> whole = Vector256.Narrow(q.Lower, q.Upper);
        Vector256<float> carry = Vector256.Narrow(q.Lower - Vector256.WidenLower(whole), q.Upper - Vector256.WidenUpper(whole));
        Vector256<float> logarithm = VectorMath.Log<Lanes256<float>, Vector256<float>, float>(whole, carry);
        Pair<Vector256<double>> wide;
        wide.Lower = Vector256.WidenLower(logarithm);
        wide.Upper = Vector256.WidenUpper(logarithm);
        return Vector256.LessThanAny(whole, Vector256.Create(SmallestNormal)) ? WithSmall(q, wide) : wide;
    }

    // Of quotients that are no normal numbers the logarithms of what they are made of.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Pair<Vector256<double>> WithQuotients(
        Pair<Vector256<double>> q, Pair<Vector256<double>> p, Pair<Vector256<double>> divisor, Pair<Vector256<double>> isKept, Pair<Vector256<double>> logarithms)
    {
        Pair<Vector256<double>> ofParts = Wide.Subtract(
            VectorMath.Log<Wide, Pair<Vector256<double>>, double>(p), VectorMath.Log<Wide, Pair<Vector256<double>>, double>(divisor));
        return Wide.Select(Wide.And(isKept, Wide.Greater(Wide.Of(VectorMath.SmallestNormal<double>()), q)), ofParts, logarithms);
    }

    // Of values that single precision has few digits of or none the logarithms in double.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Pair<Vector256<double>> WithSmall(Pair<Vector256<double>> q, Pair<Vector256<double>> logarithms)
    {
        Pair<Vector256<double>> ofSmall = VectorMath.Log<Wide, Pair<Vector256<double>>, double>(q);
        return Wide.Select(Wide.Greater(Wide.Of(SmallestNormal), q), ofSmall, logarithms);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<Vector256<double>> Widen<T>(ref readonly T source, nint index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Pair<Vector256<double>> wide;
        if (typeof(T) == typeof(float))
        {
            Vector256<float> narrow = Vector256.LoadUnsafe(in source, (nuint)index).As<T, float>();
            wide.Lower = Vector256.WidenLower(narrow);
            wide.Upper = Vector256.WidenUpper(narrow);
        }
        else
        {
            wide.Lower = Vector256.LoadUnsafe(in source, (nuint)index).As<T, double>();
            wide.Upper = Vector256.LoadUnsafe(in source, (nuint)(index + Vector256<double>.Count)).As<T, double>();
        }

        return wide;
    }
}
