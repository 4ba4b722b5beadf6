using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>How predictions become the probability of yes.</summary>
internal interface IOutputProbability<T>
    where T : unmanaged
{
    /// <summary>The probabilities.</summary>
    static abstract Vector512<T> Of(Vector512<T> predictions);
}

/// <summary>Predictions that are probabilities.</summary>
internal readonly struct GivenProbability<T> : IOutputProbability<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of(Vector512<T> predictions) => predictions;
}

/// <summary>Predictions that are logits.</summary>
internal readonly struct LogisticProbability<T> : IOutputProbability<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of(Vector512<T> predictions) => VectorMath.Sigmoid(predictions);
}

/// <summary>Sums up the quality of binary outputs in vectors, where nobody wants that of each.</summary>
internal static class OutputKernel
{
    // So many outputs are taken at a time, a multiple of all lanes: they stay in the first-level cache, and sums of integers within their type.
    private const int PartLength = 1024;

    // So long at least is what the losses of columns are added up from: of short rows several.
    private const int ShortestStretch = 64;

    // In a sum of counts, what a miss counts beside its one.
    private const int Miss = 1 << 16;

    /// <summary>Adds outputs to the sums; says whether all are probabilities, without which the sums are worth nothing.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="outputs">The number of outputs of a sample.</param>
    /// <param name="losses">The losses.</param>
    /// <param name="sums">The sums.</param>
    public static bool Add<T, TProbability>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, int outputs, ReadOnlySpan<double> losses, OutputSums sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TProbability : struct, IOutputProbability<T>
    {
        Span<T> limits = stackalloc T[ConfidenceBins.Count];
        limits[ConfidenceBins.FirstOfTwo] = T.CreateTruncating(0.5);
        for (int bin = ConfidenceBins.FirstOfTwo + 1; bin < limits.Length; bin++)
        {
            limits[bin] = ConfidenceBins.Least<T>(bin);
        }

        Span<T> probabilities = stackalloc T[PartLength];
        Span<T> zs = stackalloc T[PartLength];
        Span<T> distances = stackalloc T[PartLength];
        Span<T> counts = stackalloc T[PartLength];
        for (int first = 0; first < predictions.Length; first += PartLength)
        {
            int count = Math.Min(PartLength, predictions.Length - first);
            predictions.Slice(first, count).CopyTo(probabilities);
            targets.Slice(first, count).CopyTo(zs);
            MakeProbabilities<T, TProbability>(probabilities);

            // What fills the last vector up is right, and certain.
            probabilities[count..].Clear();
            zs[count..].Clear();
            bool areWithin = typeof(T) == typeof(float)
                ? AddBins(probabilities, zs, PartLength - count, limits, MemoryMarshal.Cast<T, int>(distances), MemoryMarshal.Cast<T, int>(counts), sums)
                : AddBins(probabilities, zs, PartLength - count, limits, MemoryMarshal.Cast<T, long>(distances), MemoryMarshal.Cast<T, long>(counts), sums);
            if (!areWithin)
            {
                return false;
            }

            sums.BrierScore += Squares(probabilities, zs);
            if (outputs == 1)
            {
                AddTargets(zs[..count], losses.Slice(first, count), sums);
            }
        }

        if (outputs > 1)
        {
            AddColumns(targets, outputs, losses, sums);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MakeProbabilities<T, TProbability>(Span<T> values)
        where T : unmanaged
        where TProbability : struct, IOutputProbability<T>
    {
        if (typeof(TProbability) == typeof(GivenProbability<T>))
        {
            return;
        }

        ref T value = ref MemoryMarshal.GetReference(values);
        for (nuint i = 0; i < PartLength; i += (nuint)Vector512<T>.Count)
        {
            TProbability.Of(Vector512.LoadUnsafe(ref value, i)).StoreUnsafe(ref value, i);
        }
    }

    // The bits of a number between a half and one, less those of a half, are its distance from a half as an integer: so these add up exactly,
    // and in any order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool AddBins<T, TBits>(
        ReadOnlySpan<T> probabilities,
        ReadOnlySpan<T> targets,
        int padding,
        ReadOnlySpan<T> limits,
        Span<TBits> distances,
        Span<TBits> counts,
        OutputSums sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        ref T probability = ref MemoryMarshal.GetReference(probabilities);
        ref T target = ref MemoryMarshal.GetReference(targets);
        ref TBits distance = ref MemoryMarshal.GetReference(distances);
        ref TBits count = ref MemoryMarshal.GetReference(counts);
        Vector512<T> one = Vector512<T>.One;
        Vector512<T> half = Vector512.Create(T.CreateTruncating(0.5));
        Vector512<TBits> miss = Vector512.Create(TBits.CreateTruncating(Miss));
        Vector512<T> areWithin = Vector512<T>.AllBitsSet;
        for (nuint i = 0; i < PartLength; i += (nuint)Vector512<T>.Count)
        {
            Vector512<T> p = Vector512.LoadUnsafe(ref probability, i);
            Vector512<T> isYes = Vector512.GreaterThan(Vector512.LoadUnsafe(ref target, i), half);
            Vector512<T> isMissed = Vector512.ConditionalSelect(isYes, Vector512.LessThan(p, half), Vector512.GreaterThan(p, half));
            Vector512<T> confidence = Vector512.MaxNative(p, one - p);
            areWithin &= Vector512.LessThanOrEqual(confidence, one);
            (confidence.As<T, TBits>() - half.As<T, TBits>()).StoreUnsafe(ref distance, i);
            (Vector512<TBits>.One + (isMissed.As<T, TBits>() & miss)).StoreUnsafe(ref count, i);
        }

        if (!Vector512.EqualsAll(areWithin.As<T, TBits>(), Vector512<TBits>.AllBitsSet))
        {
            return false;
        }

        // What fills up is certain of no, and in the last bin.
        Vector512<TBits> zero = half.As<T, TBits>();
        long certain = long.CreateTruncating((one.As<T, TBits>() - zero)[0]);
        (long Count, long Distance) before = (padding, padding * certain);
        for (int bin = ConfidenceBins.Count - 1; bin >= ConfidenceBins.FirstOfTwo; bin--)
        {
            // All from the bin on; those of the bins before are taken off again.
            Vector512<TBits> least = Vector512.Create(limits[bin]).As<T, TBits>() - zero;
            (long Count, long Distance) all = SumsFrom(least[0], distances, counts);
            (long misses, long here) = Math.DivRem(all.Count - before.Count, Miss);
            sums.Counts[bin] += here;
            sums.Misses[bin] += misses;
            sums.Confidences[bin] += 0.5 * (here + ((double)(all.Distance - before.Distance) / certain));
            before = all;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static (long Count, long Distance) SumsFrom<TBits>(TBits least, ReadOnlySpan<TBits> distances, ReadOnlySpan<TBits> counts)
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        ref TBits distance = ref MemoryMarshal.GetReference(distances);
        ref TBits count = ref MemoryMarshal.GetReference(counts);
        Vector512<TBits> below = Vector512.Create(least - TBits.One);
        Vector512<TBits> countSums = default;
        Vector512<TBits> distanceSums = default;
        for (nuint i = 0; i < PartLength; i += (nuint)Vector512<TBits>.Count)
        {
            Vector512<TBits> value = Vector512.LoadUnsafe(ref distance, i);
            Vector512<TBits> isAbove = Vector512.GreaterThan(value, below);
            countSums += isAbove & Vector512.LoadUnsafe(ref count, i);
            distanceSums += isAbove & value;
        }

        return (Total(countSums), Total(distanceSums));
    }

    // Sums of integers are the same in any order, and so at any width.
    private static long Total<TBits>(Vector512<TBits> lanes)
        where TBits : unmanaged => typeof(TBits) == typeof(int)
            ? Vector512.Sum(Vector512.WidenLower(lanes.AsInt32()) + Vector512.WidenUpper(lanes.AsInt32()))
            : Vector512.Sum(lanes.AsInt64());

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Squares<T>(ReadOnlySpan<T> probabilities, ReadOnlySpan<T> targets)
        where T : unmanaged
    {
        ref T probability = ref MemoryMarshal.GetReference(probabilities);
        ref T target = ref MemoryMarshal.GetReference(targets);
        Vector256<double> even = default;
        Vector256<double> odd = default;
        for (nint i = 0; i < PartLength; i += 2 * PairKernel.Count)
        {
            Vector256<double> first = Widened.Four(ref probability, i) - Widened.Four(ref target, i);
            Vector256<double> second = Widened.Four(ref probability, i + PairKernel.Count) - Widened.Four(ref target, i + PairKernel.Count);
            even = Vector256.FusedMultiplyAdd(first, first, even);
            odd = Vector256.FusedMultiplyAdd(second, second, odd);
        }

        return Lanes.Sum(even + odd);
    }

    // Of a single output the losses of the targets up to a half are apart from the others'.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddTargets<T>(ReadOnlySpan<T> targets, ReadOnlySpan<double> losses, OutputSums sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T target = ref MemoryMarshal.GetReference(targets);
        ref double loss = ref MemoryMarshal.GetReference(losses);
        Vector256<double> half = Vector256.Create(0.5);
        Vector256<double> yes = default;
        Vector256<double> no = default;
        Vector256<double> sum = default;
        Vector256<long> count = default;
        nint i = 0;
        for (; i <= losses.Length - PairKernel.Count; i += PairKernel.Count)
        {
            Vector256<double> z = Widened.Four(ref target, i);
            Vector256<double> isYes = Vector256.GreaterThan(z, half);
            Vector256<double> value = Vector256.LoadUnsafe(ref loss, (nuint)i);
            yes += value & isYes;
            no += Vector256.AndNot(value, isYes);
            sum += z;
            count -= isYes.AsInt64();
        }

        sums.Losses[0] += Lanes.Sum(no);
        sums.Losses[1] += Lanes.Sum(yes);
        sums.Targets[1] += Lanes.Sum(sum);
        sums.Yeses[1] += Vector256.Sum(count);
        for (; i < losses.Length; i++)
        {
            double z = double.CreateTruncating(targets[(int)i]);
            int place = z > 0.5 ? 1 : 0;
            sums.Losses[place] += losses[(int)i];
            sums.Targets[1] += z;
            sums.Yeses[1] += place;
        }
    }

    // Several short rows are one long one of as many more columns.
    private static void AddColumns<T>(ReadOnlySpan<T> targets, int outputs, ReadOnlySpan<double> losses, OutputSums sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stretch = outputs * ((ShortestStretch + outputs - 1) / outputs);
        double[] columns = ArrayPool<double>.Shared.Rent(3 * stretch);
        Span<double> ofLosses = columns.AsSpan(0, stretch);
        Span<double> ofTargets = columns.AsSpan(stretch, stretch);
        Span<double> ofYeses = columns.AsSpan(2 * stretch, stretch);
        columns.AsSpan(0, 3 * stretch).Clear();
        for (int first = 0; first < losses.Length; first += stretch)
        {
            int count = Math.Min(stretch, losses.Length - first);
            AddStretch(targets.Slice(first, count), losses.Slice(first, count), ofLosses, ofTargets, ofYeses);
        }

        for (int i = 0; i < stretch; i++)
        {
            sums.Losses[i % outputs] += ofLosses[i];
            sums.Targets[i % outputs] += ofTargets[i];
            sums.Yeses[i % outputs] += ofYeses[i];
        }

        ArrayPool<double>.Shared.Return(columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddStretch<T>(
        ReadOnlySpan<T> targets, ReadOnlySpan<double> losses, Span<double> ofLosses, Span<double> ofTargets, Span<double> ofYeses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T target = ref MemoryMarshal.GetReference(targets);
        ref double loss = ref MemoryMarshal.GetReference(losses);
        ref double lossSum = ref MemoryMarshal.GetReference(ofLosses);
        ref double targetSum = ref MemoryMarshal.GetReference(ofTargets);
        ref double yesSum = ref MemoryMarshal.GetReference(ofYeses);
        Vector256<double> half = Vector256.Create(0.5);
        nint i = 0;
        for (; i <= losses.Length - PairKernel.Count; i += PairKernel.Count)
        {
            Vector256<double> z = Widened.Four(ref target, i);
            Vector256<double> yes = Vector256.GreaterThan(z, half) & Vector256<double>.One;
            (Vector256.LoadUnsafe(ref lossSum, (nuint)i) + Vector256.LoadUnsafe(ref loss, (nuint)i)).StoreUnsafe(ref lossSum, (nuint)i);
            (Vector256.LoadUnsafe(ref targetSum, (nuint)i) + z).StoreUnsafe(ref targetSum, (nuint)i);
            (Vector256.LoadUnsafe(ref yesSum, (nuint)i) + yes).StoreUnsafe(ref yesSum, (nuint)i);
        }

        for (int rest = (int)i; rest < losses.Length; rest++)
        {
            double z = double.CreateTruncating(targets[rest]);
            ofLosses[rest] += losses[rest];
            ofTargets[rest] += z;
            ofYeses[rest] += z > 0.5 ? 1 : 0;
        }
    }
}
