using LossCmdlets.Input;

namespace LossCmdlets.Commands.Bases;

/// <summary>What the cmdlets that turn numbers into something else share: an argument, or what is piped, as one data set.</summary>
public abstract class NumberInputCommand : LossCommand
{
    private NumberCollector? _piped;

    /// <summary>The numbers: piped ones are one vector, piped arrays are rows.</summary>
    public abstract object? InputObject { get; set; }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Attempt(
        () =>
        {
            CheckPiped([nameof(InputObject)]);
            _piped = MyInvocation.ExpectingInput ? Reader.CollectNumbers(nameof(InputObject)) : null;
        },
        null);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (_piped is not null)
        {
            Attempt(() => _piped.Add(InputObject), InputObject);
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Attempt(
        () => Turn(_piped is not null ? _piped.Finish() : Reader.ReadNumbers(InputObject, nameof(InputObject))),
        InputObject);

    /// <summary>Writes what becomes of the numbers.</summary>
    private protected abstract void Turn(InputArray input);
}
