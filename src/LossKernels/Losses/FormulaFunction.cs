using System.Numerics;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses;

/// <summary>A loss that brings its own formula.</summary>
public abstract class FormulaFunction : LossFunction
{
    private protected FormulaFunction()
    {
    }

    /// <inheritdoc/>
    public sealed override LossOptions CreateOptions(Convention? convention = null) =>
        new LossFunctionOptions(this) { Convention = convention ?? Uses[0].Convention };

    /// <summary>Whether all numbers together have one loss, where no axis is asked for.</summary>
    internal virtual bool TakesAllAsOne => false;

    /// <summary>Whether a vector of predictions is as many samples also where the loss is that of a row.</summary>
    internal virtual bool TakesVectorsAsSamples => false;

    /// <summary>How many predictions there are for each target.</summary>
    internal virtual int PredictionsPerTarget => 1;

    /// <summary>What the predictions of a sample are, and how its row is written, where they are several for each target; else null.</summary>
    internal virtual (string Words, string Row)? PredictionParts => null;

    /// <summary>What predictions and targets have to be for the formula to mean what it says.</summary>
    internal virtual (ValueForm Prediction, ValueForm Target) Values(LossCall call) => default;

    /// <summary>Among how many of the greatest scores of a row a class is sought; null where none is.</summary>
    internal virtual double? Among(LossCall call) => null;

    /// <summary>What its targets are.</summary>
    internal abstract TargetForm Targets(LossCall call);

    /// <summary>Refuses options that have no meaning for this loss alone.</summary>
    /// <exception cref="LossException">OptionNotSupported.</exception>
    internal virtual void Check(LossCall call, int classes)
    {
    }

    /// <summary>What becomes of a mean in the end, and the derivative of that.</summary>
    internal virtual (double Value, double Slope) Finish(double mean) => (mean, 1);

    /// <summary>The formula with the numbers of a call.</summary>
    internal abstract LossFormula<T> Bind<T>(LossCall call)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
