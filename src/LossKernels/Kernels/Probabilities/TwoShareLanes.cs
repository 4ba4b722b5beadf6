using System.Runtime.CompilerServices;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Probabilities;

/// <summary>
/// The loop over rows of two probabilities x >= y and their targets: -ln q is ln(1 + y / x) of the larger one, and less ln(y / x) of the smaller; where nothing
/// is divided, q is the value. A target of a class number is one of one beside one of zero, to the last bit.
/// </summary>
internal static class TwoShareLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Writes the losses of some rows, and what their derivatives are made of.</summary>
    /// <param name="probabilities">Rows of two.</param>
    /// <param name="labels">The class number of each row; empty where there are targets.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="shares">How logarithms are taken.</param>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="losses">Where the losses go.</param>
    /// <param name="parts">Where the values and the targets go; nowhere where no derivatives are wanted.</param>
    /// <returns>Whether no row needs a second look; else what is written of that means nothing.</returns>
    public static bool Map(
        TensorBlock<T> probabilities, ReadOnlySpan<int> labels, TensorBlock<T> targets, in TwoShares shares, int row, int rows, Span<T> losses, TwoShareParts<T> parts)
    {
        int whole = rows - (rows % TLanes.Count);
        bool isUsual = true;
        if (whole > 0)
        {
            RowPairs<TLanes, TVector, T> values = new(in probabilities[row, 0], probabilities.ClassStride);
            isUsual = labels.IsEmpty
                ? MapSome(values, new RowPairs<TLanes, TVector, T>(in targets[row, 0], targets.ClassStride), whole, shares, ref losses[0], parts)
                : MapSome(values, new LabelPairs<TLanes, TVector, T>(in labels[row]), whole, shares, ref losses[0], parts);
        }

        return (whole == rows || MapLast(probabilities, labels, targets, shares, row + whole, rows - whole, losses[whole..], parts.From(whole))) && isUsual;
    }

    // Fewer rows than there are lanes; behind them some that are as usual.
    private static bool MapLast(
        TensorBlock<T> probabilities, ReadOnlySpan<int> labels, TensorBlock<T> targets, in TwoShares shares, int row, int rows, Span<T> losses, TwoShareParts<T> parts)
    {
        Span<T> lastValues = stackalloc T[2 * TLanes.Count];
        Span<T> lastTargets = stackalloc T[2 * TLanes.Count];
        Lanes16<int> lastLabels = default;
        Lanes16<T> lastLosses = default;
        Lanes16<T> half = default;
        TLanes.Store(TLanes.Of(0.5), ref half[0], 0);
        RowPairs<TLanes, TVector, T> values = RowPairs<TLanes, TVector, T>.Copied(probabilities, row, rows, lastValues);
        lastValues[(2 * rows)..].Fill(half[0]);
        bool isUsual;
        if (labels.IsEmpty)
        {
            isUsual = MapSome(values, RowPairs<TLanes, TVector, T>.Copied(targets, row, rows, lastTargets), TLanes.Count, shares, ref lastLosses[0], parts);
        }
        else
        {
            labels.Slice(row, rows).CopyTo(lastLabels);
            isUsual = MapSome(values, new LabelPairs<TLanes, TVector, T>(in lastLabels[0]), TLanes.Count, shares, ref lastLosses[0], parts);
        }

        lastLosses[..rows].CopyTo(losses);
        return isUsual;
    }

    private static bool MapSome<TTargets>(
        RowPairs<TLanes, TVector, T> values, TTargets targets, nint rows, in TwoShares shares, ref T losses, TwoShareParts<T> parts)
        where TTargets : struct, IPairs<TVector>, allows ref struct => (shares.Quotient.IsDivided, parts.IsEmpty) switch
        {
            (true, true) => MapWhole<DividedShares, LossesAlone, TTargets>(values, targets, rows, shares, ref losses, parts),
            (true, false) => MapWhole<DividedShares, JudgedLosses, TTargets>(values, targets, rows, shares, ref losses, parts),
            (false, true) => MapWhole<GivenShares, LossesAlone, TTargets>(values, targets, rows, shares, ref losses, parts),
            (false, false) => MapWhole<GivenShares, JudgedLosses, TTargets>(values, targets, rows, shares, ref losses, parts),
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool MapWhole<TShares, TForm, TTargets>(
        RowPairs<TLanes, TVector, T> values, TTargets targets, nint rows, TwoShares shares, ref T losses, TwoShareParts<T> parts)
        where TShares : IShareForm
        where TForm : IOutputForm
        where TTargets : struct, IPairs<TVector>, allows ref struct
    {
        TVector floor = TLanes.Of(shares.Clip.Lower);
        TVector ceiling = TLanes.Of(shares.Clip.Upper);
        TVector leastLoss = TLanes.Of(shares.LeastLoss);
        TVector mostLoss = TLanes.Of(shares.MostLoss);
        TVector isOpen = TLanes.OfBits(shares.IsOpen ? -1 : 0);
        TVector largest = TLanes.Of(0);
        TVector smallest = TLanes.Of(1);
        for (nint row = 0; row < rows; row += TLanes.Count)
        {
            (TVector first, TVector second) = values[row];
            (TVector ofFirst, TVector ofSecond) = targets[row];
            largest = TLanes.MaxBits(TLanes.MaxBits(TLanes.MaxBits(largest, first), second), TLanes.MaxBits(ofFirst, ofSecond));
            if (TForm.Judges)
            {
                parts.Store<TLanes, TVector>(first, second, ofFirst, ofSecond, row);
            }

            first = TLanes.Min(ceiling, TLanes.Max(floor, first));
            second = TLanes.Min(ceiling, TLanes.Max(floor, second));
            TVector larger = TLanes.Max(first, second);
            TVector smaller = TLanes.Min(first, second);
            smallest = TLanes.Min(smallest, TLanes.Select(isOpen, smaller, larger));
            TVector loss;
            if (TShares.IsDivided)
            {
                TVector isSecond = TLanes.Greater(second, first);
                loss = OfQuotients<TTargets>(
                    larger,
                    smaller,
                    TLanes.Select(isSecond, ofSecond, ofFirst),
                    TLanes.Select(isSecond, ofFirst, ofSecond),
                    leastLoss,
                    mostLoss);
            }
            else
            {
                TVector log = VectorMath.Surprisal<TLanes, TVector, T>(first, TLanes.Subtract(TLanes.Of(1), first));
                TVector otherLog = VectorMath.Surprisal<TLanes, TVector, T>(second, TLanes.Subtract(TLanes.Of(1), second));
                loss = TLanes.Fma(ofFirst, log, TLanes.Multiply(ofSecond, otherLog));
            }

            TLanes.Store(loss, ref losses, row);
        }

        return RangeCheck<TLanes, TVector, T>.AreWithin(largest, 1) && TLanes.IsZero(TLanes.Greater(TLanes.Of(TwoShares.Least), smallest));
    }

    // (a + b) ln(1 + t) - b ln t of the targets a, b of x and y, with t = y / x and what that lacks: no term is negative, and a product with one is exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector OfQuotients<TTargets>(TVector larger, TVector smaller, TVector ofLarger, TVector ofSmaller, TVector leastLoss, TVector mostLoss)
        where TTargets : struct, IPairs<TVector>, allows ref struct
    {
        TVector inverse = TLanes.Divide(TLanes.Of(1), larger);
        TVector t = TLanes.Multiply(smaller, inverse);
        TVector minus = TLanes.Multiply(TLanes.Fma(t, larger, TLanes.Subtract(TLanes.Of(0), smaller)), inverse);
        TVector log = VectorMath.LogOfOneAndShare<TLanes, TVector, T>(t, TLanes.Subtract(TLanes.Of(0), minus));
        TVector gap = VectorMath.Surprisal<TLanes, TVector, T>(
            TLanes.Max(t, TLanes.Of(TwoShares.LeastQuotient)), TLanes.Add(TLanes.Subtract(TLanes.Of(1), t), minus), minus);

        // Where the smaller one is clipped its loss is a bound, and no sum.
        TVector isClipped = TLanes.Greater(TLanes.Add(log, gap), mostLoss);
        TVector held = TLanes.Max(log, leastLoss);
        gap = TLanes.Add(gap, TLanes.Subtract(log, held));
        if (TTargets.AreHot)
        {
            TVector other = TLanes.Select(isClipped, mostLoss, TLanes.Add(held, gap));
            return TLanes.Fma(ofSmaller, other, TLanes.Multiply(ofLarger, held));
        }

        gap = TLanes.Select(isClipped, mostLoss, gap);
        TVector mass = TLanes.Add(ofLarger, ofSmaller);
        TVector lack = TLanes.Subtract(TLanes.Min(ofLarger, ofSmaller), TLanes.Subtract(mass, TLanes.Max(ofLarger, ofSmaller)));
        mass = TLanes.Select(isClipped, ofLarger, mass);
        lack = TLanes.AndNot(lack, isClipped);
        return TLanes.Fma(ofSmaller, gap, TLanes.Fma(mass, held, TLanes.Multiply(lack, held)));
    }
}
