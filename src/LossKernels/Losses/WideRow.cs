using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Tensors;

namespace LossKernels.Losses;

/// <summary>Room for a row in double.</summary>
internal readonly struct WideRow<T>(int classes)
    where T : unmanaged, INumber<T>
{
    private readonly T[] _line = new T[classes];
    private readonly double[] _values = new double[classes];

    /// <summary>A row of a block, until the next one is read.</summary>
    public ReadOnlySpan<double> Read(TensorBlock<T> block, int row)
    {
        TensorPrimitives.ConvertTruncating<T, double>(block.Row(row, _line), _values);
        return _values;
    }
}
