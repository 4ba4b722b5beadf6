using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Derivatives of cross-entropy from logits: mass times softmax, less the targets; sigmoid less the target. Written while the block is in cache.
/// </summary>
internal static class GradientKernel
{
    /// <summary>Writes scale (mass e^(x_j - x_pivot) / (1 + tail)) of a row, from which the targets are still to be taken.</summary>
    /// <param name="row">The logits, side by side.</param>
    /// <param name="pivot">The pivot's logit.</param>
    /// <param name="factor">scale mass / (1 + tail).</param>
    /// <param name="gradient">Where they go.</param>
    public static void Softmax<T>(ReadOnlySpan<T> row, T pivot, double factor, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            GradientLanes<Lanes512<T>, Vector512<T>, T>.Softmax(row, pivot, factor, gradient);
        }
        else
        {
            GradientLanes<Lanes256<T>, Vector256<T>, T>.Softmax(row, pivot, factor, gradient);
        }
    }

    /// <summary>Writes scale (1 / (1 + e^-x) - z) of every element. For hard targets no digit of a small derivative is lost.</summary>
    public static void Sigmoid<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, double scale, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            GradientLanes<Lanes512<T>, Vector512<T>, T>.Sigmoid(logits, targets, scale, gradient);
        }
        else
        {
            GradientLanes<Lanes256<T>, Vector256<T>, T>.Sigmoid(logits, targets, scale, gradient);
        }
    }
}

/// <summary>The loops of <see cref="GradientKernel"/> at one vector width.</summary>
internal static class GradientLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Softmax(ReadOnlySpan<T> row, T pivot, double factor, Span<T> gradient)
    {
        double unit = factor * TailTerm.Unit<T>();
        int whole = row.Length - (row.Length % TLanes.Count);
        WriteSoftmax(in MemoryMarshal.GetReference(row), whole, double.CreateTruncating(pivot), unit, ref MemoryMarshal.GetReference(gradient));
        if (whole < row.Length && whole > 0)
        {
            // The last vector writes some derivatives once more.
            int start = row.Length - TLanes.Count;
            WriteSoftmax(in row[start], TLanes.Count, double.CreateTruncating(pivot), unit, ref gradient[start]);
        }
        else if (whole < row.Length)
        {
            Lanes16<T> last = default;
            row[whole..].CopyTo(last);
            WriteSoftmax(in last[0], TLanes.Count, double.CreateTruncating(pivot), unit, ref last[0]);
            last[..(row.Length - whole)].CopyTo(gradient[whole..]);
        }
    }

    public static void Sigmoid(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, double scale, Span<T> gradient)
    {
        int whole = logits.Length - (logits.Length % TLanes.Count);
        WriteSigmoid(
            in MemoryMarshal.GetReference(logits), in MemoryMarshal.GetReference(targets), whole, scale, ref MemoryMarshal.GetReference(gradient));
        if (whole < logits.Length)
        {
            Lanes16<T> last = default;
            Lanes16<T> lastTargets = default;
            logits[whole..].CopyTo(last);
            targets[whole..].CopyTo(lastTargets);
            WriteSigmoid(in last[0], in lastTargets[0], TLanes.Count, scale, ref last[0]);
            last[..(logits.Length - whole)].CopyTo(gradient[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteSoftmax(ref readonly T logits, nint count, double pivot, double unit, ref T gradient)
    {
        TVector pivots = TLanes.Of(pivot);
        TVector units = TLanes.Of(unit);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TVector term = TailTerm.Of<TLanes, TVector, T>(TLanes.Load(in logits, i), pivots);
            TLanes.Store(TLanes.Multiply(term, units), ref gradient, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteSigmoid(ref readonly T logits, ref readonly T targets, nint count, double scale, ref T gradient)
    {
        TVector zero = TLanes.Of(0);
        TVector one = TLanes.Of(1);
        TVector scales = TLanes.Of(scale);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            // sigmoid(x) - 1 is -sigmoid(-x), which has all its digits.
            TVector x = TLanes.Load(in logits, i);
            TVector z = TLanes.Load(in targets, i);
            TVector isOne = TLanes.Equal(z, one);
            TVector sigmoid = VectorMath.Sigmoid<TLanes, TVector, T>(TLanes.Select(isOne, TLanes.Subtract(zero, x), x));
            TVector derivative = TLanes.Select(isOne, TLanes.Subtract(zero, sigmoid), TLanes.Subtract(sigmoid, z));
            TLanes.Store(TLanes.Multiply(derivative, scales), ref gradient, i);
        }
    }
}
