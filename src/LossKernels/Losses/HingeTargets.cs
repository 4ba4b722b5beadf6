using System.Runtime.CompilerServices;
using LossKernels.Numerics;
using LossKernels.Semantics.Inputs;

namespace LossKernels.Losses;

/// <summary>How the targets of a hinge become -1 and 1.</summary>
/// <param name="zeroIsNegative">Whether 0 is taken for -1.</param>
/// <param name="fromUnit">Whether t is taken for 2 t - 1.</param>
internal readonly struct HingeTargets(bool zeroIsNegative, bool fromUnit)
{
    public const string ZeroIsNegative = nameof(ZeroIsNegative);
    public const string FromUnit = nameof(FromUnit);
    public const string ZeroNote = "Targets may be 0 and 1 too: 0 is taken for -1.";

    /// <summary>As the convention reads them.</summary>
    public static HingeTargets Of(LossCall call) => new(call.Has(ZeroIsNegative), call.Has(FromUnit));

    /// <summary>What they have to be.</summary>
    public ValueForm Form => fromUnit ? ValueForm.Answer : zeroIsNegative ? ValueForm.Any : ValueForm.Side;

    /// <summary>The targets as they enter the formula.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Read<TLanes, TVector>(TVector target)
        where TLanes : ILanes<TVector, double>
        where TVector : struct => fromUnit ? TLanes.Subtract(TLanes.Multiply(TLanes.Of(2), target), TLanes.Of(1))
            : zeroIsNegative ? TLanes.Select(TLanes.Equal(target, TLanes.Of(0)), TLanes.Of(-1), target)
            : target;
}
