using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>By what the derivatives of rows are multiplied, rounded to the data type, some rows at a time.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct RowScales<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly ReadOnlySpan<double> _scales;
    private readonly Span<T> _memory;

    /// <summary>Takes scales.</summary>
    /// <param name="scales">One for each row, or one for all.</param>
    /// <param name="memory">Room for those of as many rows as are taken at a time.</param>
    public RowScales(ReadOnlySpan<double> scales, Span<T> memory)
    {
        _scales = scales;
        _memory = memory;
        memory.Fill(T.CreateTruncating(scales[0]));
    }

    /// <summary>Whether the data type has a number for each of them: of one that is infinite, no derivative would be less.</summary>
    public static bool AreNumbers(ReadOnlySpan<double> scales)
    {
        double most = typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;
        return SpanBounds.AreWithin(scales, -most, most);
    }

    /// <summary>Those of some rows, and behind them any numbers.</summary>
    public ReadOnlySpan<T> Of(int row, int rows)
    {
        if (_scales.Length > 1)
        {
            TensorPrimitives.ConvertTruncating(_scales.Slice(row, rows), _memory);
        }

        return _memory;
    }
}
