using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Verdicts;

/// <summary>
/// Counts ranks without a place in memory for each, where one row would wait for the last of the same rank: every lane is a sum of powers of 32, whose
/// digits are the counts.
/// </summary>
internal struct RankCounts
{
    /// <summary>As many times can be added before the digits are taken down: then the next could overflow.</summary>
    public const int MostAdded = Base - 1;

    private const int Base = 32;
    private const int DigitBits = 5;

    private const int ExponentShift = 52;

    // Digits of which a sum over the lanes fits in their places and those of their neighbours.
    private const int Apart = 2;
    private const long EachApart = 0x1f | (0x1fL << 10) | (0x1fL << 20) | (0x1fL << 30) | (0x1fL << 40);

    private Vector512<double> _digits;

    /// <summary>Adds ranks; of those from <see cref="RowQualitySums.MostRanks"/> on, and of NaN, none is counted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<double> ranks)
    {
        // The exponent of the power, moved where exponents stand.
        Vector512<double> exponents = Vector512.FusedMultiplyAdd(ranks, Vector512.Create<double>(DigitBits), Vector512.Create(VectorMath.BiasDoubleNumber));
        Vector512<double> powers = Vector512.ShiftLeft(exponents.AsInt64(), ExponentShift).AsDouble();
        _digits = Vector512.ConditionalSelect(Vector512.LessThan(ranks, Vector512.Create<double>(RowQualitySums.MostRanks)), _digits + powers, _digits);
    }

    /// <summary>Adds the digits to the counts of the ranks.</summary>
    public readonly void TakeDown(Span<long> counts)
    {
        // Of every other digit, those of all lanes have room.
        Vector512<long> lanes = (_digits + Vector512.Create(VectorMath.IntegerDouble)).AsInt64()
            & Vector512.Create((1L << (DigitBits * RowQualitySums.MostRanks)) - 1);
        for (int first = 0; first < Apart; first++)
        {
            long digits = Vector512.Sum((lanes >> (first * DigitBits)) & Vector512.Create(EachApart));
            for (int rank = first; rank < counts.Length; rank += Apart)
            {
                counts[rank] += digits & ((1 << (Apart * DigitBits)) - 1);
                digits >>= Apart * DigitBits;
            }
        }
    }
}
