using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using LossKernels.Kernels;

namespace LossKernels.Semantics;

/// <summary>What the loss of each class is multiplied by: alpha_j w_j (t_j (1 - a) + a / C).</summary>
internal sealed class TermFactors<T>(FormulaTerms terms)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _kept = 1 - terms.Smoothing;

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

        double spread = terms.Smoothing / shares.Classes;
        if (spread == 0 && terms.ClassWeights.Count == 0 && terms.Alpha.Count == 0)
        {
            return;
        }

        for (int j = 0; j < shares.Classes; j++)
        {
            double weight = At(terms.ClassWeights, j) * At(terms.Alpha, j);
            Span<double> factors = shares.Factors.Slice(j * shares.Rows, shares.Rows);
            TensorPrimitives.Multiply(factors, _kept, factors);
            TensorPrimitives.Add(factors, spread, factors);
            TensorPrimitives.Multiply(factors, weight, factors);
        }
    }

    /// <summary>Writes the factors of the targets of some rows of one target each, nothing of which is smoothed; of a row that is left out, zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillPicked(BlockTargets<T> targets, int firstRow, int rows, RowShares shares)
    {
        Span<double> factors = shares.Factors;
        bool isWeighted = terms.ClassWeights.Count > 0 || terms.Alpha.Count > 0;
        for (int r = 0; r < rows; r++)
        {
            int label = targets.LabelOf(firstRow + r);
            double target = label < 0 ? 0 : targets.Labels.IsEmpty ? targets.Statistics.Masses[firstRow + r] : 1;
            factors[r] = isWeighted && label >= 0 ? target * (At(terms.ClassWeights, label) * At(terms.Alpha, label)) : target;
        }

        factors[rows..].Clear();
    }

    private static double At(IReadOnlyList<double> factors, int index) => factors.Count switch
    {
        0 => 1,
        1 => factors[0],
        _ => factors[index],
    };
}
