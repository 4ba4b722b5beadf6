using LossKernels.Kernels.Targets;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Terms;
using LossKernels.Tensors;

namespace LossKernels.Tests.Semantics;

/// <summary>Losses of logits whose classes lie apart, added up without being written down.</summary>
public class ColumnSumTests
{
    private const int Rows = 4;
    private const int Classes = 3;
    private const int Stride = 6;

    // Four rows of three equal logits cost ln 3 each; what lies between the columns is of other blocks. Zero times infinity is NaN here, and has to be written.
    [Theory]
    [InlineData(Rows, true)]
    [InlineData(Rows - 1, false)]
    public void What_lies_between_the_columns_is_not_looked_at(int infinite, bool isKnown)
    {
        double[] values = [.. Enumerable.Range(0, Classes * Stride).Select(place => place % Stride >= infinite ? double.NegativeInfinity : 2.5)];
        double[] hot = [.. Enumerable.Range(0, Rows * Classes).Select(place => place < Rows ? 1.0 : 0)];
        TensorBlock<double> targets = TensorBlock<double>.OfColumns(hot, Rows, Classes, Rows);
        TargetStatistics found = new(new int[Rows], new double[Rows], new bool[Rows]);
        TargetKernel.Scan(targets, found);
        ISummed<double> formula = (ISummed<double>)CrossEntropyFormula.Bind<double>(new FormulaTerms
        {
            Kind = LossKind.Categorical,
            Form = InputForm.Logit,
            Convention = Conventions.PyTorch,
            Numbers = ProbabilityFormula.Plain,
        });
        double sum = formula.Sum(TensorBlock<double>.OfColumns(values, Rows, Classes, Stride), new BlockTargets<double>(targets, found), new double[Rows]).Sum.Value;
        Assert.Equal(isKnown ? Rows * Math.Log(3) : double.NaN, sum, 1e-14);
    }
}
