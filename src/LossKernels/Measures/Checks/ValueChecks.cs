using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Targets;
using LossKernels.Semantics.Inputs;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Checks;

/// <summary>Refuses or notes numbers that are not of the form that a loss takes. A NaN is none of them, as its loss tells of it, unless the loss only compares.</summary>
internal static class ValueChecks
{
    /// <summary>Looks at a block.</summary>
    /// <param name="forms">What the loss takes.</param>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="source">Where the rows are.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="findings">Where it is noted.</param>
    /// <exception cref="LossException">VarianceOutOfRange.</exception>
    public static void Look<T>(
        (ValueForm Prediction, ValueForm Target) forms, TensorBlock<T> predictions, BlockTargets<T> targets, TensorSource source, long firstRow, ref Findings findings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsCompared(forms.Prediction))
        {
            LookForNotANumber(predictions, targets, source, firstRow, ref findings[Sight.ScoreNotANumber]);
        }

        if (!((AreWithin(forms.Prediction, predictions) || AreBetween(forms.Prediction, predictions)) && (AreWithin(forms.Target, targets.Block) || AreBetween(forms.Target, targets.Block))))
        {
            LookAtRows(forms, predictions, targets.Block, source, firstRow, ref findings);
        }
    }

    private static void LookAtRows<T>(
        (ValueForm Prediction, ValueForm Target) forms, TensorBlock<T> predictions, TensorBlock<T> targets, TensorSource source, long firstRow, ref Findings findings)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < predictions.Rows; i++)
        {
            long row = firstRow + i;
            long sample = source.SampleNumber(row);
            LookAtRow(
                forms.Prediction, predictions, i, (read, column) => source.GivenPrediction(read, row, column), sample,
                ref findings, ref findings[Sight.PredictionOutsideUnit], ref findings[Sight.LogProbabilityAboveZero]);
            LookAtRow(
                forms.Target, targets, i, (read, column) => source.GivenTarget(read, row, column), sample,
                ref findings, ref findings[Sight.TargetOutsideUnit], ref findings[Sight.TargetLogProbabilityAboveZero]);
        }
    }

    private static bool IsCompared(ValueForm form) => form is ValueForm.Score or ValueForm.FarScore or ValueForm.Chance or ValueForm.Label;

    private static void LookForNotANumber<T>(TensorBlock<T> predictions, BlockTargets<T> targets, TensorSource source, long firstRow, ref Sighting seen)
        where T : unmanaged, INumber<T>
    {
        if (!TensorPrimitives.IsNaNAny(predictions.Values))
        {
            return;
        }

        for (int row = 0; row < predictions.Rows; row++)
        {
            for (int column = 0; column < predictions.Classes && !targets.IsIgnored(row); column++)
            {
                if (T.IsNaN(predictions[row, column]))
                {
                    seen.Add(source.SampleNumber(firstRow + row), double.NaN);
                }
            }
        }
    }

    private static (double Least, double Most) RangeOf(ValueForm form) => form switch
    {
        ValueForm.Probability or ValueForm.Distribution => (0, 1),
        ValueForm.LogProbability => (double.NegativeInfinity, InputChecks.LogTolerance),
        ValueForm.NotNegative or ValueForm.Count or ValueForm.MeanAndVariance => (0, double.PositiveInfinity),
        ValueForm.AboveMinusOne => (Math.BitIncrement(-1.0), double.PositiveInfinity),
        _ => (double.NegativeInfinity, double.PositiveInfinity),
    };

    // Whether all are for certain; of columns, what lies between them is looked at too. A NaN is not.
    private static bool AreWithin<T>(ValueForm form, TensorBlock<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => form switch
        {
            ValueForm.Probability or ValueForm.Distribution => BitOrder.IsUpTo(block.Values, T.One),
            ValueForm.LogProbability => BitOrder.IsAtMost(block.Values, T.CreateTruncating(InputChecks.LogTolerance)),
            ValueForm.NotNegative or ValueForm.Count => BitOrder.IsUpTo(block.Values, T.PositiveInfinity),
            ValueForm.AboveMinusOne => BitOrder.IsUpTo(block.Values, T.BitIncrement(T.NegativeOne)),
            ValueForm.NotZero => BitOrder.HasNoZero(block.Values),
            ValueForm.MeanAndVariance => BitOrder.HaveLastHalvesNoSign(block),
            _ => true,
        };

    // The same asked of numbers, for which -0 is 0.
    private static bool AreBetween<T>(ValueForm form, TensorBlock<T> block)
        where T : unmanaged, INumber<T>
    {
        (double least, double most) = RangeOf(form);
        return form is not (ValueForm.MeanAndVariance or ValueForm.NotZero)
            && double.CreateTruncating(TensorPrimitives.Min(block.Values)) >= least
            && double.CreateTruncating(TensorPrimitives.Max(block.Values)) <= most;
    }

    private static void LookAtRow<T>(
        ValueForm form, TensorBlock<T> block, int row, Func<double, int, double> given, long sample, ref Findings findings, ref Sighting outsideUnit, ref Sighting logAboveZero)
        where T : unmanaged, INumber<T>
    {
        (double least, double most) = RangeOf(form);
        for (int column = form == ValueForm.MeanAndVariance ? block.Classes / 2 : 0; form != ValueForm.Any && column < block.Classes; column++)
        {
            double value = double.CreateTruncating(block[row, column]);
            if (!(value < least || value > most || (value == 0 && form == ValueForm.NotZero)))
            {
                continue;
            }

            value = given(value, column);
            switch (form)
            {
                case ValueForm.Probability or ValueForm.Distribution:
                    outsideUnit.Add(sample, value);
                    break;
                case ValueForm.LogProbability:
                    logAboveZero.Add(sample, value);
                    break;
                case ValueForm.MeanAndVariance:
                    throw LossErrors.VarianceOutOfRange(value, sample, column);
                case ValueForm.Count:
                    findings[Sight.NegativeCount].Add(sample, value);
                    break;
                case ValueForm.NotZero:
                    findings[Sight.ZeroTarget].Add(sample, value);
                    break;
                default:
                    findings[Sight.NegativeValue].Add(sample, value);
                    break;
            }
        }
    }
}
