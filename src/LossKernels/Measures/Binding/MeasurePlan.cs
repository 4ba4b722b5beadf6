using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Binding;

/// <summary>
/// A measurement with everything decided that does not depend on a block: loss, shapes, precision, denominator.
/// </summary>
internal sealed record MeasurePlan
{
    public required LossOptions Options { get; init; }

    /// <summary>The loss, bound to the options.</summary>
    public required BoundLoss Loss { get; init; }

    public required ElementType DataType { get; init; }

    /// <summary>The predictions as they were given.</summary>
    public required Shape GivenShape { get; init; }

    /// <summary>The targets as they were given.</summary>
    public required Shape TargetShape { get; init; }

    /// <summary>The type of the predictions as they are stored.</summary>
    public required ElementType StoredType { get; init; }

    /// <summary>Whether samples come one by one, and nobody gave shapes.</summary>
    public bool AreSingleSamples { get; init; }

    /// <summary>The predictions as they are measured: a vector of binary outputs is one column.</summary>
    public required Shape PredictionShape { get; init; }

    public required AxisLayout Layout { get; init; }

    /// <summary>Whether the elements of a row have weights of their own.</summary>
    public bool WeighsElements { get; init; }

    /// <summary>The shape of sample weights that the framework would align with the losses otherwise; else null.</summary>
    public Shape? AmbiguousWeights { get; init; }

    /// <summary>How the rows are cut into blocks and batches.</summary>
    public required BlockSchedule Schedule { get; init; }

    /// <summary>The loss, for what belongs to cross-entropy alone.</summary>
    public BoundCrossEntropy CrossEntropy => (BoundCrossEntropy)Loss;

    public TargetForm Targets => Loss.Targets;

    /// <summary>Whether each prediction has a target of its own, and a loss.</summary>
    public bool TakesElements => Loss.TakesElements;

    /// <summary>Whether there is a loss for each element, in the result and for the weights; else those of a row are averaged.</summary>
    public bool IsPerElement => Loss.IsPerElement;

    /// <summary>Whether the quality of the predictions is summed up.</summary>
    public bool IsDetailed => Loss.IsDetailed;

    public Convention Convention => Options.Convention;

    /// <summary>The class axis of the targets.</summary>
    public AxisLayout TargetLayout => Loss.PredictionsPerTarget == 1
        ? Layout
        : AxisLayout.Of(RowShape.With(Layout.Axis, Layout.Classes / Loss.PredictionsPerTarget), Layout.Axis);

    public Shape RowShape => PredictionShape.Without(Layout.Axis);

    public bool KeepsLosses => Options.Reduction is Reduction.None or Reduction.PerElement;

    /// <summary>The label that is left out, if any.</summary>
    public int? IgnoreClass => Targets == TargetForm.Labels ? Options.IgnoreClass ?? Options.OwnIgnoreClass : null;

    /// <summary>A weight for each class, or none.</summary>
    public required double[] ClassWeights { get; init; }

    public Denominator Denominator => Options.Denominator == Denominator.Convention ? Loss.Denominator : Options.Denominator;

    /// <summary>The epsilon in force; null where the formula has none.</summary>
    public double? Epsilon => Loss.Epsilon(DataType);

    /// <summary>For how many classes there is a loss in the detail: of one binary output those of 0 and of 1.</summary>
    public int DetailClasses => TakesElements && Layout.Classes == 1 ? 2 : Layout.Classes;

    /// <summary>The shape of the losses that are kept.</summary>
    public Shape ValueShape => IsPerElement || GivenShape.Rank == 0 ? GivenShape : RowShape;

