namespace LossKernels.Kernels.Binary;

/// <summary>What the terms of yes and no are multiplied by.</summary>
/// <param name="Yes">That of yes.</param>
/// <param name="YesLack">What it lacks.</param>
/// <param name="No">That of no.</param>
/// <param name="NoLack">What it lacks.</param>
internal readonly record struct TermWeights<TVector>(TVector Yes, TVector YesLack, TVector No, TVector NoLack)
    where TVector : struct;
