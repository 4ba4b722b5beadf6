using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>Takes soft targets off derivatives that are mass times softmax.</summary>
internal static class SoftTargetGradient
{
    // So many rows at a time, a multiple of the eight of a vector of doubles.
    private const int RowsTogether = 256;

    // Up to so many classes, a call for each row takes longer than what it does.
    private const int MostWithoutCalls = 16;

    /// <summary>Takes the targets, each times the scale of its row, off the derivatives of rows.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="masses">What those of each row sum to; empty where that is one.</param>
    /// <param name="statistics">The statistics of the rows.</param>
    /// <param name="shares">The derivative of each row's pivot before its target is taken off.</param>
    /// <param name="scales">The scales.</param>
    /// <param name="gradient">The derivatives, rows side by side.</param>
    public static void Subtract<T>(
        TensorBlock<T> targets, ReadOnlySpan<double> masses, RowStatistics statistics, ReadOnlySpan<double> shares, ReadOnlySpan<double> scales, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = targets.Classes;
        bool isFlat = !targets.HasRows || classes <= MostWithoutCalls;
        nint rowStride = targets.HasRows ? classes : 1;
        Span<T> ofPivots = stackalloc T[RowsTogether];
        Span<T> own = stackalloc T[RowsTogether];
        Span<double> ones = stackalloc double[RowsTogether];
        ones.Fill(1);
        for (int first = 0; first < targets.Rows; first += RowsTogether)
        {
            int rows = Math.Min(RowsTogether, targets.Rows - first);
            ReadOnlySpan<int> pivots = statistics.Pivot.Slice(first, rows);
            ref readonly T corner = ref targets[first, 0];
            for (int r = 0; r < rows; r++)
            {
                ofPivots[r] = Unsafe.Add(ref Unsafe.AsRef(in corner), (r * rowStride) + (pivots[r] * targets.ClassStride));
            }

            WriteOwn(
                shares.Slice(first, rows),
                statistics.Tail.Slice(first, rows),
                scales.Slice(first, rows),
                masses.IsEmpty ? ones[..rows] : masses.Slice(first, rows),
                ofPivots,
                own);
            Span<T> derivatives = gradient.Slice(first * classes, rows * classes);
            if (isFlat)
            {
                SubtractValues(in corner, rowStride, targets.ClassStride, scales.Slice(first, rows), derivatives);
            }
            else
            {
                SubtractRows(targets, first, scales.Slice(first, rows), derivatives);
            }

            for (int r = 0; r < rows; r++)
            {
                derivatives[(r * classes) + pivots[r]] = own[r];
            }
        }
    }

    /// <summary>
    /// The derivatives of pivots: where the tail is small, by way of that and of what the others have of the mass, as a difference of nearly all of the mass and
    /// nearly all of it as a target would have few digits.
    /// </summary>
    /// <param name="share">Mass over one more than the tail, times the scale.</param>
    /// <param name="tail">The tail.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="mass">The mass.</param>
    /// <param name="target">The target of the pivot.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> OfPivots(Vector512<double> share, Vector512<double> tail, Vector512<double> scale, Vector512<double> mass, Vector512<double> target)
    {
        Vector512<double> byTail = (scale * (mass - target)) - (share * tail);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(tail, Vector512<double>.One), share - (scale * target), byTail);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteOwn<T>(
        ReadOnlySpan<double> shares, ReadOnlySpan<double> tails, ReadOnlySpan<double> scales, ReadOnlySpan<double> masses, Span<T> targets, Span<T> own)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int whole = shares.Length - (shares.Length % Vector512<double>.Count);
        for (int i = 0; i < whole; i += Vector512<double>.Count)
        {
            Vector512<double> derivatives = OfPivots(
                Vector512.Create(shares[i..]), Vector512.Create(tails[i..]), Vector512.Create(scales[i..]), Vector512.Create(masses[i..]), Widened.Eight(ref targets[i], 0));
            Widened.Store(derivatives, ref own[i], 0);
        }

        for (int i = whole; i < shares.Length; i++)
        {
            Vector512<double> derivatives = OfPivots(
                Vector512.Create(shares[i]), Vector512.Create(tails[i]), Vector512.Create(scales[i]), Vector512.Create(masses[i]), Vector512.Create(Widened.One(targets[i])));
            own[i] = T.CreateTruncating(derivatives.ToScalar());
        }
    }

    private static void SubtractRows<T>(TensorBlock<T> targets, int first, ReadOnlySpan<double> scales, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < scales.Length; r++)
        {
            Span<T> row = gradient.Slice(r * targets.Classes, targets.Classes);
            TensorPrimitives.FusedMultiplyAdd(targets[first + r], T.CreateTruncating(-scales[r]), row, row);
        }
    }

    // Value by value, wherever the next class is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SubtractValues<T>(ref readonly T corner, nint rowStride, nint classStride, ReadOnlySpan<double> scales, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = gradient.Length / scales.Length;
        int place = 0;
        for (int r = 0; r < scales.Length; r++)
        {
            T minus = T.CreateTruncating(-scales[r]);
            ref T target = ref Unsafe.Add(ref Unsafe.AsRef(in corner), r * rowStride);
            for (int end = place + classes; place < end; place++, target = ref Unsafe.Add(ref target, classStride))
            {
                gradient[place] = T.FusedMultiplyAdd(target, minus, gradient[place]);
            }
        }
    }
}
