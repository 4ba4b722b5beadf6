using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Walks predictions and targets side by side. Where a loss does not say that float32 is exact enough, each is widened to double before anything
/// is computed of it, which is exact, so that the difference of single-precision numbers is too, and the same on every machine.
/// </summary>
internal static class PairKernel
{
    /// <summary>The number of pairs in a vector of derivatives.</summary>
    public const int Count = 4;

    /// <summary>The largest number of pairs that are taken at a time.</summary>
    public const int Most = 16;

    /// <summary>Writes the loss of every pair.</summary>
    public static void Losses<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        bool areFinite = Vector512.IsHardwareAccelerated
            ? PairWalk<PairStep512<T>, Lanes512<double>, Vector512<double>, T>.Losses(predictions, targets, loss, losses)
            : PairWalk<PairStep256<T>, Lanes256<double>, Vector256<double>, T>.Losses(predictions, targets, loss, losses);
        if (typeof(T) == typeof(float) && TLoss.Usually != UsualForm.None && !areFinite)
        {
            AmendInfinite(predictions, targets, loss, losses);
        }
    }

    /// <summary>Writes the derivative of every pair's loss times a scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Slopes<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, double scale, Span<T> slopes)
        where T : unmanaged, INumberBase<T>
        where TLoss : struct, IPairLoss
    {
        int whole = predictions.Length - (predictions.Length % Count);
        ref T prediction = ref MemoryMarshal.GetReference(predictions);
        ref T target = ref MemoryMarshal.GetReference(targets);
        for (int i = 0; i < whole; i += Count)
        {
            Vector256<double> slope = loss.Slope(Widened.Four(ref prediction, i), Widened.Four(ref target, i)) * scale;
            Store(slope, slopes, i);
        }

        for (int i = whole; i < predictions.Length; i++)
        {
            slopes[i] = Lanes.From<T>(loss.Slope(Single(predictions[i]), Single(targets[i])).ToScalar() * scale);
        }
    }

    // What float32 has no number for double may have one for; and it knows what becomes of infinities and of what has no logarithm.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AmendInfinite<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        for (int i = 0; i < losses.Length; i++)
        {
            if (!double.IsFinite(losses[i]))
            {
                losses[i] = loss.Loss<Lanes256<double>, Vector256<double>>(Single(predictions[i]), Single(targets[i])).ToScalar();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Single<T>(T value)
        where T : unmanaged => Vector256.Create(Widened.One(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector256<double> values, Span<T> destination, int index)
        where T : unmanaged
    {
        ref T place = ref destination[index];
        if (typeof(T) == typeof(float))
        {
            Vector128.Narrow(values.GetLower(), values.GetUpper()).StoreUnsafe(ref Unsafe.As<T, float>(ref place));
        }
        else
        {
            values.StoreUnsafe(ref Unsafe.As<T, double>(ref place));
        }
    }
}
