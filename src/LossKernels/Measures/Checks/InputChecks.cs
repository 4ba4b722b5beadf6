using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Checks;

/// <summary>Looks at what goes into a block: refuses what the convention refuses, and notes what deserves a word.</summary>
internal static class InputChecks
{
    // Probabilities in single precision that sum to one after rounding may be a few units in the last place above one, and so their logarithms.
    public const double LogTolerance = 1e-6;

    /// <summary>Refuses or notes predictions that are no probabilities, or no logarithms of some.</summary>
    public static void Predictions<T>(TensorBlock<T> predictions, InputForm form, Convention convention, TensorSource source, long firstRow, ref Findings findings)
        where T : unmanaged, INumber<T>
    {
        if (form == InputForm.LogProbability)
        {
            LogProbabilities(predictions, source, firstRow, ref findings);
        }
        else
        {
            Probabilities(predictions, convention, source, firstRow, ref findings);
        }
    }

    /// <summary>Notes binary targets outside 0..1.</summary>
    public static void BinaryTargets<T>(ReadOnlySpan<T> targets, TensorSource source, long firstRow, ref Findings findings)
        where T : unmanaged, INumber<T>
    {
        for (int i = RangeKernel.FirstOutsideUnit(targets, 0); i >= 0; i = RangeKernel.FirstOutsideUnit(targets, i + 1))
        {
            if (!T.IsNaN(targets[i]))
            {
                (int row, int column) = Math.DivRem(i, source.Layout.Classes);
                double given = source.GivenTarget(double.CreateTruncating(targets[i]), firstRow + row, column);
                findings[Sight.TargetOutsideUnit].Add(source.SampleNumber(firstRow + row), given);
            }
        }
    }

    /// <summary>Refuses targets that are no distributions, where the first ones decided for Categorical.</summary>
    public static void Distributions<T>(TensorBlock<T> targets, TargetStatistics statistics, bool isWithinUnit, TensorSource source, long firstRow)
        where T : unmanaged, INumber<T>
    {
        for (int row = 0; row < targets.Rows; row++)
        {
            // The sums of the statistics are rounded; those near the border are added up once more.
            bool isCertain = isWithinUnit && Math.Abs(statistics.Masses[row] - 1) < Distribution.Tolerance / 2;
            if (!isCertain && !IsDistribution(targets, row))
            {
                long sample = source.SampleNumber(firstRow + row);
                throw LossErrors.AmbiguousKind(
                    $"The first targets are distributions over the classes, those of sample {sample} are not.",
                    "Add `Kind = LossKind.Binary` if the outputs are independent (multi-label), or `Kind = LossKind.Categorical` to take them as they are.",
                    sample);
            }
        }
    }

    /// <summary>Notes targets that are no distributions, where the kind was asked for: those that are all zero, and others.</summary>
    public static void NoteDistributions<T>(
        TensorBlock<T> targets, TargetStatistics statistics, bool areWithinUnit, TensorSource source, long firstRow, ref Findings findings)
        where T : unmanaged, INumber<T>
    {
        const double Tolerance = Distribution.CoarseTolerance;
        ReadOnlySpan<double> masses = statistics.Masses[..targets.Rows];
        double least = 1 - (Tolerance / 2);
        double most = 1 + (Tolerance / 2);
        if (areWithinUnit && SpanBounds.AreWithin(masses, least, most))
        {
            return;
        }

        for (int row = 0; row < targets.Rows; row++)
        {
            if (areWithinUnit && masses[row] >= least && masses[row] <= most)
            {
                continue;
            }

            double sum = 0;
            double smallest = 0;
            double largest = 0;
            for (int column = 0; column < targets.Classes; column++)
            {
                double value = source.GivenTarget(double.CreateTruncating(targets[row, column]), firstRow + row, column);
                sum += value;
                smallest = Math.Min(smallest, value);
                largest = Math.Max(largest, value);
            }

            // A NaN has a loss that tells of it.
            if (double.IsNaN(sum) || (smallest == 0 && Math.Abs(sum - 1) <= Tolerance))
            {
                continue;
            }

            (smallest == 0 && largest == 0 ? ref findings[Sight.TargetWithoutClass] : ref findings[Sight.TargetNotDistribution])
                .Add(source.SampleNumber(firstRow + row), smallest < 0 ? smallest : sum);
        }
    }

    /// <summary>Refuses weights that are NaN, and notes those that are negative.</summary>
    public static void Weights(ReadOnlySpan<double> weights, TensorSource source, long firstRow, int perRow, ref Findings findings)
    {
        if (SpanBounds.AreWithin(weights, 0, double.PositiveInfinity))
        {
            return;
        }

        for (int i = 0; i < weights.Length; i++)
        {
            long sample = source.SampleNumber(firstRow + (i / perRow));
            switch (weights[i])
            {
                case double.NaN:
                    throw LossErrors.NotANumber(sample);
                case < 0:
                    findings[Sight.NegativeWeight].Add(sample, weights[i]);
                    break;
            }
        }
    }

    private static void Probabilities<T>(TensorBlock<T> predictions, Convention convention, TensorSource source, long firstRow, ref Findings findings)
        where T : unmanaged, INumber<T>
    {
        if (predictions.HasRows && RangeKernel.FirstOutsideUnit(predictions.Values, 0) < 0)
        {
            return;
        }

        for (int row = 0; row < predictions.Rows; row++)
        {
            for (int column = 0; column < predictions.Classes; column++)
            {
                double value = double.CreateTruncating(predictions[row, column]);
                if (value is < 0 or > 1 or double.NaN)
                {
                    Outside(source.GivenPrediction(value, firstRow + row, column), source.SampleNumber(firstRow + row), column, convention, ref findings);
                }
            }
        }
    }

    private static void LogProbabilities<T>(TensorBlock<T> predictions, TensorSource source, long firstRow, ref Findings findings)
        where T : unmanaged, INumber<T>
    {
        if (predictions.HasRows && double.CreateTruncating(TensorPrimitives.MaxNumber(predictions.Values)) <= LogTolerance)
        {
            return;
        }

        for (int row = 0; row < predictions.Rows; row++)
        {
            for (int column = 0; column < predictions.Classes; column++)
            {
                double value = double.CreateTruncating(predictions[row, column]);
                if (value > LogTolerance)
                {
                    findings[Sight.LogProbabilityAboveZero].Add(source.SampleNumber(firstRow + row), source.GivenPrediction(value, firstRow + row, column));
                }
            }
        }
    }

    private static void Outside(double value, long sample, int column, Convention convention, ref Findings findings)
    {
        bool isNumber = !double.IsNaN(value);
        if (isNumber && convention.RefusesOutsideUnit)
        {
            bool takesLogits = (convention.BinaryForms | convention.CategoricalForms).HasFlag(InputForm.Logit);
            throw LossErrors.ProbabilityOutOfRange(convention.Name, takesLogits, value, sample, column);
        }

        if (isNumber)
        {
            findings[Sight.PredictionOutsideUnit].Add(sample, value);
        }
        else if (convention.RefusesNaN)
        {
            throw LossErrors.NotANumber(convention.Name, sample, column);
        }
    }

    private static bool IsDistribution<T>(TensorBlock<T> targets, int row)
        where T : unmanaged, INumber<T>
    {
        double[] wide = new double[targets.Classes];
        for (int column = 0; column < wide.Length; column++)
        {
            wide[column] = double.CreateTruncating(targets[row, column]);
        }

        return Distribution.FirstOther(wide, wide.Length) < 0;
    }
}
