using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>What is computed of a vector of pairs in a walk.</summary>
internal interface IPairForm<TVector>
    where TVector : struct
{
    /// <summary>Whether it is computed of what the walk before has written too.</summary>
    static abstract bool HasInner { get; }

    /// <summary>Whether some may not be finite that can be computed otherwise.</summary>
    static abstract bool IsDoubted { get; }

    /// <summary>The numbers.</summary>
    TVector Of(TVector prediction, TVector target, TVector inner);
}

/// <summary>The losses themselves, in double.</summary>
internal readonly struct ExactForm<TLanes, TVector, TLoss>(TLoss loss) : IPairForm<TVector>
    where TLanes : ILanes<TVector, double>
    where TVector : struct
    where TLoss : struct, IPairLoss
{
    public static bool HasInner
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    public static bool IsDoubted
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of(TVector prediction, TVector target, TVector inner) => loss.Loss<TLanes, TVector>(prediction, target);
}

/// <summary>What the losses of usual pairs are a function of.</summary>
internal readonly struct InnerForm<TLanes, TVector, TLoss>(TLoss loss) : IPairForm<TVector>
    where TLanes : ILanes<TVector, float>
    where TVector : struct
    where TLoss : struct, IPairLoss
{
    public static bool HasInner
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    public static bool IsDoubted
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of(TVector prediction, TVector target, TVector inner) => loss.Inner<TLanes, TVector>(prediction, target);
}

/// <summary>The losses of usual pairs, in float32.</summary>
internal readonly struct UsualForm<TLanes, TVector, TLoss>(TLoss loss) : IPairForm<TVector>
    where TLanes : ILanes<TVector, float>
    where TVector : struct
    where TLoss : struct, IPairLoss
{
    public static bool HasInner
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLoss.HasInner;
    }

    public static bool IsDoubted
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of(TVector prediction, TVector target, TVector inner) => loss.Usual<TLanes, TVector>(prediction, target, inner);
}
