using LossKernels.Diagnostics;
using LossKernels.Kernels.Targets;
using LossKernels.Measures.Checks;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;
using LossKernels.Semantics.Terms;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Binding;

/// <summary>Cross-entropy of a kind that is decided.</summary>
internal sealed class BoundCrossEntropy(CrossEntropyOptions options, KindDecision decision) : BoundLoss
{
    /// <summary>What to compute.</summary>
    public CrossEntropyOptions Options => options;

    public KindDecision Decision => decision;

    public LossKind Kind => decision.Kind;

    /// <summary>What the loss is made of.</summary>
    public FormulaTerms Terms { get; } = OptionTerms.Of(decision.Kind, options);

    /// <summary>The other axis on which classes seem to lie, where the input is examined and there is one.</summary>
    public int? FittingAxis { get; private init; }

    public override TargetForm Targets => Kind switch
    {
        LossKind.Binary => TargetForm.Elements,
        LossKind.Categorical => TargetForm.Rows,
        _ => TargetForm.Labels,
    };

    public override bool IsPerElement =>
        Kind == LossKind.Binary && (options.Reduction == Reduction.PerElement || !options.Convention.AveragesOutputs);

    public override Denominator Denominator => options.Convention.MeanDenominator(Kind);

    public override bool NeedsStatistics => true;

    public override bool FormulaWeighsClasses => Terms.ClassWeights.Count > 0;

    // Rules ask how many samples each class has.
    public override bool IsDetailed => options.Detailed || options.Examined;

    public override ProbabilityFormula Numbers => Terms.Numbers;

    public override (ValueForm Prediction, ValueForm Target) Values =>
        (ValueForm.Any, options.Form == InputForm.Probability && Kind != LossKind.Sparse ? ValueForm.Truth : ValueForm.Any);

    /// <summary>Decides for a kind.</summary>
    /// <exception cref="LossException">AmbiguousKind, TargetCountMismatch or ShapeMismatch.</exception>
    public static BoundCrossEntropy Create(CrossEntropyOptions options, TensorView prediction, TensorView target, int axis, SharedKind? shared)
    {
        CommonChecks.Named("Kind", options.Kind);
        if (options.Form is not (InputForm.Probability or InputForm.Logit or InputForm.LogProbability))
        {
            throw LossErrors.ParameterOutOfRange("Form", options.Form, [nameof(InputForm.Probability), nameof(InputForm.Logit), nameof(InputForm.LogProbability)]);
        }

        KindDecision decision = KindDecision.Decide(options.Kind, prediction, target, axis, shared);
        BoundCrossEntropy loss = new(options, decision)
        {
            FittingAxis = options.Examined ? AxisSearch.Find(prediction, target, axis, decision, options.Form) : null,
        };
        return TargetShapes.Fit(loss.Targets, prediction.Shape, target.Shape, axis)
            ? loss
            : throw TargetMismatch.Of(decision.Kind, prediction.Shape, target.Shape, axis);
    }

    public override double? Epsilon(ElementType dataType) => OptionTerms.NumbersOf(Kind, options) is { HasEpsilon: true }
        ? Terms.Numbers.EpsilonFor(dataType == ElementType.Float32)
        : null;

    public override (Shape Shape, int Axis) Arrange(Shape prediction, int axis, bool isAxisAsked) =>
        base.Arrange(prediction, axis, isAxisAsked || options.WeighsOutputs);

    public override void CheckOptions(int classes) => CrossEntropyChecks.Check(Kind, classes, options);

    public override LossFormula<double> FormulaInTerms(MeasurePlan plan) =>
        plan.DataType == ElementType.Float32 ? CrossEntropyFormula.BindTerms<float>(Terms) : CrossEntropyFormula.BindTerms<double>(Terms);

    protected override LossFormula<float> OfSingles(MeasurePlan plan) => CrossEntropyFormula.Bind<float>(Terms);

    protected override LossFormula<double> OfDoubles(MeasurePlan plan) => CrossEntropyFormula.Bind<double>(Terms);

    public override void CheckTargets<T>(
        TensorBlock<T> targets, TargetStatistics statistics, bool areWithinUnit, TensorSource source, long firstRow, ref Findings findings)
    {
        if (decision.FromTargets)
        {
            InputChecks.Distributions(targets, statistics, areWithinUnit, source, firstRow);
        }
        else
        {
            InputChecks.NoteDistributions(targets, statistics, areWithinUnit, source, firstRow, ref findings);
        }
    }

    public override void CheckPredictions<T>(TensorBlock<T> predictions, TensorSource source, long firstRow, ref Findings findings) =>
        InputChecks.Predictions(predictions, options.Form, options.Convention, source, firstRow, ref findings);

    public override LossResult Describe(LossResult result, LossDetail? detail) => result with
    {
        Kind = Kind,
        KindReason = decision.Reason,
        Form = options.Form,
        Detail = options.Detailed ? detail : null,
        IsInBits = Kind == LossKind.Binary && options.Convention.MeasuresBinaryInBits,
        IsPlain = Terms is { Gamma: null, Poly: 0, Q: 0, PositiveWeights.Count: 0 },
    };
}
