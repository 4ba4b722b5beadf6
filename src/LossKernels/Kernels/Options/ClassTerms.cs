using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Options;

/// <summary>What turns the predictions of a row into probabilities of the data type.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Largest">The largest logit.</param>
/// <param name="LogSum">The logarithm of the sum of all e^(x - largest).</param>
/// <param name="Scale">What the row's terms, or clipped probabilities, are multiplied by.</param>
internal readonly record struct RowScale<T>(T Largest, T LogSum, T Scale);

/// <summary>
/// The losses of some classes of a row in the data type, p clipped: for all but the most probable class, whose complement may have no digits in it.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="point">The loss of a class; not a generalised one.</param>
/// <param name="sumClip">Where predictions that are probabilities are clipped before they are divided.</param>
/// <param name="clip">Where probabilities are clipped.</param>
internal sealed class ClassTerms<T>(PointLoss point, ClipBounds sumClip, ClipBounds clip)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _logOfLower = VectorMath.Log(clip.Lower);
    private readonly double _logOfUpper = VectorMath.Log(clip.Upper);

    /// <summary>Turns logits into the losses of their classes.</summary>
    /// <param name="values">The logits, their number a multiple of the lanes of any vector; overwritten.</param>
    /// <param name="rests">As much memory.</param>
    /// <param name="row">The row's numbers.</param>
    public void OfLogits(Span<T> values, Span<T> rests, RowScale<T> row)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            OfLogits<Lanes512<T>, Vector512<T>>(values, rests, row);
            Finish<Lanes512<T>, Vector512<T>>(values, rests);
        }
        else
        {
            OfLogits<Lanes256<T>, Vector256<T>>(values, rests, row);
            Finish<Lanes256<T>, Vector256<T>>(values, rests);
        }
    }

    /// <summary>Turns probabilities into the losses of their classes.</summary>
    /// <param name="values">The probabilities, their number a multiple of the lanes of any vector; overwritten.</param>
    /// <param name="rests">As much memory.</param>
    /// <param name="row">The row's numbers.</param>
    public void OfProbabilities(Span<T> values, Span<T> rests, RowScale<T> row)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            OfProbabilities<Lanes512<T>, Vector512<T>>(values, rests, row);
            Finish<Lanes512<T>, Vector512<T>>(values, rests);
        }
        else
        {
            OfProbabilities<Lanes256<T>, Vector256<T>>(values, rests, row);
            Finish<Lanes256<T>, Vector256<T>>(values, rests);
        }
    }

    /// <summary>The sum of the losses, each times weight (kept target + spread).</summary>
    /// <param name="terms">The losses.</param>
    /// <param name="targets">As many targets, or none, for zeros.</param>
    /// <param name="weights">As many weights, or none, for ones.</param>
    /// <param name="kept">What is kept of a target.</param>
    /// <param name="spread">What is added to it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static double Sum(ReadOnlySpan<T> terms, ReadOnlySpan<T> targets, ReadOnlySpan<double> weights, double kept, double spread)
    {
        ref T term = ref MemoryMarshal.GetReference(terms);
        ref T target = ref MemoryMarshal.GetReference(targets);
        ref double weight = ref MemoryMarshal.GetReference(weights);
        bool hasTargets = !targets.IsEmpty;
        bool hasWeights = !weights.IsEmpty;
        Vector256<double> even = default;
        Vector256<double> odd = default;
        nint i = 0;
        for (; i <= terms.Length - (2 * Vector256<double>.Count); i += 2 * Vector256<double>.Count)
        {
            nint next = i + Vector256<double>.Count;
            even = Vector256.FusedMultiplyAdd(Widened.Four(ref term, i), Factors(hasTargets, ref target, hasWeights, ref weight, i, kept, spread), even);
            odd = Vector256.FusedMultiplyAdd(Widened.Four(ref term, next), Factors(hasTargets, ref target, hasWeights, ref weight, next, kept, spread), odd);
        }

        double sum = Lanes.Sum(even + odd);
        for (int rest = (int)i; rest < terms.Length; rest++)
        {
            double factor = hasTargets ? (kept * Widened.One(targets[rest])) + spread : spread;
            sum += factor * (hasWeights ? weights[rest] : 1) * Widened.One(terms[rest]);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Factors(
        bool hasTargets, ref T target, bool hasWeights, ref double weight, nint index, double kept, double spread)
    {
        Vector256<double> factors = hasTargets
            ? (Widened.Four(ref target, index) * kept) + Vector256.Create(spread)
            : Vector256.Create(spread);
        return hasWeights ? factors * Vector256.LoadUnsafe(ref weight, (nuint)index) : factors;
    }

    // Logarithms go in the place of the values.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void OfLogits<TLanes, TVector>(Span<T> values, Span<T> rests, RowScale<T> row)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
    {
        ref T value = ref MemoryMarshal.GetReference(values);
        ref T rest = ref MemoryMarshal.GetReference(rests[..values.Length]);
        (T largestOfRow, T logSumOfRow, T scaleOfRow) = row;
        TVector largest = TLanes.Spread(in largestOfRow, 0);
        TVector logSum = TLanes.Spread(in logSumOfRow, 0);
        TVector scale = TLanes.Spread(in scaleOfRow, 0);
        TailTerm<TLanes, TVector, T> term = new(largest);
        TVector one = TLanes.Of(1);
        TVector lower = TLanes.Of(clip.Lower);
        TVector upper = TLanes.Of(clip.Upper);
        TVector logOfLower = TLanes.Of(_logOfLower);
        TVector logOfUpper = TLanes.Of(_logOfUpper);
        for (nint i = 0; i < values.Length; i += TLanes.Count)
        {
            TVector x = TLanes.Load(in value, i);
            TVector logarithm = TLanes.Subtract(TLanes.Subtract(x, largest), logSum);
            TVector share = TLanes.Multiply(term.Of(x), scale);
            logarithm = TLanes.Select(TLanes.Greater(lower, share), logOfLower, logarithm);
            logarithm = TLanes.Select(TLanes.Greater(share, upper), logOfUpper, logarithm);
            TLanes.Store(logarithm, ref value, i);
            TLanes.Store(TLanes.Subtract(one, TLanes.Min(upper, TLanes.Max(lower, share))), ref rest, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void OfProbabilities<TLanes, TVector>(Span<T> values, Span<T> rests, RowScale<T> row)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
    {
        ref T value = ref MemoryMarshal.GetReference(values);
        ref T rest = ref MemoryMarshal.GetReference(rests[..values.Length]);
        T scaleOfRow = row.Scale;
        TVector scale = TLanes.Spread(in scaleOfRow, 0);
        TVector one = TLanes.Of(1);
        TVector floor = TLanes.Of(sumClip.Lower);
        TVector ceiling = TLanes.Of(sumClip.Upper);
        TVector lower = TLanes.Of(clip.Lower);
        TVector upper = TLanes.Of(clip.Upper);
        for (nint i = 0; i < values.Length; i += TLanes.Count)
        {
            TVector share = TLanes.Multiply(TLanes.Min(ceiling, TLanes.Max(floor, TLanes.Load(in value, i))), scale);
            share = TLanes.Min(upper, TLanes.Max(lower, share));
            TLanes.Store(TLanes.Subtract(one, share), ref rest, i);
            TLanes.Store(VectorMath.Log<TLanes, TVector, T>(share), ref value, i);
        }
    }

    // The losses go in the place of the logarithms.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Finish<TLanes, TVector>(Span<T> values, Span<T> rests)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
    {
        ref T value = ref MemoryMarshal.GetReference(values);
        ref T rest = ref MemoryMarshal.GetReference(rests[..values.Length]);
        TVector poly = TLanes.Of(point.Poly);
        TVector gamma = TLanes.Of(point.Gamma);
        bool isSquare = point.Gamma == 2;
        bool isPower = point.Gamma is not (0 or 1 or 2);
        bool isFocal = point.Gamma != 0;
        for (nint i = 0; i < values.Length; i += TLanes.Count)
        {
            TVector missed = TLanes.Load(in rest, i);
            TVector loss = TLanes.Subtract(TLanes.Multiply(poly, missed), TLanes.Load(in value, i));
            if (isPower)
            {
                missed = VectorMath.Exp<TLanes, TVector, T>(TLanes.Multiply(gamma, VectorMath.Log<TLanes, TVector, T>(missed)), TLanes.Of(0));
            }
            else if (isSquare)
            {
                missed = TLanes.Multiply(missed, missed);
            }

            TLanes.Store(isFocal ? TLanes.Multiply(missed, loss) : loss, ref value, i);
        }
    }
}
