using System.Globalization;
using LossKernels.Diagnostics;
using LossKernels.Measures.Binding;
using LossKernels.Measures.Blocks;
using LossKernels.Sources;

namespace LossKernels.Measures;

/// <summary>
/// Measures samples that come one by one. They are gathered into the blocks into which an array would be cut, so that the result is the
/// array's to the last bit; memory does not grow with their number unless the losses are kept.
/// </summary>
public sealed class LossMeter : IDisposable
{
    // As many blocks as an array holds numbers of.
    private const int MostBlocks = 4096;

    private readonly LossOptions _options;
    private readonly Action<LossException, SampleOrigin> _skipped;
    private readonly SharedKind _kind;
    private readonly int _blocksAtOnce;
    private SampleBuffer? _samples;
    private BlockSink? _sink;
    private BlockSchedule _schedule;
    private int _limit;
    private Survey? _lost;

    /// <summary>Begins a measurement.</summary>
    /// <param name="options">What to compute. Without a data type, the convention's: samples come as double.</param>
    /// <param name="skipped">Is told of each sample that is left out because of its values.</param>
    /// <param name="blocksAtOnce">How many blocks are gathered before they are measured, on as many threads as that is work for.</param>
    public LossMeter(LossOptions options, Action<LossException> skipped, int blocksAtOnce = 1)
        : this(options, (failure, _) => skipped(failure), blocksAtOnce) => ArgumentNullException.ThrowIfNull(skipped);

    /// <summary>Begins a measurement.</summary>
    /// <param name="options">What to compute. Without a data type, the convention's: samples come as double.</param>
    /// <param name="skipped">Is told of each sample that is left out because of its values, and where it came from.</param>
    /// <param name="blocksAtOnce">How many blocks are gathered before they are measured, on as many threads as that is work for.</param>
    public LossMeter(LossOptions options, Action<LossException, SampleOrigin> skipped, int blocksAtOnce = 1)
        : this(options, skipped, new SharedKind(), blocksAtOnce)
    {
    }

    /// <summary>Begins one of several measurements that share the decision about the kind.</summary>
    internal LossMeter(LossOptions options, Action<LossException, SampleOrigin> skipped, SharedKind kind, int blocksAtOnce)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(skipped);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocksAtOnce);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocksAtOnce, MostBlocks);
        if (options.Axis is not (null or 1 or -1))
        {
            throw LossErrors.OptionNotSupported(
                "A record is one sample and its columns are the classes, so there is no other class axis.",
                "Leave out `Axis`.");
        }

        if (options.NeedsAllAtOnce)
        {
            throw LossErrors.OptionNotSupported(
                "This loss is one number for all samples together, and samples that come one by one are never all there.",
                "Add `Axis = -1` for a loss of each sample, or measure the samples as an array.");
        }

        if (options.Gradient)
        {
            throw LossErrors.OptionNotSupported(
                "The derivatives of single samples would be divided by how many there are, which is known when all have come.",
                "Measure the samples as an array.");
        }

        _options = options with { DataType = options.DataType ?? options.Convention.UntypedDataType };
        _skipped = skipped;
        _kind = kind;
        _blocksAtOnce = blocksAtOnce;
    }

    /// <summary>The number of samples that were left out.</summary>
    public long SkippedCount { get; private set; }

    /// <summary>The number of samples that came, those left out included.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a sample.</summary>
    /// <param name="prediction">One value for each class or output.</param>
    /// <param name="target">One number, or a value for each class or output.</param>
    /// <param name="weight">The sample's weight; all samples have one, or none has.</param>
    /// <param name="number">What the sample is called in messages, different for each; null for how many came before it.</param>
    /// <param name="origin">Where it came from.</param>
    /// <exception cref="LossException">
    /// The sample has no values, or another number of values than those before it (it is left out), or the samples so far do not make a measurement.
    /// </exception>
    public void Add(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, double? weight = null, long? number = null, SampleOrigin origin = default)
    {
        long name = number ?? Count;
        Count++;
        if (prediction.IsEmpty)
        {
            SkippedCount++;
            throw LossErrors.EmptyInput($"Prediction of sample {name}");
        }

        _samples ??= Begin(prediction.Length, target.Length, weight is not null);
        if (prediction.Length != _samples.Classes)
        {
            SkippedCount++;
            throw LossErrors.RaggedRow("Prediction", name, prediction.Length, _samples.Classes);
        }

        if (target.Length != _samples.TargetLength)
        {
            SkippedCount++;
            throw LossErrors.RaggedRow("Target", name, target.Length, _samples.TargetLength);
        }

        _samples.Add(prediction, target, weight, name, origin);
        if (_samples.Count == _limit)
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
        return SkippedCount < Count ? _sink!.Complete(SkippedCount, _lost) : throw LossErrors.EmptyInput("Input", SkippedCount);
    }

    /// <inheritdoc/>
    public void Dispose() => _sink?.Dispose();

    private SampleBuffer Begin(int classes, int targetLength, bool isWeighted)
    {
        _schedule = BlockSchedule.Of(classes, _options.BatchSize is int size ? Math.Max(size, 1) : BlockSchedule.NoBatches, _options.MostRowsPerBlock);
        _limit = RowsOf(0, _blocksAtOnce);
        return new SampleBuffer(classes, targetLength, isWeighted);
    }

    private BlockSink Plan(SampleBuffer samples)
    {
        try
        {
            return BlockSink.Create(MeasurePlan.Create(samples.Predictions, samples.Targets, _options, _kind) with { AreSingleSamples = true });
        }
        catch (LossException failure) when (_options.IsExamined)
        {
            throw _options.Explain(failure, samples.Predictions, samples.Targets);
        }
    }

    // What was left out because of its label tells how the labels are numbered.
    private void NoteLabel(LossException failure, long sample)
    {
        if (_options.IsExamined && failure is { Kind: FailureKind.Label, Offender: IConvertible label and not string }
            && label.ToDouble(CultureInfo.InvariantCulture) is double number && double.IsInteger(number))
        {
            _lost ??= new Survey();
            _lost.LabelsBeyond.Add(sample, number);
            _lost.GreatestBeyond = Math.Max(_lost.GreatestBeyond, number);
        }
    }

    private int RowsOf(long firstBlock, int blocks) => (int)(_schedule[firstBlock + blocks].First - _schedule[firstBlock].First);

    // A sample at fault is taken out and those behind it move up, so that the cut into blocks is that of the samples that count. As one fault
    // seldom comes alone, its block is then measured by itself.
    private void Flush(bool partial)
    {
        SampleBuffer samples = _samples!;
        int blocks = _blocksAtOnce;
        while (samples.Count > 0)
        {
            long next = _sink?.Blocks ?? 0;
            while (blocks > 1 && RowsOf(next, blocks - 1) >= samples.Count)
            {
                blocks--;
            }

            if (!partial && RowsOf(next, blocks) > samples.Count)
            {
                break;
            }

            _sink ??= Plan(samples);
            int measured = _sink.Add(samples, blocks, out LossException? failure);
            samples.RemoveFirst(measured);
            blocks = failure is null ? _blocksAtOnce : 1;
            if (failure is { Scope: FailureScope.Sample, Row: long sample })
            {
                NoteLabel(failure, sample);
                SampleOrigin origin = samples.OriginOf(sample);
                samples.Remove(sample);
                SkippedCount++;
                _skipped(failure, origin);
            }
            else if (failure is not null)
            {
                throw failure;
            }
        }

        _limit = RowsOf(_sink?.Blocks ?? 0, _blocksAtOnce);
    }
}
