using System.Numerics.Tensors;
using System.Runtime.InteropServices;

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

    // Integers have digits that a double does not, or does not show.
    private static object Exact(TensorView target, long row, double value)
    {
        Span<Int128> buffer = stackalloc Int128[1];
        return target.ElementType.IsInteger() ? target.Read<Int128>(row, 1, buffer)[0] : value;
    }
}
