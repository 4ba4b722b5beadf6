using LossKernels.Diagnostics;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Turns sums into a result.</summary>
internal static class ResultBuilder
{
    private static Diagnostic NothingToAverage(MeasurePlan plan, LossAccumulator sums) => new(
        "NothingToAverage",
        sums.Samples == 0 ? $"All {sums.Ignored} samples are ignored because of their label." : $"The denominator ({plan.Denominator}) is zero.",
        "Check the labels and the weights.",
        sums.Samples + sums.Ignored,
        0);

    /// <summary>Reduces.</summary>
    public static LossResult Build(MeasurePlan plan, in BlockOutcome outcome, TensorView? values, long skipped)
    {
        LossAccumulator sums = outcome.Sums;
        bool nothing = sums.Samples == 0;
        double error = sums.StandardError(plan.Denominator);
        return new LossResult
        {
            Loss = plan.Options.Reduction switch
            {
                Reduction.Mean => nothing ? plan.Convention.MeanOfNothing : sums.Mean(plan.Denominator),
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
            DenominatorValue = sums.Divisor(plan.Denominator),
            Epsilon = plan.Epsilon,
            DataType = plan.DataType,
            SampleCount = sums.Samples + sums.Ignored,
            ClassCount = plan.Layout.Classes,
            IgnoredCount = sums.Ignored,
            SkippedCount = skipped,
            WeightSum = sums.WeightSum,
            StandardError = plan.Options.Reduction == Reduction.Mean && double.IsFinite(error) ? error : null,
            Diagnostics = plan.Options.Reduction == Reduction.Mean && sums.Divisor(plan.Denominator) == 0
                ? [NothingToAverage(plan, sums)]
                : outcome.Findings.Describe(plan.Convention.Name, plan.Options.Form == InputForm.Logit),
        };
    }
}
