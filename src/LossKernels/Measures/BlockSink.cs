using System.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Takes staged blocks one after another to a result.</summary>
internal abstract class BlockSink
{
    /// <summary>The sink of a plan's precision.</summary>
    public static BlockSink Create(MeasurePlan plan) => plan.DataType == ElementType.Float32 ? new TypedSink<float>(plan) : new TypedSink<double>(plan);

    /// <summary>Measures a block.</summary>
    /// <exception cref="LossException">The lowest sample at fault; nothing was added.</exception>
    public abstract void Add(Staging block);

    /// <summary>The result of all blocks.</summary>
    public abstract LossResult Complete(long skipped);

    private sealed class TypedSink<T>(MeasurePlan plan) : BlockSink
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly BlockEvaluator<T> _evaluator = new(plan);
        private readonly List<T> _values = [];
        private BlockEvaluator<T>.Workspace? _memory;
        private BlockOutcome _total;

        public override void Add(Staging block)
        {
            TensorView prediction = block.Predictions;
            AxisLayout layout = AxisLayout.Of(prediction.Shape, 1);
            WeightLayout? weights = block.Weights is TensorView given ? WeightLayout.Align(given, new Shape(block.Count), null, 1) : null;
            BlockInput input = new(prediction, block.Targets, layout, weights, block.SampleNumbers);
            T[] values = plan.KeepsLosses ? new T[plan.IsPerElement ? block.Count * block.Classes : block.Count] : [];
            _memory ??= _evaluator.CreateWorkspace(_evaluator.RowsPerBlock);
            BlockOutcome outcome = _evaluator.Evaluate(input, 0, block.Count, _memory, values);
            _total.Merge(outcome);
            _values.AddRange(values);
        }

        public override LossResult Complete(long skipped)
        {
            int samples = (int)(_total.Sums.Samples + _total.Sums.Ignored);
            Shape shape = plan.IsPerElement && plan.Layout.Classes > 1 ? new Shape(samples, plan.Layout.Classes) : new Shape(samples);
            return ResultBuilder.Build(plan, _total, plan.KeepsLosses ? TensorView.Create<T>(_values.ToArray(), shape) : null, skipped);
        }
    }
}
