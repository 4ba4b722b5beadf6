using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Tensors;

/// <summary>Reads class numbers strictly.</summary>
internal static class LabelReader
{
    /// <summary>What an ignored label is read as.</summary>
    public const int Ignored = -1;

    /// <summary>The class numbers of some rows where they are stored as integers, all of them classes and none ignored: what nearly all labels are.</summary>
    /// <param name="target">One number a row.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="ignoreClass">The number that is ignored, if any.</param>
    /// <param name="buffer">Room for as many labels, where they are stored in a wider type.</param>
    /// <param name="labels">The labels.</param>
    public static bool TryView(TensorView target, long firstRow, int rows, int classes, int? ignoreClass, LazyArray<int> buffer, out ReadOnlySpan<int> labels)
    {
        if (!target.ElementType.IsInteger())
        {
            labels = default;
            return false;
        }

        // What is beyond an int is read as the nearest, which is no class either.
        labels = target.Read<int>(firstRow, rows, buffer.Values);

        // As an integer without a sign, a negative one is larger than any class.
        return !labels.IsEmpty
            && TensorPrimitives.Max(MemoryMarshal.Cast<int, uint>(labels)) < (uint)classes
            && !(ignoreClass is int ignored && (uint)ignored < (uint)classes && labels.Contains(ignored));
    }

    /// <summary>Reads the class numbers of some rows; an ignored one is read as <see cref="Ignored"/>.</summary>
    /// <param name="target">One number a row.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="ignoreClass">The number that is ignored, if any.</param>
    /// <param name="sampleNumber">What a row is called in messages.</param>
    /// <param name="buffer">Room for as many values as labels.</param>
    /// <param name="labels">Where they go; its length says how many.</param>
    /// <param name="ignored">How many are ignored.</param>
    /// <returns>The labels.</returns>
    /// <exception cref="LossException">LabelNotInteger or LabelOutOfRange, of the lowest row at fault.</exception>
    public static ReadOnlySpan<int> Read(
        TensorView target, long firstRow, int classes, int? ignoreClass, Func<long, long> sampleNumber, Span<double> buffer, Span<int> labels, out int ignored)
    {
        if (TryMark(target, firstRow, classes, ignoreClass, labels, out ignored))
        {
            return labels;
        }

        ReadOnlySpan<double> values = target.Read(firstRow, labels.Length, buffer);
        ignored = 0;
        for (int r = 0; r < labels.Length; r++)
        {
            double value = values[r];
            if (value == ignoreClass)
            {
                labels[r] = Ignored;
                ignored++;
                continue;
            }

            int label = (int)value;
            if ((uint)label >= (uint)classes || label != value)
            {
                long sample = sampleNumber(firstRow + r);
                throw value == Math.Floor(value)
                    ? LossErrors.LabelOutOfRange(Exact(target, firstRow + r, value), sample, classes)
                    : LossErrors.LabelNotInteger(value, sample);
            }

            labels[r] = label;
        }

        return labels;
    }

    // Of integers that are classes or ignored, without a branch that would often be mistaken; as integers without a sign, other ones are larger. What is
    // beyond an int is read as the nearest, which stands for nothing else.
    private static bool TryMark(TensorView target, long firstRow, int classes, int? ignoreClass, Span<int> labels, out int ignored)
    {
        ignored = 0;
        if (!target.ElementType.IsInteger() || ignoreClass is not int mark || mark is int.MinValue or int.MaxValue)
        {
            return false;
        }

        ReadOnlySpan<int> given = target.Read(firstRow, labels.Length, labels);
        Vector256<uint> largest = default;
        Vector256<int> count = default;
        int r = 0;
        for (; r <= labels.Length - Vector256<int>.Count; r += Vector256<int>.Count)
        {
            Vector256<int> some = Vector256.Create(given[r..]);
            Vector256<int> isIgnored = Vector256.Equals(some, Vector256.Create(mark));
            largest = Vector256.Max(largest, Vector256.AndNot(some, isIgnored).AsUInt32());
            count -= isIgnored;
            (some | isIgnored).CopyTo(labels[r..]);
        }

        ignored = Vector256.Sum(count);
        bool areKnown = Vector256.LessThanAll(largest, Vector256.Create((uint)classes));
        for (; r < labels.Length; r++)
        {
            bool isIgnored = given[r] == mark;
            areKnown &= isIgnored || (uint)given[r] < (uint)classes;
            ignored += isIgnored ? 1 : 0;
            labels[r] = isIgnored ? Ignored : given[r];
        }

        return areKnown;
    }

    // Integers have digits that a double does not, or does not show.
    private static object Exact(TensorView target, long row, double value)
    {
        Span<Int128> buffer = stackalloc Int128[1];
        return target.ElementType.IsInteger() ? target.Read<Int128>(row, 1, buffer)[0] : value;
    }
}
