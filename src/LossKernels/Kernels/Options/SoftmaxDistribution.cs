using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;
using DoubleSums = LossKernels.Numerics.LaneSums<LossKernels.Numerics.Lanes256<double>, System.Runtime.Intrinsics.Vector256<double>, double>;
using ErrorFree = LossKernels.Numerics.ErrorFree<LossKernels.Numerics.Lanes256<double>, System.Runtime.Intrinsics.Vector256<double>, double>;

namespace LossKernels.Kernels.Options;

/// <summary>p = softmax(x), from the largest logit on; a row whose largest logit is infinite or NaN has no distribution and is NaN.</summary>
internal sealed class SoftmaxDistribution<T> : IRowDistribution<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Differences of single precision are exact enough in double.
    private static bool IsRounded => typeof(T) == typeof(double);

    /// <inheritdoc/>
    public void Fill(TensorBlock<T> predictions, int firstRow, int rows, RowShares shares)
    {
        Span<double> logarithms = shares.Logarithms;
        shares.Read(predictions, firstRow, rows, logarithms);
        Span<double> tails = shares.Bases[..shares.Rows];
        Shift(ref MemoryMarshal.GetReference(logarithms), ref MemoryMarshal.GetReference(shares.Slopes), shares.Rows, shares.Classes);
        VectorMath.Exp(logarithms, shares.Shares);
        if (IsRounded)
        {
            // e^(x + error) of an error that small.
            TensorPrimitives.FusedMultiplyAdd(shares.Shares, shares.Slopes, shares.Shares, shares.Shares);
        }

        AddTails(
            in MemoryMarshal.GetReference(logarithms), in MemoryMarshal.GetReference(shares.Shares), shares.Rows, shares.Classes, ref MemoryMarshal.GetReference(tails));
        Span<double> logSums = shares.Factors[..shares.Rows];
        VectorMath.Log1P(tails, logSums);
        Normalise(
            ref MemoryMarshal.GetReference(logarithms),
            ref MemoryMarshal.GetReference(shares.Shares),
            ref MemoryMarshal.GetReference(shares.Rests),
            shares.Rows,
            shares.Classes,
            in MemoryMarshal.GetReference(tails),
            in MemoryMarshal.GetReference(logSums));
    }

    /// <inheritdoc/>
    public void Chain(RowShares shares)
    {
        for (int j = 0; j < shares.Classes; j++)
        {
            for (int r = 0; r < shares.Rows; r += Vector256<double>.Count)
            {
                // p_j times the other slopes is taken from that one's own, without the difference of two large numbers.
                int place = (j * shares.Rows) + r;
                Vector256<double> own = Vector256.Create<double>(shares.Slopes[place..]);
                Vector256<double> others = Vector256.Create<double>(shares.Others[place..]);
                Vector256<double> derivative = (own * Vector256.Create<double>(shares.Rests[place..])) - (Vector256.Create<double>(shares.Shares[place..]) * others);
                derivative.CopyTo(shares.Slopes[place..]);
            }
        }
    }

    // Writes x - largest, and where it is rounded what it lacks.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Shift(ref double values, ref double errors, int rows, int classes)
    {
        for (nint r = 0; r < rows; r += Vector256<double>.Count)
        {
            Vector256<double> largest = Vector256.Create(double.NegativeInfinity);
            for (nint j = 0, place = r; j < classes; j++, place += rows)
            {
                largest = Vector256.Max(largest, Vector256.LoadUnsafe(ref values, (nuint)place));
            }

            // Infinity less itself is NaN, which shows in every difference.
            largest += largest - largest;
            for (nint j = 0, place = r; j < classes; j++, place += rows)
            {
                Vector256<double> value = Vector256.LoadUnsafe(ref values, (nuint)place);
                if (!IsRounded)
                {
                    (value - largest).StoreUnsafe(ref values, (nuint)place);
                    continue;
                }

                (Vector256<double> difference, Vector256<double> error) = ErrorFree.Difference(value, largest);
                difference.StoreUnsafe(ref values, (nuint)place);
                (error & Vector256.Equals(error - error, Vector256<double>.Zero)).StoreUnsafe(ref errors, (nuint)place);
            }
        }
    }

    // The largest logit's exponential, one, is left out of the sum: so no complement of its share is too small to be seen.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddTails(ref readonly double differences, ref readonly double exponentials, int rows, int classes, ref double tails)
    {
        for (nint r = 0; r < rows; r += Vector256<double>.Count)
        {
            Vector256<double> open = Vector256<double>.AllBitsSet;
            DoubleSums sum = default;
            for (nint j = 0, place = r; j < classes; j++, place += rows)
            {
                Vector256<double> isPivot = open & Vector256.Equals(Vector256.LoadUnsafe(in differences, (nuint)place), Vector256<double>.Zero);
                open = Vector256.AndNot(open, isPivot);
                sum.Add(Vector256.AndNot(Vector256.LoadUnsafe(in exponentials, (nuint)place), isPivot));
            }

            sum.Store(ref Unsafe.Add(ref tails, r));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Normalise(
        ref double logarithms, ref double shares, ref double rests, int rows, int classes, ref readonly double tails, ref readonly double logSums)
    {
        for (nint r = 0; r < rows; r += Vector256<double>.Count)
        {
            Vector256<double> tail = Vector256.LoadUnsafe(in tails, (nuint)r);
            Vector256<double> logSum = Vector256.LoadUnsafe(in logSums, (nuint)r);
            Vector256<double> total = tail + Vector256<double>.One;
            Vector256<double> open = Vector256<double>.AllBitsSet;
            for (nint j = 0, place = r; j < classes; j++, place += rows)
            {
                Vector256<double> difference = Vector256.LoadUnsafe(ref logarithms, (nuint)place);
                Vector256<double> isPivot = open & Vector256.Equals(difference, Vector256<double>.Zero);
                open = Vector256.AndNot(open, isPivot);
                Vector256<double> share = Vector256.LoadUnsafe(ref shares, (nuint)place) / total;
                (difference - logSum).StoreUnsafe(ref logarithms, (nuint)place);
                share.StoreUnsafe(ref shares, (nuint)place);
                Vector256.ConditionalSelect(isPivot, tail / total, Vector256<double>.One - share).StoreUnsafe(ref rests, (nuint)place);
            }
        }
    }
}
