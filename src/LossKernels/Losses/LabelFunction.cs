using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>A loss of the predictions of a row and a class number.</summary>
public abstract class LabelFunction : FormulaFunction
{
    private protected LabelFunction()
    {
    }

    internal sealed override TargetForm Targets(LossCall call) => TargetForm.Labels;
}
