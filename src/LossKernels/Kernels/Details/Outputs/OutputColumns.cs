using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Outputs;

/// <summary>Adds up losses and targets of samples of several outputs, output by output.</summary>
internal sealed class OutputColumns<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    // So long at least is what the columns are added up in, a ring: of short rows several, that one sum does not wait for the last; and of so few
    // outputs a whole number of vectors, as what was written to memory in other pieces than it is read in has to be waited for.
    private const int ShortestRing = 128;

    // Terms that are rounded can bear a few more roundings of the same size.
    private const int MostRounds = 8;

    // The rings of losses, of targets, and of targets rounded.
    private const int Rings = 3;

    private readonly OutputSums _sums;
    private readonly int _length;
    private readonly T[] _rings;
    private readonly double[] _wideRings;
    private int _added;
    private bool _hasSoft;

    /// <summary>Borrows the memory.</summary>
    /// <param name="sums">Where the sums go.</param>
    public OutputColumns(OutputSums sums)
    {
        int outputs = sums.Outputs;
        int whole = outputs >= ShortestRing ? outputs : outputs * (Step / Math.Min(Step, outputs & -outputs));
        _sums = sums;
        _length = whole * ((ShortestRing + whole - 1) / whole);
        _rings = ArrayPool<T>.Shared.Rent(Rings * Place);
        _rings.AsSpan(0, Rings * Place).Clear();
        _wideRings = ArrayPool<double>.Shared.Rent(Rings * Place);
        _wideRings.AsSpan(0, Rings * Place).Clear();
    }

    private static int Step => Vector512<T>.Count;

    // The memory of a ring.
    private int Place => _length + Step;

    /// <summary>Adds the outputs of a piece.</summary>
    /// <param name="piece">Their losses and targets; targets that may be soft are rounded.</param>
    /// <param name="count">How many there are with what fills the last step up.</param>
    /// <param name="isSoft">Whether there may be other targets than 0 and 1.</param>
    public void Add(in OutputPiece<T> piece, int count, bool isSoft)
    {
        if (isSoft && !_hasSoft)
        {
            // Until now targets were what they are rounded to.
            _hasSoft = true;
            _rings.AsSpan(Place, Place).CopyTo(_rings.AsSpan(2 * Place, Place));
            _wideRings.AsSpan(Place, Place).CopyTo(_wideRings.AsSpan(2 * Place, Place));
        }

        if (_added + count > MostRounds * _length)
        {
            Widen();
        }

        _added += count;
        AddRound(in piece.Losses[0], count, ref _rings[0], _length);
        if (!_hasSoft)
        {
            AddRound(in piece.Targets[0], count, ref _rings[Place], _length);
            return;
        }

        // The shares of the targets are told as exactly as they are given.
        AddRoundWide(ref piece.Targets[0], count, ref _wideRings[Place], _length);
        RoundTargets(ref piece.Targets[0], count);
        AddRound(in piece.Targets[0], count, ref _rings[2 * Place], _length);
    }

    /// <summary>Completes the sums, and gives the memory back.</summary>
    public void Complete()
    {
        Widen();
        int yeses = _hasSoft ? 2 : 1;
        for (int i = 0, column = 0; i < Place; i++)
        {
            _sums.Losses[column] += _wideRings[i];
            _sums.Targets[column] += _wideRings[Place + i];
            _sums.Yeses[column] += _wideRings[(yeses * Place) + i];
            column = column + 1 == _sums.Outputs ? 0 : column + 1;
        }

        ArrayPool<T>.Shared.Return(_rings);
        ArrayPool<double>.Shared.Return(_wideRings);
    }

    // Goes on in double.
    private void Widen()
    {
        int used = (_hasSoft ? Rings : Rings - 1) * Place;
        ColumnSums.AddRow<T>(_rings.AsSpan(0, used), 1, _wideRings);
        _rings.AsSpan(0, used).Clear();
        _added = 0;
    }

    // Adds numbers, whole steps of them, to those of a ring, round and round from its first on; what is added behind its last belongs to the first ones.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddRound(ref readonly T values, nint count, ref T ring, nint length)
    {
        nint place = 0;
        for (nint i = 0; i < count; i += Step)
        {
            for (nint offset = 0; offset < Step; offset += TLanes.Count)
            {
                TLanes.Store(TLanes.Add(TLanes.Load(in ring, place + offset), TLanes.Load(in values, i + offset)), ref ring, place + offset);
            }

            place += Step;
            place -= place >= length ? length : 0;
        }
    }

    // The same in double.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddRoundWide(ref T values, nint count, ref double ring, nint length)
    {
        nint place = 0;
        for (nint i = 0; i < count; i += Step)
        {
            for (nint offset = 0; offset < Step; offset += Vector256<double>.Count)
            {
                ref double sum = ref Unsafe.Add(ref ring, place + offset);
                (Vector256.LoadUnsafe(ref sum) + Widened.Four(ref values, i + offset)).StoreUnsafe(ref sum);
            }

            place += Step;
            place -= place >= length ? length : 0;
        }
    }

    // Replaces numbers by one where they are above a half, else zero.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RoundTargets(ref T targets, nint count)
    {
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TVector z = TLanes.Load(in targets, i);
            TLanes.Store(TLanes.Select(TLanes.Greater(z, TLanes.Of(0.5)), TLanes.Of(1), TLanes.Of(0)), ref targets, i);
        }
    }
}
