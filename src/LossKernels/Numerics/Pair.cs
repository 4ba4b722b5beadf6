namespace LossKernels.Numerics;

/// <summary>Two vectors that are computed side by side.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal struct Pair<TVector>
    where TVector : struct
{
    public TVector Lower;
    public TVector Upper;
}
