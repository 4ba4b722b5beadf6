using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Targets;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Probabilities;

/// <summary>
/// Derivatives of cross-entropy from probabilities where each row has one target: one number for all classes of a row, and another for the target's own.
/// Values that are clipped before they are divided have none.
/// </summary>
/// <param name="probabilities">The probabilities.</param>
/// <param name="labels">The class of each row's target; of a row with a negative one, zeros are written.</param>
/// <param name="slopes">The numbers of each row.</param>
/// <param name="buffer">Room for a row, where its values do not lie side by side.</param>
internal readonly ref struct PickedGradient<TLanes, TVector, T>(
    TensorBlock<T> probabilities, ReadOnlySpan<int> labels, PickedSlopes slopes, Span<T> buffer) : IRowGradient<T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TensorBlock<T> _probabilities = probabilities;
    private readonly ReadOnlySpan<int> _labels = labels;
    private readonly PickedSlopes _slopes = slopes;
    private readonly Span<T> _buffer = buffer;

    public void Write(int first, int rows, Span<T> gradient)
    {
        int classes = _probabilities.Classes;
        Span<T> others = stackalloc T[GradientGroups.MostRows];
        Span<T> own = stackalloc T[GradientGroups.MostRows];
        Span<T> clipped = stackalloc T[GradientGroups.MostRows];
        _slopes.Write(first, rows, others, own, clipped);
        ReadOnlySpan<int> labels = _labels.Slice(first, rows);
        for (int r = IgnoredRows.First(labels); r >= 0 && r < rows; r++)
        {
            (others[r], clipped[r]) = labels[r] < 0 ? (T.Zero, T.Zero) : (others[r], clipped[r]);
        }

        if (classes == 2 && (_probabilities.HasRows || !_slopes.Quotient.IsAfter))
        {
            WritePairs(labels, _slopes.Quotient.IsAfter ? _probabilities.Values.Slice(first * classes, rows * classes) : [], others, own, clipped, gradient);
        }
        else if (!_slopes.Quotient.IsAfter)
        {
            WriteRows(labels, [], others, own, clipped, gradient);
        }
        else if (_probabilities.HasRows)
        {
            WriteRows(labels, _probabilities.Values.Slice(first * classes, rows * classes), others, own, clipped, gradient);
        }
        else
        {
            for (int r = 0; r < rows; r++)
            {
                ReadOnlySpan<T> row = _probabilities.Row(first + r, _buffer);
                WriteRows(labels.Slice(r, 1), row, others[r..], own[r..], clipped[r..], gradient.Slice(r * classes, classes));
            }
        }
    }

    // Rows of two classes, as many at a time as there are lanes.
    private void WritePairs(
        ReadOnlySpan<int> labels, ReadOnlySpan<T> probabilities, ReadOnlySpan<T> others, ReadOnlySpan<T> own, ReadOnlySpan<T> clipped, Span<T> gradient)
    {
        int whole = labels.Length - (labels.Length % TLanes.Count);
        if (whole > 0)
        {
            MapPairs(in labels[0], probabilities, in others[0], in own[0], in clipped[0], whole, ref gradient[0]);
        }

        if (whole < labels.Length)
        {
            Lanes16<int> lastLabels = default;
            Span<T> lastProbabilities = stackalloc T[2 * TLanes.Count];
            Span<T> lastGradient = stackalloc T[2 * TLanes.Count];
            labels[whole..].CopyTo(lastLabels);
            ReadOnlySpan<T> values = probabilities.IsEmpty ? [] : probabilities[(2 * whole)..];
            values.CopyTo(lastProbabilities);
            MapPairs(in lastLabels[0], values.IsEmpty ? [] : lastProbabilities, in others[whole], in own[whole], in clipped[whole], TLanes.Count, ref lastGradient[0]);
            lastGradient[..(gradient.Length - (2 * whole))].CopyTo(gradient[(2 * whole)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void MapPairs(
        ref readonly int labels, ReadOnlySpan<T> probabilities, ref readonly T others, ref readonly T own, ref readonly T clipped, nint rows, ref T gradient)
    {
        ref T p = ref MemoryMarshal.GetReference(probabilities);
        bool isClipped = !probabilities.IsEmpty;
        TVector floor = TLanes.Of(_slopes.Quotient.Clip.Lower);
        TVector ceiling = TLanes.Of(_slopes.Quotient.Clip.Upper);
        for (nint row = 0; row < rows; row += TLanes.Count)
        {
            TVector label = TLanes.LoadBits(in Unsafe.Add(ref Unsafe.AsRef(in labels), row));
            TVector ofOthers = TLanes.Load(in others, row);
            TVector ofOwn = TLanes.Load(in own, row);
            TVector first = TLanes.SelectEqualBits(label, TLanes.OfBits(0), ofOwn, ofOthers);
            TVector second = TLanes.SelectEqualBits(label, TLanes.OfBits(1), ofOwn, ofOthers);
            if (isClipped)
            {
                TVector ofClipped = TLanes.Load(in clipped, row);
                (TVector x, TVector y) = TLanes.LoadPairs(in p, 2 * row);
                first = TLanes.Select(TLanes.Or(TLanes.Greater(floor, x), TLanes.Greater(x, ceiling)), ofClipped, first);
                second = TLanes.Select(TLanes.Or(TLanes.Greater(floor, y), TLanes.Greater(y, ceiling)), ofClipped, second);
            }

            TLanes.StorePairs(first, second, ref Unsafe.Add(ref gradient, 2 * row));
        }
    }

    // Vectors go on into the next row, which is written after it, as far as there is one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void WriteRows(
        ReadOnlySpan<int> labels, ReadOnlySpan<T> probabilities, ReadOnlySpan<T> others, ReadOnlySpan<T> own, ReadOnlySpan<T> clipped, Span<T> gradient)
    {
        ref T p = ref MemoryMarshal.GetReference(probabilities);
        ref T result = ref MemoryMarshal.GetReference(gradient);
        ref T other = ref MemoryMarshal.GetReference(others);
        ref T none = ref MemoryMarshal.GetReference(clipped);
        ref T place = ref MemoryMarshal.GetReference(own);
        bool isClipped = !probabilities.IsEmpty;
        T lower = T.CreateTruncating(_slopes.Quotient.Clip.Lower);
        T upper = T.CreateTruncating(_slopes.Quotient.Clip.Upper);
        TVector floor = TLanes.Spread(in lower, 0);
        TVector ceiling = TLanes.Spread(in upper, 0);
        nint classes = _probabilities.Classes;
        nint last = gradient.Length - TLanes.Count;
        nint start = 0;
        for (int r = 0; r < labels.Length; r++, start += classes)
        {
            T ofOthers = Unsafe.Add(ref other, r);
            T ofClipped = Unsafe.Add(ref none, r);
            TVector fill = TLanes.Spread(in ofOthers, 0);
            TVector fillOfClipped = TLanes.Spread(in ofClipped, 0);
            nint end = start + classes;
            nint i = start;
            for (nint whole = Math.Min(end - 1, last); i <= whole; i += TLanes.Count)
            {
                TVector values = fill;
                if (isClipped)
                {
                    TVector x = TLanes.Load(in p, i);
                    values = TLanes.Select(TLanes.Or(TLanes.Greater(floor, x), TLanes.Greater(x, ceiling)), fillOfClipped, fill);
                }

                TLanes.Store(values, ref result, i);
            }

            for (; i < end; i++)
            {
                Unsafe.Add(ref result, i) = isClipped && IsOutside(Unsafe.Add(ref p, i), lower, upper) ? ofClipped : ofOthers;
            }

            int label = labels[r];
            if (label >= 0)
            {
                nint index = start + label;
                Unsafe.Add(ref result, index) = isClipped && IsOutside(Unsafe.Add(ref p, index), lower, upper) ? ofClipped : Unsafe.Add(ref place, r);
            }
        }

        static bool IsOutside(T value, T lower, T upper) => value < lower || value > upper;
    }
}
