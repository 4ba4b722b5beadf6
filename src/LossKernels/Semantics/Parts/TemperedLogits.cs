using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LossKernels.Tensors;
using ErrorFree = LossKernels.Numerics.ErrorFree<LossKernels.Numerics.Lanes256<double>, System.Runtime.Intrinsics.Vector256<double>, double>;

namespace LossKernels.Semantics.Parts;

/// <summary>
/// Logits over a temperature, in double: quotients of single precision would be rounded, and a rounded logit of 100 is a loss with five digits.
/// Those of double precision are rounded too. What that takes from a result is found along a secant, from the quotients to some that lie further on by
/// many times what each lacks: it is too little to be added to a quotient itself. The memory is borrowed.
/// </summary>
/// <typeparam name="T">float or double: what the logits are of.</typeparam>
internal readonly ref struct TemperedLogits<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // How many times: that much of a quotient below 1000 has seven digits, and the secant of an exponential is straight.
    private const double Steps = 1 << 22;

    // Numbers that are shared are far larger than all others, so that these take no digits from their cost.
    private const double LeastShared = 1e290;

    // Over smaller ones logits of single precision may have no number.
    private const double LeastOfSingle = 1e-260;

    // Those of normal numbers, and of differences, over smaller ones than that have none; so that these may be raised to numbers that have all digits.
    private const double LeastOfHalves = 1e-300;
    private const double Raised = 1.2676506002282294e30;

    // Up to so many classes, what is called for a row takes longer than a loop.
    private const int MostWithoutCalls = 16;

    private readonly WideBlock _quotients;
    private readonly WideBlock _beyond;

    /// <summary>Divides a block.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="temperature">What they are divided by.</param>
    /// <param name="areOfClasses">Whether only the differences within a row matter.</param>
    public TemperedLogits(TensorBlock<T> logits, double temperature, bool areOfClasses)
    {
        _quotients = WideBlock.Of(logits);
        AreRounded = typeof(T) == typeof(double) ? !(temperature >= 1 && double.IsPow2(temperature)) : temperature < LeastOfSingle;
        if (!AreRounded)
        {
            TensorPrimitives.Divide(_quotients.Values, temperature, _quotients.Values);
            return;
        }

        // The differences from a row's largest logit have quotients where logits of 1e308 have none, and no large ones where exponentials matter.
        _beyond = WideBlock.Like(logits);
        _beyond.Values.Clear();
        if (areOfClasses)
        {
            WriteLargest(_quotients.Block, _beyond.Values);
        }

        Divide(_quotients.Values, _beyond.Values, temperature);
    }

    /// <summary>Whether the quotients lack what results of T would show.</summary>
    public bool AreRounded { get; }

    /// <summary>The quotients.</summary>
    public TensorBlock<double> Quotients => _quotients.Block;

    /// <summary>Quotients that lie further on, where <see cref="AreRounded"/>.</summary>
    public TensorBlock<double> Beyond => _beyond.Block;

    /// <summary>Adds to results of the quotients what these lack.</summary>
    /// <param name="results">The results.</param>
    /// <param name="beyond">Those of the quotients that lie further on.</param>
    public static void Complete(Span<double> results, ReadOnlySpan<double> beyond)
    {
        for (int i = 0; i < results.Length; i++)
        {
            double change = beyond[i] - results[i];
            results[i] += double.IsFinite(change) ? change / Steps : 0;
        }
    }

    /// <summary>
    /// The quotients of logits, and a share of each that is so large that it has no number or may soon have none: a loss is linear in these, and two shares
    /// tell what the whole costs.
    /// </summary>
    /// <param name="logits">The logits.</param>
    /// <param name="temperature">What they are divided by.</param>
    /// <param name="areOfClasses">Whether only the differences within a row matter.</param>
    /// <param name="share">What such a difference of logits is multiplied by in place of being divided; no more than a half.</param>
    public static WideBlock OfShares(TensorBlock<T> logits, double temperature, bool areOfClasses, double share)
    {
        WideBlock quotients = WideBlock.Of(logits);
        using WideBlock origins = WideBlock.Like(logits);
        origins.Values.Clear();
        if (areOfClasses)
        {
            WriteLargest(quotients.Block, origins.Values);
        }

        for (int i = 0; i < origins.Values.Length; i++)
        {
            double half = (quotients.Values[i] / 2) - (origins.Values[i] / 2);
            double quotient = half / (temperature / 2);
            quotients.Values[i] = Math.Abs(quotient) < LeastShared ? quotient : half * (2 * share);
        }

        return quotients;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _quotients.Dispose();
        if (AreRounded)
        {
            _beyond.Dispose();
        }
    }

    // In the place of each value; zero where it is not finite.
    private static void WriteLargest(TensorBlock<double> block, Span<double> largest)
    {
        if (block.HasRows)
        {
            for (int r = 0; r < block.Rows; r++)
            {
                double ofRow = OrZero(block.Classes <= MostWithoutCalls ? LargestOfFew(block[r]) : TensorPrimitives.Max(block[r]));
                largest.Slice(r * block.Classes, block.Classes).Fill(ofRow);
            }

            return;
        }

        int stride = (int)block.ClassStride;
        Span<double> first = largest[..block.Rows];
        block.Values[..block.Rows].CopyTo(first);
        for (int c = 1; c < block.Classes; c++)
        {
            TensorPrimitives.Max(first, block.Values.Slice(c * stride, block.Rows), first);
        }

        for (int r = 0; r < first.Length; r++)
        {
            first[r] = OrZero(first[r]);
        }

        for (int c = 1; c < block.Classes; c++)
        {
            first.CopyTo(largest[(c * stride)..]);
        }
    }

    private static double LargestOfFew(ReadOnlySpan<double> values)
    {
        double largest = values[0];
        foreach (double value in values)
        {
            largest = value > largest ? value : largest;
        }

        return largest;
    }

    private static double OrZero(double value) => double.IsFinite(value) ? value : 0;

    // The quotients in the place of the logits, and what lies further on in the place of what each logit is taken from. Halves always have a difference; but of
    // a temperature next to zero nothing may be left by half of it, and a difference that has no number has no quotient.
    private static void Divide(Span<double> logits, Span<double> origins, double temperature)
    {
        bool isNextToZero = temperature < LeastOfHalves;
        Vector256<double> share = Vector256.Create(isNextToZero ? 1 : 0.5);
        Vector256<double> raise = Vector256.Create(isNextToZero ? Raised : 1);
        Vector256<double> divisor = Vector256.Create(temperature) * share * raise;
        Vector256<double> steps = Vector256.Create(Steps) / divisor;
        for (int i = 0; i < logits.Length; i += Vector256<double>.Count)
        {
            (Vector256<double> difference, Vector256<double> error) =
                ErrorFree.Difference(share * Vector256.Create<double>(logits[i..]), share * Vector256.Create<double>(origins[i..]));
            difference *= raise;
            Vector256<double> quotient = difference / divisor;
            Vector256<double> lacking = Vector256.FusedMultiplyAdd(-quotient, divisor, difference) + (error * raise);
            Vector256<double> beyond = Vector256.FusedMultiplyAdd(lacking, steps, quotient);
            quotient.CopyTo(logits[i..]);
            Vector256.ConditionalSelect(Vector256.Equals(beyond - beyond, Vector256<double>.Zero), beyond, quotient).CopyTo(origins[i..]);
        }
    }
}
