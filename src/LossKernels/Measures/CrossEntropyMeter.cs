using LossKernels.Sources;

namespace LossKernels.Measures;

/// <summary>
/// Measures samples that come one by one. They are gathered into the blocks into which an array would be cut, so that the result is the
/// array's to the last bit; memory does not grow with their number unless the losses are kept.
/// </summary>
public sealed class CrossEntropyMeter
{
    private readonly CrossEntropyOptions _options;
    private readonly Action<LossException> _skipped;
    private SampleBuffer? _samples;
    private BlockSink? _sink;
    private BlockSchedule _schedule;
    private long _blocks;

    /// <summary>Begins a measurement.</summary>
    /// <param name="options">What to compute. Without a data type, the convention's: samples come as double.</param>
    /// <param name="skipped">Is told of each sample that is left out because of its values.</param>
    public CrossEntropyMeter(CrossEntropyOptions options, Action<LossException> skipped)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(skipped);
        if (options.Axis is not (null or 1 or -1))
        {
            throw LossErrors.OptionNotSupported(
                "A record is one sample and its columns are the classes, so there is no other class axis.",
                "Leave out -Axis.");
        }

        if (options.Gradient)
        {
            throw LossErrors.OptionNotSupported(
                "The derivatives of single samples would be divided by how many there are, which is known when all have come.",
                "Measure the samples as an array.");
        }

        _options = options with { DataType = options.DataType ?? options.Convention.UntypedDataType };
        _skipped = skipped;
    }

    /// <summary>The number of samples that were left out.</summary>
    public long SkippedCount { get; private set; }

    /// <summary>The number of samples that came, those left out included.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a sample.</summary>
    /// <param name="prediction">One value for each class or output.</param>
    /// <param name="target">One number, or a value for each class or output.</param>
    /// <param name="weight">The sample's weight; all samples have one, or none has.</param>
    /// <exception cref="LossException">
    /// The sample has another number of values than those before it (it is left out), or the samples so far do not make a measurement.
    /// </exception>
    public void Add(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, double? weight = null)
    {
        long number = Count++;
        _samples ??= Begin(prediction.Length, target.Length, weight is not null);
        if (prediction.Length != _samples.Classes)
        {
            SkippedCount++;
            throw LossErrors.RaggedRow("Prediction", number, prediction.Length, _samples.Classes);
        }

        if (target.Length != _samples.TargetLength)
        {
            SkippedCount++;
            throw LossErrors.RaggedRow("Target", number, target.Length, _samples.TargetLength);
        }

        _samples.Add(prediction, target, weight, number);
        if (_samples.IsFull)
        {
            Flush(partial: false);
        }
    }

    /// <summary>Counts a sample that could not be read.</summary>
    public void Skip()
    {
        Count++;
        SkippedCount++;
    }

    /// <summary>Ends the measurement.</summary>
    /// <exception cref="LossException">EmptyInput: there was no sample; or what the samples have in common has no meaning.</exception>
    public LossResult Complete()
    {
        if (_samples is null)
        {
            throw LossErrors.EmptyInput("Input", SkippedCount);
        }

        Flush(partial: true);
        return SkippedCount < Count ? _sink!.Complete(SkippedCount) : throw LossErrors.EmptyInput("Input", SkippedCount);
    }

    private SampleBuffer Begin(int classes, int targetLength, bool isWeighted)
    {
        _schedule = BlockSchedule.Of(classes, _options.BatchSize is int size ? Math.Max(size, 1) : BlockSchedule.NoBatches);
        return new SampleBuffer(_schedule.RowsPerBlock, classes, targetLength, isWeighted) { Limit = _schedule[0].Count };
    }

    // A sample at fault is taken out and those behind it move up, so that the cut into blocks is that of the samples that count.
    private void Flush(bool partial)
    {
        while (_samples!.IsFull || (partial && _samples.Count > 0))
        {
            _sink ??= BlockSink.Create(MeasurePlan.Create(_samples.Predictions, _samples.Targets, _options));
            try
            {
                _sink.Add(_samples);
                _samples.Clear();
                _samples.Limit = _schedule[++_blocks].Count;
            }
            catch (LossException failure) when (failure.Row is long sample && failure.Id != nameof(LossErrors.AmbiguousKind))
            {
                _samples.Remove(sample);
                SkippedCount++;
                _skipped(failure);
            }
        }
    }
}
