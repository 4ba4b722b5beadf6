using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Probabilities;

/// <summary>
/// The sum of -t_j ln q_j of a row, q as <see cref="ClippedQuotient"/> has it: what soft targets make of probabilities. Where q is p over a divisor, it is
/// the sum of -t_j ln p_j and the divisor's logarithm times what the targets add up to, unless these two cancel: then each quotient has a logarithm of
/// its own. What a divisor lacks of the exact sum has its part in losses of float64 values, which may be as small. Sums are in double, logarithms of float32 values right to an ulp of float32.
/// </summary>
internal static class WeightedLogs
{
    // Of two terms that differ so much, the error of the larger one is little more than that of their sum.
    private const double MostCancelled = 0.25;

    // The bounds of values over a divisor are rounded products with it; what that makes of a logarithm is nothing but for larger ones than this.
    private const double MostOfFloor = 1.0 / 16;

    // What a divisor lacks of the exact sum is nothing but for smaller sums of logarithms than this.
    private const double MostOfError = 0.5;

    /// <summary>The sums of all rows of a block.</summary>
    /// <param name="probabilities">The block.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="masses">What the targets of each row add up to.</param>
    /// <param name="quotient">How a value is divided and clipped.</param>
    /// <param name="divisors">Where the divisors go: what the values of each row add up to, clipped if they are before.</param>
    /// <param name="logarithms">Memory for a number a row.</param>
    /// <param name="sums">Where the sums go.</param>
    /// <returns>Whether all values lie within 0..1 for certain; if not, they may still do.</returns>
    public static bool Sum<T>(
        TensorBlock<T> probabilities,
        TensorBlock<T> targets,
        ReadOnlySpan<double> masses,
        in ClippedQuotient quotient,
        Span<double> divisors,
        Span<double> logarithms,
        Span<double> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool isWithinUnit = Vector512.IsHardwareAccelerated
            ? Walk<Lanes512<T>, Vector512<T>, T>(probabilities, targets, quotient, divisors, sums)
            : Walk<Lanes256<T>, Vector256<T>, T>(probabilities, targets, quotient, divisors, sums);
        if (quotient.IsBefore && quotient.Clip.Lower > MostOfFloor)
        {
            sums.Fill(double.NaN);
        }

        if (quotient.IsDivided)
        {
            VectorMath.Log(divisors, logarithms);
            AddLogarithms(logarithms, masses, sums);
        }

        Span<double> lacking = logarithms;
        lacking.Clear();
        if (typeof(T) == typeof(double) && quotient.IsBefore)
        {
            AddErrors(probabilities, masses, divisors, lacking, sums);
        }

        if (TensorPrimitives.IsNaNAny<double>(sums))
        {
            QuotientLogs.Replace(probabilities, targets, divisors, lacking, quotient, sums);
        }

        return isWithinUnit;
    }

    /// <summary>The divisors of all rows of a block, and the sums of -t_j ln p_j, p clipped; NaN where a value is outside its bounds.</summary>
    internal static bool Walk<TLanes, TVector, T>(
        TensorBlock<T> probabilities, TensorBlock<T> targets, in ClippedQuotient quotient, Span<double> divisors, Span<double> sums)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(probabilities);
        using TileBuffer<T> targetBuffer = new(targets);
        RowBounds<T> bounds = new(quotient, stackalloc T[2 * RowBounds<T>.Rows]);
        RangeCheck<TLanes, TVector, T> check = new(1);
        ClipBounds clip = quotient.IsAfter ? quotient.Clip : ClipBounds.None;
        int classes = probabilities.Classes;
        Lanes16<double> lastDivisors = default;
        Lanes16<double> lastSums = default;
        bool goesAlong = RowWalk.GoesAlong(probabilities);

