using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Pairs;

/// <summary>The loop over pairs at one width.</summary>
/// <remarks>
/// It adds nothing up, and what takes long is computed in two walks. A core looks only so many operations ahead: the longer the chain of those that wait for
/// each other, and the more there are of them, the less of one round it can do beside another.
/// </remarks>
/// <typeparam name="TLanes">The operations on what is written.</typeparam>
/// <typeparam name="TVector">As many of them as are computed at a time.</typeparam>
/// <typeparam name="TNumber">float or double.</typeparam>
internal static class PairWalk<TLanes, TVector, TNumber>
    where TLanes : ILanes<TVector, TNumber>
    where TVector : struct
    where TNumber : unmanaged
{
    /// <summary>Writes a number for every pair.</summary>
    /// <returns>Whether all that are doubted are finite for certain; if not, they may still be.</returns>
    public static bool Write<T, TForm>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TForm form, Span<TNumber> numbers)
        where T : unmanaged
        where TForm : struct, IPairForm<TVector>
    {
        int rest = targets.Length % TLanes.Count;
        int whole = targets.Length - rest;
        bool areFinite = WriteWhole(
            ref MemoryMarshal.GetReference(predictions), ref MemoryMarshal.GetReference(targets), whole, form, ref MemoryMarshal.GetReference(numbers));
        if (rest > 0)
        {
            areFinite &= WriteRest(predictions[(whole * PerTarget<TForm>())..], targets[whole..], form, numbers[whole..]);
        }

        return areFinite;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PerTarget<TForm>()
        where TForm : struct, IPairForm<TVector> => TForm.TakesPairs ? 2 : 1;

    private static bool WriteRest<T, TForm>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TForm form, Span<TNumber> numbers)
        where T : unmanaged
        where TForm : struct, IPairForm<TVector>
    {
        Span<T> lastPredictions = stackalloc T[TLanes.Count * PerTarget<TForm>()];
        Span<T> lastTargets = stackalloc T[TLanes.Count];
        Span<TNumber> lastNumbers = stackalloc TNumber[TLanes.Count];

        // What is behind the last pair is one that is there, so that it is as usual.
        for (int i = 0; i < lastPredictions.Length; i++)
        {
            lastPredictions[i] = predictions[i % PerTarget<TForm>()];
        }

        lastTargets.Fill(targets[0]);
        numbers.CopyTo(lastNumbers);
        predictions.CopyTo(lastPredictions);
        targets.CopyTo(lastTargets);
        bool areFinite = WriteWhole(ref lastPredictions[0], ref lastTargets[0], TLanes.Count, form, ref lastNumbers[0]);
        lastNumbers[..numbers.Length].CopyTo(numbers);
        return areFinite;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool WriteWhole<T, TForm>(ref T prediction, ref T target, nint count, TForm form, ref TNumber destination)
        where T : unmanaged
        where TForm : struct, IPairForm<TVector>
    {
        // Zero times what is finite is zero, else NaN.
        TVector doubts = TLanes.Of(0);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            if (!TForm.HasInner)
            {
                Ask(in prediction, PerTarget<TForm>() * i, TLanes.Count);
                Ask(in target, i, TLanes.Count);
                if (TForm.TakesPairs)
                {
                    Ask(in prediction, (2 * i) + TLanes.Count, TLanes.Count);
                }
            }

            TVector value;
            TVector inner;
            if (TForm.TakesPairs)
            {
                (value, inner) = TLanes.LoadPairs(in Unsafe.As<T, TNumber>(ref prediction), 2 * i);
            }
            else
            {
                value = TLanes.LoadWide(in prediction, i);
                inner = TForm.HasInner ? TLanes.Load(in destination, i) : TLanes.Of(0);
            }

            TVector numbers = form.Of(value, TLanes.LoadWide(in target, i), inner);
            TLanes.Store(numbers, ref destination, i);
            if (TForm.IsDoubted)
            {
                doubts = TLanes.Fma(numbers, TLanes.Of(0), doubts);
            }
        }

        return TLanes.IsZero(doubts);
    }

    // For the lines of as many values as are computed at a time, two at most.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ask<T>(ref readonly T values, nint index, int count)
        where T : unmanaged
    {
        nint line = CacheLine.Count<T>();
        Prefetch.Of(in values, index + Prefetch.Farthest<T>());
        if (count > line)
        {
            Prefetch.Of(in values, index + line + Prefetch.Farthest<T>());
        }
    }
}
