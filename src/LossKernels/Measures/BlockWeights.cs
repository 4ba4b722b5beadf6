using LossKernels.Sources;

namespace LossKernels.Measures;

/// <summary>How weights, and labels that are ignored, bear on the losses of a block.</summary>
internal sealed class BlockWeights<T>(MeasurePlan plan)
    where T : unmanaged
{
    /// <summary>The weights of some rows: one for each loss of the formula, or one for each row; empty where there are none.</summary>
    /// <exception cref="LossException">NotANumber: a weight is NaN.</exception>
    public Span<double> Read(TensorSource source, long firstRow, int rows, Span<double> buffer)
    {
        if (source.Weights is null)
        {
            return default;
        }

        int classes = source.Layout.Classes;
        if (source.Weights.PerElement)
        {
            Span<double> all = buffer[..(rows * classes)];
            source.Weights.Read(firstRow * classes, all);
            InputChecks.Weights(all, source, firstRow, classes);
            return all;
        }

        Span<double> perRow = buffer[..rows];
        source.Weights.Read(firstRow, perRow);
        InputChecks.Weights(perRow, source, firstRow, 1);
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

    /// <summary>Multiplies losses by their weights; a loss that is left out becomes zero.</summary>
    public void Weigh(Span<double> losses, ReadOnlySpan<double> weights, ReadOnlySpan<int> labels)
    {
        if (weights.IsEmpty)
        {
            return;
        }

        int repeat = losses.Length / weights.Length;
        for (int i = 0; i < losses.Length; i++)
        {
            double weight = weights[i / repeat];
            bool skips = (weight == 0 && plan.Convention.SkipsZeroWeight) || (!labels.IsEmpty && labels[i] < 0);
            losses[i] = skips ? 0 : weight * losses[i];
        }
    }

    /// <summary>Replaces the values of a row's outputs by their average, one after the other at the front.</summary>
    public static Span<double> AverageOutputs(Span<double> values, int rows, int classes)
    {
        if (classes == 1)
        {
            return values;
        }

        for (int r = 0; r < rows; r++)
        {
            double sum = 0;
            foreach (double value in values.Slice(r * classes, classes))
            {
                sum += value;
            }

            values[r] = sum / classes;
        }

        return values;
    }

    /// <summary>Moves what is not ignored to the front, and says how much that is.</summary>
    public static int CloseRanks(Span<double> losses, Span<double> weights, ReadOnlySpan<int> labels)
    {
        int valid = 0;
        for (int r = 0; r < labels.Length; r++)
        {
            if (labels[r] < 0)
            {
                continue;
            }

            losses[valid] = losses[r];
            if (!weights.IsEmpty)
            {
                weights[valid] = weights[r];
            }

            valid++;
        }

        return valid;
    }
}
