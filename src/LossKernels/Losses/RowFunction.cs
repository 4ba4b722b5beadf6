using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>A loss that the predictions of a row have together.</summary>
public abstract class RowFunction : FormulaFunction
{
    private protected RowFunction()
    {
    }

    internal sealed override TargetForm Targets(LossCall call) => TargetForm.Rows;
}
