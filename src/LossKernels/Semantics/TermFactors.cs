using System.Numerics;
using LossKernels.Kernels;

namespace LossKernels.Semantics;

/// <summary>What the loss of each class is multiplied by in a row: alpha_j w_j (t_j (1 - a) + a / C).</summary>
internal sealed class TermFactors<T>(FormulaTerms terms)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes the factors of a row that is not ignored.</summary>
    public void Fill(BlockTargets<T> targets, int row, Span<double> factors)
    {
        double kept = 1 - terms.Smoothing;
        double spread = terms.Smoothing / factors.Length;
        if (terms.Kind == LossKind.Sparse)
        {
            factors.Fill(spread);
            factors[targets.Labels[row]] += kept;
        }
        else
        {
            RowReader.Widen(targets.Block, row, factors);
            for (int j = 0; spread != 0 && j < factors.Length; j++)
            {
                factors[j] = (kept * factors[j]) + spread;
            }
        }

        Multiply(factors, terms.ClassWeights);
        Multiply(factors, terms.Alpha);
    }

    private static void Multiply(Span<double> factors, IReadOnlyList<double> by)
    {
        for (int j = 0; by.Count > 0 && j < factors.Length; j++)
        {
            factors[j] *= by[by.Count == 1 ? 0 : j];
        }
    }
}
