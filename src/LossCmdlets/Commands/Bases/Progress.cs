using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using LossKernels.Progress;

namespace LossCmdlets.Commands.Bases;

/// <summary>Shows how far a measurement has come: from half a second on, and ten times a second at most.</summary>
/// <param name="command">The cmdlet that shows it.</param>
/// <param name="activity">What is done, in a few words.</param>
/// <param name="progress">How far it has come.</param>
internal sealed class Progress(Cmdlet command, string activity, MeasureProgress progress)
{
    private const int Id = 1_886_219;
    private const double FirstAfter = 0.5;
    private const double ThenEvery = 0.1;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private double _shown;

    /// <summary>Shows it, where it is time.</summary>
    public void Update()
    {
        double elapsed = _watch.Elapsed.TotalSeconds;
        if (elapsed < FirstAfter || elapsed < _shown + ThenEvery)
        {
            return;
        }

        _shown = elapsed;
        long rows = progress.Rows;
        ProgressRecord record = new(Id, activity, string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows, {rows / elapsed:N0} a second"));
        if (progress.Share is > 0 and double share)
        {
            record.PercentComplete = (int)(100 * share);
            record.SecondsRemaining = (int)Math.Min(elapsed / share * (1 - share), int.MaxValue);
        }

        command.WriteProgress(record);
    }

    /// <summary>Takes it away.</summary>
    public void Complete()
    {
        if (_shown > 0)
        {
            command.WriteProgress(new ProgressRecord(Id, activity, "done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
