using System.Runtime.Intrinsics;

namespace LossKernels.Kernels.Details.Verdicts;

/// <summary>Where what is known of eight rows at a time goes.</summary>
internal interface IQualitySink
{
    /// <summary>Whether rows of which something is not known have to be told from others.</summary>
    static abstract bool AsksForUnknown { get; }

    /// <summary>Takes rows.</summary>
    /// <param name="ranks">How many classes are above the target's; NaN where that is not known, if anybody asks.</param>
    /// <param name="confidences">The winning probabilities.</param>
    /// <param name="scores">The Brier scores.</param>
    /// <param name="row">The first of the rows.</param>
    void Take(Vector512<double> ranks, Vector512<double> confidences, Vector512<double> scores, nint row);
}
