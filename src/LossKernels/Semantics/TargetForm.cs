namespace LossKernels.Semantics;

/// <summary>What the targets of a loss are.</summary>
public enum TargetForm
{
    /// <summary>A value for each prediction, each of which has a loss of its own.</summary>
    Elements,

    /// <summary>A value for each prediction, those of a row together having one loss.</summary>
    Rows,

    /// <summary>A class number for each row of predictions.</summary>
    Labels,
}
