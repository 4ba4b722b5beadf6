using LossKernels.Measures.Sums;
using LossKernels.Numerics;
using LossKernels.Semantics;

namespace LossKernels.Measures;

/// <summary>
/// The sums of a part of the data. Parts are merged in order; threads, pipelines, files and machines all go through here.
/// Losses and weights are added in double with their rounding errors carried along, and rounded once at the end.
/// </summary>
internal struct LossAccumulator
{
    private Moments _moments;

    /// <summary>The number of losses, ignored ones included.</summary>
    public long Elements { get; private set; }

    /// <summary>The number of losses that are ignored.</summary>
    public long Ignored { get; private set; }

    /// <summary>The number of losses whose weight is not zero.</summary>
    public long NonZero { get; private set; }

    /// <summary>The number of samples that are not ignored. A sample has one loss, or one for each output.</summary>
    public readonly long Samples => _moments.Count;

    /// <summary>The weights.</summary>
    public WideSum Weights { get; private set; }

    /// <summary>The losses with their weights.</summary>
    public WideSum Losses { get; private set; }

    /// <summary>Adds losses that already carry their weights.</summary>
    /// <param name="weightedLosses">Weight times loss, the outputs of a sample side by side.</param>
    /// <param name="weights">As many weights; empty where all are one.</param>
    /// <param name="outputs">The number of losses of a sample.</param>
    /// <returns>Whether all of them are finite for certain.</returns>
    public bool Add(ReadOnlySpan<double> weightedLosses, ReadOnlySpan<double> weights, int outputs)
    {
        Elements += weightedLosses.Length;
        NonZero += weightedLosses.Length - SpanBounds.CountZeros(weights);
        WideSum sum = WideSum.Of(weightedLosses);
        _moments.Add(weightedLosses, weights, outputs, sum.Value);
        Losses += sum;
        Weights += weights.IsEmpty ? WideSum.From(weightedLosses.Length) : WideSum.Of(weights);
        return double.IsFinite(sum.Sum.Sum);
    }

    /// <summary>Adds losses as <see cref="Add(ReadOnlySpan{double}, ReadOnlySpan{double}, int)"/> does; those of weight one as a formula adds them up that does not write them down.</summary>
    /// <typeparam name="T">float or double: the data type of what the losses are of.</typeparam>
    internal bool Add<T>(ReadOnlySpan<double> weightedLosses, ReadOnlySpan<double> weights, int outputs)
        where T : unmanaged
    {
        if (!weights.IsEmpty || outputs > 1 || weightedLosses.IsEmpty)
        {
            return Add(weightedLosses, weights, outputs);
        }

        SumAndSpread losses = SpreadSums<T>.Of(weightedLosses);
        if (!losses.IsFinite)
        {
            return Add(weightedLosses, weights, outputs);
        }

        Add(weightedLosses.Length, 1, losses);
        return true;
    }

    /// <summary>Adds samples of weight one whose losses are added up already.</summary>
    /// <param name="samples">How many.</param>
    /// <param name="outputs">The number of losses of each.</param>
    /// <param name="losses">What the losses come to, a sample being a row.</param>
    internal void Add(long samples, int outputs, SumAndSpread losses)
    {
        Elements += samples * outputs;
        NonZero += samples * outputs;
        _moments.Merge(Moments.Of(samples, outputs, losses.Sum.Value / samples, losses.Squares));
        Losses += WideSum.From(losses.Sum);
        Weights += WideSum.From(samples * outputs);
    }

    /// <summary>Counts losses that are ignored.</summary>
    public void AddIgnored(long count)
    {
        Elements += count;
        Ignored += count;
    }

    /// <summary>Adds the part that follows this one.</summary>
    public void Merge(in LossAccumulator later)
    {
        Losses += later.Losses;
        Weights += later.Weights;
        _moments.Merge(later._moments);
        Elements += later.Elements;
        NonZero += later.NonZero;
        Ignored += later.Ignored;
    }

    /// <summary>What a mean divides by.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is not one that the sums know.</exception>
    public readonly WideSum Divisor(Denominator denominator) => denominator switch
    {
        Denominator.Elements => WideSum.From(Elements),
        Denominator.Valid => WideSum.From(Elements - Ignored),
        Denominator.WeightSum => Weights,
        Denominator.NonZeroWeights => WideSum.From(NonZero),
        _ => throw new ArgumentOutOfRangeException(nameof(denominator)),
    };

    /// <summary>The weighted sum over the denominator, rounded once; 0/0 is NaN.</summary>
    public readonly double Mean(Denominator denominator) => Mean(Divisor(denominator));

    /// <summary>The weighted sum over a number, rounded once.</summary>
    public readonly double Mean(WideSum divisor) => Losses.DividedBy(divisor);

    /// <summary>
    /// The standard error of the mean, from the spread of the samples: sqrt(n / (n - 1) * sum of r_i^2) / divisor, with
    /// r_i = w_i (l_i - mean) where the weights are the denominator (a ratio estimate), else w_i l_i less their average. NaN below two samples.
    /// </summary>
    public readonly double StandardError(Denominator denominator) => StandardError(denominator, Divisor(denominator));

    /// <summary>The same for a divisor that is given.</summary>
    internal readonly double StandardError(Denominator denominator, WideSum divisor)
    {
        (double squares, int exponent) = _moments.SquaresAbout(denominator == Denominator.WeightSum ? Mean(divisor) : 0);
        double root = Samples < 2 ? double.NaN : Math.Sqrt(squares * Samples / (Samples - 1));
        return Math.ScaleB(WideSum.From(root).DividedBy(divisor), exponent);
    }
}
