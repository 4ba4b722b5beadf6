using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using LossCmdlets.Commands.Calls;
using LossCmdlets.Errors;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Progress;
using LossKernels.Tensors;

namespace LossCmdlets.Commands.Bases;

/// <summary>What all cmdlets of the module share: reading values, errors with an id, and an end at Ctrl+C.</summary>
public abstract class LossCommand : PSCmdlet, IDisposable
{
    private const int MillisecondsBetweenLooks = 100;

    // Failures that wait to be written; the work waits when there are more.
    private const int MostFailures = 1000;

    private readonly CancellationTokenSource _cancellation = new();
    private bool _hasBegun;

    private protected ValueReader Reader { get; } = new(PowerShellValues.Instance);

    private protected CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Whether all work is done on the pipeline's thread, because it runs script blocks.</summary>
    private protected virtual bool RunsScript => false;

    /// <summary>Whether a parameter was given.</summary>
    private protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>
    /// Whether a parameter was given, and not by $PSDefaultParameterValues: a default is meant for the calls in which it has a meaning, and is no reason to refuse
    /// others. The engine does not tell the two apart; the text of the call does.
    /// </summary>
    private protected bool IsTyped(string parameter) => IsBound(parameter) && (!HasDefault(parameter) || IsNamed(parameter));

    /// <summary>Whether a parameter was typed, and is no switch that is turned off.</summary>
    private protected bool IsAsked(string parameter) => IsTyped(parameter) && MyInvocation.BoundParameters[parameter] is not SwitchParameter { IsPresent: false };

    /// <summary>Refuses what is piped where a parameter has all of the input: the engine would say of each item that it cannot be bound, and the rest would go on.</summary>
    /// <param name="places">The parameters that what is piped fills, or that there are in its place.</param>
    /// <param name="ways">What can be piped, and to what; null where a parameter alone takes it.</param>
    /// <exception cref="LossException">OptionNotSupported.</exception>
    private protected void CheckPiped(IEnumerable<string> places, string? ways = null)
    {
        if (MyInvocation.ExpectingInput && places.FirstOrDefault(IsBound) is string full)
        {
            throw LossErrors.OptionNotSupported(
                $"What is piped has no place beside -{full}.", $"Pipe nothing, or leave out -{full}{(ways is null ? "" : $"; {ways}")}.");
        }
    }

    /// <summary>Whether the call names a parameter, which it may give by position, or have by default, too.</summary>
    private protected bool IsNamed(string parameter) => CallSyntax.Names(parameter, MyInvocation, SessionState) ?? false;

    /// <summary>The value of a parameter, where it was given.</summary>
    private protected T? Given<T>(T value, [CallerArgumentExpression(nameof(value))] string parameter = "")
        where T : struct => IsBound(parameter) ? value : null;

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
    private protected virtual void Attempt(Action work, object? target)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            WarnOfSwitches();
        }

        try
        {
            work();
        }
        catch (LossException failure)
        {
            ThrowTerminatingError(ErrorRecords.Of(Explain(failure), target));
        }
        catch (OperationCanceledException) when (Stopping)
        {
            // The pipeline is being stopped and takes no more output.
        }
    }

    /// <summary>A failure with the remedy that only the cmdlet knows, where there is one.</summary>
    private protected virtual LossException Explain(LossException failure) => failure;

    /// <summary>
    /// Does work beside the pipeline's thread, which meanwhile writes what the work reports and how far it has come: only it may write.
    /// </summary>
    /// <param name="activity">What is done, in a few words.</param>
    /// <param name="work">The work. It is given what to report progress to, and how to report failures that do not end it.</param>
    private protected TResult DoBeside<TResult>(string activity, Func<MeasureContext, Action<LossException>, TResult> work)
    {
        if (RunsScript)
        {
            return work(new MeasureContext { Cancellation = Cancellation }, failure => Report(failure, null));
        }

        MeasureProgress progress = new();
        Progress shown = new(this, activity, progress);
        using BlockingCollection<LossException> failures = new(MostFailures);
        Task<TResult> task = Task.Run(() =>
        {
            try
            {
                return work(new MeasureContext { Cancellation = Cancellation, Progress = progress }, failure => failures.Add(failure, Cancellation));
            }
            finally
            {
                failures.CompleteAdding();
            }
        });
        bool isDone = false;
        try
        {
            while (!failures.IsCompleted)
            {
                if (failures.TryTake(out LossException? failure, MillisecondsBetweenLooks))
                {
                    Report(failure, null);
                }

                shown.Update();
            }

            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                // Writing ended the pipeline; the work must not outlive the cmdlet.
                _cancellation.Cancel();
            }

            Task.WaitAny(task);
        }

        shown.Complete();
        return task.GetAwaiter().GetResult();
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

    private bool HasDefault(string parameter) => SessionState.PSVariable.GetValue("PSDefaultParameterValues") is IDictionary defaults
        && !LanguagePrimitives.IsTrue(defaults["Disabled"])
        && defaults.Keys.OfType<string>().Any(key => new WildcardPattern(key, WildcardOptions.IgnoreCase).IsMatch($"{MyInvocation.MyCommand.Name}:{parameter}"));

    // Data that are $null are an error; a switch that is given $null, the engine turns on without a word.
    private void WarnOfSwitches()
    {
        foreach ((string name, string argument) in CallSyntax.SwitchesWithoutValue(MyInvocation, SessionState))
        {
            WriteWarning($"{nameof(LossErrors.NullValue)}: {(argument == "$null" ? $"PowerShell turns -{name} on where it is given $null" : $"{argument} is $null, and PowerShell turns -{name} on where it is given that")}. Give $true or $false; a variable or property that is not there, because its name is misspelt, is $null.");
        }
    }

    /// <summary>Reports the failure of one item; the others go on.</summary>
    private protected virtual void Report(LossException failure, object? target) => WriteError(ErrorRecords.Of(failure, target));
}
