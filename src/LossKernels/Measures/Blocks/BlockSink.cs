using System.Numerics;
using LossKernels.Diagnostics;
using LossKernels.Measures.Binding;
using LossKernels.Measures.Sums;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>Takes blocks of single samples one after another to a result.</summary>
internal abstract class BlockSink : IDisposable
{
    /// <summary>The sink of a plan's precision.</summary>
    public static BlockSink Create(MeasurePlan plan) => plan.DataType == ElementType.Float32 ? new TypedSink<float>(plan) : new TypedSink<double>(plan);

    /// <summary>The blocks that were measured.</summary>
    public abstract long Blocks { get; }

    /// <summary>Measures the blocks that follow.</summary>
    /// <param name="samples">Their samples, and perhaps more.</param>
    /// <param name="blocks">How many blocks.</param>
    /// <param name="failure">Why the first block that failed did, or null.</param>
    /// <returns>How many samples were measured: those of the blocks before the first that failed.</returns>
    public abstract int Add(SampleBuffer samples, int blocks, out LossException? failure);

    /// <summary>The result of all blocks.</summary>
    /// <param name="skipped">How many samples were left out.</param>
    /// <param name="lost">What an examination saw of these, or null.</param>
    public abstract LossResult Complete(long skipped, Survey? lost);

    /// <inheritdoc/>
    public abstract void Dispose();

    private sealed class TypedSink<T> : BlockSink
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly MeasurePlan _plan;
        private readonly BatchMeans _total;
        private readonly BlockRunner<T> _runner;
        private readonly LossStore<T>? _losses;
        private long _blocks;
        private long _row;

        public TypedSink(MeasurePlan plan)
        {
            _plan = plan;
            _total = new BatchMeans(plan);
            _runner = new BlockRunner<T>(plan, plan.Schedule.RowsPerBlock, _total);
            _losses = LossStore<T>.Create(plan);
        }

        public override long Blocks => _blocks;

        public override int Add(SampleBuffer samples, int blocks, out LossException? failure)
        {
            _losses?.Reserve((_row + samples.Count) * (_plan.IsPerElement ? samples.Classes : 1));
            _blocks += _runner.Run(samples.ToSource(), new BlockResults<T>(_losses, [], [], _row), _blocks, blocks, default, out failure);
            long before = _row;
            _row = Math.Min(_plan.Schedule[_blocks].First, before + samples.Count);
            return (int)(_row - before);
        }

        public override LossResult Complete(long skipped, Survey? lost)
        {
            if (lost is not null)
            {
                _total.Survey?.Add(lost);
            }

            return ResultBuilder.Build(_plan, _total, _losses?.Complete(Shape()), skipped);
        }

        private Shape Shape()
        {
            int samples = _row <= int.MaxValue ? (int)_row : throw LossErrors.TooMany($"There are {_row} samples whose losses are kept", int.MaxValue, "Measure parts of the data.");
            return _plan.IsPerElement && _plan.Layout.Classes > 1 ? new Shape(samples, _plan.Layout.Classes) : new Shape(samples);
        }

        public override void Dispose()
        {
            _runner.Dispose();
            _losses?.Dispose();
        }
    }
}
