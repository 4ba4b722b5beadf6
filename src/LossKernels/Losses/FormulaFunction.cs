using System.Numerics;
using LossKernels.Measures;
using LossKernels.Semantics;

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

    /// <summary>What its targets are.</summary>
    internal abstract TargetForm Targets(LossCall call);

    /// <summary>The formula with the numbers of a call.</summary>
    internal abstract LossFormula<T> Bind<T>(LossCall call)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
