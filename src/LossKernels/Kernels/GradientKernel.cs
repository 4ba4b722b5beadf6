using System.Numerics;
using System.Numerics.Tensors;
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
    public static void Softmax<T>(TensorBlock<T> logits, ReadOnlySpan<int> pivots, ReadOnlySpan<double> factors, Span<T> gradient)
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
    public static void Softmax(TensorBlock<T> logits, ReadOnlySpan<int> pivots, ReadOnlySpan<double> factors, Span<T> gradient)
    {
        int classes = logits.Classes;
        using TileBuffer<T> buffer = new(logits);
        Span<T> rowPivots = stackalloc T[TailTerm.TableLength];
        Span<T> terms = stackalloc T[TailTerm.TableSize];
        Span<double> wideUnits = stackalloc double[TailTerm.TableLength];
        Span<T> units = stackalloc T[TailTerm.TableLength];
        for (int first = 0, rows; first < logits.Rows; first += rows)
        {
            rows = Math.Min(TailTerm.TableLength, logits.Rows - first);
            ReadOnlySpan<int> somePivots = pivots.Slice(first, rows);
            Pick(logits, first, somePivots, rowPivots);
            TailTerm<TLanes, TVector, T>.Tabulate(rowPivots, rows, terms);
            TailTerm.Factors<T>(rowPivots, wideUnits);
            TensorPrimitives.Multiply(wideUnits[..rows], factors.Slice(first, rows), wideUnits);
            TensorPrimitives.ConvertTruncating<double, T>(wideUnits, units);
            int start = first * classes;
            int written = !logits.HasRows ? 0 : WriteRows(
                in logits.Values[start], rows, classes, logits.Values.Length - start, in terms[0], in units[0], ref gradient[start]);
            for (int r = written; r < rows; r++)
            {
                TailTerm<TLanes, TVector, T> term = TailTerm<TLanes, TVector, T>.Spread(in terms[0], r);
                Write(logits.Row(first + r, buffer.Row), term, TLanes.Spread(in units[0], r), gradient.Slice((first + r) * classes, classes));
            }

            if (TensorPrimitives.Min(somePivots) < 0)
            {
                ClearNegative(somePivots, classes, gradient.Slice(start, rows * classes));
            }
        }
    }

    // The pivots of some rows; of a negative one, any number.
    private static void Pick(TensorBlock<T> logits, int first, ReadOnlySpan<int> pivots, Span<T> picked)
    {
        ref T row = ref Unsafe.AsRef(in logits[first, 0]);
        nint stride = logits.HasRows ? logits.Classes : 1;
        for (int r = 0; r < pivots.Length; r++)
        {
            picked[r] = Unsafe.Add(ref row, (r * stride) + (Math.Max(pivots[r], 0) * logits.ClassStride));
        }
    }

    private static void ClearNegative(ReadOnlySpan<int> pivots, int classes, Span<T> gradient)
    {
        for (int r = 0; r < pivots.Length; r++)
        {
            if (pivots[r] < 0)
            {
                gradient.Slice(r * classes, classes).Clear();
            }
        }
    }

    // The last vector of a row goes on into the next one, which is written after it; so rows after which there is too little are left.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int WriteRows(
        ref readonly T logits, int rows, nint classes, nint length, ref readonly T terms, ref readonly T units, ref T gradient)
    {
        nint steps = (classes + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
        int row = 0;
        for (nint start = 0; row < rows && start + steps <= length; row++, start += classes)
        {
            TailTerm<TLanes, TVector, T> term = TailTerm<TLanes, TVector, T>.Spread(in terms, row);
            TVector unit = TLanes.Spread(in units, row);
            for (nint i = start; i < start + steps; i += TLanes.Count)
            {
                TLanes.Store(TLanes.Multiply(term.Of(TLanes.Load(in logits, i)), unit), ref gradient, i);
            }
        }

        return row;
    }

    private static void Write(ReadOnlySpan<T> row, TailTerm<TLanes, TVector, T> term, TVector unit, Span<T> gradient)
    {
        int i = 0;
        for (; i <= row.Length - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Multiply(term.Of(TLanes.Load(in row[i], 0)), unit), ref gradient[i], 0);
        }

        if (i < row.Length)
        {
            Lanes16<T> last = default;
            row[i..].CopyTo(last);
            TLanes.Store(TLanes.Multiply(term.Of(TLanes.Load(in last[0], 0)), unit), ref last[0], 0);
            last[..(row.Length - i)].CopyTo(gradient[i..]);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
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
