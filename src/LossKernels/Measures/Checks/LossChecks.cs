using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Targets;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Checks;

/// <summary>Notes losses that are NaN or infinite, and what made the first of them so.</summary>
internal static class LossChecks
{
    /// <summary>Looks at the losses of a block.</summary>
    /// <param name="losses">Those that are not ignored, with their weights.</param>
    /// <param name="weights">The weights, one a loss or one a row; empty where all are one.</param>
    /// <param name="perRow">The number of losses of a row.</param>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="source">Where the rows are.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="findings">Where it is noted.</param>
    public static void Note<T>(
        ReadOnlySpan<double> losses,
        ReadOnlySpan<double> weights,
        int perRow,
        TensorBlock<T> predictions,
        BlockTargets<T> targets,
        TensorSource source,
        long firstRow,
        ref Findings findings)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0, row = -1; i < losses.Length; i++)
        {
            if (i % perRow == 0)
            {
                do
                {
                    row++;
                }
                while (targets.IsIgnored(row));
            }

            if (double.IsFinite(losses[i]))
            {
                continue;
            }

            ref OddLosses odd = ref double.IsNaN(losses[i]) ? ref findings.LossNotANumber : ref findings.LossInfinite;
            if (odd.Seen.Count == 0)
            {
                Range columns = perRow == 1 ? .. : (i % perRow)..((i % perRow) + 1);
                double weight = weights.IsEmpty ? 1 : weights[(int)((long)i * weights.Length / losses.Length)];
                FindCulprit(ref odd, predictions, targets, source, firstRow, row, columns, weight);
            }

            odd.Add(source.SampleNumber(firstRow + row), losses[i]);
        }
    }

    /// <summary>Looks at losses that are kept in the data type, in which one that is finite may not be.</summary>
    /// <param name="losses">The losses of a block.</param>
    /// <param name="kept">The same as they are kept.</param>
    /// <param name="rows">Of how many rows they are.</param>
    /// <param name="source">Where the rows are.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="overflow">Where it is noted.</param>
    public static void NoteOverflow<T>(
        ReadOnlySpan<double> losses, ReadOnlySpan<T> kept, int rows, TensorSource source, long firstRow, ref Sighting overflow)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double) || !TensorPrimitives.IsInfinityAny(kept))
        {
            return;
        }

        int perRow = losses.Length / rows;
        for (int i = 0; i < losses.Length; i++)
        {
            if (T.IsInfinity(kept[i]) && double.IsFinite(losses[i]))
            {
                overflow.Add(source.SampleNumber(firstRow + (i / perRow)), losses[i]);
            }
        }
    }

    // Of what went into a loss, the first that is not finite itself, or not in the data type: target, prediction, weight.
    private static void FindCulprit<T>(
        ref OddLosses odd, TensorBlock<T> predictions, BlockTargets<T> targets, TensorSource source, long firstRow, int row, Range columns, double weight)
        where T : unmanaged, INumber<T>
    {
        Blame(ref odd, "target", targets.Block, row, columns, (read, column) => source.GivenTarget(read, firstRow + row, column));
        Blame(ref odd, "prediction", predictions, row, columns, (read, column) => source.GivenPrediction(read, firstRow + row, column));
        if (odd.Culprit is null && !double.IsFinite(weight))
        {
            odd.Blame("weight", weight);
        }

        if (odd.Culprit is null && HasEnd(predictions, row, columns))
        {
            odd.NoteEnd();
        }

        if (odd is { Culprit: "prediction", Value: double.NegativeInfinity } && AreMasksOnly(predictions, targets, row, columns))
        {
            odd.BlameMask();
        }
    }

    private static bool HasEnd<T>(TensorBlock<T> predictions, int row, Range columns)
        where T : unmanaged, INumber<T>
    {
        (int first, int count) = columns.GetOffsetAndLength(predictions.Classes);
        for (int column = first; column < first + count; column++)
        {
            if (!(predictions[row, column] > T.Zero && predictions[row, column] < T.One))
            {
                return true;
            }
        }

        return false;
    }

    // Whether what is not finite in a row is minus infinity, and there the target is 0.
    private static bool AreMasksOnly<T>(TensorBlock<T> predictions, BlockTargets<T> targets, int row, Range columns)
        where T : unmanaged, INumber<T>
    {
        if (targets.Labels.IsEmpty && targets.Block.Classes != predictions.Classes)
        {
            return false;
        }

        (int first, int count) = columns.GetOffsetAndLength(predictions.Classes);
        for (int column = first; column < first + count; column++)
        {
            bool isTarget = targets.Labels.IsEmpty ? targets.Block[row, column] != T.Zero : targets.Labels[row] == column;
            if (!T.IsFinite(predictions[row, column]) && (isTarget || !T.IsNegativeInfinity(predictions[row, column])))
            {
                return false;
            }
        }

        return true;
    }

    private static void Blame<T>(ref OddLosses odd, string what, TensorBlock<T> block, int row, Range columns, Func<double, int, double> given)
        where T : unmanaged, INumber<T>
    {
        (int first, int count) = columns.GetOffsetAndLength(block.Rows == 0 ? 0 : block.Classes);
        for (int column = first; column < first + count && odd.Culprit is null; column++)
        {
            double value = double.CreateTruncating(block[row, column]);
            if (!double.IsFinite(value))
            {
                odd.Blame(what, given(value, column));
            }
        }
    }
}
