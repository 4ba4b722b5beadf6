using LossKernels.Diagnostics;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Turns sums into a result.</summary>
internal static class ResultBuilder
{
    /// <summary>Reduces.</summary>
    /// <exception cref="LossException">AllSamplesIgnored, where that is to be an error.</exception>
    public static LossResult Build(MeasurePlan plan, BatchMeans total, TensorView? values, long skipped)
    {
        BlockOutcome outcome = total.Total;
        LossAccumulator sums = outcome.Sums;
        double divisor = plan.DivisorOf(sums);
        double? mean = plan.Options.Reduction == Reduction.Mean ? total.Mean() : null;
        double error = plan.Options.BatchSize is null ? sums.StandardError(plan.Denominator, divisor) : double.NaN;
        return new LossResult
        {
            Loss = plan.Options.Reduction switch
            {
                Reduction.Mean => mean,
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
            Detail = plan.Options.Detailed ? total.Detail : null,
            IsInBits = plan.Kind == LossKind.Binary && plan.Convention.MeasuresBinaryInBits,
            IsPlain = plan.Terms is { Gamma: null, Poly: 0, Q: 0, PositiveWeights.Count: 0 },
            SampleCount = sums.Samples + sums.Ignored,
            ClassCount = plan.Layout.Classes,
            IgnoredCount = sums.Ignored,
            SkippedCount = skipped,
            WeightSum = sums.WeightSum,
            StandardError = plan.Options.Reduction == Reduction.Mean && double.IsFinite(error) ? error : null,
            Diagnostics = RuleCatalogue.Check(Evidence(plan, total, mean, divisor, skipped), onlyFree: !plan.Options.Examined),
        };
    }

    private static Evidence Evidence(MeasurePlan plan, BatchMeans total, double? mean, double divisor, long skipped)
    {
        BlockOutcome outcome = total.Total;
        return new Evidence
        {
            Options = plan.Options,
            Kind = plan.Kind,
            Prediction = plan.GivenShape,
            Target = plan.TargetShape,
            Axis = plan.Layout.Axis,
            Classes = plan.Layout.Classes,
            StoredType = plan.StoredType,
            Numbers = plan.Terms.Numbers,
            Epsilon = plan.Epsilon,
            Sums = outcome.Sums,
            Denominator = plan.Denominator,
            Divisor = divisor,
            IsNothing = plan.IsNothing(outcome.Sums),
            Mean = mean,
            Findings = outcome.Findings,
            Survey = total.Survey,
            Detail = total.Detail,
            Skipped = skipped,
        };
    }
}
