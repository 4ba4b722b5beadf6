using LossKernels.Diagnostics;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Turns sums into a result.</summary>
internal static class ResultBuilder
{
    private static Diagnostic NothingToAverage(MeasurePlan plan, LossAccumulator sums) => new(
        "NothingToAverage",
        (sums.Samples, sums.Ignored) switch
        {
            (0, 0) => "There are no samples.",
            (0, 1) => "The only sample is ignored because of its label.",
            (0, _) => $"All {sums.Ignored} samples are ignored because of their label.",
            _ => $"The denominator ({plan.Denominator}) is zero.",
        },
        "Check the labels and the weights.",
        sums.Samples + sums.Ignored,
        0);

    /// <summary>Reduces.</summary>
    /// <exception cref="LossException">AllSamplesIgnored, where that is to be an error.</exception>
    public static LossResult Build(MeasurePlan plan, BatchMeans total, TensorView? values, long skipped)
    {
        BlockOutcome outcome = total.Total;
        LossAccumulator sums = outcome.Sums;
        double divisor = plan.DivisorOf(sums);
        double error = plan.Options.BatchSize is null ? sums.StandardError(plan.Denominator, divisor) : double.NaN;
        return new LossResult
        {
            Loss = plan.Options.Reduction switch
            {
                Reduction.Mean => total.Mean(),
                Reduction.Sum => sums.Sum,
                _ => null,
            },
            Values = values,
            Kind = plan.Kind,
            KindReason = plan.Decision.Reason,
            Form = plan.Options.Form,
            Convention = plan.Convention,
            Reduction = plan.Options.Reduction,
            Denominator = plan.Denominator,
            DenominatorValue = divisor,
            Epsilon = plan.Epsilon,
            DataType = plan.DataType,
            Detail = total.Detail,
            IsInBits = plan.Kind == LossKind.Binary && plan.Convention.MeasuresBinaryInBits,
            IsPlain = plan.Terms is { Gamma: null, Poly: 0, Q: 0, PositiveWeights.Count: 0 },
            SampleCount = sums.Samples + sums.Ignored,
            ClassCount = plan.Layout.Classes,
            IgnoredCount = sums.Ignored,
            SkippedCount = skipped,
            WeightSum = sums.WeightSum,
            StandardError = plan.Options.Reduction == Reduction.Mean && double.IsFinite(error) ? error : null,
            Diagnostics = plan.Options.Reduction == Reduction.Mean && plan.IsNothing(sums)
                ? [NothingToAverage(plan, sums)]
                : outcome.Findings.Describe(
                    plan.Convention.Name,
                    plan.Options.Form == InputForm.Logit,
                    plan.Terms.Numbers is { HasEpsilon: true } numbers && numbers.Use.HasFlag(EpsilonUse.ClipBelow),
                    plan.Convention.Forms(plan.Kind).HasFlag(InputForm.Logit)),
        };
    }
}
