namespace LossKernels.Kernels.Binary;

/// <summary>What a weighed loss makes of targets.</summary>
internal interface ITargetUse
{
    /// <summary>Whether a share of each is spread, so that those that are 0 or 1 have both terms.</summary>
    static virtual bool Spreads => false;

    /// <summary>Whether any above zero counts as one.</summary>
    static virtual bool Hardens => false;
}

internal readonly struct KeptTargets : ITargetUse;

internal readonly struct SpreadTargets : ITargetUse
{
    public static bool Spreads => true;
}

internal readonly struct HardenedTargets : ITargetUse
{
    public static bool Hardens => true;
}
