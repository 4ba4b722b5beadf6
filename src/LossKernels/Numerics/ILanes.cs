namespace LossKernels.Numerics;

/// <summary>
/// The operations that the elementary functions and the kernels are made of, on vectors of one width: a formula is written once, and compiled for each.
/// Every operation is exact or rounds as IEEE 754 says, lane by lane, so no width can change a bit.
/// </summary>
/// <remarks>
/// Without AVX-512 each operation of Vector512 is a method of its own that the JIT has to inline. A softplus of such operations exceeds
/// the JIT's budget for inlining into one method, and what is left over then runs in software: measured, 500 ns a number instead of 2.
/// Vector256 is one instruction an operation there, so on such machines a Vector512 is computed as its two halves.
/// </remarks>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal interface ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>The number, rounded to T, in every lane.</summary>
    static abstract TVector Of(double value);

    /// <summary>The bit pattern in every lane; of its low 32 bits for float.</summary>
    static abstract TVector OfBits(long bits);

    /// <summary>As many values as there are lanes, from an index on.</summary>
    static abstract TVector Load(ref readonly T source, nint index);

    /// <summary>As many values as there are lanes, from an index on, of a type that is no wider than T.</summary>
    static abstract TVector LoadWide<TSource>(ref readonly TSource source, nint index)
        where TSource : unmanaged;

    /// <summary>One element in every lane.</summary>
    static abstract TVector Spread(ref readonly T source, nint index);

    /// <summary>Twice as many values as there are lanes, from an index on: those in even places, and those in odd ones.</summary>
    static abstract (TVector Even, TVector Odd) LoadPairs(ref readonly T source, nint index);

    /// <summary>As many integers as there are lanes, as bit patterns.</summary>
    static abstract TVector LoadBits(ref readonly int source);

    /// <summary>Writes the lanes from an index on.</summary>
    static abstract void Store(TVector values, ref T destination, nint index);

    /// <summary>Writes the lanes as doubles, from an index on.</summary>
    static abstract void StoreWide(TVector values, ref double destination, nint index);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a b + c, rounded once.</summary>
    static abstract TVector Fma(TVector a, TVector b, TVector c);

    /// <summary>The smaller; <paramref name="b"/> where either is NaN.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>The larger; <paramref name="b"/> where either is NaN.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The bits that both have.</summary>
    static abstract TVector And(TVector a, TVector b);

    /// <summary>The bits that <paramref name="a"/> has and <paramref name="b"/> has not.</summary>
    static abstract TVector AndNot(TVector a, TVector b);

    /// <summary>The bits that either has.</summary>
    static abstract TVector Or(TVector a, TVector b);

    /// <summary><paramref name="a"/> where all bits of the mask are set, <paramref name="b"/> where none is.</summary>
    static abstract TVector Select(TVector mask, TVector a, TVector b);

    /// <summary>All bits set where a is greater than b, else none; none at a NaN.</summary>
    static abstract TVector Greater(TVector a, TVector b);

    /// <summary>All bits set where a equals b, else none; none at a NaN.</summary>
    static abstract TVector Equal(TVector a, TVector b);

    /// <summary>All bits set where the bit patterns are the same, else none.</summary>
    static abstract TVector EqualBits(TVector a, TVector b);

    /// <summary>The values, but zero where the bit patterns of a and b are the same.</summary>
    static abstract TVector ClearEqualBits(TVector values, TVector a, TVector b);

    /// <summary><paramref name="values"/> where the bit patterns of a and b are the same, else <paramref name="others"/>.</summary>
    static abstract TVector SelectEqualBits(TVector a, TVector b, TVector values, TVector others);

    /// <summary>The sum of the bit patterns as integers.</summary>
    static abstract TVector AddBits(TVector a, TVector b);

    /// <summary>The sum of the bit patterns as integers where those of the value are greater than those of a limit, as integers with a sign; else the first.</summary>
    static abstract TVector AddBitsAbove(TVector sum, TVector addend, TVector value, TVector limit);

    /// <summary>The difference of the bit patterns as integers.</summary>
    static abstract TVector SubtractBits(TVector a, TVector b);

    /// <summary>The larger of the bit patterns as integers without a sign.</summary>
    static abstract TVector MaxBits(TVector a, TVector b);

    /// <summary>The bit patterns moved up, zeros behind them.</summary>
    static abstract TVector ShiftLeft(TVector bits, int count);

    /// <summary>The bit patterns moved down, zeros behind them.</summary>
    static abstract TVector ShiftRight(TVector bits, int count);

    /// <summary>Whether no lane has a bit set.</summary>
    static abstract bool IsZero(TVector bits);

    /// <summary>Whether the machine has <see cref="Scale"/> as one instruction at this width.</summary>
    static abstract bool HasScale { get; }

    /// <summary>p 2^n for integers n, rounded once; only where <see cref="HasScale"/>.</summary>
    static abstract TVector Scale(TVector p, TVector n);
}
