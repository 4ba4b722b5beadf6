using System.Numerics;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Targets;
using LossKernels.Measures.Binding;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Terms;

namespace LossKernels.Measures.Blocks;

/// <summary>Finds what the samples of a block cost, by the formulas that measure: the plain one, and that of what else the predictions may be.</summary>
internal sealed class CostReader<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Below what matters: one probability of zero is not to make the cost of all infinite.
    private static readonly ProbabilityFormula Bounded = new(Epsilon: 1e-7);

    private readonly bool _isBinary;
    private readonly int _classes;
    private readonly InputForm _form;
    private readonly LossFormula<T> _plain;
    private readonly LossFormula<T>? _otherForm;

    // Where any block has a label of 0, nobody asks what labels that count from 1 would cost.
    private volatile bool _hasLabelZero;

    /// <summary>A reader of blocks of one measurement.</summary>
    public CostReader(MeasurePlan plan)
    {
        CrossEntropyOptions options = plan.CrossEntropy.Options;
        LossKind kind = plan.CrossEntropy.Kind;
        _isBinary = plan.TakesElements;
        _classes = plan.Layout.Classes;
        _form = options.Form;
        _plain = Plain(kind, _form, options.Temperature);
        _otherForm = _form switch
        {
            InputForm.Logit => Plain(kind, InputForm.Probability),
            InputForm.Probability => Plain(kind, InputForm.Logit),
            _ => null,
        };
    }

    /// <summary>How many doubles of scratch memory a row takes.</summary>
    public int ScratchPerRow => Math.Max(_plain.ScratchPerRow, _otherForm?.ScratchPerRow ?? 0);

    /// <summary>Notes what samples cost.</summary>
    /// <param name="survey">Where it is noted; of predictions and labels it has the bounds.</param>
    /// <param name="block">The block.</param>
    /// <param name="losses">The losses with their weights, as they are kept: one a row or one an element.</param>
    /// <param name="memory">Memory that no other thread uses.</param>
    public void Read(Survey survey, BlockInput<T> block, ReadOnlySpan<double> losses, Workspace<T> memory)
    {
        Span<double> costs = memory.Wide.Values[..(_plain.IsPerElement ? block.Rows * _classes : block.Rows)];
        if (_otherForm is not null && (_form != InputForm.Logit || survey.IsWithinUnit))
        {
            survey.OtherFormLoss = Cost(_otherForm, block, block.Targets, costs, memory);
        }

        if (survey.LeastLabel == 0)
        {
            _hasLabelZero = true;
        }
        else if (!_hasLabelZero && survey.LeastLabel < int.MaxValue)
        {
            ReadLabelsLessOne(survey, block, costs, memory);
        }

        survey.PlainLoss = Cost(_plain, block, block.Targets, costs, memory);
        if (IsOfOneClass(block.Targets))
        {
            survey.OtherShare = costs.Length - SumOfProbabilities(costs);
        }

        for (int r = 0; r < block.Rows; r++)
        {
            double loss = block.SumOfRow(losses, r);
            if (survey.Costliest.Takes(loss) && !block.Targets.IsIgnored(r))
            {
                int label = ClassOf(block, r);
                survey.Costliest.Add(new CostlySample(block.SampleNumber(r), loss, label, label < 0 ? double.NaN : ProbabilityOf(block, r, label, costs)));
            }
        }
    }

    private static LossFormula<T> Plain(LossKind kind, InputForm form, double temperature = 1) => CrossEntropyFormula.Bind<T>(
        new FormulaTerms
        {
            Kind = kind,
            Form = form,
            Convention = Conventions.Exact,
            Numbers = form == InputForm.Probability ? Bounded : ProbabilityFormula.Plain,
            Temperature = temperature,
        });

    // What labels that count from 1 would cost, and how often class 0 is expected, which then never occurs.
    private void ReadLabelsLessOne(Survey survey, BlockInput<T> block, Span<double> costs, Workspace<T> memory)
    {
        ReadOnlySpan<int> given = block.Targets.Labels;
        Span<int> labels = memory.OtherLabels.Values[..given.Length];
        for (int r = 0; r < labels.Length; r++)
        {
            labels[r] = Math.Max(given[r] - 1, -1);
        }

        survey.ShiftedLoss = Cost(_plain, block, new BlockTargets<T>(labels), costs, memory);
        for (int r = 0; r < labels.Length; r++)
        {
            labels[r] = Math.Min(given[r], 0);
        }

        Cost(_plain, block, new BlockTargets<T>(labels), costs, memory);

        // What is left out costs nothing.
        survey.ZeroShare = SumOfProbabilities(costs) - block.Ignored;
    }

    private static double SumOfProbabilities(ReadOnlySpan<double> costs)
    {
        double sum = 0;
        foreach (double cost in costs)
        {
            sum += VectorMath.Exp(-cost);
        }

        return sum;
    }

    // Whether all rows that count have the same class.
    private bool IsOfOneClass(BlockTargets<T> targets)
    {
        if (_isBinary)
        {
            return _classes == 1 && !targets.Block.Values.ContainsAnyExcept(targets.Block.Values[0]);
        }

        int only = -1;
        foreach (int label in targets.RowLabels)
        {
            if (label >= 0 && label != only && only >= 0)
            {
                return false;
            }

            only = Math.Max(only, label);
        }

        return true;
    }

    // The class of a row, of one output no or yes; negative where it has several or none.
    private int ClassOf(BlockInput<T> block, int row)
    {
        if (!_isBinary)
        {
            return block.Targets.IsHot(row) ? block.Targets.LabelOf(row) : -1;
        }

        T target = block.Targets.Block[row, 0];
        return _classes > 1 ? -1 : target == T.Zero ? 0 : target == T.One ? 1 : -1;
    }

    // Costs know of no probability below a bound.
    private double ProbabilityOf(BlockInput<T> block, int row, int label, ReadOnlySpan<double> costs)
    {
        if (_form != InputForm.Probability)
        {
            return VectorMath.Exp(-costs[row]);
        }

        double probability = double.CreateTruncating(block.Predictions[row, _isBinary ? 0 : label]);
        return _isBinary && label == 0 ? 1 - probability : probability;
    }

    // What rows cost by a formula: of outputs the mean of theirs.
    private CompensatedSum Cost(LossFormula<T> formula, BlockInput<T> block, BlockTargets<T> targets, Span<double> costs, Workspace<T> memory)
    {
        formula.Evaluate(block.Predictions, targets, costs, memory.Scratch, default);
        CompensatedSum sum = CompensatedSum.Of(costs);
        return _isBinary ? sum.Over(_classes) : sum;
    }
}
