using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>What the tallies of all widths share.</summary>
internal static class OutputTally
{
    /// <summary>Where in a sum of counts the misses stand, above as many outputs as one vector can have come from.</summary>
    public const int MissShift = 16;
}

/// <summary>Adds up how good binary outputs are, piece by piece.</summary>
internal ref struct OutputTally<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // So many distances can be added up within their type, without a sign, however few lanes there are. It is one number for all, as what comes of it is
    // rounded.
    private const int MostTogether = 2048;

    // So long at least is what the losses of columns are added up in: of short rows several, that one sum does not wait for the last; and of so few
    // outputs a whole number of vectors, as what was written to memory in other pieces than it is read in has to be waited for.
    private const int ShortestRing = 128;

    // Terms that are rounded can bear a few more roundings of the same size.
    private const int MostRounds = 8;

    // Losses, targets, and targets rounded.
    private const int Columns = 3;

    private static readonly T[] Limits = CreateLimits();

    private readonly OutputSums _sums;
    private readonly int _outputs;
    private readonly T[] _memory;
    private readonly Span<T> _bins;
    private readonly int _ring;
    private readonly T[] _columns = [];
    private readonly double[] _wideColumns = [];
    private int _binned;
    private int _padding;
    private int _added;
    private bool _hasSoft;

    /// <summary>Borrows the memory.</summary>
    /// <param name="longest">As many outputs as a piece can have.</param>
    /// <param name="sums">Where the sums go.</param>
    public OutputTally(int longest, OutputSums sums)
    {
        int outputs = sums.Outputs;
        _outputs = outputs;
        _sums = sums;
        int size = OutputPiece<T>.SizeFor(longest);
        int binSize = 2 * Limits.Length * TLanes.Count;
        _memory = ArrayPool<T>.Shared.Rent(size + binSize);
        Piece = new OutputPiece<T>(_memory.AsSpan(0, size));
        _bins = _memory.AsSpan(size, binSize);
        _bins.Clear();
        if (outputs > 1)
        {
            int whole = outputs >= ShortestRing ? outputs : outputs * (Step / Math.Min(Step, outputs & -outputs));
            _ring = whole * ((ShortestRing + whole - 1) / whole);
            _columns = ArrayPool<T>.Shared.Rent(Columns * Place);
            _columns.AsSpan(0, Columns * Place).Clear();
            _wideColumns = ArrayPool<double>.Shared.Rent(Columns * Place);
            _wideColumns.AsSpan(0, Columns * Place).Clear();
        }
    }

    /// <summary>Where a piece is written.</summary>
    public OutputPiece<T> Piece { get; }

    private static int Step => ClassWalk<TLanes, TVector, T>.RowStep;

    // The memory of a ring.
    private readonly int Place => _ring + Step;

    /// <summary>Adds what stands in the piece.</summary>
    /// <param name="outputs">How many they are; of samples of several, those of whole samples.</param>
    /// <param name="isSoft">Whether there may be other targets than 0 and 1.</param>
    public void Add(int outputs, bool isSoft)
    {
        int count = OutputPiece<T>.Whole(outputs);
        if (_outputs == 1)
        {
            OutputLanes<TLanes, TVector, T>.WeighSides(Piece, count, isSoft, _sums);
        }
        else
        {
            _sums.BrierScore += OutputLanes<TLanes, TVector, T>.Weigh(Piece, count);
            AddColumns(count, isSoft);
        }

        AddBins(outputs, count);
    }

    /// <summary>Completes the sums, and gives the memory back.</summary>
    public void Complete()
    {
        CompleteBins();
        ArrayPool<T>.Shared.Return(_memory);
        if (_outputs == 1)
        {
            return;
        }

        Widen();
        int yeses = _hasSoft ? 2 : 1;
        for (int i = 0, column = 0; i < Place; i++)
        {
            _sums.Losses[column] += _wideColumns[i];
            _sums.Targets[column] += _wideColumns[Place + i];
            _sums.Yeses[column] += _wideColumns[(yeses * Place) + i];
            column = column + 1 == _outputs ? 0 : column + 1;
        }

        ArrayPool<T>.Shared.Return(_columns);
        ArrayPool<double>.Shared.Return(_wideColumns);
    }

    private void AddBins(int outputs, int count)
    {
        for (int first = 0; first < count; first += MostTogether)
        {
            int some = Math.Min(MostTogether, count - first);
            if (_binned + some > MostTogether)
            {
                CompleteBins();
            }

            for (int bin = 0; bin < Limits.Length; bin += OutputLanes<TLanes, TVector, T>.BinsTogether)
            {
                OutputLanes<TLanes, TVector, T>.AddBins(
                    in Piece.Verdicts[first], in Piece.Counts[first], some, in Limits[bin], ref _bins[2 * bin * TLanes.Count]);
            }

            _binned += some;
            _padding += Math.Max(0, first + some - outputs);
        }
    }

    // All from a bin on have been added up; those of the bins above are taken off again. What fills up is certain of no, and in the last bin.
    private void CompleteBins()
    {
        int together = OutputLanes<TLanes, TVector, T>.BinsTogether;
        long certain = Bits(T.One) - Bits(T.CreateTruncating(0.5));
        (long Count, long Distance) before = (_padding, _padding * certain);
        for (int bin = Limits.Length - 1; bin >= 0; bin--)
        {
            int place = ((bin / together * 2 * together) + (bin % together)) * TLanes.Count;
            long distance = Total(_bins.Slice(place, TLanes.Count));
            long count = Total(_bins.Slice(place + (together * TLanes.Count), TLanes.Count));
            long here = count - before.Count;
            long all = here & ((1 << OutputTally.MissShift) - 1);
            int inAll = ConfidenceBins.FirstOfTwo + bin;
            _sums.Counts[inAll] += all;
            _sums.Misses[inAll] += here >> OutputTally.MissShift;
            _sums.Confidences[inAll] += 0.5 * (all + ((double)(distance - before.Distance) / certain));
            before = (count, distance);
        }

        _bins.Clear();
        _binned = 0;
        _padding = 0;
    }

    private void AddColumns(int count, bool isSoft)
    {
        if (isSoft && !_hasSoft)
        {
            // Until now targets were what they are rounded to.
            _hasSoft = true;
            _columns.AsSpan(Place, Place).CopyTo(_columns.AsSpan(2 * Place, Place));
            _wideColumns.AsSpan(Place, Place).CopyTo(_wideColumns.AsSpan(2 * Place, Place));
        }

        if (_added + count > MostRounds * _ring)
        {
            Widen();
        }

        _added += count;
        OutputLanes<TLanes, TVector, T>.AddRound(in Piece.Losses[0], count, ref _columns[0], _ring);
        if (!_hasSoft)
        {
            OutputLanes<TLanes, TVector, T>.AddRound(in Piece.Targets[0], count, ref _columns[Place], _ring);
            return;
        }

        // The shares of the targets are told as exactly as they are given.
        OutputLanes<TLanes, TVector, T>.AddRoundWide(ref Piece.Targets[0], count, ref _wideColumns[Place], _ring);
        OutputLanes<TLanes, TVector, T>.RoundTargets(ref Piece.Targets[0], count);
        OutputLanes<TLanes, TVector, T>.AddRound(in Piece.Targets[0], count, ref _columns[2 * Place], _ring);
    }

    // Goes on in double.
    private void Widen()
    {
        int used = (_hasSoft ? Columns : Columns - 1) * Place;
        ColumnSums.AddRow<T>(_columns.AsSpan(0, used), 1, _wideColumns);
        _columns.AsSpan(0, used).Clear();
        _added = 0;
    }

    // Sums of integers are the same in any order, and so at any width.
    private static long Total(ReadOnlySpan<T> lanes)
    {
        if (typeof(T) != typeof(float))
        {
            long sum = 0;
            foreach (long lane in MemoryMarshal.Cast<T, long>(lanes))
            {
                sum += lane;
            }

            return sum;
        }

        ReadOnlySpan<uint> integers = MemoryMarshal.Cast<T, uint>(lanes);
        Vector256<ulong> sums = default;
        for (int i = 0; i < integers.Length; i += Vector256<uint>.Count)
        {
            (Vector256<ulong> low, Vector256<ulong> high) = Vector256.Widen(Vector256.Create(integers.Slice(i, Vector256<uint>.Count)));
            sums += low + high;
        }

        return (long)Vector256.Sum(sums);
    }

    // The distance next below the least of each bin.
    private static T[] CreateLimits()
    {
        T[] limits = new T[ConfidenceBins.Count - ConfidenceBins.FirstOfTwo];
        long half = Bits(T.CreateTruncating(0.5));
        for (int i = 0; i < limits.Length; i++)
        {
            long distance = (i == 0 ? half : Bits(ConfidenceBins.Least<T>(ConfidenceBins.FirstOfTwo + i))) - half - 1;
            limits[i] = typeof(T) == typeof(float) ? Unsafe.BitCast<int, T>((int)distance) : Unsafe.BitCast<long, T>(distance);
        }

        return limits;
    }

    private static long Bits(T number) => typeof(T) == typeof(float) ? Unsafe.BitCast<T, int>(number) : Unsafe.BitCast<T, long>(number);
}
