using LossKernels.Diagnostics;
using LossKernels.Measures.Binding;
using LossKernels.Measures.Details;
using LossKernels.Numerics;

namespace LossKernels.Measures.Sums;

/// <summary>
/// What the blocks come to, in their order. Where there are batches, the mean of each is taken when it ends, and the loss is the mean of these.
/// </summary>
internal sealed class BatchMeans(MeasurePlan plan)
{
    private BlockOutcome _total;
    private LossAccumulator _batch;
    private long _firstOfBatch;
    private long _batches;
    private WideSum _means;
    private long _batchOfLast;
    private LossDetail? _built;
    private readonly DetailSums? _detail = plan.IsDetailed ? new DetailSums(plan) : null;

    /// <summary>All blocks so far.</summary>
    public ref readonly BlockOutcome Total => ref _total;

    /// <summary>The detail, where it is asked for.</summary>
    public LossDetail? Detail => _built ??= _detail?.Build();

    /// <summary>What an examination saw, where it is asked for.</summary>
    public Survey? Survey { get; private set; }

    /// <summary>The first batch that has nothing to average, if there is one.</summary>
    public EmptyBatch? EmptyBatch { get; private set; }

    /// <summary>Adds what was seen of all blocks.</summary>
    public void Add(in Findings findings) => _total.Findings.Merge(findings);

    /// <summary>Adds the block that follows.</summary>
    /// <param name="firstRow">Its first row.</param>
    /// <param name="outcome">What it came to.</param>
    public void Add(long firstRow, in BlockOutcome outcome)
    {
        _total.Merge(outcome);
        if (outcome.Detail is not null)
        {
            _detail!.Add(outcome.Detail);
        }

        if (outcome.Survey is not null)
        {
            Survey ??= new Survey();
            Survey.Add(outcome.Survey);
        }

        if (plan.Options.BatchSize is null)
        {
            return;
        }

        if (plan.Schedule.BatchOf(firstRow) != _batchOfLast)
        {
            EndBatch();
            _batchOfLast = plan.Schedule.BatchOf(firstRow);
        }

        _firstOfBatch = _batch.Elements == 0 ? outcome.FirstSample : _firstOfBatch;
        _batch.Merge(outcome.Sums);
    }

    /// <summary>The mean, of all samples or of the batches' means.</summary>
    /// <exception cref="LossException">AllSamplesIgnored, where that is to be an error.</exception>
    public double Mean()
    {
        if (plan.Options.BatchSize is null)
        {
            return plan.MeanOf(_total.Sums);
        }

        if (_batch.Elements > 0)
        {
            EndBatch();
        }

        return _batches == 0 ? plan.MeanOf(default) : _means.DividedBy(_batches);
    }

    private void EndBatch()
    {
        if (plan.IsNothing(_batch))
        {
            EmptyBatch ??= new EmptyBatch(_batches, _firstOfBatch, _batch.Samples, _batch.Ignored);
        }

        _means += WideSum.From(plan.MeanOf(_batch, _batches));
        _batches++;
        _batch = default;
    }
}
