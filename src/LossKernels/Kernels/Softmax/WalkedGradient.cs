using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// Derivatives of cross-entropy from logits, made of the terms that the walk to the tails of rows that lie side by side has left: what <see cref="SoftmaxGradient{TLanes, TVector, T}"/>
/// writes, to the last bit, without a second exponential. They are right where the tail is not too large: see <see cref="TailTerm.LargestTail"/>.
/// </summary>
internal static class WalkedGradient<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes tails and derivatives.</summary>
    /// <param name="logits">The logits, rows side by side.</param>
    /// <param name="labels">The class number of each row's pivot; of a row with a negative one, the derivatives are zeros and the tail is any number.</param>
    /// <param name="tails">Where the tails go.</param>
    /// <param name="derivatives">Where the derivatives go.</param>
    /// <param name="gaps">Which gaps are written in the same walk: those of the targets that are taken off, if there are any.</param>
    public static unsafe void Write(
        TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> tails, RowDerivatives<T> derivatives, RowGaps<T> gaps)
    {
        // The pivots of more rows than are asked for ahead would be waited for; and of those there are two groups in the cache, one made, one on its way.
        int most = Math.Max(1, Prefetch.Farthest<T>() / 2 / logits.Classes);
        fixed (T* to = derivatives.Values)
        {
            LineStream<T> stream = new(to, most * logits.Classes, derivatives.IsStreamed);
            if (derivatives.HasTargets)
            {
                Write<SoftTargets>(logits, labels, tails, derivatives, gaps, ref stream, most);
            }
            else
            {
                Write<HardTargets>(logits, labels, tails, derivatives, gaps, ref stream, most);
            }

            stream.Complete();
        }
    }

    private static void Write<TTargets>(
        TensorBlock<T> logits,
        ReadOnlySpan<int> labels,
        Span<double> tails,
        RowDerivatives<T> derivatives,
        RowGaps<T> gaps,
        ref LineStream<T> stream,
        int most)
        where TTargets : ITargetForm
    {
        int classes = logits.Classes;
        bool hasIgnored = IgnoredRows.Any(labels);
        Span<T> pivots = stackalloc T[TailTerm.TableLength];
        Span<T> table = stackalloc T[TailTerm.TableSize];
        Span<double> tailRoom = stackalloc double[TailTerm.TableLength];
        Span<double> scaleRoom = stackalloc double[TailTerm.TableLength];
        Span<double> massRoom = stackalloc double[TailTerm.TableLength];
        massRoom.Fill(1);
        Span<T> picked = stackalloc T[TailTerm.TableLength];
        RowUnits<T> units = RowUnits<T>.Of(stackalloc T[RowUnits<T>.PerRow * TailTerm.TableLength]);
        for (int row = 0, rows; row < logits.Rows; row += rows)
        {
            rows = Math.Min(logits.Rows - row, most);

            // Loops read and write whole vectors: rows that do not fill the last one are copied to where there is room for it.
            int whole = Lanes.Whole(rows, TailTerm.Step);
            bool isWhole = whole == rows;
            ReadOnlySpan<int> someLabels = labels.Slice(row, rows);
            ReadOnlySpan<double> someScales = isWhole ? derivatives.Scales.Slice(row, rows) : Copied(derivatives.Scales.Slice(row, rows), scaleRoom);
            ReadOnlySpan<double> someMasses = derivatives.Masses.IsEmpty ? massRoom : Copied(derivatives.Masses.Slice(row, rows), massRoom);
            Span<double> sums = isWhole ? tails.Slice(row, rows) : tailRoom;
            Span<T> made = stream.Room(rows * classes);
            TailOperator<TLanes, TVector, T> tail = new(in someLabels[0], in table[0]);
            KeepingOperator<TLanes, TVector, T> walked = new(tail, ref made[0], classes, ref stream);
            Picked<TLanes, TVector, T>.Along(logits, row, someLabels, pivots);
            TailTerm<TLanes, TVector, T>.Tabulate(pivots, rows, table);
            ClassWalk<TLanes, TVector, T>.Along(in logits[row][0], rows, classes, ref walked, ref sums[0]);
            ReadOnlySpan<T> targets = default;
            if (TTargets.IsSoft)
            {
                Picked<TLanes, TVector, T>.Along(derivatives.Targets, row, someLabels, picked);
                targets = derivatives.Targets.Values.Slice(row * classes, rows * classes);
            }

            GapLanes<TLanes, TVector, T>.Along(logits, row, pivots[..rows], gaps);
            Complete<TTargets>(pivots[..whole], table, someScales, someMasses, picked, sums, units);
            TermDerivatives<TLanes, TVector, T>.OfRows<TTargets>(rows, classes, units, targets, made);
            SoftmaxGradient<TLanes, TVector, T>.PlaceOwn(units.Own[..rows], someLabels, classes, made);
            if (!isWhole)
            {
                sums[..rows].CopyTo(tails[row..]);
            }

            if (hasIgnored)
            {
                SoftmaxGradient<TLanes, TVector, T>.ClearNegative(someLabels, classes, made);
            }

            stream.Take(made.Length);
        }
    }

    // Completes the sums of some rows, and writes by what the terms are to be multiplied, and what stands in the place of the pivot's.
    private static void Complete<TTargets>(
        ReadOnlySpan<T> pivots,
        ReadOnlySpan<T> table,
        ReadOnlySpan<double> scales,
        ReadOnlySpan<double> masses,
        ReadOnlySpan<T> picked,
        Span<double> sums,
        RowUnits<T> units)
        where TTargets : ITargetForm
    {
        // Two loops are faster than one: the shorter a round, the more of them a core works on at a time.
        Span<double> factors = stackalloc double[TailTerm.TableLength];
        TailTerm.Factors(pivots, table, factors[..pivots.Length]);
        CompleteAll<TTargets>(factors[..pivots.Length], scales, masses, picked, sums, units);
    }

    private static Span<TItem> Copied<TItem>(ReadOnlySpan<TItem> items, Span<TItem> room)
    {
        items.CopyTo(room);
        return room;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void CompleteAll<TTargets>(
        ReadOnlySpan<double> factors, ReadOnlySpan<double> scales, ReadOnlySpan<double> masses, ReadOnlySpan<T> picked, Span<double> sums, RowUnits<T> units)
        where TTargets : ITargetForm
    {
        ref double factor = ref MemoryMarshal.GetReference(factors);
        ref double scale = ref MemoryMarshal.GetReference(scales[..factors.Length]);
        ref double mass = ref MemoryMarshal.GetReference(masses[..factors.Length]);
        ref double sum = ref MemoryMarshal.GetReference(sums[..factors.Length]);
        ref T target = ref MemoryMarshal.GetReference(picked[..factors.Length]);
        ref T unit = ref MemoryMarshal.GetReference(units.Terms[..factors.Length]);
        ref T ownUnit = ref MemoryMarshal.GetReference(units.Own[..factors.Length]);
        ref T lost = ref MemoryMarshal.GetReference(units.Targets[..factors.Length]);
        for (nint i = 0; i < factors.Length; i += TailTerm.Step)
        {
            // mass / (1 + tail), and of the pivot mass / (1 + tail) - mass, or what its target is taken off.
            Vector512<double> ofTerms = Vector512.LoadUnsafe(ref factor, (nuint)i);
            Vector512<double> ofRow = Vector512.LoadUnsafe(ref scale, (nuint)i);
            Vector512<double> tail = Lanes.LoadSingly(ref sum, i) * ofTerms;
            tail.StoreUnsafe(ref sum, (nuint)i);
            Vector512<double> share = ofRow / (tail + Vector512<double>.One);
            if (TTargets.IsSoft)
            {
                Vector512<double> all = Vector512.LoadUnsafe(ref mass, (nuint)i);
                share *= all;
                Widened.Store(SoftTargetGradient.OfPivots(share, tail, ofRow, all, Widened.Eight(ref target, i)), ref ownUnit, i);
                Widened.Store(-ofRow, ref lost, i);
            }
            else
            {
                Widened.Store(-(share * tail), ref ownUnit, i);
            }

            Widened.Store(ofTerms * share, ref unit, i);
        }
    }
}
