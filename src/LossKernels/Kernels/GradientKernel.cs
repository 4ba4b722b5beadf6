using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels;

/// <summary>
/// Derivatives of cross-entropy from logits: mass times softmax, less the targets; sigmoid less the target. Written while the block is in cache.
/// </summary>
internal static class GradientKernel
{
    /// <summary>Writes factor e^(x_j - x_pivot) of every row, rows side by side.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="pivots">The class number of each row's pivot; of a row with a negative one, zeros are written.</param>
    /// <param name="factors">The factor of each row.</param>
    /// <param name="gradient">Where they go.</param>
    public static void Softmax<T>(TensorBlock<T> logits, ReadOnlySpan<double> pivots, ReadOnlySpan<double> factors, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            GradientLanes<Lanes512<T>, Vector512<T>, T>.Softmax(logits, pivots, factors, gradient);
        }
        else
        {
            GradientLanes<Lanes256<T>, Vector256<T>, T>.Softmax(logits, pivots, factors, gradient);
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
    // So many rows are taken together.
    private const int Together = 64;

    public static void Softmax(TensorBlock<T> logits, ReadOnlySpan<double> pivots, ReadOnlySpan<double> factors, Span<T> gradient)
    {
        if (logits.HasRows && !RowWalk.GoesAlong(logits))
        {
            WriteFew(logits, pivots, factors, gradient);
            return;
        }

        int classes = logits.Classes;
        using TileBuffer<T> buffer = new(logits);
        Span<T> rowPivots = stackalloc T[Together];
        Span<double> units = stackalloc double[Together];
        for (int first = 0; first < logits.Rows; first += Together)
        {
            int rows = Math.Min(Together, logits.Rows - first);
            Units(logits, first, pivots.Slice(first, rows), factors[first..], rowPivots, units);
            for (int r = 0; r < rows; r++)
            {
                Span<T> result = gradient.Slice((first + r) * classes, classes);
                if (pivots[first + r] < 0)
                {
                    result.Clear();
                    continue;
                }

                Write(logits.Row(first + r, buffer.Row), TLanes.Of(double.CreateTruncating(rowPivots[r])), TLanes.Of(units[r]), result);
            }
        }
    }

    // The pivots of some rows, and by what their terms are to be multiplied.
    private static void Units(
        TensorBlock<T> logits, int first, ReadOnlySpan<double> pivots, ReadOnlySpan<double> factors, Span<T> rowPivots, Span<double> units)
    {
        for (int r = 0; r < pivots.Length; r++)
        {
            rowPivots[r] = logits[first + r, Math.Max((int)pivots[r], 0)];
        }

        TailTerm.Factors(rowPivots, units);
        for (int r = 0; r < pivots.Length; r++)
        {
            units[r] = pivots[r] < 0 ? 0 : units[r] * factors[r];
        }
    }

    // Rows of fewer classes than a vector has lanes, or not many more, are one line of values, each with the pivot and the factor of its row beside it.
    private static void WriteFew(TensorBlock<T> logits, ReadOnlySpan<double> pivots, ReadOnlySpan<double> factors, Span<T> gradient)
    {
        int classes = logits.Classes;

        // What is spread goes past the end of a row, to the end of a vector.
        T[] memory = ArrayPool<T>.Shared.Rent(2 * ((Together * classes) + TLanes.Count));
        Span<T> pivotOf = memory.AsSpan(0, memory.Length / 2);
        Span<T> unitOf = memory.AsSpan(pivotOf.Length);
        Span<T> rowPivots = stackalloc T[Together];
        Span<double> units = stackalloc double[Together];
        for (int first = 0; first < logits.Rows; first += Together)
        {
            int rows = Math.Min(Together, logits.Rows - first);
            Units(logits, first, pivots.Slice(first, rows), factors[first..], rowPivots, units);
            for (int r = 0; r < rows; r++)
            {
                Spread(TLanes.Of(double.CreateTruncating(rowPivots[r])), classes, ref pivotOf[r * classes]);
                Spread(TLanes.Of(units[r]), classes, ref unitOf[r * classes]);
            }

            int start = first * classes;
            int count = rows * classes;
            Write(logits.Values.Slice(start, count), pivotOf[..count], unitOf[..count], gradient.Slice(start, count));
            for (int r = 0; r < rows; r++)
            {
                if (pivots[first + r] < 0)
                {
                    gradient.Slice((first + r) * classes, classes).Clear();
                }
            }
        }

        ArrayPool<T>.Shared.Return(memory);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(TVector value, int classes, ref T destination)
    {
        for (nint c = 0; c < classes; c += TLanes.Count)
        {
            TLanes.Store(value, ref destination, c);
        }
    }

    private static void Write(ReadOnlySpan<T> logits, ReadOnlySpan<T> pivots, ReadOnlySpan<T> units, Span<T> gradient)
    {
        int whole = logits.Length - (logits.Length % TLanes.Count);
        WriteWhole(
            in MemoryMarshal.GetReference(logits),
            in MemoryMarshal.GetReference(pivots),
            in MemoryMarshal.GetReference(units),
            whole,
            ref MemoryMarshal.GetReference(gradient));
        if (whole < logits.Length)
        {
            Lanes16<T> last = default;
            Lanes16<T> lastPivots = default;
            Lanes16<T> lastUnits = default;
            logits[whole..].CopyTo(last);
            pivots[whole..].CopyTo(lastPivots);
            units[whole..].CopyTo(lastUnits);
            WriteWhole(in last[0], in lastPivots[0], in lastUnits[0], TLanes.Count, ref last[0]);
            last[..(logits.Length - whole)].CopyTo(gradient[whole..]);
        }
    }

    private static void Write(ReadOnlySpan<T> row, TVector pivot, TVector unit, Span<T> gradient)
    {
        int whole = row.Length - (row.Length % TLanes.Count);
        WriteWhole(in MemoryMarshal.GetReference(row), pivot, unit, whole, ref MemoryMarshal.GetReference(gradient));
        if (whole < row.Length && whole > 0)
        {
            // The last vector writes some derivatives once more.
            int start = row.Length - TLanes.Count;
            WriteWhole(in row[start], pivot, unit, TLanes.Count, ref gradient[start]);
        }
        else if (whole < row.Length)
        {
            Lanes16<T> last = default;
            row[whole..].CopyTo(last);
            WriteWhole(in last[0], pivot, unit, TLanes.Count, ref last[0]);
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
    private static void WriteWhole(ref readonly T logits, TVector pivot, TVector unit, nint count, ref T gradient)
    {
        TailTerm<TLanes, TVector, T> term = new(pivot);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Multiply(term.Of(TLanes.Load(in logits, i)), unit), ref gradient, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteWhole(ref readonly T logits, ref readonly T pivots, ref readonly T units, nint count, ref T gradient)
    {
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TailTerm<TLanes, TVector, T> term = new(TLanes.Load(in pivots, i));
            TLanes.Store(TLanes.Multiply(term.Of(TLanes.Load(in logits, i)), TLanes.Load(in units, i)), ref gradient, i);
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
