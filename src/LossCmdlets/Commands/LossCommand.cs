using System.Management.Automation;
using LossCmdlets.Errors;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Commands;

/// <summary>What all cmdlets of the module share: reading values, errors with an id, and an end at Ctrl+C.</summary>
public abstract class LossCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    private protected ValueReader Reader { get; } = new(PowerShellValues.Instance);

    private protected CancellationToken Cancellation => _cancellation.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cancellation.Dispose();
        }
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _cancellation.Cancel();

    /// <summary>Runs the cmdlet's work; a failure ends the cmdlet with an error that has an id and a remedy.</summary>
    private protected void Attempt(Action work, object? target)
    {
        try
        {
            work();
        }
        catch (LossException failure)
        {
            ThrowTerminatingError(ErrorRecords.Of(failure, target));
        }
        catch (OperationCanceledException) when (Stopping)
        {
            // The pipeline is being stopped and takes no more output.
        }
    }

    /// <summary>Writes numbers: one axis as numbers, more as one tensor, or the rows one by one.</summary>
    private protected void WriteTensor(TensorView values, string[]? classes, bool asRow)
    {
        if (asRow)
        {
            foreach (object row in OutputValue.ToTensor(values).Rows)
            {
                WriteObject(row);
            }
        }
        else
        {
            WriteObject(OutputValue.Of(values, classes), enumerateCollection: true);
        }
    }

    /// <summary>Reports the failure of one item; the others go on.</summary>
    private protected void Report(LossException failure, object? target) => WriteError(ErrorRecords.Of(failure, target));
}
