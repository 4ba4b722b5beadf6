using System.Numerics;
using System.Runtime.CompilerServices;
using LossKernels.Losses;
using LossKernels.Measures;

namespace LossKernels.Benchmarks;

/// <summary>A path with its data: all that is timed, each as one call.</summary>
internal abstract class Workload : IDisposable
{
    /// <summary>The bytes that are read, and written where there is a gradient.</summary>
    public abstract long Bytes { get; }

    /// <summary>The library.</summary>
    /// <returns>The loss.</returns>
    public abstract double Measure();

    /// <summary>The library on as much data, all of it in the second-level cache; null where that cannot be arranged.</summary>
    public abstract Action? MeasureInCache { get; }

    /// <summary>The same bytes read, or copied where there is a gradient.</summary>
    public abstract void Read();

    /// <summary>Whether a good programmer would write it with TensorPrimitives.</summary>
    public abstract bool HasComposition { get; }

    /// <summary>What that would be.</summary>
    /// <returns>The loss.</returns>
    public abstract double Compose();

    /// <summary>Has the frameworks of Python do the same.</summary>
    public abstract IReadOnlyList<PeerTime> Ask(Peers peers);

    /// <summary>Fresh random data for a path.</summary>
    public static Workload Create(LossPath path, int classes, long bytes) =>
        path.IsDouble ? new Workload<double>(path, classes, bytes) : new Workload<float>(path, classes, bytes);

    public abstract void Dispose();
}

/// <inheritdoc/>
internal sealed class Workload<T> : Workload
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LossPath _path;
    private readonly LossOptions _options;
    private readonly Batch<T> _batch;
    private readonly T[] _gradient;
    private readonly Composition<T> _composition;
    private readonly List<IDisposable> _repetitions = [];

    public Workload(LossPath path, int classes, long bytes)
    {
        _path = path;
        _batch = Batch<T>.Random(path, classes, bytes);
        _gradient = path.Gradient ? new T[_batch.Predictions.Length] : [];
        _composition = new Composition<T>(path, _batch, _gradient);
        _options = (path.Function is null
            ? new CrossEntropyOptions { Kind = path.Kind, Form = path.Form }
            : LossFunctions.Find(path.Function).CreateOptions()) with
        {
            Axis = path.Inner > 1 ? 1 : -1,
            Gradient = path.Gradient,
        };

        // A gradient goes to memory wherever the predictions are, so its limit is the copy.
        if (Pages.CanMap && !path.Gradient)
        {
            Batch<T> repeated = _batch with
            {
                Predictions = Repeat(_batch.Predictions, classes * path.PredictionsPerTarget),
                Labels = Repeat(_batch.Labels, 1),
                Targets = Repeat(_batch.Targets, classes),
            };
            MeasureInCache = () => Loss.Measure(repeated.PredictionView, repeated.TargetView, _options);
        }
    }

    public override long Bytes => _batch.Bytes + ((long)_gradient.Length * Unsafe.SizeOf<T>());

    public override Action? MeasureInCache { get; }

    public override double Measure() => (_path.Gradient
        ? Loss.MeasureInto(_batch.PredictionView, _batch.TargetView, _gradient, _options)
        : Loss.Measure(_batch.PredictionView, _batch.TargetView, _options)).Loss!.Value;

    public override void Read()
    {
        if (_path.Gradient)
        {
            Yardstick.Copy(_batch.Predictions, _gradient.AsMemory());
        }
        else
        {
            Yardstick.Read(_batch.Predictions);
        }

        Yardstick.Read(_batch.Labels);
        Yardstick.Read(_batch.Targets);
    }

    public override bool HasComposition => _composition.Exists;

    public override double Compose() => _composition.Run();

    public override IReadOnlyList<PeerTime> Ask(Peers peers) => _path.Function is null ? peers.Time(_path, _batch) : [];

    public override void Dispose() => _repetitions.ForEach(repetition => repetition.Dispose());

    private ReadOnlyMemory<TValue> Repeat<TValue>(ReadOnlyMemory<TValue> values, int rowLength)
        where TValue : unmanaged
    {
        if (values.IsEmpty)
        {
            return values;
        }

        RepeatedMemory<TValue> repetition = new(values.Span, rowLength);
        _repetitions.Add(repetition);
        return repetition.Memory;
    }
}
