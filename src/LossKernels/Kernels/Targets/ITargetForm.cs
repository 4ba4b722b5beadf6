namespace LossKernels.Kernels.Targets;

/// <summary>What targets a loop is made for.</summary>
internal interface ITargetForm
{
    /// <summary>Whether there may be others than 0 and 1.</summary>
    static virtual bool IsSoft => false;
}

internal readonly struct HardTargets : ITargetForm;

internal readonly struct SoftTargets : ITargetForm
{
    public static bool IsSoft => true;
}
