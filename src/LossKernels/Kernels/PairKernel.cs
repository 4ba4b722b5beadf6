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
    private const int Count = 4;

    /// <summary>Writes the loss of every pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
            loss.Loss(Load(ref prediction, i), Load(ref target, i)).StoreUnsafe(ref destination, (nuint)i);
        }

        for (int i = whole; i < predictions.Length; i++)
        {
            losses[i] = loss.Loss(Single(predictions[i]), Single(targets[i])).ToScalar();
        }
    }

    /// <summary>The sum of the losses of all pairs, in an order that depends on their places only.</summary>
    public static double Sum<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss)
        where T : unmanaged
        where TLoss : struct, IPairLoss => Sums(predictions, targets, loss, 0).Losses.Value;

    /// <summary>
    /// The sum of the losses of all pairs, and that of the squares of their distances from a number near their mean. Of float64 the losses' sum
    /// carries its rounding errors along; of float32 double is exact enough for as many terms as a block can have.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (CompensatedSum Losses, double Squares) Sums<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, double middle)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        ref T prediction = ref MemoryMarshal.GetReference(predictions);
        ref T target = ref MemoryMarshal.GetReference(targets);
        Partial even = default;
        Partial odd = default;
        Vector256<double> center = Vector256.Create(middle);
        nint i = 0;
        for (; i <= predictions.Length - (2 * Count); i += 2 * Count)
        {
            even.Add<T>(loss.Loss(Load(ref prediction, i), Load(ref target, i)), center);
            odd.Add<T>(loss.Loss(Load(ref prediction, i + Count), Load(ref target, i + Count)), center);
        }

        if (i <= predictions.Length - Count)
        {
            even.Add<T>(loss.Loss(Load(ref prediction, i), Load(ref target, i)), center);
            i += Count;
        }

        CompensatedSum total = even.Total + odd.Total;
        double squares = Lanes.Sum(even.Squares + odd.Squares);
        for (; i < predictions.Length; i++)
        {
            double single = loss.Loss(Single(predictions[(int)i]), Single(targets[(int)i])).ToScalar();
            total += new CompensatedSum(single, 0);
            squares += (single - middle) * (single - middle);
        }

        return (total, squares);
    }

    /// <summary>The loss of a single pair.</summary>
    public static double Loss<T, TLoss>(T prediction, T target, TLoss loss)
        where T : unmanaged
        where TLoss : struct, IPairLoss => loss.Loss(Single(prediction), Single(target)).ToScalar();

    /// <summary>Writes the derivative of every pair's loss times a scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Slopes<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, double scale, Span<T> slopes)
        where T : unmanaged, INumberBase<T>
        where TLoss : struct, IPairLoss
    {
        int whole = predictions.Length - (predictions.Length % Count);
        ref T prediction = ref MemoryMarshal.GetReference(predictions);
        ref T target = ref MemoryMarshal.GetReference(targets);
        for (int i = 0; i < whole; i += Count)
        {
            Vector256<double> slope = loss.Slope(Load(ref prediction, i), Load(ref target, i)) * scale;
            Store(slope, slopes, i);
        }

        for (int i = whole; i < predictions.Length; i++)
        {
            slopes[i] = Lanes.From<T>(loss.Slope(Single(predictions[i]), Single(targets[i])).ToScalar() * scale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load<T>(ref T source, nint index)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Widen(Vector128.LoadUnsafe(ref Unsafe.As<T, float>(ref source), (nuint)index))
            : Vector256.LoadUnsafe(ref Unsafe.As<T, double>(ref source), (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen(Vector128<float> values) => Vector256.WidenLower(values.ToVector256Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Single<T>(T value)
        where T : unmanaged => Vector256.Create(typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value));

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

    // Four sums.
    private struct Partial
    {
        private Vector256<double> _sum;
        private Vector256<double> _error;

        public Vector256<double> Squares;

        public readonly CompensatedSum Total
        {
            get
            {
                CompensatedSum total = default;
                for (int lane = 0; lane < Count; lane++)
                {
                    // The error of an infinite sum is NaN; kept, it would turn the infinity into a NaN.
                    double error = _error.GetElement(lane);
                    total += new CompensatedSum(_sum.GetElement(lane), double.IsFinite(error) ? error : 0);
                }

                return total;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<T>(Vector256<double> loss, Vector256<double> center)
        {
            Vector256<double> sum = _sum + loss;
            if (typeof(T) == typeof(double))
            {
                // D. E. Knuth's two-sum: exact whichever of the terms is larger.
                Vector256<double> added = sum - _sum;
                _error += (_sum - (sum - added)) + (loss - added);
            }

            _sum = sum;
            Squares = Vector256.FusedMultiplyAdd(loss - center, loss - center, Squares);
        }
    }
}
