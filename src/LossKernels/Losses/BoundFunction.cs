using System.Numerics;
using LossKernels.Measures;
using LossKernels.Measures.Binding;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>A loss of the catalogue, bound to its options.</summary>
internal sealed class BoundFunction(LossFunctionOptions options, LossCall call) : BoundLoss
{
    private readonly FormulaFunction _function = options.Function;

    public override TargetForm Targets { get; } = options.Function.Targets(call);

    public override (ValueForm Prediction, ValueForm Target) Values { get; } = options.Function.Values(call);

    public override double? Among { get; } = options.Function.Among(call);

    public override bool IsPerElement =>
        TakesElements && (options.Reduction == Reduction.PerElement || !options.Convention.AveragesOutputs);

    public override Denominator Denominator => call.Use.Denominator ?? options.Convention.Denominator;

    /// <summary>Finds what the targets are.</summary>
    /// <exception cref="LossException">OptionNotSupported, ParameterOutOfRange, TargetCountMismatch or ShapeMismatch.</exception>
    public static BoundFunction Create(LossFunctionOptions options, Shape prediction, Shape target, int axis)
    {
        BoundFunction loss = new(options, new LossCall(options));
        int each = loss.PredictionsPerTarget;
        return TargetShapes.Fit(loss.Targets, each, prediction, target, axis) && !loss.IsOfUnclearRows(prediction, target, axis) ? loss
            : throw (options.Function.PredictionParts is { } parts
                ? TargetMismatch.Of(parts, loss.Targets, each, prediction, target, axis)
                : TargetMismatch.Of(loss.Targets, prediction, target, axis));
    }

    public override int PredictionsPerTarget => _function.PredictionsPerTarget;

    public override (double Value, double Slope) Finish(double mean) => _function.Finish(mean);

    public override (Shape Shape, int Axis) Arrange(Shape prediction, int axis, bool isAxisAsked) =>
        isAxisAsked ? (prediction, axis)
        : _function.TakesAllAsOne ? (new Shape(1, MeasurePlan.CheckColumns(prediction.Length)), 1)
        : _function.TakesVectorsAsSamples && prediction.Rank == 1 ? (new Shape(prediction[0], 1), 1)
        : base.Arrange(prediction, axis, isAxisAsked);

    public override double? Epsilon(ElementType dataType) => call.Has(LossNumbers.Epsilon) ? call[LossNumbers.Epsilon] : null;

    public override void CheckOptions(int classes)
    {
        CommonChecks.Check(options);
        _function.Check(call, classes);
        if (options.Reduction == Reduction.PerElement && !TakesElements)
        {
            throw LossErrors.OptionNotSupported($"{_function.Name} has a loss for each row, not for each element.", "Use `Reduction = Reduction.None`.");
        }

        if (options.Gradient && !_function.HasGradient)
        {
            throw LossErrors.OptionNotSupported($"{_function.Name} has no derivatives.", "Leave out `Gradient`.");
        }

        if (options.Epsilon is not null)
        {
            throw LossErrors.OptionNotSupported(
                $"The epsilon of {_function.Name} is a number of its formula, if it has one.", "Give it as the parameter Epsilon.");
        }

        CommonChecks.IgnoreClass(options, Targets == TargetForm.Labels, _function.Name);

        if (options.ClassWeights is IReadOnlyList<double> weights)
        {
            if (Targets != TargetForm.Labels)
            {
                throw LossErrors.OptionNotSupported(
                    $"Class weights belong to targets that are class numbers; the targets of {_function.Name} are values.", "Give `sampleWeight`.");
            }

            CommonChecks.ClassWeights(weights, classes);
        }
    }

    public override LossResult Describe(LossResult result, LossDetail? detail) => result with { Function = _function, IsPlain = false };

    protected override LossFormula<float> OfSingles(MeasurePlan plan) => Bind<float>(plan);

    protected override LossFormula<double> OfDoubles(MeasurePlan plan) => Bind<double>(plan);

    private LossFormula<T> Bind<T>(MeasurePlan plan)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LossFormula<T> formula = _function.Bind<T>(call);
        bool averages = !IsPerElement && !plan.WeighsElements && plan.Layout.Classes > 1;
        return averages && formula is IRowAverage<T> rows ? rows.OfRows() : formula;
    }

    // Keras drops the last axis of predictions of shape (2, 3, 1) where targets are of shape (2, 3), and takes rows of three.
    private bool IsOfUnclearRows(Shape prediction, Shape target, int axis) =>
        Targets == TargetForm.Rows && PredictionsPerTarget == 1 && !_function.TakesAllAsOne && !_function.TakesVectorsAsSamples
        && TargetShapes.MayBeLongerRows(prediction, target, axis);
}
