using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Semantics;
using LossKernels.Semantics.Inputs;
using LossKernels.Tensors;

namespace LossKernels.Measures.Binding;

/// <summary>
/// Which kind of cross-entropy targets and predictions belong to, and why: from the shapes first, then from the first block of targets.
/// </summary>
/// <param name="Kind">Binary, Categorical or Sparse.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="FromTargets">Whether the values of the first block decided, so that a later row can contradict them.</param>
internal sealed record KindDecision(LossKind Kind, string Reason, bool FromTargets = false)
{
    /// <summary>Of a decision that values made for Binary, the rows of zeros without which it would be one for Categorical.</summary>
    public Sighting WithoutClass { get; private init; }

    /// <summary>The same of rows that do not sum to one, where those of the predictions do; the value is the sum.</summary>
    public Sighting NoDistribution { get; private init; }

    /// <summary>Takes what is asked for, or what was decided already, and decides where it is neither.</summary>
    /// <param name="asked">What is asked for; Auto to decide.</param>
    /// <param name="prediction">The predictions.</param>
    /// <param name="target">The targets.</param>
    /// <param name="axis">The class axis, counted from the first.</param>
    /// <param name="shared">The decision that several measurements share, or null.</param>
    /// <exception cref="LossException">AmbiguousKind, TargetCountMismatch or ShapeMismatch.</exception>
    public static KindDecision Decide(LossKind asked, TensorView prediction, TensorView target, int axis, SharedKind? shared)
    {
        KindDecision decision = asked != LossKind.Auto ? new KindDecision(asked, "asked for")
            : shared?.Decision ?? Decide(prediction, target, axis);
        if (shared is not null)
        {
            // What was seen of the rows that decided is of one measurement alone.
            shared.Decision = decision with { WithoutClass = default, NoDistribution = default };
        }

        return decision;
    }

    /// <summary>Decides.</summary>
    /// <param name="prediction">The predictions.</param>
    /// <param name="target">The targets.</param>
    /// <param name="axis">The class axis, counted from the first, for predictions of at least one axis.</param>
    /// <exception cref="LossException">AmbiguousKind, TargetCountMismatch or ShapeMismatch.</exception>
    public static KindDecision Decide(TensorView prediction, TensorView target, int axis)
    {
        Shape shape = prediction.Shape;
        if ((shape.Rank <= 1 || shape[axis] == 1) && TargetShapes.AreElements(shape, target.Shape, axis))
        {
            if (shape.Rank == 1 && target.Shape.Rank == 1 && shape[0] > 1 && Distribution.IsVector(target) && Distribution.IsVector(prediction))
            {
                throw LossErrors.AmbiguousKind(
                    $"Targets and predictions are two rows of {shape.Length} numbers that both sum to 1: that may be one sample of {shape.Length} classes, or {shape.Length} samples of one output.",
                    "Add `Kind = LossKind.Categorical` for one sample, or `Kind = LossKind.Binary` for many.");
            }

            return new KindDecision(LossKind.Binary, "one output for each target");
        }

        if (TargetShapes.AreLabels(shape, target.Shape, axis))
        {
            return new KindDecision(LossKind.Sparse, "one whole number as the target of each row of predictions");
        }

        if (target.Shape.Equals(shape))
        {
            return Distribution.AreRows(target, axis)
                ? new KindDecision(LossKind.Categorical, "every row of targets is a distribution over the classes", FromTargets: true)
                : new KindDecision(LossKind.Binary, "the targets have the predictions' shape and are not distributions over the classes (multi-label)", FromTargets: true)
                    .WithOddRows(Distribution.FirstRows(target, axis), prediction, axis);
        }

        if (TargetShapes.AreRows(shape, target.Shape, axis))
        {
            throw LossErrors.AmbiguousKind(
                $"Targets of shape {target.Shape} and predictions of shape {shape} may be one sample of {shape.Length} classes, or a value each for {shape.Length} outputs.",
                "Add `Kind = LossKind.Categorical` for one sample of exclusive classes; for outputs of their own give both the same shape.");
        }

        throw TargetMismatch.Of(LossKind.Auto, shape, target.Shape, axis);
    }

    // With the rows of targets that are no distributions, if they are the fewer: rows of zeros, or others where predictions of classes speak for classes.
    private KindDecision WithOddRows(ReadOnlySpan<double> rows, TensorView prediction, int axis)
    {
        int classes = prediction.Shape[axis];
        Sighting zeros = default;
        Sighting odd = default;
        for (int start = 0; start < rows.Length; start += classes)
        {
            ReadOnlySpan<double> row = rows.Slice(start, classes);
            if (Distribution.FirstOther(row, classes) >= 0)
            {
                double least = TensorPrimitives.Min(row);
                odd.Add(start / classes, least < 0 ? least : TensorPrimitives.Sum(row));
                if (!row.ContainsAnyExcept(0))
                {
                    zeros.Add(start / classes);
                }
            }
        }

        return 2 * odd.Count * classes >= rows.Length ? this
            : zeros.Count == odd.Count ? this with { WithoutClass = zeros }
            : Distribution.AreRows(prediction, axis) ? this with { NoDistribution = odd }
            : this;
    }
}
