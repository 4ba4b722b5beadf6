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
    private WideSum _losses;
    private CompensatedSum _weights;
    private Moments _moments;

    /// <summary>The number of losses, ignored ones included.</summary>
    public long Elements { get; private set; }

    /// <summary>The number of losses that are ignored.</summary>
    public long Ignored { get; private set; }

    /// <summary>The number of losses whose weight is not zero.</summary>
    public long NonZero { get; private set; }

    /// <summary>The number of samples that are not ignored. A sample has one loss, or one for each output.</summary>
    public readonly long Samples => _moments.Count;

    /// <summary>The sum of the weights.</summary>
    public readonly double WeightSum => _weights.Value;

    /// <summary>The weighted sum of the losses.</summary>
    public readonly double Sum => _losses.Value;

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
        _losses += sum;
        _weights += weights.IsEmpty ? new CompensatedSum(weightedLosses.Length, 0) : CompensatedSum.Of(weights);
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
        _losses += WideSum.From(losses.Sum);
        _weights += samples * outputs;
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
        _losses += later._losses;
        _weights += later._weights;
        _moments.Merge(later._moments);
        Elements += later.Elements;
        NonZero += later.NonZero;
        Ignored += later.Ignored;
    }

    /// <summary>What a mean divides by.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is not one that the sums know.</exception>
    public readonly double Divisor(Denominator denominator) => denominator switch
    {
        Denominator.Elements => Elements,
        Denominator.Valid => Elements - Ignored,
        Denominator.WeightSum => WeightSum,
        Denominator.NonZeroWeights => NonZero,
        _ => throw new ArgumentOutOfRangeException(nameof(denominator)),
    };

    /// <summary>The weighted sum over the denominator, rounded once; 0/0 is NaN.</summary>
    public readonly double Mean(Denominator denominator) => Mean(Divisor(denominator));

    /// <summary>The weighted sum over a number, rounded once.</summary>
    public readonly double Mean(double divisor) => _losses.DividedBy(divisor);

    /// <summary>
    /// The standard error of the mean, from the spread of the samples: sqrt(n / (n - 1) * sum of r_i^2) / divisor, with
    /// r_i = w_i (l_i - mean) where the weights are the denominator (a ratio estimate), else w_i l_i less their average. NaN below two samples.
    /// </summary>
    public readonly double StandardError(Denominator denominator) => StandardError(denominator, Divisor(denominator));

    /// <summary>The same for a divisor that is given.</summary>
    internal readonly double StandardError(Denominator denominator, double divisor)
    {
        double squares = _moments.SquaresAbout(denominator == Denominator.WeightSum ? Mean(divisor) : 0);
        return Samples < 2 ? double.NaN : Math.Sqrt(squares * Samples / (Samples - 1)) / divisor;
    }
}
