using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>The negative logarithm of a probability p that is given together with 1 - p: one of the two is exact, the other rounded.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface ISurprisal<T>
    where T : unmanaged
{
    /// <summary>Whether anything is added to p.</summary>
    static abstract bool Adds { get; }

    /// <summary>The logarithm of a usual number; the sign bit of the doubt is set where the number is none, and the logarithm any number.</summary>
    /// <param name="p">p.</param>
    /// <param name="rest">1 - p.</param>
    /// <param name="added">What is added to p before the logarithm is taken, if anything is.</param>
    static abstract (TVector Logarithm, TVector Doubt) Usual<TLanes, TVector>(TVector p, TVector rest, TVector added)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;

    /// <summary>The logarithm of any number; of a usual one the same bits.</summary>
    /// <param name="p">p.</param>
    /// <param name="rest">1 - p.</param>
    /// <param name="added">What is added to p before the logarithm is taken, if anything is.</param>
    static abstract TVector Any<TLanes, TVector>(TVector p, TVector rest, TVector added)
        where TLanes : ILanes<TVector, T>
        where TVector : struct;
}
