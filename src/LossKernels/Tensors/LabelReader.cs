namespace LossKernels.Tensors;

/// <summary>Reads class numbers strictly.</summary>
internal static class LabelReader
{
    /// <summary>What an ignored label is read as.</summary>
    public const int Ignored = -1;

    /// <summary>Reads the class numbers of some rows; an ignored one is read as <see cref="Ignored"/>.</summary>
    /// <param name="target">One number a row.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="ignoreClass">The number that is ignored, if any.</param>
    /// <param name="sampleNumber">What a row is called in messages.</param>
    /// <param name="buffer">Room for as many values as labels.</param>
    /// <param name="labels">Where they go; its length says how many.</param>
    /// <returns>How many are ignored.</returns>
    /// <exception cref="LossException">LabelNotInteger or LabelOutOfRange, of the lowest row at fault.</exception>
    public static int Read(TensorView target, long firstRow, int classes, int? ignoreClass, Func<long, long> sampleNumber, Span<double> buffer, Span<int> labels)
    {
        ReadOnlySpan<double> values = target.Read(firstRow, labels.Length, buffer);
        int ignored = 0;
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
                    ? LossErrors.LabelOutOfRange(value, sample, classes)
                    : LossErrors.LabelNotInteger(value, sample);
            }

            labels[r] = label;
        }

        return ignored;
    }
}
