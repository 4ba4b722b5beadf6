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

    /// <summary>The targets as they were given.</summary>
    public required Shape TargetShape { get; init; }

    /// <summary>The type of the predictions as they are stored.</summary>
    public required ElementType StoredType { get; init; }

    /// <summary>Whether the quality of the predictions is summed up.</summary>
    public bool IsDetailed => Options.Detailed || Options.Examined;

    /// <summary>The predictions as they are measured: a vector of binary outputs is one column.</summary>
    public required Shape PredictionShape { get; init; }

    public required AxisLayout Layout { get; init; }

    /// <summary>Whether there is a loss for each element, in the result and for the weights; else binary losses are averaged over the outputs.</summary>
    public required bool IsPerElement { get; init; }

    /// <summary>What the loss is made of.</summary>
    public required FormulaTerms Terms { get; init; }

    /// <summary>How the rows are cut into blocks and batches.</summary>
    public required BlockSchedule Schedule { get; init; }

    public LossKind Kind => Decision.Kind;

    public Convention Convention => Options.Convention;

    public Shape RowShape => PredictionShape.Without(Layout.Axis);

    public bool KeepsLosses => Options.Reduction is Reduction.None or Reduction.PerElement;

    /// <summary>The label that is left out, if any.</summary>
    public int? IgnoreClass => Kind == LossKind.Sparse ? Options.IgnoreClass ?? Convention.IgnoreClass : null;

    /// <summary>A weight for each class, or none.</summary>
    public required double[] ClassWeights { get; init; }

    /// <summary>Whether the formula multiplies its terms by the class weights (else the whole loss is multiplied by one of them).</summary>
    public bool FormulaWeighsClasses => Terms.ClassWeights.Count > 0;

    public Denominator Denominator => (Options.Denominator, Kind) switch
    {
        (Denominator.Convention, LossKind.Sparse) => Convention.SparseDenominator,
        (Denominator.Convention, _) => Convention.Denominator,
        (Denominator given, _) => given,
    };

    /// <summary>The epsilon in force; null where the formula has none.</summary>
    public double? Epsilon => OptionTerms.NumbersOf(Kind, Options) is { HasEpsilon: true }
        ? Terms.Numbers.EpsilonFor(DataType == ElementType.Float32)
        : null;

    /// <summary>For how many classes there is a loss in the detail: of one binary output those of 0 and of 1.</summary>
    public int DetailClasses => Kind == LossKind.Binary && Layout.Classes == 1 ? 2 : Layout.Classes;

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
    public static MeasurePlan Create(TensorView prediction, TensorView target, CrossEntropyOptions options, SharedKind? shared = null)
    {
        Shape given = prediction.Shape;
        Shape shape = given;
        if (given.Rank == 0)
        {
            prediction = prediction.Reshape(shape = new Shape(1));
            target = target.Shape.Rank == 0 ? target.Reshape(shape) : target;
        }

        int axis = options.Convention.ClassAxis(shape, options.Axis);
        KindDecision decision = options.Kind != LossKind.Auto ? new KindDecision(options.Kind, "asked for")
            : shared?.Decision ?? KindDecision.Decide(prediction, target, axis);
        if (shared is not null)
        {
            shared.Decision = decision;
        }

        CheckShapes(decision.Kind, shape, target.Shape, axis);

        // N outputs without an axis of their own are N samples of one output.
        if (decision.Kind == LossKind.Binary && shape.Rank == 1 && options.Axis is null)
        {
            shape = new Shape(shape[0], 1);
            axis = 1;
        }

        OptionChecks.Check(decision.Kind, shape[axis], options);
        AxisLayout layout = AxisLayout.Of(shape, axis);
        Shape rows = shape.Without(axis);
        long rowsPerSample = rows.Rank == 0 ? 1 : layout.Rows / Math.Max(rows[0], 1);
        return new MeasurePlan
        {
            Options = options,
            Decision = decision,
            DataType = DataTypeOf(prediction.ElementType, options),
            GivenShape = given,
            TargetShape = target.Shape,
            StoredType = prediction.ElementType,
            PredictionShape = shape,
            Layout = layout,
            IsPerElement = decision.Kind == LossKind.Binary && (options.Reduction == Reduction.PerElement || !options.Convention.AveragesOutputs),
            ClassWeights = [.. options.ClassWeights ?? []],
            Terms = OptionTerms.Of(decision.Kind, options),
            Schedule = BlockSchedule.Of(layout.Classes, options.BatchSize is int size ? Math.Max(size * rowsPerSample, 1) : BlockSchedule.NoBatches),
        };
    }

    /// <summary>What a mean of some sums divides by.</summary>
    public double DivisorOf(in LossAccumulator sums) =>
        Denominator == Denominator.Number ? Options.DenominatorValue!.Value : sums.Divisor(Denominator);

    /// <summary>Whether some sums have nothing to average.</summary>
    public bool IsNothing(in LossAccumulator sums) => sums.Samples == 0 || DivisorOf(sums) == 0;

    /// <summary>The mean of some sums.</summary>
    /// <exception cref="LossException">AllSamplesIgnored, where that is to be an error.</exception>
    public double MeanOf(in LossAccumulator sums)
    {
        if (!IsNothing(sums))
        {
            return sums.Mean(DivisorOf(sums));
        }

        WhenAllIgnored gives = Options.WhenAllIgnored == WhenAllIgnored.Convention ? Convention.MeanOfNothing : Options.WhenAllIgnored;
        return gives switch
        {
            WhenAllIgnored.Zero => 0,
            WhenAllIgnored.Error => throw LossErrors.AllSamplesIgnored(sums.Ignored, sums.Samples),
            _ => double.NaN,
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
            ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16 => ElementType.Float32,
            _ => options.Convention.UntypedDataType,
        };
    }
}
