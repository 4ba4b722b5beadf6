using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>A member of the cross-entropy family, by a name that says what its targets and predictions are.</summary>
public abstract class CrossEntropyFunction : LossFunction
{
    private protected CrossEntropyFunction()
    {
    }

    /// <summary>The kind of cross-entropy.</summary>
    public abstract LossKind Kind { get; }

    /// <summary>What the predictions are.</summary>
    public abstract InputForm Form { get; }

    /// <inheritdoc/>
    public sealed override LossOptions CreateOptions(Convention? convention = null) =>
        Adapt(new CrossEntropyOptions { Kind = Kind, Form = Form, Convention = convention ?? Uses[0].Convention });

    /// <summary>The options with what the name stands for beside kind and form.</summary>
    private protected virtual CrossEntropyOptions Adapt(CrossEntropyOptions options) => options;
}
