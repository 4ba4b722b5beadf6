using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Kernels;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Looks at what goes into a block and at what comes out: refuses what the convention refuses, and notes what deserves a word.</summary>
internal static class InputChecks
{
    /// <summary>Refuses or notes predictions that are no probabilities.</summary>
    public static void Predictions<T>(TensorBlock<T> predictions, Convention convention, TensorSource source, long firstRow, ref Findings findings)
        where T : unmanaged, INumber<T>
    {
        for (int i = RangeKernel.FirstOutsideUnit(predictions.Values, 0); i >= 0; i = RangeKernel.FirstOutsideUnit(predictions.Values, i + 1))
        {
            (int row, int column) = Math.DivRem(i, predictions.Classes);
            long sample = source.SampleNumber(firstRow + row);
            double value = double.CreateTruncating(predictions.Values[i]);
            bool isNumber = !double.IsNaN(value);
            if (isNumber && convention.RefusesOutsideUnit)
            {
                throw LossErrors.ProbabilityOutOfRange(convention.Name, value, sample, column);
            }

            if (isNumber)
            {
                findings.OutsideUnit(sample, value);
            }
            else if (convention.RefusesNaN)
            {
                throw LossErrors.NotANumber(convention.Name, sample, column);
            }
        }
    }

    /// <summary>Notes binary targets outside 0..1.</summary>
    public static void BinaryTargets<T>(ReadOnlySpan<T> targets, TensorSource source, long firstRow, ref Findings findings)
        where T : unmanaged, INumber<T>
    {
        for (int i = RangeKernel.FirstOutsideUnit(targets, 0); i >= 0; i = RangeKernel.FirstOutsideUnit(targets, i + 1))
        {
            findings.TargetOutsideUnit(source.SampleNumber(firstRow + (i / source.Layout.Classes)), double.CreateTruncating(targets[i]));
        }
    }

    /// <summary>Refuses targets that are no distributions, where the first ones decided for Categorical.</summary>
    public static void Distributions<T>(ReadOnlySpan<T> targets, TensorSource source, long firstRow, Span<double> wide)
        where T : unmanaged, INumber<T>
    {
        TensorPrimitives.ConvertTruncating(targets, wide);
        int row = KindDecision.FirstOtherThanDistribution(wide[..targets.Length], source.Layout.Classes);
        if (row >= 0)
        {
            long sample = source.SampleNumber(firstRow + row);
            throw LossErrors.AmbiguousKind(
                $"The first targets are distributions over the classes, those of sample {sample} are not.",
                "Add -Kind Binary if the outputs are independent (multi-label), or -Kind Categorical to take them as they are.",
                sample);
        }
    }

    /// <summary>Refuses weights that are NaN.</summary>
    public static void Weights(ReadOnlySpan<double> weights, TensorSource source, long firstRow, int perRow)
    {
        int index = TensorPrimitives.IndexOfMax(weights);
        if (index >= 0 && double.IsNaN(weights[index]))
        {
            throw LossErrors.NotANumber(source.SampleNumber(firstRow + (index / perRow)));
        }
    }

    /// <summary>Notes losses that are NaN or infinite.</summary>
    public static void Losses(ReadOnlySpan<double> losses, int perRow, TensorSource source, long firstRow, ref Findings findings)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            if (double.IsNaN(losses[i]))
            {
                findings.NotANumber(source.SampleNumber(firstRow + (i / perRow)));
            }
            else if (double.IsInfinity(losses[i]))
            {
                findings.Infinite(source.SampleNumber(firstRow + (i / perRow)), losses[i]);
            }
        }
    }
}
