using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>The loops of <see cref="OutputKernel"/>. The lanes that are added up are those of 512 bits on every machine, so that the order of the sums is one.</summary>
internal static class OutputLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>How many bins one walk adds up.</summary>
    public const int BinsTogether = 4;

    // Terms that are rounded can bear a few more roundings of the same size.
    private const int PartLength = 16;

    private static int Step
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ClassWalk<TLanes, TVector, T>.RowStep;
    }

    /// <summary>Writes losses and verdicts.</summary>
    /// <param name="values">The values.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="piece">Where the losses and verdicts go, and the targets beside them.</param>
    /// <param name="isSoft">Whether targets other than 0 and 1 are expected; set where there are any.</param>
    /// <returns>Whether no value and no target is out of the ordinary, for certain; else what is written means nothing.</returns>
    public static bool Judge<TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, in OutputPiece<T> piece, ref bool isSoft)
        where TLoss : struct, IJudgedLoss<T>
    {
        if (!isSoft && JudgeAll<HardTargets, TLoss>(values, targets, loss, piece))
        {
            return true;
        }

        isSoft = true;
        return JudgeAll<SoftTargets, TLoss>(values, targets, loss, piece);
    }

    private static bool JudgeAll<TForm, TLoss>(ReadOnlySpan<T> values, ReadOnlySpan<T> targets, TLoss loss, in OutputPiece<T> piece)
        where TForm : ITargetForm
        where TLoss : struct, IJudgedLoss<T>
    {
        int whole = values.Length - (values.Length % Step);
        bool isCertain = JudgeWhole<TForm, TLoss>(
            in MemoryMarshal.GetReference(values), in MemoryMarshal.GetReference(targets), whole, loss, ref piece.Losses[0], ref piece.Verdicts[0], ref piece.Targets[0]);
        int rest = values.Length - whole;
        if (rest > 0)
        {
            // What fills the last vector up is one of the last.
            Lanes16<T> lastValues = default;
            Lanes16<T> lastTargets = default;
            lastValues[..].Fill(values[whole]);
            lastTargets[..].Fill(targets[whole]);
            values[whole..].CopyTo(lastValues);
            targets[whole..].CopyTo(lastTargets);
            isCertain &= JudgeWhole<TForm, TLoss>(
                in lastValues[0], in lastTargets[0], Step, loss, ref piece.Losses[whole], ref piece.Verdicts[whole], ref piece.Targets[whole]);
        }

        piece.FillUp(values.Length);
        return isCertain;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool JudgeWhole<TForm, TLoss>(
        ref readonly T values, ref readonly T targets, nint count, TLoss loss, ref T losses, ref T verdicts, ref T kept)
        where TForm : ITargetForm
        where TLoss : struct, IJudgedLoss<T>
    {
        TVector largest = TLanes.Of(0);
        TVector largestTarget = TLanes.Of(0);
        TVector soft = TLanes.Of(0);
        TVector doubts = TLanes.Of(0);
        nint ahead = Prefetch.Farthest<T>();
        for (nint index = 0; index < count; index += TLanes.Count)
        {
            Prefetch.Of(in values, index + ahead);
            Prefetch.Of(in targets, index + ahead);
            TVector target = TLanes.Load(in targets, index);
            TVector value = TLanes.Load(in values, index);
            largest = TLanes.MaxBits(largest, loss.Watched<TLanes, TVector>(value));
            if (TForm.IsSoft)
            {
                largestTarget = TLanes.MaxBits(largestTarget, target);
            }
            else
            {
                // z (z - 1) is zero for 0 and 1 alone.
                soft = TLanes.Or(soft, TLanes.Multiply(target, TLanes.Subtract(target, TLanes.Of(1))));
            }

            (TVector result, TVector doubt, TVector verdict) = loss.Judge<TLanes, TVector>(value, target, TForm.IsSoft);
            doubts = TLanes.Or(doubts, doubt);
            TLanes.Store(result, ref losses, index);
            TLanes.Store(verdict, ref verdicts, index);
            TLanes.Store(target, ref kept, index);
        }

        TVector unusual = TLanes.Or(TLanes.AndNot(soft, TLanes.Of(-0d)), TLanes.And(doubts, TLanes.Of(-0d)));
        return TLanes.IsZero(unusual)
            && RangeCheck<TLanes, TVector, T>.AreWithin(largest, loss.Limit)
            && RangeCheck<TLanes, TVector, T>.AreWithin(largestTarget, 1);
    }

    /// <summary>Makes of verdicts what bins are added up from, and returns the sum of the squares of what the probabilities are off.</summary>
    /// <param name="piece">The piece; distances and counts take the places of the verdicts.</param>
    /// <param name="count">How many there are; a multiple of a step.</param>
    public static double Weigh(in OutputPiece<T> piece, int count)
    {
        SideSums none = default;
        return Weigh<Columns>(piece, count, ref none);
    }

    /// <summary>The same of samples of one output, and adds up what those up to a half and those above come to.</summary>
    /// <param name="piece">The piece; distances and counts take the places of the verdicts.</param>
    /// <param name="count">How many there are; a multiple of a step.</param>
    /// <param name="isSoft">Whether there may be other targets than 0 and 1.</param>
    /// <param name="sums">What is added to.</param>
    public static void WeighSides(in OutputPiece<T> piece, int count, bool isSoft, OutputSums sums)
    {
        SideSums sides = default;
        sums.BrierScore += isSoft ? Weigh<SoftSides>(piece, count, ref sides) : Weigh<HardSides>(piece, count, ref sides);
        double targets = Total(sides.Targets);
        sums.Losses[0] += Total(sides.No);
        sums.Losses[1] += Total(sides.Yes);
        sums.Targets[1] += targets;
        sums.Yeses[1] += isSoft ? Total(sides.Count) : targets;
    }

    private static double Weigh<TSides>(in OutputPiece<T> piece, int count, ref SideSums sides)
        where TSides : ISides
    {
        Lanes16<double> squares = default;
        for (int offset = 0; offset < Step; offset += TLanes.Count)
        {
            Weigh<TSides>(
                ref piece.Verdicts[offset], ref piece.Targets[offset], ref piece.Counts[offset], ref piece.Losses[offset], count / Step, ref squares[offset], ref sides, offset);
        }

        return Total(squares);
    }

    // The bits of a number between a half and one, less those of a half, are its distance from a half as an integer: so these add up exactly,
    // and in any order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Weigh<TSides>(
        ref T verdicts, ref T targets, ref T counts, ref T losses, nint steps, ref double squareSums, ref SideSums sides, int offset)
        where TSides : ISides
    {
        TVector half = TLanes.Of(0.5);
        TVector one = TLanes.Of(1);
        Wide squares = default;
        Wide no = default;
        Wide yes = default;
        Wide target = default;
        Wide number = default;
        int signShift = (8 * Unsafe.SizeOf<T>()) - 1;
        nint end = Math.Min(PartLength, steps);
        for (nint step = 0; step < steps; end = Math.Min(end + PartLength, steps))
        {
            TVector someSquares = TLanes.Of(0);
            TVector someNo = TLanes.Of(0);
            TVector someYes = TLanes.Of(0);
            TVector someTargets = TLanes.Of(0);
            TVector someNumbers = TLanes.Of(0);
            for (; step < end; step++)
            {
                nint index = step * Step;
                TVector verdict = TLanes.Load(in verdicts, index);
                TVector z = TLanes.Load(in targets, index);
                TVector other = TLanes.AndNot(verdict, TLanes.Of(-0d));
                TVector confidence = TLanes.Max(other, TLanes.Subtract(one, other));
                TLanes.Store(TLanes.SubtractBits(confidence, half), ref verdicts, index);
                TVector miss = TLanes.ShiftLeft(TLanes.ShiftRight(verdict, signShift), OutputTally.MissShift);
                TLanes.Store(TLanes.Or(miss, TLanes.OfBits(1)), ref counts, index);

                // p - z, or z - p, without a rounded complement.
                TVector share = TLanes.Select(TLanes.Greater(z, half), TLanes.Subtract(one, z), z);
                TVector off = TLanes.Subtract(other, share);
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
                        target.Add(z);
                        someNumbers = TLanes.Select(TLanes.Greater(z, half), TLanes.Add(someNumbers, one), someNumbers);
                    }
                }
            }

            squares.Add(someSquares);
            if (TSides.AreOne)
            {
                no.Add(someNo);
                yes.Add(someYes);
                target.Add(someTargets);
                number.Add(someNumbers);
            }
        }

        squares.Store(ref squareSums);
        if (TSides.AreOne)
        {
            no.Store(ref sides.No[offset]);
            yes.Store(ref sides.Yes[offset]);
            target.Store(ref sides.Targets[offset]);
            number.Store(ref sides.Count[offset]);
        }
    }

    /// <summary>Adds up distances and counts, for each of some limits, of what is farther off.</summary>
    /// <param name="distances">The distances, as integers.</param>
    /// <param name="counts">As many counts.</param>
    /// <param name="count">How many there are; a multiple of the lanes.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="sums">What is added to, a number for each lane, those of the counts behind those of the distances.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddBins(ref readonly T distances, ref readonly T counts, nint count, ref readonly T limits, ref T sums)
    {
        TVector first = TLanes.Spread(in limits, 0);
        TVector second = TLanes.Spread(in limits, 1);
        TVector third = TLanes.Spread(in limits, 2);
        TVector fourth = TLanes.Spread(in limits, 3);
        TVector firstDistances = TLanes.Load(in sums, 0);
        TVector secondDistances = TLanes.Load(in sums, TLanes.Count);
        TVector thirdDistances = TLanes.Load(in sums, 2 * TLanes.Count);
        TVector fourthDistances = TLanes.Load(in sums, 3 * TLanes.Count);
        TVector firstCounts = TLanes.Load(in sums, 4 * TLanes.Count);
        TVector secondCounts = TLanes.Load(in sums, 5 * TLanes.Count);
        TVector thirdCounts = TLanes.Load(in sums, 6 * TLanes.Count);
        TVector fourthCounts = TLanes.Load(in sums, 7 * TLanes.Count);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TVector distance = TLanes.Load(in distances, i);
            TVector each = TLanes.Load(in counts, i);
            firstDistances = TLanes.AddBitsAbove(firstDistances, distance, distance, first);
            firstCounts = TLanes.AddBitsAbove(firstCounts, each, distance, first);
            secondDistances = TLanes.AddBitsAbove(secondDistances, distance, distance, second);
            secondCounts = TLanes.AddBitsAbove(secondCounts, each, distance, second);
            thirdDistances = TLanes.AddBitsAbove(thirdDistances, distance, distance, third);
            thirdCounts = TLanes.AddBitsAbove(thirdCounts, each, distance, third);
            fourthDistances = TLanes.AddBitsAbove(fourthDistances, distance, distance, fourth);
            fourthCounts = TLanes.AddBitsAbove(fourthCounts, each, distance, fourth);
        }

        TLanes.Store(firstDistances, ref sums, 0);
        TLanes.Store(secondDistances, ref sums, TLanes.Count);
        TLanes.Store(thirdDistances, ref sums, 2 * TLanes.Count);
        TLanes.Store(fourthDistances, ref sums, 3 * TLanes.Count);
        TLanes.Store(firstCounts, ref sums, 4 * TLanes.Count);
        TLanes.Store(secondCounts, ref sums, 5 * TLanes.Count);
        TLanes.Store(thirdCounts, ref sums, 6 * TLanes.Count);
        TLanes.Store(fourthCounts, ref sums, 7 * TLanes.Count);
    }

    /// <summary>Adds numbers to those of a ring, round and round from its first on.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="count">How many there are; a multiple of a step.</param>
    /// <param name="ring">The ring, with room for a step behind it: what is added there belongs to the first ones.</param>
    /// <param name="length">Its length, a step at least.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddRound(ref readonly T values, nint count, ref T ring, nint length)
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

    /// <summary>The same in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddRoundWide(ref T values, nint count, ref double ring, nint length)
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

    /// <summary>Replaces numbers by one where they are above a half, else zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void RoundTargets(ref T targets, nint count)
    {
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TVector z = TLanes.Load(in targets, i);
            TLanes.Store(TLanes.Select(TLanes.Greater(z, TLanes.Of(0.5)), TLanes.Of(1), TLanes.Of(0)), ref targets, i);
        }
    }

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
        static abstract bool AreOne { get; }

        static abstract bool AreSoft { get; }
    }

    private readonly struct Columns : ISides
    {
        public static bool AreOne
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => false;
        }

        public static bool AreSoft
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => false;
        }
    }

    private readonly struct HardSides : ISides
    {
        public static bool AreOne
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => true;
        }

        public static bool AreSoft
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => false;
        }
    }

    private readonly struct SoftSides : ISides
    {
        public static bool AreOne
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => true;
        }

        public static bool AreSoft
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => true;
        }
    }

    // The sums of each lane.
    private struct SideSums
    {
        public Lanes16<double> No;
        public Lanes16<double> Yes;
        public Lanes16<double> Targets;
        public Lanes16<double> Count;
    }

    // A sum in double of each lane.
    private struct Wide
    {
        private Vector512<double> _lower;
        private Vector512<double> _upper;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(TVector values)
        {
            _lower += Lanes256<T>.WideLower(TLanes.Lower(values));
            if (TLanes.Count == Step)
            {
                _upper += Lanes256<T>.WideLower(TLanes.Upper(values));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(ref double sums)
        {
            if (typeof(T) == typeof(float))
            {
                _lower.StoreUnsafe(ref sums);
            }
            else
            {
                _lower.GetLower().StoreUnsafe(ref sums);
            }

            if (TLanes.Count < Step)
            {
                return;
            }

            if (typeof(T) == typeof(float))
            {
                _upper.StoreUnsafe(ref sums, (nuint)(Step / 2));
            }
            else
            {
                _upper.GetLower().StoreUnsafe(ref sums, (nuint)(Step / 2));
            }
        }
    }
}
