using System.Runtime.CompilerServices;

namespace LossKernels.Kernels;

/// <summary>What targets a loop is made for.</summary>
internal interface ITargetForm
{
    static abstract bool IsSoft { get; }
}

internal readonly struct HardTargets : ITargetForm
{
    public static bool IsSoft
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }
}

internal readonly struct SoftTargets : ITargetForm
{
    public static bool IsSoft
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }
}
