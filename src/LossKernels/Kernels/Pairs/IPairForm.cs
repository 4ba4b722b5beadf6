namespace LossKernels.Kernels.Pairs;

/// <summary>What is computed of a vector of pairs in a walk.</summary>
internal interface IPairForm<TVector>
    where TVector : struct
{
    /// <summary>Whether it is computed of what the walk before has written too.</summary>
    static virtual bool HasInner => false;

    /// <summary>Whether each prediction has another number beside it, which is then what is inner.</summary>
    static virtual bool TakesPairs => false;

    /// <summary>Whether some may not be finite that can be computed otherwise.</summary>
    static virtual bool IsDoubted => false;

    /// <summary>The numbers.</summary>
    TVector Of(TVector prediction, TVector target, TVector inner);
}
