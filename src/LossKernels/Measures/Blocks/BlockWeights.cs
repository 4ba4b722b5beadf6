using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Targets;
using LossKernels.Measures.Binding;
using LossKernels.Measures.Checks;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>How weights, and labels that are ignored, bear on the losses of a block.</summary>
internal sealed class BlockWeights<T>(MeasurePlan plan)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The weights of some rows.</summary>
    /// <exception cref="LossException">NotANumber: a weight is NaN.</exception>
    public RowWeights Read(TensorSource source, long firstRow, int rows, BlockTargets<T> targets, Workspace<T> memory, ref Findings findings)
    {
        Span<double> samples = ReadSamples(source, firstRow, rows, memory.Weights, ref findings);
        if (plan.ClassWeights.Length == 0)
        {
            return new RowWeights(samples, samples);
        }

        Span<double> all = memory.ClassWeights.Values[..rows];
        ReadClasses(targets, all);

        if (!samples.IsEmpty)
        {
            TensorPrimitives.Multiply(all, samples, all);
        }

        return new RowWeights(plan.Loss.FormulaWeighsClasses ? samples : all, all);
    }

    /// <summary>Multiplies losses by their weights; a loss that is left out becomes zero.</summary>
    public void Weigh(Span<double> losses, ReadOnlySpan<double> weights, ReadOnlySpan<int> labels)
    {
        if (weights.IsEmpty)
        {
            return;
        }

        int repeat = losses.Length / weights.Length;
        for (int r = 0; repeat > 1 && r < weights.Length; r++)
        {
            Span<double> ofRow = losses.Slice(r * repeat, repeat);
            TensorPrimitives.Multiply(ofRow, weights[r], ofRow);
        }

        if (repeat == 1)
        {
            TensorPrimitives.Multiply(losses, weights, losses);
        }

        if ((plan.Convention.SkipsZeroWeight && weights.Contains(0)) || IgnoredRows.Any(labels))
        {
            ClearSkipped(losses, weights, labels, repeat);
        }
    }

    private void ClearSkipped(Span<double> losses, ReadOnlySpan<double> weights, ReadOnlySpan<int> labels, int repeat)
    {
        for (int r = 0; r < weights.Length; r++)
        {
            if ((weights[r] == 0 && plan.Convention.SkipsZeroWeight) || (!labels.IsEmpty && labels[r] < 0))
            {
                losses.Slice(r * repeat, repeat).Clear();
            }
        }
    }

    /// <summary>Replaces the values of a row's outputs by their average, one after the other at the front.</summary>
    public static Span<double> AverageOutputs(Span<double> values, int rows, int classes)
    {
        if (classes > 1)
        {
            RowSums.Averages<double>(values[..(rows * classes)], rows, values);
        }

        return values;
    }

    /// <summary>Moves what is not ignored to the front, and says how much that is.</summary>
    public static int CloseRanks(Span<double> losses, Span<double> weights, ReadOnlySpan<int> labels)
    {
        if (!weights.IsEmpty)
        {
            CloseRanks(weights, labels);
        }

        return CloseRanks(losses, labels);
    }

    // Each number is written, and the next one in its place if it is left out: which are nobody can guess, a branch would often be mistaken.
    private static int CloseRanks(Span<double> numbers, ReadOnlySpan<int> labels)
    {
        int valid = 0;
        for (int r = 0; r < labels.Length; r++)
        {
            numbers[valid] = numbers[r];
            valid += 1 + (labels[r] >> 31);
        }

        return valid;
    }

    private Span<double> ReadSamples(TensorSource source, long firstRow, int rows, LazyArray<double> memory, ref Findings findings)
    {
        if (source.Weights is null)
        {
            return default;
        }

        Span<double> buffer = memory.Values;
        int classes = source.Layout.Classes;
        if (source.Weights.PerElement)
        {
            Span<double> all = buffer[..(rows * classes)];
            source.Weights.Read(firstRow * classes, all);
            InputChecks.Weights(all, source, firstRow, classes, ref findings);
            return all;
        }

        Span<double> perRow = buffer[..rows];
        source.Weights.Read(firstRow, perRow);
        InputChecks.Weights(perRow, source, firstRow, 1, ref findings);
        if (!plan.IsPerElement)
        {
            return perRow;
        }

        Span<double> spread = buffer[..(rows * classes)];
        for (int r = rows - 1; r >= 0; r--)
        {
            spread.Slice(r * classes, classes).Fill(spread[r]);
        }

        return spread;
    }

    // Of soft targets the weights' mean by the targets, where each class's term is weighed; else the weight of the largest.
    private void ReadClasses(BlockTargets<T> targets, Span<double> weights)
    {
        ReadOnlySpan<double> ofClass = plan.ClassWeights;
        bool weighsTerms = plan.Convention.ClassWeighting == ClassWeighting.Term;
        switch (plan.Targets)
        {
            case TargetForm.Labels:
                Pick(ofClass, targets.Labels, weights);
                break;
            case TargetForm.Rows when !weighsTerms:
                Pick(ofClass, targets.Statistics.Labels, weights);
                break;
            case TargetForm.Rows:
                for (int r = 0; r < weights.Length; r++)
                {
                    weights[r] = Mean(ofClass, targets.Block, r);
                }

                break;
            default:
                ReadBinary(ofClass, targets.Block.Values, weighsTerms, weights);
                break;
        }
    }

    // Which targets are above a half nobody can guess: a branch would often be mistaken.
    private void ReadBinary(ReadOnlySpan<double> ofClass, ReadOnlySpan<T> targets, bool weighsTerms, Span<double> weights)
    {
        double leastOfOne = plan.Convention.HardensBinaryTargets ? 0 : 0.5;
        double no = ofClass[0];
        double yes = ofClass[1];
        Widened.All(targets[..weights.Length], weights);
        int i = 0;
        for (; i <= weights.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> z = Vector512.Create<double>(weights[i..]);
            Vector512<double> ofTarget = weighsTerms
                ? (z * yes) + ((Vector512<double>.One - z) * no)
                : Vector512.ConditionalSelect(Vector512.GreaterThan(z, Vector512.Create(leastOfOne)), Vector512.Create(yes), Vector512.Create(no));
            ofTarget.CopyTo(weights[i..]);
        }

        for (; i < weights.Length; i++)
        {
            double z = weights[i];
            weights[i] = weighsTerms ? (z * yes) + ((1 - z) * no) : z > leastOfOne ? yes : no;
        }
    }

    private static void Pick(ReadOnlySpan<double> ofClass, ReadOnlySpan<int> labels, Span<double> weights)
    {
        for (int r = 0; r < weights.Length; r++)
        {
            weights[r] = (uint)labels[r] < (uint)ofClass.Length ? ofClass[labels[r]] : 0;
        }
    }

    private static double Mean(ReadOnlySpan<double> ofClass, TensorBlock<T> targets, int row)
    {
        double sum = 0;
        for (int j = 0; j < ofClass.Length; j++)
        {
            sum += ofClass[j] * double.CreateTruncating(targets[row, j]);
        }

        return sum;
    }
}
