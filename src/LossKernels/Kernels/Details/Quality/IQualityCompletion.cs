using System.Runtime.Intrinsics;

namespace LossKernels.Kernels.Details.Quality;

/// <summary>
/// How the sums of a walk are completed. It is no part of the term: of what the walk does not use the JIT would make a copy in one piece, and keep nothing
/// of it in registers.
/// </summary>
internal interface IQualityCompletion<T>
    where T : unmanaged
{
    /// <summary>Writes what <see cref="Complete"/> needs of the pivots.</summary>
    /// <param name="pivots">The pivots; their number a multiple of eight.</param>
    /// <param name="terms">The table of their terms.</param>
    /// <param name="needed">As many numbers.</param>
    void Prepare(ReadOnlySpan<T> pivots, ReadOnlySpan<T> terms, Span<double> needed);

    /// <summary>
    /// Completes the sums of rows, and makes of what is largest the probability of the most probable class and of the squares the score, for a target of one.
    /// </summary>
    /// <param name="needed">What <see cref="Prepare"/> wrote.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="largest">The largest of the other terms; where a term is exact, of all values, as they were given.</param>
    /// <param name="squares">The sums of the squares of the other terms.</param>
    void Complete(Vector512<double> needed, ref Vector512<double> sums, ref Vector512<double> largest, ref Vector512<double> squares);
}
