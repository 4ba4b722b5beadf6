using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Targets;
using LossKernels.Semantics.Inputs;
using LossKernels.Semantics.Terms;
using LossKernels.Tensors;

namespace LossKernels.Semantics.Formulas;

/// <summary>
/// The binary loss with every option: A (1 - p_t)^gamma (z w_1 q B(p) + (1 - z) w_0 B(1 - p)), with z smoothed, p_t = z p + (1 - z)(1 - p)
/// of the probability before it is clipped, A = z alpha + (1 - z)(1 - alpha), the class weights w and the positive weight q.
/// </summary>
internal sealed class ElementFormula<T>(FormulaTerms terms, IElementDistribution<T> distribution) : LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ElementLossKernel _kernel = new(terms.Elements);

    // What comes of the clip is finite.
    private readonly bool _writesInfinity = terms.Form == InputForm.Logit
        && terms is { Poly: 0, Q: 0, Numbers.HasEpsilon: false }
        && terms.Convention.InfiniteLogit != InfiniteLogit.Limit;

    public override bool IsPerElement => true;

    public override BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality)
    {
        ReadOnlySpan<T> values = predictions.Values;
        ReadOnlySpan<T> zs = targets.Block.Values;
        using ElementShares shares = new();
        for (int first = 0; first < values.Length; first += ElementShares.Length)
        {
            int count = Math.Min(ElementShares.Length, values.Length - first);
            ReadOnlySpan<T> part = values.Slice(first, count);
            distribution.Fill(part, shares);
            BinaryTargets.Write(terms.Convention, zs.Slice(first, count), shares.Targets);
            if (!quality.IsEmpty)
            {
                ElementQuality.Write<double>(shares.Yes, shares.No, shares.Targets[..count], quality, first);
            }

            _kernel.Prepare(count, shares);
            Span<double> results = losses.Slice(first, count);
            _kernel.Losses(shares, first % predictions.Classes, predictions.Classes, results);
            if (_writesInfinity && !T.IsFinite(TensorPrimitives.MaxMagnitude(part)))
            {
                WriteInfinity(part, shares, results);
            }
        }

        return new BlockCheck(ArePredictionsAllowed: terms.Form == InputForm.Logit, AreTargetsWithinUnit: false);
    }

    public override void Differentiate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient)
    {
        ReadOnlySpan<T> values = predictions.Values;
        ReadOnlySpan<T> zs = targets.Block.Values;
        int repeat = values.Length / scales.Length;
        using ElementShares shares = new();
        for (int first = 0; first < values.Length; first += ElementShares.Length)
        {
            int count = Math.Min(ElementShares.Length, values.Length - first);
            distribution.Fill(values.Slice(first, count), shares);
            distribution.FillSlopes(count, shares);
            BinaryTargets.Write(terms.Convention, zs.Slice(first, count), shares.Targets);
            _kernel.Prepare(count, shares);
            for (int i = 0; i < count; i++)
            {
                gradient[first + i] = T.CreateTruncating(_kernel.Slope(shares, i, (first + i) % predictions.Classes, scales[(first + i) / repeat]));
            }
        }
    }

    private void WriteInfinity(ReadOnlySpan<T> logits, ElementShares shares, Span<double> losses)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            if (T.IsInfinity(logits[i]))
            {
                T loss = LogitLoss<T>.AtInfinity(logits[i], T.CreateTruncating(shares.Targets[i]), terms.Convention.InfiniteLogit);
                losses[i] = double.CreateTruncating(loss) * shares.Focus[i];
            }
        }
    }
}
