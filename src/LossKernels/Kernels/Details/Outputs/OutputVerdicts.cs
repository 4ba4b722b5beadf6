using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Outputs;

/// <summary>
/// Makes of verdicts what <see cref="OutputBins{TLanes, TVector, T}"/> adds up, and adds up what else they and their losses come to. The lanes are those of
/// 512 bits on every machine, so that the order of the sums is one.
/// </summary>
internal static class OutputVerdicts<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    // Terms that are rounded can bear a few more roundings of the same size.
    private const int PartLength = 16;

    private static int Step
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    /// <summary>Adds the squares of what the probabilities are off.</summary>
    /// <param name="piece">The piece; distances and counts take the places of the verdicts.</param>
    /// <param name="count">How many there are; a multiple of a step.</param>
    /// <param name="isSoft">Whether there may be other targets than 0 and 1.</param>
    /// <param name="sums">What is added to.</param>
    public static void Add(in OutputPiece<T> piece, int count, bool isSoft, OutputSums sums)
    {
        LaneTotals totals = default;
        if (isSoft)
        {
            Add<SoftColumns>(piece, count, ref totals);
        }
        else
        {
            Add<HardColumns>(piece, count, ref totals);
        }

        sums.BrierScore += Total(totals.Squares);
    }

    /// <summary>The same of samples of one output, and what those up to a half and those above come to.</summary>
    /// <param name="piece">The piece; distances and counts take the places of the verdicts.</param>
    /// <param name="count">How many there are; a multiple of a step.</param>
    /// <param name="isSoft">Whether there may be other targets than 0 and 1.</param>
    /// <param name="sums">What is added to.</param>
    public static void AddSides(in OutputPiece<T> piece, int count, bool isSoft, OutputSums sums)
    {
        LaneTotals totals = default;
        if (isSoft)
        {
            Add<SoftSides>(piece, count, ref totals);
        }
        else
        {
            Add<HardSides>(piece, count, ref totals);
        }

        double targets = Total(totals.Targets);
        sums.BrierScore += Total(totals.Squares);
        sums.Losses[0] += Total(totals.No);
        sums.Losses[1] += Total(totals.Yes);
        sums.Targets[1] += targets;
        sums.Yeses[1] += isSoft ? Total(totals.Yeses) : targets;
    }

    private static void Add<TSides>(in OutputPiece<T> piece, int count, ref LaneTotals totals)
        where TSides : ISides
    {
        for (int offset = 0; offset < Step; offset += TLanes.Count)
        {
            Add<TSides>(
                ref piece.Verdicts[offset], ref piece.Targets[offset], ref piece.Counts[offset], ref piece.Losses[offset], count / Step, ref totals, offset);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Add<TSides>(ref T verdicts, ref T targets, ref T counts, ref T losses, nint steps, ref LaneTotals totals, int offset)
        where TSides : ISides
    {
        TVector half = TLanes.Of(0.5);
        LaneSums<TLanes, TVector, T> squares = default;
        LaneSums<TLanes, TVector, T> no = default;
        LaneSums<TLanes, TVector, T> yes = default;
        LaneSums<TLanes, TVector, T> target = default;
        LaneSums<TLanes, TVector, T> yeses = default;
        nint end = Math.Min(PartLength, steps);
        for (nint step = 0; step < steps; end = Math.Min(end + PartLength, steps))
        {
            TVector someSquares = TLanes.Of(0);
            TVector someNo = TLanes.Of(0);
            TVector someYes = TLanes.Of(0);
            TVector someTargets = TLanes.Of(0);
            TVector someYeses = TLanes.Of(0);
            for (; step < end; step++)
            {
                nint index = step * Step;
                TVector z = TLanes.Load(in targets, index);
                TVector off = Off<TSides>(Judged(ref verdicts, ref counts, index), z);
                someSquares = TLanes.Fma(off, off, someSquares);
                if (TSides.AreOne)
                {
                    TVector loss = TLanes.Load(in losses, index);
                    someNo = TLanes.Select(TLanes.Greater(z, half), someNo, TLanes.Add(someNo, loss));
                    someYes = TLanes.Select(TLanes.Greater(z, half), TLanes.Add(someYes, loss), someYes);
                    if (!TSides.AreSoft)
                    {
                        someTargets = TLanes.Add(someTargets, z);
                    }
                    else
                    {
                        // The shares of the targets are told as exactly as they are given.
                        target.AddRounded(z);
                        someYeses = TLanes.Select(TLanes.Greater(z, half), TLanes.Add(someYeses, TLanes.Of(1)), someYeses);
                    }
                }
            }

            squares.AddRounded(someSquares);
            if (TSides.AreOne)
            {
                no.AddRounded(someNo);
                yes.AddRounded(someYes);
                target.AddRounded(someTargets);
                yeses.AddRounded(someYeses);
            }
        }

        squares.Store(ref totals.Squares[offset]);
        if (TSides.AreOne)
        {
            no.Store(ref totals.No[offset]);
            yes.Store(ref totals.Yes[offset]);
            target.Store(ref totals.Targets[offset]);
            yeses.Store(ref totals.Yeses[offset]);
        }
    }

    // Writes distances and counts, and gives the probability of the side that the target is not on. The bits of a number between a half and one, less those
    // of a half, are its distance from a half as an integer: so these add up exactly, and in any order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Judged(ref T verdicts, ref T counts, nint index)
    {
        TVector verdict = TLanes.Load(in verdicts, index);
        TVector other = TLanes.AndNot(verdict, TLanes.Of(-0d));
        TVector confidence = TLanes.Max(other, TLanes.Subtract(TLanes.Of(1), other));
        TLanes.Store(TLanes.SubtractBits(confidence, TLanes.Of(0.5)), ref verdicts, index);

        // The sign, where misses are counted.
        TVector miss = TLanes.ShiftRight(verdict, (8 * Unsafe.SizeOf<T>()) - 1 - OutputPiece<T>.MissShift);
        TLanes.Store(TLanes.Or(TLanes.And(miss, TLanes.OfBits(1L << OutputPiece<T>.MissShift)), TLanes.OfBits(1)), ref counts, index);
        return other;
    }

    // p - z, or z - p, without a rounded complement; of 0 and 1 that is all of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Off<TSides>(TVector other, TVector z)
        where TSides : ISides => TSides.AreSoft
            ? TLanes.Subtract(other, TLanes.Select(TLanes.Greater(z, TLanes.Of(0.5)), TLanes.Subtract(TLanes.Of(1), z), z))
            : other;

    // In an order that is the same on every machine.
    private static double Total(ReadOnlySpan<double> lanes)
    {
        double sum = 0;
        foreach (double lane in lanes[..Step])
        {
            sum += lane;
        }

        return sum;
    }

    // Whether each output has losses of its own, or samples are of one; and what targets these have.
    private interface ISides
    {
        static virtual bool AreOne => false;

        static virtual bool AreSoft => false;
    }

    private readonly struct HardColumns : ISides;

    private readonly struct SoftColumns : ISides
    {
        public static bool AreSoft => true;
    }

    private readonly struct HardSides : ISides
    {
        public static bool AreOne => true;
    }

    private readonly struct SoftSides : ISides
    {
        public static bool AreOne => true;

        public static bool AreSoft => true;
    }

    // The sums of each lane.
    private struct LaneTotals
    {
        public Lanes16<double> Squares;
        public Lanes16<double> No;
        public Lanes16<double> Yes;
        public Lanes16<double> Targets;
        public Lanes16<double> Yeses;
    }
}
