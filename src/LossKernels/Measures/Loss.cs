using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Measures.Binding;
using LossKernels.Measures.Blocks;
using LossKernels.Measures.Sums;
using LossKernels.Numerics;
using LossKernels.Progress;
using LossKernels.Sources;
using LossKernels.Sources.Columns;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Measures any loss; the options say which.</summary>
public static class Loss
{
    /// <summary>The loss between targets and predictions.</summary>
    /// <param name="prediction">The predictions, with the classes or outputs on one axis.</param>
    /// <param name="target">A value for each prediction, or a class number for each row of them: what the loss takes.</param>
    /// <param name="options">What to compute.</param>
    /// <param name="sampleWeight">Weights, aligned to the losses from the first axis; null for none.</param>
    /// <param name="context">What ends the measurement early, and what is told how far it has come.</param>
    /// <returns>The loss. Of no samples, a mean is the convention's mean of nothing, and a sum zero.</returns>
    /// <exception cref="LossException">The input or the combination of options has no meaning; see <see cref="LossErrors"/>.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static LossResult Measure(
        TensorView prediction, TensorView target, LossOptions options, TensorView? sampleWeight = null, MeasureContext context = default)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        return Explained(prediction, target, options, sampleWeight, null, context);
    }

    /// <summary>
    /// The same with the derivatives, which <see cref="LossOptions.Gradient"/> has to ask for, written into an array of the caller's: who measures over
    /// and over, as a training loop does, need not take fresh memory each time, which costs more than the derivatives do.
    /// </summary>
    /// <typeparam name="T">float or double: the data type of the measurement.</typeparam>
    /// <param name="prediction">The predictions, with the classes or outputs on one axis.</param>
    /// <param name="target">A value for each prediction, or a class number for each row of them: what the loss takes.</param>
    /// <param name="gradient">As many numbers as there are predictions, in memory of their own. The result's gradient is a view of them.</param>
    /// <param name="options">What to compute.</param>
    /// <param name="sampleWeight">Weights, aligned to the losses from the first axis; null for none.</param>
    /// <param name="context">What ends the measurement early, and what is told how far it has come.</param>
    /// <returns>The loss and its derivatives.</returns>
    /// <exception cref="ArgumentException">No gradient is asked for, or the array is of another type or length than it.</exception>
    /// <exception cref="LossException">The input or the combination of options has no meaning; see <see cref="LossErrors"/>.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static LossResult MeasureInto<T>(
        TensorView prediction, TensorView target, T[] gradient, LossOptions options, TensorView? sampleWeight = null, MeasureContext context = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(options);
        return options.Gradient
            ? Explained(prediction, target, options, sampleWeight, gradient, context)
            : throw new ArgumentException("There is an array for the gradient, but the options do not ask for one.", nameof(options));
    }

    /// <summary>The loss of the rows of a CSV file, as <see cref="Measure"/> gives it for the numbers in them. <see cref="TableMeasurement"/> can do more.</summary>
    /// <param name="path">The file, plain or compressed by gzip.</param>
    /// <param name="target">The column, or columns, of the target: a name, a wildcard, or a position counted from zero.</param>
    /// <param name="prediction">The columns of the predictions, in the order of the classes.</param>
    /// <param name="options">What to compute.</param>
    /// <param name="context">What ends the measurement early, and what is told how far it has come.</param>
    /// <exception cref="LossException">The file, one of its rows, or the combination of options is at fault; see <see cref="LossErrors"/>.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static LossResult MeasureTable(
        string path, ColumnPattern target, ColumnPattern prediction, LossOptions options, MeasureContext context = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        using TableMeasurement table = new(options, new ColumnRequest([target], [prediction]), new ClassLabels(), failure => throw failure);
        table.Add(path, context);
        return table.Complete()[0].Result;
    }

    private static LossResult Explained(
        TensorView prediction, TensorView target, LossOptions options, TensorView? sampleWeight, Array? gradient, MeasureContext context)
    {
        try
        {
            return MeasureAsGiven(prediction, target, options, sampleWeight, gradient, context);
        }
        catch (LossException failure) when (options.IsExamined)
        {
            throw options.Explain(failure, prediction, target);
        }
    }

    private static LossResult MeasureAsGiven(
        TensorView prediction, TensorView target, LossOptions options, TensorView? sampleWeight, Array? gradient, MeasureContext context)
    {
        MeasurePlan plan = MeasurePlan.Create(prediction, target, options);
        WeightLayout? weights = sampleWeight is null
            ? null
            : WeightLayout.Align(sampleWeight, plan.RowShape, plan.TakesElements ? plan.PredictionShape : null, plan.Layout.Axis);
        plan = plan with
        {
            WeighsElements = weights is { PerElement: true },
            AmbiguousWeights = plan.Convention.BroadcastsWeights && sampleWeight is not null && WeightLayout.FitsLast(sampleWeight.Shape, plan.ValueShape) ? sampleWeight.Shape : null,
        };
        TensorSource source = new(prediction.Reshape(plan.PredictionShape), target, plan.Layout, weights, plan.TargetLayout);
        context.Progress?.ExpectRows(plan.Layout.Rows);
        return plan.DataType == ElementType.Float32
            ? Measure(plan, source, GradientOf<float>(plan, gradient), context)
            : Measure(plan, source, GradientOf<double>(plan, gradient), context);
    }

    private static T[] GradientOf<T>(MeasurePlan plan, Array? given)
    {
        long count = plan.Options.Gradient ? plan.PredictionShape.Length : 0;
        return given switch
        {
            null when count > Array.MaxLength => throw LossErrors.TooMany($"There are {count} derivatives", Array.MaxLength, "Measure parts of the data."),
            null => GC.AllocateUninitializedArray<T>((int)count),
            T[] gradient when gradient.Length == count => gradient,
            _ => throw new ArgumentException($"The gradient has {count} numbers of {plan.DataType}; there is room for {given.Length} of {given.GetType().GetElementType()!.Name}.", nameof(given)),
        };
    }

    private static LossResult Measure<T>(MeasurePlan plan, TensorSource source, T[] gradient, MeasureContext context)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using LossStore<T>? losses = LossStore<T>.Create(plan);
        losses?.Reserve(plan.ValueShape.Length);
        double[] scales = plan.Options.Gradient ? ScalesOf<T>(plan, source, context) : [];
        BatchMeans total = MeasureAll(plan, source, new BlockResults<T>(losses, gradient, scales), context);
        if (plan.Options.Gradient && plan.Loss.Finish(total.Total.Sums.Mean(plan.DivisorOf(total.Total.Sums))).Slope is double slope and not 1)
        {
            TensorPrimitives.Multiply(gradient, Lanes.From<T>(slope), gradient);
            NoteEnd<T>(source, gradient, slope, total);
        }

        LossResult result = ResultBuilder.Build(plan, total, losses?.Complete(plan.ValueShape), skipped: 0);
        return plan.Options.Gradient ? result with { Gradient = TensorView.Create<T>(gradient, plan.GivenShape) } : result;
    }

    // Where a mean is at the end of what is made of it, as 0 is of a root, there is no derivative.
    private static void NoteEnd<T>(TensorSource source, ReadOnlySpan<T> gradient, double slope, BatchMeans total)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!double.IsInfinity(slope))
        {
            return;
        }

        Findings findings = default;
        (int classes, long inner) = (source.Layout.Classes, source.Layout.Inner);
        for (int i = 0; i < gradient.Length; i++)
        {
            long row = (i / (classes * inner) * inner) + (i % inner);
            findings[Sight.GradientNotFinite].Add(source.SampleNumber(row), double.CreateTruncating(gradient[i]));
        }

        total.Add(findings);
    }

    // The lowest row at fault is told, whatever the number of threads.
    private static BatchMeans MeasureAll<T>(MeasurePlan plan, TensorSource source, BlockResults<T> results, MeasureContext context)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        BatchMeans total = new(plan);
        using BlockRunner<T> runner = new(plan, source.Layout.Rows, total);
        runner.Run(source, results, 0, plan.Schedule.Count(source.Layout.Rows), context, out LossException? failure);
        return failure is null ? total : throw failure;
    }

    // What is at fault is told as it is without derivatives: their scale is found before the first prediction is read.
    private static double[] ScalesOf<T>(MeasurePlan plan, TensorSource source, MeasureContext context)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            return GradientScale.Of<T>(plan, source, context.Cancellation);
        }
        catch (LossException)
        {
            MeasureAll(plan, source, new BlockResults<T>(null, [], []), context);
            throw;
        }
    }
}
