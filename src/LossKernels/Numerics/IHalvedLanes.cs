using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>
/// Lanes that two vectors of 256 bits have room for, and the arithmetic in double that sums of them are made of: of doubles, which are seen as a
/// vector of the same kind, whatever its lanes are.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal interface IHalvedLanes<TVector, T> : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The first 256 bits of lanes.</summary>
    static abstract Vector256<T> Lower(TVector values);

    /// <summary>The lanes behind the first 256 bits; of a vector that has none, zeros.</summary>
    static abstract Vector256<T> Upper(TVector values);

    /// <summary>The lower half of the lanes of float32, as doubles.</summary>
    static abstract TVector WidenLower(TVector values);

    /// <summary>The upper half of the lanes of float32, as doubles.</summary>
    static abstract TVector WidenUpper(TVector values);

    /// <summary>Half as many float32 as there are lanes, from an index on, as doubles: what memory widens costs less than what is in a vector.</summary>
    static abstract TVector LoadHalf(ref readonly T source, nint index);

    /// <summary>a + b of doubles.</summary>
    static abstract TVector AddWide(TVector a, TVector b);

    /// <summary>a - b of doubles.</summary>
    static abstract TVector SubtractWide(TVector a, TVector b);

    /// <summary>a b + c of doubles, rounded once.</summary>
    static abstract TVector FmaWide(TVector a, TVector b, TVector c);

    /// <summary>Words of 32 bits out of a table, each by the last three bits of a word of the lanes.</summary>
    /// <param name="table">Eight words, and the same once more.</param>
    /// <param name="indices">The lanes.</param>
    static abstract TVector Lookup(Vector512<int> table, TVector indices);

    /// <summary>The sum, with the addend but where the bit patterns of a and b are the same.</summary>
    static abstract TVector AddUnlessEqualBits(TVector sum, TVector addend, TVector a, TVector b);

    /// <summary>Writes the lanes past the caches, to a place of memory that does not move and is aligned to their size.</summary>
    static abstract unsafe void StorePast(TVector values, T* destination);

    /// <summary>Writes the lanes of two vectors, those of the same number side by side.</summary>
    static abstract void StorePairs(TVector first, TVector second, ref T destination);

    /// <summary>Writes the lanes of three vectors, those of the same number side by side.</summary>
    static abstract void StoreTriples(TVector first, TVector second, TVector third, ref T destination);

    /// <summary>Writes the lanes of four vectors, those of the same number side by side, and those of the next one a stride further on.</summary>
    static abstract void StoreColumns(TVector first, TVector second, TVector third, TVector fourth, ref T destination, nint stride);

    /// <summary>Whether eight vectors are written together faster than four and four.</summary>
    static abstract bool StoresEight { get; }

    /// <summary>The same of eight vectors.</summary>
    static abstract void StoreColumns(
        TVector first, TVector second, TVector third, TVector fourth, TVector fifth, TVector sixth, TVector seventh, TVector eighth, ref T destination, nint stride);
}
