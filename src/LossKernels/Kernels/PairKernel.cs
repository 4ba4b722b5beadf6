using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>A loss of a prediction and its target, in double.</summary>
internal interface IPairLoss
{
    /// <summary>The losses.</summary>
    Vector256<double> Loss(Vector256<double> prediction, Vector256<double> target);

    /// <summary>Their derivatives to the predictions.</summary>
    Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target);
}

/// <summary>
/// Walks predictions and targets side by side. Each is widened to double before anything is computed of it, which is exact, so that the
/// difference of single-precision numbers is too, and the same on every machine.
/// </summary>
internal static class PairKernel
{
    /// <summary>The number of pairs in a vector.</summary>
    public const int Count = 4;

    /// <summary>Writes the loss of every pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Losses<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        int whole = predictions.Length - (predictions.Length % Count);
        ref T prediction = ref MemoryMarshal.GetReference(predictions);
        ref T target = ref MemoryMarshal.GetReference(targets);
        ref double destination = ref MemoryMarshal.GetReference(losses);
        for (nint i = 0; i < whole; i += Count)
        {
            loss.Loss(Widened.Four(ref prediction, i), Widened.Four(ref target, i)).StoreUnsafe(ref destination, (nuint)i);
        }

        for (int i = whole; i < predictions.Length; i++)
        {
            losses[i] = loss.Loss(Single(predictions[i]), Single(targets[i])).ToScalar();
        }
    }

    /// <summary>The loss of a single pair.</summary>
    public static double Loss<T, TLoss>(T prediction, T target, TLoss loss)
        where T : unmanaged
        where TLoss : struct, IPairLoss => loss.Loss(Single(prediction), Single(target)).ToScalar();

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
