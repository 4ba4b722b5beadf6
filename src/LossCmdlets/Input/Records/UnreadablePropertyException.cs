namespace LossCmdlets.Input.Records;

/// <summary>A property of a record failed when it was read.</summary>
/// <param name="reason">Its failure.</param>
internal sealed class UnreadablePropertyException(Exception reason) : Exception(reason.Message, reason)
{
    /// <summary>What the property itself failed with.</summary>
    public Exception Reason => InnerException!.InnerException ?? InnerException;
}
