using System.Numerics;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Targets;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Binding;

/// <summary>A loss bound to its options and to the shapes of what is measured: all that a plan and its blocks ask of it.</summary>
internal abstract class BoundLoss
{
    /// <summary>What its targets are.</summary>
    public abstract TargetForm Targets { get; }

    /// <summary>Whether each prediction has a target of its own, and a loss: the classes of cross-entropy are then outputs, and it is binary.</summary>
    public bool TakesElements => Targets == TargetForm.Elements;

    /// <summary>What predictions and targets have to be for the formula to mean what it says, where the formula does not look at them itself.</summary>
    public virtual (ValueForm Prediction, ValueForm Target) Values => default;

    /// <summary>Among how many of the greatest scores of a row a class is sought; null where none is.</summary>
    public virtual double? Among => null;

    /// <summary>Whether there is a loss for each element, in the result and for the weights; else those of a row are averaged.</summary>
    public abstract bool IsPerElement { get; }

    /// <summary>What a mean divides by, where nothing else is asked for.</summary>
    public abstract Denominator Denominator { get; }

    /// <summary>Whether the targets of rows are examined before the formula is given them.</summary>
    public virtual bool NeedsStatistics => false;

    /// <summary>Whether the formula multiplies its terms by the class weights (else the whole loss is multiplied by one of them).</summary>
    public virtual bool FormulaWeighsClasses => false;

    /// <summary>Whether the quality of the predictions is summed up.</summary>
    public virtual bool IsDetailed => false;

    /// <summary>The formula over probabilities that applies; without one, the plain logarithm.</summary>
    public virtual ProbabilityFormula Numbers => ProbabilityFormula.Plain;

    /// <summary>The epsilon in force; null where the formula has none.</summary>
    public virtual double? Epsilon(ElementType dataType) => null;

    /// <summary>How many predictions there are for each target.</summary>
    public virtual int PredictionsPerTarget => 1;

    /// <summary>What becomes of a mean in the end, and the derivative of that.</summary>
    public virtual (double Value, double Slope) Finish(double mean) => (mean, 1);

    /// <summary>The shape and the class axis by which the predictions are measured: N outputs without an axis of their own are N samples of one output.</summary>
    public virtual (Shape Shape, int Axis) Arrange(Shape prediction, int axis, bool isAxisAsked) =>
        TakesElements && prediction.Rank == 1 && !isAxisAsked ? (new Shape(prediction[0], 1), 1) : (prediction, axis);

    /// <summary>Refuses options that have no meaning for so many classes or outputs.</summary>
    /// <exception cref="LossException">ParameterOutOfRange, OptionNotSupported or ClassWeightCountMismatch.</exception>
    public abstract void CheckOptions(int classes);

    /// <summary>The formula.</summary>
    /// <param name="plan">The plan that it is for.</param>
    public LossFormula<T> Formula<T>(MeasurePlan plan)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (LossFormula<T>)(object)(typeof(T) == typeof(float) ? OfSingles(plan) : OfDoubles(plan));

    /// <summary>The same formula in double and term by term, with the bounds of the plan's data type: for derivatives that the other has no number for.</summary>
    /// <param name="plan">The plan that it is for.</param>
    public virtual LossFormula<double> FormulaInTerms(MeasurePlan plan) => OfDoubles(plan);

    // Not one generic method: a compiler that works ahead of time does not see which of those that are virtual will be called.
    protected abstract LossFormula<float> OfSingles(MeasurePlan plan);

    protected abstract LossFormula<double> OfDoubles(MeasurePlan plan);

    /// <summary>Refuses targets of some rows that contradict what was decided by the first ones, and notes what else they cannot mean.</summary>
    public virtual void CheckTargets<T>(
        TensorBlock<T> targets, TargetStatistics statistics, bool areWithinUnit, TensorSource source, long firstRow, ref Findings findings)
        where T : unmanaged, INumber<T>
    {
    }

    /// <summary>Refuses or notes predictions that the formula could not vouch for.</summary>
    public virtual void CheckPredictions<T>(TensorBlock<T> predictions, TensorSource source, long firstRow, ref Findings findings)
        where T : unmanaged, INumber<T>
    {
    }

    /// <summary>A result with what this loss alone has to say.</summary>
    public abstract LossResult Describe(LossResult result, LossDetail? detail);
}
