namespace LossKernels;

/// <summary>What is wrong where there is no number.</summary>
public enum FailureKind
{
    /// <summary>Values, or how many there are of them.</summary>
    Value,

    /// <summary>A value that is the label of a sample.</summary>
    Label,

    /// <summary>What was asked for, or what was said of the values.</summary>
    Argument,

    /// <summary>Something that is named is not there.</summary>
    NotFound,

    /// <summary>Something that is named is there already.</summary>
    Exists,

    /// <summary>Something that is named is there and cannot be had.</summary>
    Unavailable,

    /// <summary>There is nothing to measure.</summary>
    Nothing,

    /// <summary>A number that is not what it was to be.</summary>
    Result,
}
