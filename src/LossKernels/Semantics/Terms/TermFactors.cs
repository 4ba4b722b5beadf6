using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;

namespace LossKernels.Semantics.Terms;

/// <summary>What the loss of each class is multiplied by: alpha_j w_j (t_j (1 - a) + a / C).</summary>
internal sealed class TermFactors<T>(FormulaTerms terms)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _weights = WeightsOf(terms);

    /// <summary>1 - a.</summary>
    public double Kept { get; } = 1 - terms.Smoothing;

    /// <summary>alpha_j w_j, and zeros that fill the last vector of eight; none where it is the same for all classes.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>That of all classes, where it is the same; else one.</summary>
    public double Weight { get; } = Math.Max(terms.ClassWeights.Count, terms.Alpha.Count) > 1 ? 1 : At(terms.ClassWeights, 0) * At(terms.Alpha, 0);

    /// <summary>a / C.</summary>
    public double SpreadOver(int classes) => terms.Smoothing / classes;

    /// <summary>alpha_j w_j of a class.</summary>
    public double WeightOf(int label) => _weights.Length == 0 ? Weight : _weights[label];

    /// <summary>The factor of a class of a row that is not left out.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="row">The row.</param>
    /// <param name="label">The class.</param>
    /// <param name="classes">The number of classes.</param>
    public double Of(BlockTargets<T> targets, int row, int label, int classes)
    {
        double target = targets.Labels.IsEmpty ? double.CreateTruncating(targets.Block[row, label]) : targets.Labels[row] == label ? 1 : 0;
        return ((target * Kept) + SpreadOver(classes)) * WeightOf(label);
    }

    /// <summary>Writes the factors of some rows; those of rows that are ignored are no matter.</summary>
    public void Fill(BlockTargets<T> targets, int firstRow, int rows, RowShares shares)
    {
        if (terms.Kind == LossKind.Sparse)
        {
            shares.Factors.Clear();
            for (int r = 0; r < rows; r++)
            {
                int label = Math.Max(targets.Labels[firstRow + r], 0);
                shares.Factors[(label * shares.Rows) + r] = 1;
            }
        }
        else
        {
            shares.Read(targets.Block, firstRow, rows, shares.Factors);
        }

        double spread = SpreadOver(shares.Classes);
        if (spread == 0 && terms.ClassWeights.Count == 0 && terms.Alpha.Count == 0)
        {
            return;
        }

        for (int j = 0; j < shares.Classes; j++)
        {
            Span<double> factors = shares.Factors.Slice(j * shares.Rows, shares.Rows);
            TensorPrimitives.Multiply(factors, Kept, factors);
            TensorPrimitives.Add(factors, spread, factors);
            TensorPrimitives.Multiply(factors, WeightOf(j), factors);
        }
    }

    /// <summary>Writes the factors of the targets of some rows of one target each, nothing of which is smoothed; of a row that is left out, zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillPicked(BlockTargets<T> targets, int firstRow, int rows, RowShares shares)
    {
        Span<double> factors = shares.Factors;
        for (int r = 0; r < rows; r++)
        {
            int label = targets.LabelOf(firstRow + r);
            double target = label < 0 ? 0 : targets.Labels.IsEmpty ? targets.Statistics.Masses[firstRow + r] : 1;
            factors[r] = target * WeightOf(Math.Max(label, 0));
        }

        factors[rows..].Clear();
    }

    private static double[] WeightsOf(FormulaTerms terms)
    {
        int count = Math.Max(terms.ClassWeights.Count, terms.Alpha.Count);
        double[] weights = new double[count > 1 ? Lanes.Whole(count, Vector512<double>.Count) : 0];
        for (int label = 0; label < count && weights.Length > 0; label++)
        {
            weights[label] = At(terms.ClassWeights, label) * At(terms.Alpha, label);
        }

        return weights;
    }

    private static double At(IReadOnlyList<double> factors, int index) => factors.Count switch
    {
        0 => 1,
        1 => factors[0],
        _ => factors[index],
    };
}
