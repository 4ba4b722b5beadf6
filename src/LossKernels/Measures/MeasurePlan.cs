using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>
/// A measurement with everything decided that does not depend on a block: kind, shapes, precision, denominator.
/// </summary>
internal sealed record MeasurePlan
{
    public required CrossEntropyOptions Options { get; init; }

    public required KindDecision Decision { get; init; }

    public required ElementType DataType { get; init; }

    /// <summary>The predictions as they were given.</summary>
    public required Shape GivenShape { get; init; }

    /// <summary>The predictions as they are measured: a vector of binary outputs is one column.</summary>
    public required Shape PredictionShape { get; init; }

    public required AxisLayout Layout { get; init; }

    /// <summary>Whether there is a loss for each element, in the result and for the weights; else binary losses are averaged over the outputs.</summary>
    public required bool IsPerElement { get; init; }

    public LossKind Kind => Decision.Kind;

    public Convention Convention => Options.Convention;

    public Shape RowShape => PredictionShape.Without(Layout.Axis);

    public bool KeepsLosses => Options.Reduction is Reduction.None or Reduction.PerElement;

    public Denominator Denominator => Kind == LossKind.Sparse ? Convention.SparseDenominator : Convention.Denominator;

    /// <summary>The clip bound in force; null where the formula has none.</summary>
    public double? Epsilon => Options.Form == InputForm.Probability && Convention.Probabilities(Kind).Epsilon > 0
        ? Options.Epsilon ?? Convention.Probabilities(Kind).Epsilon
        : null;

    /// <summary>The shape of the losses that are kept.</summary>
    public Shape ValueShape => IsPerElement ? GivenShape : RowShape;

    /// <summary>Decides everything, or says what cannot be.</summary>
    /// <exception cref="LossException">EmptyInput, ParameterOutOfRange, OptionNotSupported, AmbiguousKind, TargetCountMismatch, ShapeMismatch.</exception>
    public static MeasurePlan Create(TensorView prediction, TensorView target, CrossEntropyOptions options)
    {
        Shape given = prediction.Shape;
        if (given.Rank == 0)
        {
            prediction = prediction.Reshape(given = new Shape(1));
            target = target.Shape.Rank == 0 ? target.Reshape(given) : target;
        }

        int axis = options.Convention.ClassAxis(given, options.Axis);
        KindDecision decision = options.Kind == LossKind.Auto
            ? KindDecision.Decide(prediction, target, axis)
            : new KindDecision(options.Kind, "asked for");

        CheckShapes(decision.Kind, given, target.Shape, axis);
        CheckOptions(decision.Kind, options);

        // N outputs without an axis of their own are N samples of one output.
        Shape measured = given;
        if (decision.Kind == LossKind.Binary && given.Rank == 1 && options.Axis is null)
        {
            measured = new Shape(given[0], 1);
            axis = 1;
        }

        return new MeasurePlan
        {
            Options = options,
            Decision = decision,
            DataType = DataTypeOf(prediction.ElementType, options),
            GivenShape = given,
            PredictionShape = measured,
            Layout = AxisLayout.Of(measured, axis),
            IsPerElement = decision.Kind == LossKind.Binary && (options.Reduction == Reduction.PerElement || !options.Convention.AveragesOutputs),
        };
    }

    private static void CheckShapes(LossKind kind, Shape prediction, Shape target, int axis)
    {
        bool fits = kind switch
        {
            LossKind.Binary => TargetShapes.AreElements(prediction, target, axis),
            LossKind.Categorical => TargetShapes.AreRows(prediction, target, axis),
            _ => TargetShapes.AreLabels(prediction, target, axis),
        };
        if (!fits)
        {
            throw TargetShapes.Mismatch(kind, prediction, target, axis);
        }
    }

    private static void CheckOptions(LossKind kind, CrossEntropyOptions options)
    {
        Convention convention = options.Convention;
        if (options.ThrottleLimit < 0)
        {
            throw LossErrors.ParameterOutOfRange("ThrottleLimit", options.ThrottleLimit, "0 for all cores, or a number of threads");
        }

        if (options.Reduction == Reduction.PerElement && kind != LossKind.Binary)
        {
            throw LossErrors.OptionNotSupported(
                $"A loss for each element exists for binary cross-entropy; {kind} has one for each row.",
                "Use -Reduction None, or -Kind Binary if the outputs are independent.");
        }

        InputForm forms = convention.Forms(kind);
        if ((forms & options.Form) == 0)
        {
            throw LossErrors.OptionNotSupported(
                $"{convention.Name} has no {Name(kind)} cross-entropy from {(options.Form == InputForm.Logit ? "logits" : "probabilities")}.",
                forms == InputForm.Logit
                    ? "Its function takes logits: add -FromLogits (ConvertTo-Logit -Activation Softmax turns probabilities into logits)."
                    : "Leave out -FromLogits, or choose another convention.");
        }

        if (options.Gradient && options.Form != InputForm.Logit)
        {
            throw LossErrors.OptionNotSupported(
                "A gradient is computed from logits, where it is softmax or sigmoid less the target.",
                "Measure from logits, or leave out the gradient.");
        }

        if (options.Epsilon is not double epsilon)
        {
            return;
        }

        if (!(epsilon >= 0 && epsilon < 0.5))
        {
            throw LossErrors.ParameterOutOfRange("Epsilon", epsilon, "at least 0 and less than 0.5");
        }

        if (options.Form != InputForm.Probability || convention.Probabilities(kind).Epsilon == 0)
        {
            throw LossErrors.OptionNotSupported(
                options.Form == InputForm.Probability
                    ? $"The {Name(kind)} formula of {convention.Name} has no epsilon."
                    : "Cross-entropy from logits clips nothing, so it has no epsilon.",
                "Leave out -Epsilon.");
        }
    }

    private static ElementType DataTypeOf(ElementType stored, CrossEntropyOptions options)
    {
        if (options.DataType is ElementType asked)
        {
            if (asked is not (ElementType.Float32 or ElementType.Float64))
            {
                throw LossErrors.ParameterOutOfRange("DataType", asked, "Float32 or Float64");
            }

            return asked == ElementType.Float64 || !options.Convention.AlwaysDouble
                ? asked
                : throw LossErrors.OptionNotSupported(
                    $"{options.Convention.Name} is computed in Float64 whatever comes in.",
                    "Leave out -DataType.");
        }

        return options.Convention.AlwaysDouble ? ElementType.Float64 : stored switch
        {
            ElementType.Float64 => ElementType.Float64,
            ElementType.Float32 or ElementType.Float16 => ElementType.Float32,
            _ => options.Convention.UntypedDataType,
        };
    }

#pragma warning disable CA1308 // A kind's name within a sentence is lower case.
    private static string Name(LossKind kind) => kind == LossKind.Sparse ? "sparse categorical" : kind.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