        // As many rows as stay in the first-level cache.
        int rowsTogether = goesAlong ? Math.Clamp(Prefetch.Farthest<T>() / classes, 1, RowBounds<T>.Rows) : RowBounds<T>.Rows;
        for (int row = 0, rows; row < probabilities.Rows; row += rows)
        {
            rows = Math.Min(rowsTogether, goesAlong ? probabilities.Rows - row : Tiles<T>.Length(probabilities, row, TLanes.Count));
            if (goesAlong)
            {
                ProbabilityLanes<TLanes, TVector, T>.SumAlong(in probabilities[row][0], rows, classes, clip, ref check, ref divisors[row]);
                bounds.Set(divisors.Slice(row, rows));
                WeightedWalk<TLanes, TVector, T>.Along(
                    in probabilities[row][0], in targets[row][0], rows, classes, new SurprisalTerm<TLanes, TVector, T>(bounds), ref sums[row]);
                continue;
            }

            Tiles<T> tiles = Tiles<T>.Of(probabilities, row, rows, TLanes.Count, buffer.Values);
            Tiles<T> targetTiles = Tiles<T>.Of(targets, row, rows, TLanes.Count, targetBuffer.Values);
            bool isLast = rows < TLanes.Count;
            ref double divisor = ref isLast ? ref lastDivisors[0] : ref divisors[row];
            ref double sum = ref isLast ? ref lastSums[0] : ref sums[row];
            ProbabilityLanes<TLanes, TVector, T>.SumDown(tiles, classes, clip, ref check, ref divisor);
            bounds.Set(MemoryMarshal.CreateReadOnlySpan(in divisor, rows));
            WeightedWalk<TLanes, TVector, T>.Down(tiles, targetTiles, classes, new SurprisalTerm<TLanes, TVector, T>(bounds), ref sum);
            if (isLast)
            {
                lastDivisors[..rows].CopyTo(divisors[row..]);
                lastSums[..rows].CopyTo(sums[row..]);
            }
        }

        return check.IsWithin;
    }

    // To each sum the logarithm of its divisor; NaN where that would leave it too few digits.
    private static void AddLogarithms(ReadOnlySpan<double> logarithms, ReadOnlySpan<double> masses, Span<double> sums)
    {
        Lanes16<double> lastLogarithms = default;
        Lanes16<double> lastMasses = default;
        Lanes16<double> lastSums = default;
        int whole = sums.Length - (sums.Length % Vector256<double>.Count);
        AddLogarithms(in MemoryMarshal.GetReference(logarithms), in MemoryMarshal.GetReference(masses), ref MemoryMarshal.GetReference(sums), whole);
        logarithms[whole..sums.Length].CopyTo(lastLogarithms);
        masses[whole..sums.Length].CopyTo(lastMasses);
        sums[whole..].CopyTo(lastSums);
        AddLogarithms(in lastLogarithms[0], in lastMasses[0], ref lastSums[0], Vector256<double>.Count);
        lastSums[..(sums.Length - whole)].CopyTo(sums[whole..]);
    }

    // To each sum that is so small what its divisor lacks of the exact one: of that, the logarithm. Where there is no sum yet, the error is kept.
    private static void AddErrors<T>(
        TensorBlock<T> probabilities, ReadOnlySpan<double> masses, ReadOnlySpan<double> divisors, Span<double> lacking, Span<double> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(probabilities);
        for (int r = 0; r < sums.Length; r++)
        {
            if (!(sums[r] >= MostOfError))
            {
                CompensatedSum sum = CompensatedSum.OfNumbers(probabilities.Row(r, buffer.Row));
                lacking[r] = sum.Sum - divisors[r] + sum.Error;
                sums[r] += masses[r] * (lacking[r] / divisors[r]);
            }
        }
    }

    private static void AddLogarithms(ref readonly double logarithms, ref readonly double masses, ref double sums, nint count)
    {
        for (nint i = 0; i < count; i += Vector256<double>.Count)
        {
            Vector256<double> added = Vector256.LoadUnsafe(in logarithms, (nuint)i) * Vector256.LoadUnsafe(in masses, (nuint)i);
            Vector256<double> sum = Vector256.LoadUnsafe(in sums, (nuint)i) + added;
            Vector256<double> isKept = Vector256.LessThanOrEqual(Vector256.Abs(added), sum * MostCancelled)
                & Vector256.LessThan(sum, Vector256.Create(double.PositiveInfinity));
            Vector256.ConditionalSelect(isKept, sum, Vector256.Create(double.NaN)).StoreUnsafe(ref sums, (nuint)i);
        }
    }
}
