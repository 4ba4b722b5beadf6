using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Quality;

/// <summary>What a walk over the classes adds up: a term of each value, beside the pivot's.</summary>
internal interface IQualityTerm<TSelf, TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
    where TSelf : struct, IQualityTerm<TSelf, TLanes, TVector, T>
{
    /// <summary>
    /// Whether a term is all there is to it, and goes on in double; else terms of the data type are added up and lack a factor that depends on the pivot.
    /// </summary>
    static abstract bool IsExact { get; }

    /// <summary>Writes what terms of pivots need where it is loaded from.</summary>
    /// <param name="pivots">The pivots; whole vectors of them are read.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="table">As much as <see cref="TailTerm.TableSize"/>.</param>
    static abstract void Tabulate(ReadOnlySpan<T> pivots, int count, Span<T> table);

    /// <summary>The terms of the rows of a tile.</summary>
    /// <param name="table">What <see cref="Tabulate"/> wrote.</param>
    /// <param name="index">The number of the first row.</param>
    TSelf Load(ref readonly T table, nint index);

    /// <summary>The terms of a row.</summary>
    /// <param name="table">What <see cref="Tabulate"/> wrote.</param>
    /// <param name="index">The number of the row.</param>
    TSelf Spread(ref readonly T table, nint index);

    /// <summary>The terms of a pivot that stands in no table.</summary>
    TSelf At(TVector pivot);

    /// <summary>The term of some values.</summary>
    TVector Of(TVector values);

    /// <summary>The term of some values, where it is not exact, as a number and a share of it that is to be added.</summary>
    (TVector Power, TVector Share) Parts(TVector values);
}
