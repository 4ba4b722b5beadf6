namespace LossKernels.Tensors;

/// <summary>
/// How sample weights spread over the losses: they align from the first axis, and a length of 1 or a missing axis repeats.
/// </summary>
internal sealed class WeightLayout
{
    private readonly TensorView _weights;
    private readonly int[] _lengths;
    private readonly long[] _strides;
    private readonly bool _isPlain;

    private WeightLayout(TensorView weights, Shape losses, bool perElement)
    {
        _weights = weights;
        PerElement = perElement;
        _lengths = losses.Lengths.ToArray();
        _strides = new long[_lengths.Length];
        long stride = 1;
        for (int axis = weights.Shape.Rank - 1; axis >= 0; axis--)
        {
            if (axis < _strides.Length && weights.Shape[axis] != 1)
            {
                _strides[axis] = stride;
            }

            stride *= weights.Shape[axis];
        }

        _isPlain = !perElement && weights.Shape.Length == losses.Length;
    }

    /// <summary>Whether there is a weight for each element (else for each row).</summary>
    public bool PerElement { get; }

    /// <summary>Finds the alignment.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="rows">The shape of the rows: the predictions' without the class axis.</param>
    /// <param name="elements">The shape of the predictions, where each element has a loss of its own; else null.</param>
    /// <param name="axis">The class axis of <paramref name="elements"/>.</param>
    /// <exception cref="LossException">WeightCountMismatch.</exception>
    public static WeightLayout Align(TensorView weights, Shape rows, Shape? elements, int axis)
    {
        if (Fits(weights.Shape, rows))
        {
            return new WeightLayout(weights, rows, perElement: false);
        }

        if (elements is not null && Fits(weights.Shape, elements))
        {
            WeightLayout layout = new(weights, elements, perElement: true);
            layout.MoveToLast(axis);
            return layout;
        }

        if (weights.Shape.Rank == 1 && rows.Rank == 1 && (elements is null || elements.Length == rows.Length))
        {
            throw LossErrors.WeightCountMismatch(weights.Shape.Length, rows.Length);
        }

        string remedy = elements is not null && weights.Shape.Rank == 1 && weights.Shape[0] == elements[axis]
            ? $"For one weight a column give them as one row, of shape (1, {elements[axis]}): ,(w0, w1, ...)."
            : "Weights align from the first axis: one a sample, then one a sample and step.";
        throw LossErrors.WeightCountMismatch(weights.Shape.ToString(), (elements ?? rows).ToString(), remedy);
    }

    /// <summary>Whether weights of fewer axes than the losses would fit these from the last axis on, as NumPy broadcasts.</summary>
    public static bool FitsLast(Shape weights, Shape losses)
    {
        int first = losses.Rank - weights.Rank;
        return first > 0 && weights.Length > 1 && Fits(weights, losses, first);
    }

    /// <summary>Writes the weights of the rows, or of the elements of the rows, from one row on.</summary>
    /// <param name="first">The flat index of the first row or element.</param>
    /// <param name="weights">Where they go; its length says how many.</param>
    public void Read(long first, Span<double> weights)
    {
        if (_isPlain)
        {
            _weights.Read(first, weights.Length, weights).CopyTo(weights);
            return;
        }

        Span<double> one = stackalloc double[1];
        for (int i = 0; i < weights.Length; i++)
        {
            long rest = first + i;
            long index = 0;
            for (int axis = _lengths.Length - 1; axis >= 0; axis--)
            {
                (rest, long position) = Math.DivRem(rest, _lengths[axis]);
                index += position * _strides[axis];
            }

            weights[i] = _weights.Read(index, 1, one)[0];
        }
    }

    private static bool Fits(Shape weights, Shape losses, int firstAxis = 0)
    {
        for (int axis = 0; axis < weights.Rank; axis++)
        {
            if (weights[axis] != 1 && (firstAxis + axis >= losses.Rank || weights[axis] != losses[firstAxis + axis]))
            {
                return false;
            }
        }

        return true;
    }

    private void MoveToLast(int axis)
    {
        (int length, long stride) = (_lengths[axis], _strides[axis]);
        _lengths.AsSpan(axis + 1).CopyTo(_lengths.AsSpan(axis));
        _strides.AsSpan(axis + 1).CopyTo(_strides.AsSpan(axis));
        (_lengths[^1], _strides[^1]) = (length, stride);
    }
}
