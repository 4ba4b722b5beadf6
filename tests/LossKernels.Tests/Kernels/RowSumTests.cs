using System.Runtime.Intrinsics;
using LossKernels.Semantics;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Kernels;

/// <summary>
/// Rows in which thousands of terms come after large ones and are just below half of their last place: added up one by one, they would all be lost.
/// </summary>
public class RowSumTests
{
    // Without vector instructions the long rows take minutes, and are summed in the same order.
    private static readonly int[] ClassCounts = Vector256.IsHardwareAccelerated ? [100, 1000, 32_000, 131_072] : [100, 1000];

    public static TheoryData<bool, int, int, double, int> Rows
    {
        get
        {
            TheoryData<bool, int, int, double, int> rows = [];
            foreach (bool isSingle in new[] { true, false })
            {
                foreach (int classes in ClassCounts)
                {
                    foreach (int large in new[] { 1, 16, 64 })
                    {
                        // The largest logit less the target's.
                        foreach (double gap in new[] { -30.0, 0, 30 })
                        {
                            rows.Add(isSingle, classes, large, gap, 1);
                        }

                        rows.Add(isSingle, classes, large, 0, classes <= 1000 ? 17 : 3);
                    }
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void No_small_term_is_lost_for_hard_targets(bool isSingle, int classes, int large, double gap, int inner)
    {
        foreach (LossKind kind in new[] { LossKind.Sparse, LossKind.Categorical })
        {
            foreach (int label in new[] { 0, large, classes - 1 })
            {
                Adversary row = new(isSingle, classes, large, gap, label);
                double[] target = new double[classes];
                target[label] = 1;
                double loss = row.Measure(kind, target, inner);
                BigReal expected = HighPrecision.Log1P((row.LargeTerm * (double)large) + (row.SmallTerm * (double)(classes - 1 - large)));
                double error = HighPrecision.UlpError(loss, expected, isSingle);
                Assert.True(error <= (isSingle ? 2 : 4), $"{error:F2} ulp: {loss:R} instead of {expected}; {kind}, label {label}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void No_small_term_is_lost_for_soft_targets(bool isSingle, int classes, int large, double gap, int inner)
    {
        foreach (int label in new[] { 0, classes - 1 })
        {
            Adversary row = new(isSingle, classes, large, gap, label);
            double half = 0.5;
            double other = isSingle ? (float)(half / (classes - 1)) : half / (classes - 1);
            double[] target = new double[classes];
            target.AsSpan().Fill(other);
            target[label] = half;
            double loss = row.Measure(LossKind.Categorical, target, inner);

            // All gaps from the label's logit, whose target is the largest.
            BigReal logSum = HighPrecision.Log1P((row.LargeTerm * (double)large) + (row.SmallTerm * (double)(classes - 1 - large)));
            BigReal gaps = (((BigReal)row.Large * (double)large) + ((BigReal)row.Small * (double)(classes - 1 - large))) * other;
            BigReal mass = (BigReal)half + ((BigReal)other * (double)(classes - 1));
            BigReal expected = (mass * logSum) - gaps;
            double distance = other * ((large * Math.Abs(row.Large)) + ((classes - 1 - large) * Math.Abs(row.Small)));
            double allowed = (2 * Math.ScaleB(1, (int)expected.Magnitude - (isSingle ? 23 : 52))) + (Math.ScaleB(1, -45) * distance);
            double error = BigReal.Abs(loss - expected).ToDouble();
            Assert.True(error <= allowed, $"{error:E2} off, {allowed:E2} allowed: {loss:R} instead of {expected}; label {label}");
        }
    }

    /// <summary>A row of a target of logit 0, then large terms, then small ones: logits of three values, so that the reference has two exponentials.</summary>
    private sealed class Adversary
    {
        private readonly bool _isSingle;
        private readonly double[] _row;

        public Adversary(bool isSingle, int classes, int large, double gap, int label)
        {
            _isSingle = isSingle;
            Large = gap;
            Small = isSingle ? (float)(gap - 16.65) : gap - 36.75;
            _row = new double[classes];
            for (int j = 0; j < classes; j++)
            {
                int place = j < label ? j : j - 1;
                _row[j] = j == label ? 0 : place < large ? Large : Small;
            }
        }

        public double Large { get; }

        public double Small { get; }

        public BigReal LargeTerm => HighPrecision.Exp(Large);

        public BigReal SmallTerm => HighPrecision.Exp(Small);

        // The same row as often as rows are neighbours; all must agree.
        public double Measure(LossKind kind, double[] target, int inner)
        {
            double[][] losses = new PlainPath(kind, InputForm.Logit, "TensorFlow", _isSingle)
                .Measure([.. Enumerable.Repeat(_row, inner)], [.. Enumerable.Repeat(target, inner)], inner);
            Assert.All(losses, loss => Assert.Equal(losses[0][0], loss[0]));
            return losses[0][0];
        }
    }
}
