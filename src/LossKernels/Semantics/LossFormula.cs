using System.Numerics;
using LossKernels.Kernels;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>The targets of a block: the number of a class for each row (negative: left out), or a value for each prediction.</summary>
internal readonly ref struct BlockTargets<T>
    where T : unmanaged
{
    /// <summary>One class number a row.</summary>
    public BlockTargets(ReadOnlySpan<int> labels) => Labels = labels;

    /// <summary>A value for each prediction, and for formulas over rows what was found out about them.</summary>
    public BlockTargets(TensorBlock<T> block, TargetStatistics statistics)
    {
        Block = block;
        Statistics = statistics;
    }

    /// <summary>One class number a row.</summary>
    public ReadOnlySpan<int> Labels { get; }

    /// <summary>Rows x classes values.</summary>
    public TensorBlock<T> Block { get; }

    /// <summary>What was found out about them.</summary>
    public TargetStatistics Statistics { get; }
}

/// <summary>What a kernel saw of its input on the way; what is not certain is looked at once more.</summary>
/// <param name="ArePredictionsAllowed">Whether the predictions are all of the form for certain: probabilities within 0..1.</param>
/// <param name="AreTargetsWithinUnit">Whether the targets lie within 0..1 for certain; of class numbers always.</param>
internal readonly record struct BlockCheck(bool ArePredictionsAllowed, bool AreTargetsWithinUnit);

/// <summary>
/// A kind of cross-entropy, bound to the numbers of a convention: it has a kernel reduce a block and finishes in double over the rows.
/// </summary>
/// <typeparam name="T">float or double: the type whose rounding the bounds have and that the block is read in.</typeparam>
internal abstract class LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether there is a loss for each element (else for each row).</summary>
    public virtual bool IsPerElement => false;

    /// <summary>How many doubles of scratch memory a row takes.</summary>
    public virtual int ScratchPerRow => 0;

    /// <summary>Writes the losses of a block, in nats.</summary>
    public abstract BlockCheck Evaluate(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch);

    /// <summary>Writes the derivatives of the losses of a block to what was given, rows side by side, after <see cref="Evaluate"/> with the same scratch memory.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="scratch">What Evaluate left there.</param>
    /// <param name="scales">By what the derivatives of each loss are multiplied.</param>
    /// <param name="gradient">Where they go.</param>
    public virtual void Differentiate(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient) =>
        throw new NotSupportedException("Only losses from logits have a gradient.");

    /// <summary>The formula of a kind and a form under a convention.</summary>
    /// <param name="kind">Binary, Categorical or Sparse.</param>
    /// <param name="form">What the predictions are.</param>
    /// <param name="convention">Whose formula.</param>
    /// <param name="epsilon">Replaces the convention's epsilon; zero turns it off.</param>
    public static LossFormula<T> Bind(LossKind kind, InputForm form, Convention convention, double? epsilon)
    {
        ProbabilityFormula numbers = convention.Probabilities(kind);
        if (epsilon is double given)
        {
            numbers = numbers with { Epsilon = given };
        }

        return (kind, form) switch
        {
            (LossKind.Binary, InputForm.Logit) => new BinaryFromLogits<T>(convention.InfiniteLogit),
            (LossKind.Binary, _) => new BinaryFromProbabilities<T>(numbers, convention.ZeroTimesInfinityIsZero),
            (LossKind.Categorical, InputForm.Logit) => new CategoricalFromLogits<T>(convention.ZeroTimesInfinityIsZero),
            (LossKind.Categorical, _) => new CategoricalFromProbabilities<T>(numbers, convention.ZeroTimesInfinityIsZero),
            (LossKind.Sparse, InputForm.Logit) => new SparseFromLogits<T>(),
            _ => new SparseFromProbabilities<T>(numbers),
        };
    }

    /// <summary>The clip bounds of an epsilon as T has them: in single precision 1 - 1e-7 is 0.99999988.</summary>
    internal static ClipBounds Clip(double epsilon)
    {
        T rounded = Lanes.From<T>(epsilon);
        return epsilon == 0
            ? ClipBounds.None
            : new ClipBounds(double.CreateTruncating(rounded), double.CreateTruncating(T.One - rounded));
    }
}
