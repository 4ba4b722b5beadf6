using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Measures.Sums;

/// <summary>
/// Means and sums of squared deviations of weighted losses and weights, a sample at a time, merged by Chan's formula: without the
/// difference of large squares that would leave nothing of a small spread. Source: T. F. Chan, G. H. Golub, R. J. LeVeque, 1979.
/// What is too large to square is kept at a smaller scale.
/// </summary>
internal struct Moments
{
    // By which power of two losses or weights are divided of which some are too large to square, and up to which means and sums of squares are not, nor what is
    // made of them.
    private const int Step = 600;
    private static readonly double MostMean = Math.ScaleB(1, 450);
    private static readonly double MostSquares = Math.ScaleB(1, 900);

    private int _lossExponent;
    private int _weightExponent;
    private double _lossMean;
    private double _weightMean;
    private double _lossSquares;
    private double _weightSquares;
    private double _products;

    /// <summary>The number of samples.</summary>
    public long Count { get; private set; }

    /// <summary>The moments of samples whose losses all have the weight one.</summary>
    /// <param name="count">How many samples there are.</param>
    /// <param name="outputs">The number of losses of each.</param>
    /// <param name="mean">The mean of the sums of their losses.</param>
    /// <param name="squares">The sum of the squares of these sums' distances from it.</param>
    public static Moments Of(long count, int outputs, double mean, double squares) =>
        new() { Count = count, _lossMean = mean, _weightMean = outputs, _lossSquares = Math.Max(squares, 0) };

    // Whether losses, and weights, are at a scale that is small enough, or have no number at any.
    private readonly (bool Losses, bool Weights) Fit => (
        _lossExponent > 0 || (Math.Abs(_lossMean) <= MostMean && _lossSquares <= MostSquares),
        _weightExponent > 0 || (Math.Abs(_weightMean) <= MostMean && _weightSquares <= MostSquares));

    /// <summary>Adds samples of some outputs each.</summary>
    /// <param name="losses">Weighted losses, the outputs of a sample side by side.</param>
    /// <param name="weights">As many weights; empty where all are one.</param>
    /// <param name="outputs">The number of losses of a sample.</param>
    /// <param name="sum">The sum of the losses.</param>
    public void Add(ReadOnlySpan<double> losses, ReadOnlySpan<double> weights, int outputs, double sum)
    {
        if (losses.Length < outputs)
        {
            return;
        }

        double sumOfWeights = weights.IsEmpty ? losses.Length : CompensatedSum.Of(weights).Value;
        Moments part = Of(losses, weights, outputs, sum, sumOfWeights);
        (bool fitLosses, bool fitWeights) = part.Fit;
        if (!fitLosses || !fitWeights)
        {
            double[] smallLosses = Scaled(losses, fitLosses ? 0 : -Step);
            double[] smallWeights = Scaled(weights, fitWeights ? 0 : -Step);
            part = Of(smallLosses, smallWeights, outputs, fitLosses ? sum : CompensatedSum.Of(smallLosses).Value, fitWeights ? sumOfWeights : CompensatedSum.Of(smallWeights).Value);
            part._lossExponent = fitLosses ? 0 : Step;
            part._weightExponent = fitWeights ? 0 : Step;
        }

        Merge(part);
    }

    private static Moments Of(ReadOnlySpan<double> losses, ReadOnlySpan<double> weights, int outputs, double sum, double sumOfWeights)
    {
        Moments part = new() { Count = losses.Length / outputs };
        part._lossMean = sum / part.Count;
        part._weightMean = sumOfWeights / part.Count;
        if (weights.IsEmpty && outputs == 1)
        {
            part._lossSquares = Deviations.Squares(losses, part._lossMean);
        }
        else if (outputs == 1)
        {
            part.AddDeviations(losses, weights);
        }
        else
        {
            for (int i = 0; i < losses.Length; i += outputs)
            {
                double loss = Total(losses, i, outputs) - part._lossMean;
                double weight = (weights.IsEmpty ? outputs : Total(weights, i, outputs)) - part._weightMean;
                part._lossSquares += loss * loss;
                part._weightSquares += weight * weight;
                part._products += loss * weight;
            }
        }

        return part;
    }