    /// <summary>Decides everything, or says what cannot be.</summary>
    /// <param name="prediction">The predictions, or the first of them.</param>
    /// <param name="target">The targets, or the first of them.</param>
    /// <param name="options">What to compute.</param>
    /// <param name="shared">The decision about the kind, where several measurements share it; else null.</param>
    /// <exception cref="LossException">
    /// EmptyInput, ParameterOutOfRange, OptionNotSupported, AmbiguousKind, TargetCountMismatch, ShapeMismatch, ClassWeightCountMismatch.
    /// </exception>
    public static MeasurePlan Create(TensorView prediction, TensorView target, LossOptions options, SharedKind? shared = null)
    {
        Shape given = prediction.Shape;
        Shape shape = given;
        if (given.Rank == 0)
        {
            prediction = prediction.Reshape(shape = new Shape(1));
            target = target.Shape.Rank == 0 ? target.Reshape(shape) : target;
        }

        int axis = options.ClassAxis(shape);
        CheckColumns(shape.Rank > 1 && shape[axis] == 0, given);
        BoundLoss loss = options.Bind(prediction, target, axis, shared);

        (shape, axis) = loss.Arrange(shape, axis, options.Axis is not null);
        CheckColumns(shape[axis]);
        CheckColumns(shape[axis] == 0, given);
        loss.CheckOptions(shape[axis]);
        AxisLayout layout = AxisLayout.Of(shape, axis);
        Shape rows = shape.Without(axis);
        long rowsPerSample = rows.Rank == 0 ? 1 : layout.Rows / Math.Max(rows[0], 1);
        return new MeasurePlan
        {
            Options = options,
            Loss = loss,
            DataType = DataTypeOf(prediction.ElementType, options),
            GivenShape = given,
            TargetShape = target.Shape,
            StoredType = prediction.ElementType,
            PredictionShape = shape,
            Layout = layout,
            ClassWeights = [.. options.ClassWeights ?? []],
            Schedule = BlockSchedule.Of(
                layout.Classes, options.BatchSize is int size ? Math.Max(size * rowsPerSample, 1) : BlockSchedule.NoBatches, options.MostRowsPerBlock, layout.Inner),
        };
    }

    /// <summary>What a mean of some sums divides by.</summary>
    public WideSum DivisorOf(in LossAccumulator sums) =>
        Denominator == Denominator.Number ? WideSum.From(Options.DenominatorValue!.Value) : sums.Divisor(Denominator);

    /// <summary>Whether some sums have nothing to average.</summary>
    public bool IsNothing(in LossAccumulator sums) => sums.Samples == 0 || DivisorOf(sums).Value == 0;

    /// <summary>The mean of some sums.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="batch">The batch that they are of, from zero; null where there are no batches.</param>
    /// <exception cref="LossException">AllSamplesIgnored, where that is to be an error.</exception>
    public double MeanOf(in LossAccumulator sums, long? batch = null)
    {
        if (!IsNothing(sums))
        {
            return Loss.Finish(sums.Mean(DivisorOf(sums))).Value;
        }

        WhenAllIgnored gives = Options.WhenAllIgnored == WhenAllIgnored.Convention ? Convention.MeanOfNothing : Options.WhenAllIgnored;
        return gives switch
        {
            WhenAllIgnored.Zero => 0,
            WhenAllIgnored.Error => throw LossErrors.AllSamplesIgnored(sums.Ignored, sums.Samples, batch),
            _ => double.NaN,
        };
    }

    /// <summary>The numbers of a row, of which there are not more than memory holds: what is computed of it takes up to four for each, side by side.</summary>
    /// <exception cref="LossException">OptionNotSupported.</exception>
    public static int CheckColumns(long columns) => columns <= Array.MaxLength / 4 ? (int)columns : throw LossErrors.TooMany(
        $"A row of predictions has {columns} numbers", Array.MaxLength / 4, "Say with `Axis` along which axis the classes lie, or measure parts of the data.");

    // Rows of no columns have no losses; no rows of some columns are an empty batch. Of a vector the loss says what it is.
    private static void CheckColumns(bool areNone, Shape given)
    {
        if (areNone)
        {
            throw LossErrors.EmptyInput($"Predictions of shape {given}");
        }
    }

    private static ElementType DataTypeOf(ElementType stored, LossOptions options)
    {
        if (options.DataType is ElementType asked)
        {
            if (asked is not (ElementType.Float32 or ElementType.Float64))
            {
                throw LossErrors.ParameterOutOfRange("DataType", asked, "Float32 or Float64", "Take `DataType = ElementType.Float64`; without it the predictions decide.");
            }

            return asked == ElementType.Float64 || !options.Convention.AlwaysDouble
                ? asked
                : throw LossErrors.OptionNotSupported(
                    $"{options.Convention.Name} is computed in Float64 whatever comes in.",
                    "Leave out `DataType`.");
        }

        return options.Convention.AlwaysDouble ? ElementType.Float64 : stored switch
        {
            ElementType.Float64 => ElementType.Float64,
            ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16 => ElementType.Float32,
            _ => options.Convention.UntypedDataType,
        };
    }
}
