using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Pairs;

/// <summary>Writes the derivatives of the losses of pairs, computed in double and rounded once.</summary>
internal static class PairSlopes
{
    private static int Count => Vector512<double>.Count;

    /// <summary>Writes the derivative of every pair's loss times a scale.</summary>
    /// <param name="predictions">The predictions, rows side by side.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="derivatives">Where they go, and the scales: one for all, for each row, or for each pair.</param>
    public static unsafe void Write<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, RowDerivatives<T> derivatives)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        int most = Math.Min(PairKernel.Piece, predictions.Length);
        RowScales<double> scales = new(derivatives.Scales, stackalloc double[most], predictions.Length / derivatives.Scales.Length);
        fixed (T* to = derivatives.Values)
        {
            LineStream<T> stream = new(to, most, derivatives.IsStreamed);
            for (int first = 0; first < predictions.Length; first += most)
            {
                int count = Math.Min(most, predictions.Length - first);
                Span<T> made = stream.Room(count);
                Write(predictions.Slice(first, count), targets.Slice(first, count), loss, scales.Of(first, count), ref stream);
                derivatives.LookAt(made);
                stream.Take(count);
            }

            stream.Complete();
        }
    }

    private static void Write<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, ReadOnlySpan<double> scales, ref LineStream<T> stream)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        Span<T> slopes = stream.Room(predictions.Length);
        int whole = predictions.Length - (predictions.Length % Count);
        WriteWhole(
            ref MemoryMarshal.GetReference(predictions),
            ref MemoryMarshal.GetReference(targets),
            whole,
            loss,
            in MemoryMarshal.GetReference(scales),
            ref MemoryMarshal.GetReference(slopes),
            ref stream);
        if (whole < predictions.Length)
        {
            int rest = predictions.Length - whole;
            Lanes16<T> lastPredictions = default;
            Lanes16<T> lastTargets = default;
            Lanes16<double> lastScales = default;
            Lanes16<T> last = default;
            predictions[whole..].CopyTo(lastPredictions);
            targets[whole..].CopyTo(lastTargets);
            scales.Slice(whole, rest).CopyTo(lastScales);
            WriteWhole(ref lastPredictions[0], ref lastTargets[0], Count, loss, in lastScales[0], ref last[0], ref stream);
            last[..rest].CopyTo(slopes[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteWhole<T, TLoss>(
        ref T prediction, ref T target, nint count, TLoss loss, ref readonly double scale, ref T slope, ref LineStream<T> stream)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        for (nint i = 0; i < count; i += Count)
        {
            Vector512<double> given = Widened.Eight(ref prediction, i);
            Vector512<double> wanted = Widened.Eight(ref target, i);
            Vector512<double> scales = Vector512.LoadUnsafe(in scale, (nuint)i);
            Vector256<double> lower = loss.Slope(given.GetLower(), wanted.GetLower()) * scales.GetLower();
            Vector256<double> upper = loss.Slope(given.GetUpper(), wanted.GetUpper()) * scales.GetUpper();
            Widened.Store(Vector512.Create(lower, upper), ref slope, i);
            stream.Advance(i + Count);
        }
    }
}
