namespace LossKernels;

/// <summary>How much a failure concerns.</summary>
public enum FailureScope
{
    /// <summary>The call, by a parameter or a name that leads nowhere, whatever the values are.</summary>
    Call,

    /// <summary>All that is measured.</summary>
    Data,

    /// <summary>One sample, which may be left out where samples come one by one.</summary>
    Sample,
}
