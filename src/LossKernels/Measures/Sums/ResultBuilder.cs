using LossKernels.Diagnostics;
using LossKernels.Measures.Binding;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures.Sums;

/// <summary>Turns sums into a result.</summary>
internal static class ResultBuilder
{
    private static readonly Denominator[] Denominators = [Denominator.WeightSum, Denominator.Elements, Denominator.Valid, Denominator.NonZeroWeights];

    /// <summary>Reduces.</summary>
    /// <exception cref="LossException">AllSamplesIgnored, where that is to be an error.</exception>
    public static LossResult Build(MeasurePlan plan, BatchMeans total, TensorView? values, long skipped)
    {
        BlockOutcome outcome = total.Total;
        LossAccumulator sums = outcome.Sums;
        WideSum divisor = plan.DivisorOf(sums);
        double? mean = plan.Options.Reduction == Reduction.Mean ? total.Mean() : null;
        double error = plan.Options.BatchSize is null ? sums.StandardError(plan.Denominator, divisor) * plan.Loss.Finish(sums.Mean(divisor)).Slope : double.NaN;
        double? loss = plan.Options.Reduction == Reduction.Sum ? sums.Losses.Value : mean;
        LossResult result = new()
        {
            Loss = loss,
            Values = values,
            Convention = plan.Convention,
            Reduction = plan.Options.Reduction,
            Denominator = plan.Denominator,
            DenominatorValue = divisor.Value,
            Epsilon = plan.Epsilon,
            DataType = plan.DataType,
            SampleCount = sums.Samples + sums.Ignored,
            ClassCount = plan.Layout.Classes,
            IgnoredCount = sums.Ignored,
            SkippedCount = skipped,
            WeightSum = sums.Weights.Value,
            StandardError = plan.Options.Reduction == Reduction.Mean && double.IsFinite(error) ? error : null,
            Costliest = total.Survey?.Costliest.All ?? [],
            Diagnostics = plan.Options.SkipDiagnostics ? [] : RuleCatalogue.Check(Evidence(plan, total, loss, divisor.Value, skipped), onlyFree: !plan.Options.IsExamined),
        };
        return plan.Loss.Describe(result, total.Detail);
    }

    private static Evidence Evidence(MeasurePlan plan, BatchMeans total, double? loss, double divisor, long skipped)
    {
        BlockOutcome outcome = total.Total;
        LossAccumulator sums = outcome.Sums;
        BoundCrossEntropy? crossEntropy = plan.Loss as BoundCrossEntropy;
        return new Evidence
        {
            Convention = plan.Convention,
            Form = crossEntropy?.Options.Form,
            AskedKind = crossEntropy?.Options.Kind ?? LossKind.Auto,
            LabelSmoothing = crossEntropy?.Options.LabelSmoothing ?? 0,
            Temperature = crossEntropy?.Options.Temperature ?? 1,
            Kind = crossEntropy?.Kind ?? LossKind.Auto,
            Values = plan.Loss.Values,
            Among = plan.Loss.Among,
            Prediction = plan.GivenShape,
            Target = plan.TargetShape,
            AmbiguousWeights = plan.AmbiguousWeights is Shape weights ? (weights, plan.ValueShape) : null,
            AreSingleSamples = plan.AreSingleSamples,
            Axis = plan.Layout.Axis,
            FittingAxis = crossEntropy?.FittingAxis,
            WithoutClass = crossEntropy?.Decision.WithoutClass ?? default,
            NoDistribution = crossEntropy?.Decision.NoDistribution ?? default,
            Classes = plan.Layout.Classes,
            StoredType = plan.StoredType,
            Numbers = plan.Loss.Numbers,
            Epsilon = plan.Epsilon,
            FirstSample = outcome.FirstSample,
            Samples = sums.Samples,
            Ignored = sums.Ignored,
            Sum = sums.Losses.Value,
            IsLossBeyondDouble = loss is double reduced && !double.IsFinite(reduced) && sums.Losses.HasFiniteTerms && !plan.IsNothing(sums) && total.EmptyBatch is null,
            AreWeightsBeyondDouble = sums.Weights.IsBeyondDouble,
            Reduction = plan.Options.Reduction,
            IsOfBatches = plan.Options.BatchSize is not null,
            Means = Means(sums),
            Denominator = plan.Denominator,
            Divisor = divisor,
            IsNothing = plan.IsNothing(sums),
            EmptyBatch = total.EmptyBatch,
            Mean = plan.Options.Reduction == Reduction.Mean ? loss : null,
            Findings = outcome.Findings,
            Survey = total.Survey,
            ClassCounts = total.Survey is null || total.Detail is null ? [] : [.. total.Detail.ClassCount],
            Skipped = skipped,
        };
    }

    // For the rule that asks.
    private static IEnumerable<(Denominator Denominator, double Divisor, double Mean)> Means(LossAccumulator sums)
    {
        foreach (Denominator each in Denominators)
        {
            yield return (each, sums.Divisor(each).Value, sums.Mean(each));
        }
    }
}