    /// <summary>Adds the samples that follow.</summary>
    public void Merge(in Moments later)
    {
        if (later.Count == 0)
        {
            return;
        }

        int ofLosses = Math.Max(_lossExponent, later._lossExponent);
        int ofWeights = Math.Max(_weightExponent, later._weightExponent);
        Moments merged = At(ofLosses, ofWeights);
        merged.Join(later.At(ofLosses, ofWeights));
        (bool fitLosses, bool fitWeights) = merged.Fit;
        if (!fitLosses || !fitWeights)
        {
            ofLosses = fitLosses ? ofLosses : Step;
            ofWeights = fitWeights ? ofWeights : Step;
            merged = At(ofLosses, ofWeights);
            merged.Join(later.At(ofLosses, ofWeights));
        }

        this = merged;
    }

    private void Join(in Moments later)
    {
        long count = Count + later.Count;
        double share = (double)later.Count / count;
        double loss = later._lossMean - _lossMean;
        double weight = later._weightMean - _weightMean;
        _lossSquares += later._lossSquares + (loss * loss * share * Count);
        _weightSquares += later._weightSquares + (weight * weight * share * Count);
        _products += later._products + (loss * weight * share * Count);
        _lossMean += loss * share;
        _weightMean += weight * share;
        Count = count;
    }

    /// <summary>Sum of (l_i - slope w_i)^2 about its own mean, and the power of two that its root is to be multiplied by.</summary>
    public readonly (double Squares, int Exponent) SquaresAbout(double slope)
    {
        double scaled = Math.ScaleB(slope, _weightExponent - _lossExponent);
        return (Math.Max(_lossSquares - (2 * scaled * _products) + (scaled * (scaled * _weightSquares)), 0), _lossExponent);
    }

    // The same at a scale that is not larger.
    private readonly Moments At(int lossExponent, int weightExponent)
    {
        int losses = _lossExponent - lossExponent;
        int weights = _weightExponent - weightExponent;
        return losses == 0 && weights == 0 ? this : new Moments
        {
            Count = Count,
            _lossExponent = lossExponent,
            _weightExponent = weightExponent,
            _lossMean = Math.ScaleB(_lossMean, losses),
            _weightMean = Math.ScaleB(_weightMean, weights),
            _lossSquares = Math.ScaleB(_lossSquares, 2 * losses),
            _weightSquares = Math.ScaleB(_weightSquares, 2 * weights),
            _products = Math.ScaleB(_products, losses + weights),
        };
    }

    private static double[] Scaled(ReadOnlySpan<double> values, int exponent)
    {
        double[] scaled = values.ToArray();
        for (int i = 0; exponent != 0 && i < scaled.Length; i++)
        {
            scaled[i] = Math.ScaleB(scaled[i], exponent);
        }

        return scaled;
    }

    // Element i goes to the partial sum i mod 4, on every machine.
    private void AddDeviations(ReadOnlySpan<double> losses, ReadOnlySpan<double> weights)
    {
        ref double loss = ref MemoryMarshal.GetReference(losses);
        ref double weight = ref MemoryMarshal.GetReference(weights);
        Vector256<double> lossMean = Vector256.Create(_lossMean);
        Vector256<double> weightMean = Vector256.Create(_weightMean);
        Vector256<double> lossSquares = Vector256<double>.Zero;
        Vector256<double> weightSquares = Vector256<double>.Zero;
        Vector256<double> products = Vector256<double>.Zero;
        int i = 0;
        for (; i <= losses.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> ofLoss = Vector256.LoadUnsafe(ref loss, (nuint)i) - lossMean;
            Vector256<double> ofWeight = Vector256.LoadUnsafe(ref weight, (nuint)i) - weightMean;
            lossSquares = Vector256.FusedMultiplyAdd(ofLoss, ofLoss, lossSquares);
            weightSquares = Vector256.FusedMultiplyAdd(ofWeight, ofWeight, weightSquares);
            products = Vector256.FusedMultiplyAdd(ofLoss, ofWeight, products);
        }

        _lossSquares = Lanes.Sum(lossSquares);
        _weightSquares = Lanes.Sum(weightSquares);
        _products = Lanes.Sum(products);
        for (; i < losses.Length; i++)
        {
            double ofLoss = losses[i] - _lossMean;
            double ofWeight = weights[i] - _weightMean;
            _lossSquares += ofLoss * ofLoss;
            _weightSquares += ofWeight * ofWeight;
            _products += ofLoss * ofWeight;
        }
    }

    private static double Total(ReadOnlySpan<double> values, int start, int count)
    {
        double sum = 0;
        foreach (double value in values.Slice(start, count))
        {
            sum += value;
        }

        return sum;
    }
}
