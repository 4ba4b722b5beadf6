using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Measures;

/// <summary>
/// Counts ranks without a place in memory for each, where one row would wait for the last of the same rank: every lane is a sum of powers of sixteen, whose
/// digits are the counts.
/// </summary>
internal struct RankCounts
{
    /// <summary>As many times can be added before the digits are taken down: then the next could overflow.</summary>
    public const int MostAdded = Base - 1;

    private const int Base = 16;
    private const int DigitBits = 4;

    private const int ExponentShift = 52;

    private Vector512<double> _digits;

    /// <summary>Adds ranks, a number in each lane from 0 to <see cref="BlockDetail.MostRanks"/>, which is not counted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<double> ranks)
    {
        // The exponent of the power, moved where exponents stand.
        Vector512<double> exponents = Vector512.FusedMultiplyAdd(ranks, Vector512.Create<double>(DigitBits), Vector512.Create(VectorMath.BiasDoubleNumber));
        _digits += Vector512.ShiftLeft(exponents.AsInt64(), ExponentShift).AsDouble();
    }

    /// <summary>Adds the digits to the counts of the ranks, and begins anew.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void TakeDown(Span<long> counts)
    {
        // In bytes, the digits of all lanes have room.
        Vector512<long> lanes = (_digits + Vector512.Create(VectorMath.IntegerDouble)).AsInt64();
        Vector512<long> ofEven = Vector512.Create(0x0f0f0f0f0f0f);
        long even = Vector512.Sum(lanes & ofEven);
        long odd = Vector512.Sum((lanes >> DigitBits) & ofEven);
        for (int rank = 0; rank < counts.Length; rank += 2)
        {
            counts[rank] += (byte)even;
            counts[rank + 1] += (byte)odd;
            even >>= 2 * DigitBits;
            odd >>= 2 * DigitBits;
        }

        _digits = default;
    }
}
