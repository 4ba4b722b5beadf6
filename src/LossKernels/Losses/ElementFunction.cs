using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>A loss that each prediction has for itself; conventions that average the outputs of a sample do so.</summary>
public abstract class ElementFunction : FormulaFunction
{
    private protected ElementFunction()
    {
    }

    internal sealed override TargetForm Targets(LossCall call) => TargetForm.Elements;
}
