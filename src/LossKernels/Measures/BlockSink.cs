using System.Numerics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Takes blocks of single samples one after another to a result.</summary>
internal abstract class BlockSink
{
    /// <summary>The sink of a plan's precision.</summary>
    public static BlockSink Create(MeasurePlan plan) => plan.DataType == ElementType.Float32 ? new TypedSink<float>(plan) : new TypedSink<double>(plan);

    /// <summary>Measures a block.</summary>
    /// <exception cref="LossException">The lowest sample at fault; nothing was added.</exception>
    public abstract void Add(SampleBuffer block);

    /// <summary>The result of all blocks.</summary>
    public abstract LossResult Complete(long skipped);

    private sealed class TypedSink<T>(MeasurePlan plan) : BlockSink
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly BlockEvaluator<T> _evaluator = new(plan);
        private readonly BatchMeans _total = new(plan);
        private readonly List<T> _values = [];
        private Workspace<T>? _memory;
        private long _row;

        public override void Add(SampleBuffer block)
        {
            T[] values = plan.KeepsLosses ? new T[plan.IsPerElement ? block.Count * block.Classes : block.Count] : [];
            _memory ??= _evaluator.CreateWorkspace(plan.Schedule.RowsPerBlock);
            BlockOutcome outcome = _evaluator.Evaluate(block.ToSource(), 0, block.Count, _memory, new BlockResults<T>(values, [], []));
            _total.Add(_row, outcome);
            _row += block.Count;
            _values.AddRange(values);
        }

        public override LossResult Complete(long skipped)
        {
            int samples = (int)(_total.Total.Sums.Samples + _total.Total.Sums.Ignored);
            Shape shape = plan.IsPerElement && plan.Layout.Classes > 1 ? new Shape(samples, plan.Layout.Classes) : new Shape(samples);
            return ResultBuilder.Build(plan, _total, plan.KeepsLosses ? TensorView.Create<T>(_values.ToArray(), shape) : null, skipped);
        }
    }
}
