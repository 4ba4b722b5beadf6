namespace LossKernels.Kernels.Softmax;

/// <summary>Two numbers of each row, of as many rows at a time as a vector has lanes.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IPairs<TVector>
    where TVector : struct
{
    /// <summary>Whether one of a row's numbers is one and the other zero, or both are.</summary>
    static virtual bool AreHot => false;

    /// <summary>The numbers of as many rows, from one on.</summary>
    (TVector First, TVector Second) this[nint row] { get; }
}
