using System.Collections.Immutable;
using LossKernels.Measures;
using LossKernels.Measures.Binding;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>What to compute of a loss that is not a cross-entropy. Of the options, class weights and an ignored class are for losses of class numbers.</summary>
public sealed record LossFunctionOptions : LossOptions
{
    /// <summary>The options of a loss.</summary>
    public LossFunctionOptions(FormulaFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        Function = function;
    }

    /// <summary>The options of a loss, with what others ask of any loss.</summary>
    internal LossFunctionOptions(FormulaFunction function, LossOptions shared)
        : base(shared) => Function = function;

    /// <summary>The loss.</summary>
    public FormulaFunction Function { get; }

    /// <summary>The numbers of its formula that are given, by the names of its <see cref="LossFunction.Parameters"/>, in whatever case.</summary>
    public ImmutableDictionary<string, double> Numbers
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.WithComparers(StringComparer.OrdinalIgnoreCase);
        }
    } = ImmutableDictionary.Create<string, double>(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool TakesLabels => Function.Targets(new LossCall(this)) == TargetForm.Labels;

    // Of one output these losses take no longer than it takes to hand out a small block.
    internal override int MostRowsPerBlock => 4 * BlockSchedule.MostRows;

    internal override bool NeedsAllAtOnce => Function.TakesAllAsOne && Axis is null;

    internal override BoundLoss Bind(TensorView prediction, TensorView target, int axis, SharedKind? shared) =>
        BoundFunction.Create(this, prediction.Shape, target.Shape, axis);
}
