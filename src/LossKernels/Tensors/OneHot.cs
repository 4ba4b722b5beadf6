using System.Numerics;
using System.Numerics.Tensors;

namespace LossKernels.Tensors;

/// <summary>Between class numbers and one-hot rows.</summary>
public static class OneHot
{
    /// <summary>One row for each class number: <paramref name="on"/> at the class, <paramref name="off"/> elsewhere.</summary>
    /// <param name="labels">The class numbers, from 0.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="on">The value at the class.</param>
    /// <param name="off">The value elsewhere.</param>
    /// <returns>labels x classes values.</returns>
    /// <exception cref="LossException">LabelOutOfRange, or OptionNotSupported: the rows are more numbers than memory holds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is negative.</exception>
    public static T[] Encode<T>(ReadOnlySpan<int> labels, int classes, T on, T off)
        where T : unmanaged, INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        long count = (long)labels.Length * classes;
        if (count > Array.MaxLength)
        {
            throw LossErrors.TooMany($"One-hot rows of {labels.Length} labels and {classes} classes are {count} numbers", Array.MaxLength, "Encode fewer labels at once.");
        }

        T[] rows = new T[count];
        if (!T.IsZero(off))
        {
            rows.AsSpan().Fill(off);
        }

        for (int r = 0; r < labels.Length; r++)
        {
            if ((uint)labels[r] >= (uint)classes)
            {
                throw LossErrors.LabelOutOfRange(labels[r], r, classes);
            }

            rows[((long)r * classes) + labels[r]] = on;
        }

        return rows;
    }

    /// <summary>The class of the largest value of each row; of several largest the first.</summary>
    /// <param name="rows">rows x classes values.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="LossException">NotANumber: a row has a NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no classes.</exception>
    public static int[] Decode<T>(ReadOnlySpan<T> rows, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        int[] labels = new int[rows.Length / classes];
        for (int r = 0; r < labels.Length; r++)
        {
            ReadOnlySpan<T> row = rows.Slice(r * classes, classes);
            labels[r] = TensorPrimitives.IndexOfMax(row);
            if (T.IsNaN(row[labels[r]]))
            {
                throw LossErrors.NotANumber(r, labels[r]);
            }
        }

        return labels;
    }
}
